"""The built-in texts of messages, and what stands around them, in each language."""

from tessera.messages.texts.de import GERMAN
from tessera.messages.texts.en import ENGLISH
from tessera.messages.texts.it import ITALIAN
from tessera.messages.texts.parts import Language
from tessera.messages.texts.ro import ROMANIAN

BUILT_IN: dict[str, Language] = {"en": ENGLISH, "it": ITALIAN, "ro": ROMANIAN, "de": GERMAN}

__all__ = ["BUILT_IN", "Language"]

"""What members and operators read, in their language: one catalogue of data per language (docs/rules.md §10)."""

from tessera.domain.wording.words import LANGUAGES, Words, words_of

__all__ = ["LANGUAGES", "Words", "words_of"]

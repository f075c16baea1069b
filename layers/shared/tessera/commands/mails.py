"""The mails, for whoever works on them: the layout compiled from its MJML, and samples to look at (docs/messages.md).

python -m tessera.commands.mails compile            what `make mails` does; a test compares
python -m tessera.commands.mails samples FOLDER PROGRAMME.yaml     every kind in every language, as HTML
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from mrml import to_html

from tessera.commands.documents import read_document
from tessera.domain.programme import check
from tessera.domain.versions import Version, version_of
from tessera.domain.wording import LANGUAGES
from tessera.messages.editing import KINDS
from tessera.messages.samples import NAME, links_of, sample_of
from tessera.messages.wording import HERE, mail_of
from tessera.storage.memory.texts import MemoryTexts

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def compiled() -> str:
    """The layout as HTML, with the names that a mail fills in."""
    return to_html((HERE / "layout.mjml").read_text()).content + "\n"


def write_samples(folder: Path, version: Version) -> None:
    """A mail of each kind in each language, in the terms of a programme."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        for language in LANGUAGES:
            message = sample_of(kind, version.programme, NOW)
            mail = mail_of(
                message, name=NAME, locale=language, version=version, texts=MemoryTexts(), links=links_of(kind)
            )
            (folder / f"{kind}.{language}.html").write_text(mail.html)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["compile"]:
            (HERE / "layout.html").write_text(compiled())
        case ["samples", folder, programme]:
            document = check(read_document(Path(programme)).value)
            write_samples(Path(folder), version_of(document, number=1, in_force_from=NOW))
        case _:
            sys.exit(__doc__)

"""What a run has entered so far, beside the file: the next run of the same file need not ask the table again.

Natural keys in the table decide; the journal only saves time. One that belongs to another file, mapping or table, or of
which the table knows nothing, is not believed.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from threading import Lock


class Journal:
    """The ids of what has been entered, one a line, under a line that says of what they are."""

    def __init__(self, file: Path, fingerprint: str) -> None:
        self._file, self._fingerprint, self._lock = file.with_name(f"{file.name}.progress"), fingerprint, Lock()

    def read(self, is_there: Callable[[str], bool]) -> frozenset[str]:
        """The ids that an earlier run has entered, if the table still has the first and the last of them. A line that a
        crash cut short is none."""
        lines = self._file.read_text(encoding="utf-8").split("\n")[:-1] if self._file.exists() else []
        known = lines[1:] if lines[:1] == [self._fingerprint] else []
        if known and not (is_there(known[0]) and is_there(known[-1])):
            known = []
        self._begin(known)
        return frozenset(known)

    def note(self, item_id: str) -> None:
        """This one is entered."""
        with self._lock, self._file.open("a", encoding="utf-8") as opened:
            opened.write(f"{item_id}\n")

    def forget(self) -> None:
        """All is entered: nothing is to be gone on with."""
        self._file.unlink(missing_ok=True)

    def _begin(self, known: Iterable[str]) -> None:
        """Written anew, so that the next line does not run into one that was cut short."""
        self._file.write_text("".join(f"{line}\n" for line in (self._fingerprint, *known)), encoding="utf-8")


def fingerprint(file: Path, *of: str) -> str:
    """Names exactly this content of a file, read and written in this way."""
    return sha256(file.read_bytes() + "\0".join(of).encode()).hexdigest()

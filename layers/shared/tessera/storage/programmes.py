"""The published versions in DynamoDB: immutable, so once read they are kept, and only newer ones are looked for."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock

from tessera.domain.programme import check
from tessera.domain.versions import Version, in_force, version_of
from tessera.storage import keys
from tessera.storage.days import END_OF_TIME, read_instant, write_instant
from tessera.storage.rows import PROGRAMME, ProgrammeRow
from tessera.storage.table import Table


class DynamoProgrammes:
    """The `Programmes` of domain/ports.py over one table.

    A newer version is noticed within `fresh_for_seconds` on the `monotonic` clock, and at once by the process that
    published it.
    """

    def __init__(self, table: Table, *, fresh_for_seconds: float, monotonic: Callable[[], float]) -> None:
        self._table = table
        self._fresh_for_seconds = fresh_for_seconds
        self._monotonic = monotonic
        self._versions: list[Version] = []
        self._looked_at: float | None = None
        self._lock = Lock()

    def in_force(self, instant: datetime) -> Version:
        """The version in force at an instant (the first one also before it). Raises NoProgramme."""
        return in_force(self._known(), instant)

    def latest(self) -> Version:
        """The newest version. Raises NoProgramme."""
        return in_force(self._known(), END_OF_TIME)

    def version(self, number: int) -> Version:
        """A version by its number. Raises LookupError when there is none."""
        if all(each.number != number for each in self._known()):
            self._look_again()
        return {each.number: each for each in self._versions}[number]

    def publish(self, version: Version) -> bool:
        """One conditional PutItem; False when the number is taken."""
        published = self._table.put_if_absent(_row(version))
        self._look_again()
        return published

    def _known(self) -> list[Version]:
        now = self._monotonic()
        if self._looked_at is None or now - self._looked_at >= self._fresh_for_seconds:
            self._look_again()
            self._looked_at = now
        return self._versions

    def _look_again(self) -> None:
        """Add what is newer than the newest that is known; where that one is no longer there (the table was emptied
        or restored), read all anew."""
        with self._lock:
            known = self._versions
            rows = self._rows_from(len(known) or 1)
            if known and not (rows and _is(rows[0], known[-1])):
                known, rows = [], self._rows_from(1)
            for row in rows[1 if known else 0 :]:
                known = [*known, _version(row, known[-1] if known else None)]
            self._versions = known

    def _rows_from(self, number: int) -> list[ProgrammeRow]:
        """One consistent Query."""
        place = keys.programme(number)
        rows = self._table.query(place.pk, ProgrammeRow.sk >= place.sk, consistent=True)
        return [row for row in rows if isinstance(row, ProgrammeRow)]


def _row(version: Version) -> ProgrammeRow:
    return ProgrammeRow.at(
        keys.programme(version.number),
        PROGRAMME,
        number=version.number,
        in_force_from=write_instant(version.in_force_from),
        document=version.programme.source,
    )


def _version(row: ProgrammeRow, before: Version | None) -> Version:
    since = read_instant(row.in_force_from)
    return version_of(check(row.document), number=row.number, in_force_from=since, before=before)


def _is(row: ProgrammeRow, version: Version) -> bool:
    """Whether the row is that of the version: a table that was emptied counts from 1 again."""
    written = (row.number, read_instant(row.in_force_from), row.document)
    return written == (version.number, version.in_force_from, version.programme.source)

"""Programmes in memory."""

from datetime import datetime
from threading import Lock

from tessera.domain.versions import Version, in_force
from tessera.storage.days import END_OF_TIME


class MemoryProgrammes:
    """The `Programmes` of domain/ports.py in memory."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._versions: list[Version] = []

    def in_force(self, instant: datetime) -> Version:
        """The version in force at an instant (the first one also before it). Raises NoProgramme."""
        return in_force(self._versions, instant)

    def latest(self) -> Version:
        """The newest version. Raises NoProgramme."""
        return in_force(self._versions, END_OF_TIME)

    def version(self, number: int) -> Version:
        """A version by its number. Raises LookupError when there is none."""
        return {each.number: each for each in self._versions}[number]

    def publish(self, version: Version) -> bool:
        """Store a version under its number; False when the number is taken."""
        with self._lock:
            if any(each.number == version.number for each in self._versions):
                return False
            self._versions.append(version)
            return True

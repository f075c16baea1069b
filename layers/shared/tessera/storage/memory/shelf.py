"""What the parts of the ledger in memory have in common."""

from threading import Lock


class Shelf:
    """A part of the ledger in memory. All parts of one ledger have one lock: a write goes through each of them."""

    def __init__(self) -> None:
        self._lock = Lock()

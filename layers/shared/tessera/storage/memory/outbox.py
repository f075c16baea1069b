"""The outbox and the phones in memory: the twins of those in DynamoDB, for stories and tests."""

from datetime import datetime
from threading import Lock

from tessera.domain.erased import HasTime
from tessera.domain.outbox import LISTED, Claim, Device, Dispatch, Posted, Trace, TracePage
from tessera.storage import keys
from tessera.storage.cursors import read_cursor, write_cursor


class MemoryOutbox:
    """The `Outbox` of domain/outbox.py in memory; safe from any number of threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._posted: dict[Dispatch, Posted] = {}

    def claim(self, dispatch: Dispatch, *, at: datetime) -> Claim | Posted:
        """Under the lock."""
        with self._lock:
            found = self._posted.get(dispatch)
            if found and found.state != "waiting":
                return found
            claim = Claim(dispatch, found.claim.attempt + 1 if found else 1, at)
            self._posted[dispatch] = Posted(claim, "claimed")
            return claim

    def settle(self, posted: Posted) -> None:
        """Under the lock."""
        with self._lock:
            found = self._posted.get(posted.claim.dispatch)
            is_of_this_claim = found and found.claim.attempt == posted.claim.attempt
            if found and is_of_this_claim and (posted.state != "unknown" or found.state == "claimed"):
                self._posted[posted.claim.dispatch] = posted

    def posted(self, member_id: str, *, limit: int, cursor: str | None = None) -> TracePage:
        """A page of what was sent to a member, newest first."""
        listed = keys.posted(member_id)
        before = read_cursor(listed, cursor) if cursor is not None else None
        of_member = ((_moment(each), each) for each in self._posted.values() if _member(each) == member_id)
        later = sorted((each for each in of_member if before is None or each[0] < before), reverse=True)
        traces = tuple(Trace(each.claim.dispatch, each.claim.at, each.state) for _, each in later[:limit])
        return TracePage(traces, write_cursor(listed, later[limit - 1][0]) if len(later) > limit else None)

    def forget(self, member_id: str, *, has_time: HasTime) -> bool:
        """Under the lock, all at once."""
        with self._lock:
            self._posted = {each: posted for each, posted in self._posted.items() if each.member_id != member_id}
        return True

    def unsent(self, *, since: datetime, until: datetime, limit: int) -> tuple[Posted, ...]:
        """What failed, and what may have."""
        listed = (each for each in self._posted.values() if each.state in LISTED and since <= each.claim.at < until)
        return tuple(sorted(listed, key=lambda each: (each.claim.at, each.claim.dispatch))[:limit])


def _member(posted: Posted) -> str:
    return posted.claim.dispatch.member_id


def _moment(posted: Posted) -> str:
    return keys.posted_moment(posted.claim.at, posted.claim.dispatch)


class MemoryDevices:
    """The `Devices` of domain/outbox.py in memory."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._holders: dict[str, str] = {}
        self._devices: dict[tuple[str, str], Device] = {}

    def of(self, member_id: str) -> tuple[Device, ...]:
        """A member's phones, by their names."""
        return tuple(self._devices[key] for key in sorted(self._devices) if key[0] == member_id)

    def holder(self, token_hash: str) -> str | None:
        """The id of the member whose phone it is."""
        return self._holders.get(token_hash)

    def put(self, member_id: str, device: Device, *, before: str | None) -> bool:
        """Under the lock."""
        with self._lock:
            if self._holders.get(device.token_hash) != before:
                return False
            if before:
                self._devices.pop((before, device.token_hash), None)
            self._holders[device.token_hash] = member_id
            self._devices[member_id, device.token_hash] = device
            return True

    def drop(self, member_id: str, token_hash: str) -> None:
        """Under the lock."""
        with self._lock:
            self._devices.pop((member_id, token_hash), None)
            if self._holders.get(token_hash) == member_id:
                del self._holders[token_hash]

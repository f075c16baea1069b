"""What a member was sent: each message, when, through which channel, and what became of it (docs/rules.md §8)."""

from tessera.domain.calendar import show_instant
from tessera.domain.filing import Json
from tessera.domain.outbox import Outbox, Trace
from tessera.domain.ports import Ledger, Programmes
from tessera.operations.reading import known_account


def messages_sent(
    member_id: str,
    *,
    ledger: Ledger,
    programmes: Programmes,
    outbox: Outbox,
    limit: int,
    cursor: str | None = None,
) -> Json:
    """Newest first, `limit` at most; `next_cursor` is None on the last page. Raises UnknownMember, and InvalidRequest
    for a cursor that is not ours."""
    known_account(ledger, member_id, sure=False)
    page = outbox.posted(member_id, limit=limit, cursor=cursor)
    zone = programmes.latest().programme.timezone
    return {"messages": [_shown(trace, zone) for trace in page.traces], "next_cursor": page.cursor}


def _shown(trace: Trace, zone: str) -> Json:
    _, kind, cause, channel = trace.dispatch
    at = show_instant(trace.at, zone)
    return {"at": at, "kind": kind, "cause": cause, "channel": channel, "state": trace.state}

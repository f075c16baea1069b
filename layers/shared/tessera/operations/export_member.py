"""Everything that is kept of a member, page by page (docs/privacy.md)."""

import json
from datetime import datetime
from typing import NamedTuple

from tessera.domain.calendar import show_instant
from tessera.domain.entries import Change
from tessera.domain.filing import Filing, Json
from tessera.domain.outbox import Outbox
from tessera.domain.ports import Ledger, Programmes
from tessera.domain.programme import Programme
from tessera.domain.refusals import Fault, InvalidRequest
from tessera.domain.statement import entries_view
from tessera.domain.wording import Words, words_of
from tessera.operations.list_messages import messages_sent
from tessera.operations.member_record import Stores, member_record
from tessera.operations.reading import known_account

PAGE_CHARACTERS_MAX = 1_000_000
"""A page ends when its records come to so much: Lambda answers with 6 MB at most, and a sheet has thrice as many."""

NOTHING_LEFT = ""


class _Place(NamedTuple):
    """Where a page begins, of the records and of the messages: None at the newest, NOTHING_LEFT after the oldest."""

    records: str | None = None
    messages: str | None = None


class _Part(NamedTuple):
    """A part of a list, and where the next one begins."""

    items: list[Json]
    next: str


def export_member(
    member_id: str,
    *,
    ledger: Ledger,
    programmes: Programmes,
    stores: Stores,
    now: datetime,
    limit: int,
    cursor: str | None = None,
) -> Json:
    """Who the member is and how they stand, on the first page, and `limit` of their records and of the messages sent to
    them at most, newest first; `next_cursor` is None on the last page.

    What was sent by the shop is shown as it is kept: amounts of money are minor units there. Raises UnknownMember, and
    InvalidRequest for a cursor that is not ours.
    """
    programme, place = programmes.in_force(now).programme, _place(cursor)
    account = known_account(ledger, member_id, sure=True)
    about = (
        None
        if cursor is not None
        else member_record(account, stores=stores, now=now, ledger=ledger, programmes=programmes)
    )
    records = _records(member_id, ledger, programme, limit, place.records)
    messages = _messages(member_id, ledger, programmes, stores.outbox, limit, place.messages)
    return {
        "member_id": member_id,
        "exported_at": show_instant(now, programme.timezone),
        "member": about,
        "records": records.items,
        "messages": messages.items,
        "next_cursor": _cursor(_Place(records.next, messages.next)),
    }


def _place(cursor: str | None) -> _Place:
    if cursor is None:
        return _Place()
    records, dot, messages = cursor.partition(".")
    if not dot:
        fault = Fault("cursor", "is none that was given here; send the next_cursor of the page before as it is")
        raise InvalidRequest("The cursor cannot be read.", (fault,))
    return _Place(records, messages)


def _cursor(place: _Place) -> str | None:
    return f"{place.records}.{place.messages}" if any(place) else None


def _records(member_id: str, ledger: Ledger, programme: Programme, limit: int, since: str | None) -> _Part:
    items, next_one, characters = list[Json](), NOTHING_LEFT, 0
    if since == NOTHING_LEFT:
        return _Part(items, NOTHING_LEFT)
    words = words_of(programme)
    for filed in ledger.filings(member_id, limit=limit + 1, cursor=since):
        if len(items) == limit or characters > PAGE_CHARACTERS_MAX:
            return _Part(items, next_one)
        items.append(_record(filed.filing, programme, words))
        characters += len(json.dumps(items[-1]))
        next_one = filed.cursor
    return _Part(items, NOTHING_LEFT)


def _record(filing: Filing, programme: Programme, words: Words) -> Json:
    """A write: what was entered, what changed beside it, what was asked and what was answered, but for the account."""
    record = filing.record
    return {
        "record": record.seq if record else 0,
        "at": show_instant(record.recorded_at, programme.timezone) if record else None,
        "kind": filing.key.kind,
        "cause": filing.key.cause,
        "entries": entries_view(record, programme, words) if record else [],
        "changes": [_change(each, programme) for each in record.changes] if record else [],
        "sent": filing.body,
        "answered": {name: value for name, value in filing.answer.items() if name != "account"},
    }


def _change(change: Change, programme: Programme) -> Json:
    at = show_instant(change.at, programme.timezone)
    return {"kind": change.kind, "at": at, "of": change.of, "was": change.was, "now": change.now}


def _messages(
    member_id: str, ledger: Ledger, programmes: Programmes, outbox: Outbox, limit: int, since: str | None
) -> _Part:
    if since == NOTHING_LEFT:
        return _Part([], NOTHING_LEFT)
    page = messages_sent(member_id, ledger=ledger, programmes=programmes, outbox=outbox, limit=limit, cursor=since)
    return _Part(page["messages"], page["next_cursor"] or NOTHING_LEFT)

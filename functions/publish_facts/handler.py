"""Facts leave: every record of the ledger that the stream brings becomes events on the stack's own bus, a call to
`credit_referrals` where its write calls for credits, one to `notify_members` where there is something to tell, and one
to `erase_members` where a member is gone and what is left of them is to be cleared away. Whoever a write brings nearer
to a night is put on the agenda."""

from typing import Any

from tessera.domain.facts import facts_of
from tessera.domain.filing import Key
from tessera.edge.asks import asks_in
from tessera.edge.bus import publish
from tessera.edge.calls import Call, send_calls
from tessera.edge.changes import keep_agenda
from tessera.edge.erasing import Closed, call_for_clearing
from tessera.edge.observe import count, observed
from tessera.edge.records import StreamedRecord, mark_told, streamed_records
from tessera.edge.settings import need, settings

NO_RECORD = 0


def handler(event: dict[str, Any], context: object) -> None:
    """Tell a batch, whole: one that fails comes again, so a fact is told at least once, always with its id."""
    with observed(event):
        records = list(streamed_records(event))
        _send_calls(records, list(asks_in(event)))  # first: the bus may refuse
        keep_agenda(event)
        facts = [fact for each in records for fact in _facts(each)]
        publish(facts)
        count("FactsPublished", len(facts))
        if settings().has_test_clock:
            for each in records:
                mark_told(each.record, each.calls_for)


def _facts(streamed: StreamedRecord) -> Any:
    return facts_of(streamed.record, kind=streamed.key.kind, cause=streamed.cause, digits=streamed.digits)


def _send_calls(records: list[StreamedRecord], asks: list[Key]) -> None:
    """Those that ask for a consent belong to no record."""
    credits = [_call(each) for each in records if "credits" in each.calls_for]
    messages = [_call(each) for each in records if "messages" in each.calls_for]
    send_calls(need(settings().credits_queue_url, "CREDITS_QUEUE_URL"), credits)
    asking = [Call(key, key.owner, NO_RECORD) for key in asks]
    send_calls(need(settings().messages_queue_url, "MESSAGES_QUEUE_URL"), messages + asking)
    closed = [Closed(each.record.member_id, each.record.seq) for each in records if "clearing" in each.calls_for]
    call_for_clearing(closed)


def _call(streamed: StreamedRecord) -> Call:
    return Call(streamed.key, streamed.record.member_id, streamed.record.seq)

"""Facts leave: every record of the ledger that the stream brings becomes events on the stack's own bus, and a call to
`credit_referrals` where its write calls for credits."""

from typing import Any

from tessera.domain.facts import facts_of
from tessera.edge.bus import publish
from tessera.edge.credits import CreditCall, call_for_credits
from tessera.edge.observe import count, observed
from tessera.edge.records import StreamedRecord, mark_handled, streamed_records
from tessera.edge.settings import settings


def handler(event: dict[str, Any], context: object) -> None:
    """Tell a batch, whole: one that fails comes again, so a fact is told at least once, always with its id."""
    with observed(event):
        records = list(streamed_records(event))
        call_for_credits([_call(each) for each in records if each.calls_for_credits])  # first: the bus may refuse
        facts = [fact for each in records for fact in _facts(each)]
        publish(facts)
        count("FactsPublished", len(facts))
        if settings().has_test_clock:
            _mark_handled(records)


def _facts(streamed: StreamedRecord) -> Any:
    return facts_of(streamed.record, kind=streamed.key.kind, cause=streamed.cause, digits=streamed.digits)


def _call(streamed: StreamedRecord) -> CreditCall:
    return CreditCall(streamed.key, streamed.record.member_id, streamed.record.seq)


def _mark_handled(records: list[StreamedRecord]) -> None:
    """Those that call for credits are handled once these are entered."""
    for each in records:
        if not each.calls_for_credits:
            mark_handled(each.record.member_id, each.record.seq)

"""Facts leave: every record of the ledger that the stream brings becomes events on the stack's own bus."""

from typing import Any

from tessera.domain.facts import facts_of
from tessera.edge.bus import publish
from tessera.edge.observe import count, observed
from tessera.edge.records import StreamedRecord, mark_handled, streamed_records
from tessera.edge.settings import settings


def handler(event: dict[str, Any], context: object) -> None:
    """Publish a batch, whole: one that fails comes again, so a fact is told at least once, always with its id."""
    with observed(event):
        records = list(streamed_records(event))
        facts = [fact for each in records for fact in _facts(each)]
        publish(facts)
        count("FactsPublished", len(facts))
        if settings().has_test_clock:
            mark_handled(records)


def _facts(streamed: StreamedRecord) -> Any:
    return facts_of(streamed.record, kind=streamed.kind, cause=streamed.cause, digits=streamed.digits)

"""Advocates are credited: what a friend's write calls for in their accounts is entered, in writes of their own."""

from typing import Any

from tessera.edge.batches import each_message
from tessera.edge.calls import read_call
from tessera.edge.observe import count, observed
from tessera.edge.records import mark_done
from tessera.edge.settings import settings
from tessera.edge.wiring import writing
from tessera.operations.after_effects import after_effects


def handler(event: dict[str, Any], context: object) -> Any:
    """Take a batch of calls, in whatever order and however often they come; each that fails comes again by itself."""
    with observed(event):
        return each_message(event, _credit)


def _credit(body: str) -> None:
    call = read_call(body)
    after_effects(call.key, **writing())
    count("CreditsHandled")
    if settings().has_test_clock:
        mark_done(call.member_id, call.seq, "credits")

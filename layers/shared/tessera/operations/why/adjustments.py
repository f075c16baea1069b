"""Entries made by hand: the reason, and for operators the note."""

from tessera.domain.filing import Key
from tessera.operations.why.case import Case, Why


def why_adjustment(case: Case) -> Why:
    """What was written down with the adjustment. A note is for operators: the member is shown the reason alone."""
    (reference,) = case.ids
    filing = case.ledger.filed(Key("adjustment", case.member_id, reference))
    body = filing.body if filing else {}
    note = None if case.for_member else body.get("note")
    view = {"about": "adjustment", "reference": reference, "reason": body.get("reason"), "note": note}
    said = [case.say("why.adjustment", reason=body.get("reason", "")), case.say("why.adjustment.note", note=note)]
    return Why(view, said if note else said[:1])

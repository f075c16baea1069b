"""Explain one entry of a member's statement (docs/rules.md §10)."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime

from tessera.domain.filing import Json
from tessera.domain.found import Entered
from tessera.domain.ports import Ledger, Programmes
from tessera.domain.refusals import UnknownEntry
from tessera.domain.statement import entry_view, say_cause
from tessera.domain.wording import words_of
from tessera.operations.reading import known_account
from tessera.operations.why.adjustments import why_adjustment
from tessera.operations.why.case import Case, Why
from tessera.operations.why.expiries import why_expiry
from tessera.operations.why.gifts import why_action, why_birthday, why_gift, why_welcome
from tessera.operations.why.holds import why_completed, why_hold
from tessera.operations.why.imports import why_import
from tessera.operations.why.orders import why_order, why_refund
from tessera.operations.why.redemptions import why_redemption
from tessera.operations.why.referrals import why_referral
from tessera.operations.why.rewards import why_claim, why_conversion, why_void

ENTRY_ID = re.compile(r"([1-9][0-9]{0,9})-([0-9]{1,4})")
HISTORY_MAX = 10_000
"""How many of a member's newest writes can be asked about; one that is older is not found."""


def _why_other(case: Case) -> Why:
    """What no more is known of than its cause."""
    said = case.say("why.other", cause=say_cause(case.entry.cause, case.words))
    return Why({"about": "other", "cause": case.entry.cause}, [said])


WHY: dict[str, Callable[[Case], Why]] = {
    "order": why_order,
    "refund": why_refund,
    "expiry": why_expiry,
    "hold": why_hold,
    "completion": why_completed,
    "enrolment": why_welcome,
    "action": why_action,
    "birthday": why_birthday,
    "gift": why_gift,
    "referral": why_referral,
    "redemption": why_redemption,
    "claim": why_claim,
    "conversion": why_conversion,
    "void": why_void,
    "adjustment": why_adjustment,
    "import": why_import,
}


def explain_entry(
    member_id: str,
    entry_id: str,
    *,
    ledger: Ledger,
    programmes: Programmes,
    now: datetime,
    locale: str | None = None,
    for_member: bool = False,
) -> Json:
    """An entry, and why it was made: as data and as sentences in the words of a locale.

    `for_member`: without what operators noted for each other. Raises UnknownMember, UnknownEntry, and InvalidRequest
    for a language without words.
    """
    programme = programmes.in_force(now).programme
    words = words_of(programme, locale)
    known_account(ledger, member_id, sure=False)
    older = ledger.history(member_id, limit=HISTORY_MAX)
    found, place = _found(entry_id, older)
    case = Case(found.record, place, older, ledger, programmes, words, for_member)
    why = WHY.get(case.entry.cause.partition("/")[0], _why_other)(case)
    entry = entry_view(found.record, place, programme, words)
    return {"entry": entry, "why": why.view, "sentences": why.sentences}


def _found(entry_id: str, history: Iterator[Entered]) -> tuple[Entered, int]:
    """The record of an entry, and its place in it; the history is left behind it. Raises UnknownEntry."""
    parts = ENTRY_ID.fullmatch(entry_id)
    if parts is not None:
        seq, place = int(parts[1]), int(parts[2])
        reached = next((each for each in history if each.record.seq <= seq), None)
        if reached and reached.record.seq == seq and place < len(reached.record.entries):
            return reached, place
    raise UnknownEntry(f'The statement has no entry "{entry_id}".')

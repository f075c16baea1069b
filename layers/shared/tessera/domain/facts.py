"""Facts: what has happened to a member, told to whoever listens (docs/rules.md §11).

They are made of a record of the ledger and of nothing else, so a record told twice gives the same facts with the same
ids.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tessera.domain.calendar import show_instant
from tessera.domain.entries import CASHBACK, Change, Entry, Record
from tessera.domain.money import show_minor
from tessera.domain.voucher import USED, VOIDED

# What is put aside and given back again moves nothing that a listener could count: no facts.
NAME_BY_ENTRY = {
    "accrual": "PointsEarned",
    "activation": "PointsActivated",
    "redemption": "PointsRedeemed",
    "reversal": "PointsReversed",
    "restoration": "PointsRestored",
    "expiry": "PointsExpired",
    "adjustment": "PointsAdjusted",
    "shortage": "PointsWrittenOff",
}
# A voucher that was taken back is told by the restoration of what it cost, one that was used by whoever asked for it;
# stamps and segments move with what other facts tell already: they stand in the record, and make no fact.
NAME_BY_CHANGE = {"tier": "TierChanged", "membership": "MembershipChanged", "voucher": "RewardIssued"}
NAME_BY_RECORD = {"enrolment": "MemberEnrolled", "erasure": "MemberErased"}
NAME_BY_FIRST_RECORD = {"import": "MemberEnrolled"}
"""Who comes from elsewhere enrols with what they bring, unless they were here already."""
REFERRAL_REWARDED = "ReferralRewarded"

KINDS = (*NAME_BY_RECORD.values(), *NAME_BY_ENTRY.values(), *NAME_BY_CHANGE.values(), REFERRAL_REWARDED)
"""The names of all facts."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that has happened. `id` is the same whenever it is told; `detail` is a JSON object that has it too."""

    id: str
    name: str
    detail: dict[str, Any]


def facts_of(record: Record, *, kind: str, cause: str, digits: int) -> Iterator[Fact]:
    """The facts of one record, in the order of its entries, then whom a referral rewarded, and then what its `kind`
    (enrolment, claim …) itself says.

    Points are integers, cashback decimal strings with `digits` decimals; what is taken away is negative.
    """
    for number, entry in enumerate(record.entries):
        if entry.kind in NAME_BY_ENTRY:
            yield _fact(NAME_BY_ENTRY[entry.kind], record, number, _entry_detail(entry, digits))
    for number, change in enumerate(record.changes, len(record.entries)):
        if change.kind in NAME_BY_CHANGE and change.now not in (USED, VOIDED):
            yield _fact(NAME_BY_CHANGE[change.kind], record, number, _change_detail(change, cause))
    yield from _rewards(record, digits)
    named = NAME_BY_RECORD.get(kind) or (NAME_BY_FIRST_RECORD.get(kind) if record.seq == 1 else None)
    if named:
        told = {"at": show_instant(record.recorded_at), "cause": cause}
        yield _fact(named, record, len(record.entries) + len(record.changes), told)


def _change_detail(change: Change, cause: str) -> dict[str, Any]:
    """What a change says: of a voucher its reward and never its code, else from what to what."""
    if change.kind == "voucher":
        return {"at": show_instant(change.at), "reward_id": change.of, "cause": cause}
    plan = {"plan": change.of} if change.kind == "membership" else {}
    return {"at": show_instant(change.at), **plan, "was": change.was, "now": change.now}


def told_cause(cause: str) -> str:
    """A cause as it is told outside: that of a voucher taken back without its code."""
    return "void" if cause.startswith("void/") else cause


def _rewards(record: Record, digits: int) -> Iterator[Fact]:
    """What a friend or an advocate earned is told as what it is, too; its number follows all that others have."""
    first = len(record.entries) + len(record.changes) + 1
    for number, entry in enumerate(record.entries, first):
        if entry.kind == "accrual" and entry.cause.startswith("referral/"):
            yield _fact(REFERRAL_REWARDED, record, number, _entry_detail(entry, digits))


def _entry_detail(entry: Entry, digits: int) -> dict[str, Any]:
    """What one entry says: an activation changes no total, so its amount is how many units became active."""
    units = entry.amount or entry.units
    return {
        "at": show_instant(entry.at),
        "wallet": entry.wallet,
        "amount": show_minor(units, digits) if entry.wallet == CASHBACK else units,
        "cause": told_cause(entry.cause),
        "version": entry.version,
    }


def _fact(name: str, record: Record, number: int, told: dict[str, Any]) -> Fact:
    fact_id = f"{record.member_id}/{record.seq}/{number}"
    return Fact(fact_id, name, {"id": fact_id, "member_id": record.member_id, "seq": record.seq, **told})

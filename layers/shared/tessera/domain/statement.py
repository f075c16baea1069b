"""A member's statement: each entry with a sentence that says what happened (docs/rules.md §10)."""

from tessera.domain.calendar import show_instant
from tessera.domain.entries import CASHBACK, Entry, Record
from tessera.domain.money import show_minor
from tessera.domain.programme import Programme
from tessera.domain.views import Json, show_units

SENTENCES = {
    "accrual": "{units} earned with {cause}",
    "activation": "{units} became active: the hold ended on {day}",
    "reservation": "{units} reserved for {cause}",
    "release": "{units} released: {cause} did not use them",
    "lapse": "{units} released: {cause} lapsed",
    "redemption": "{units} spent with {cause}",
    "reversal": "{units} taken back by {cause}",
    "restoration": "{units} given back by {cause}",
    "shortage": "{units} that could not be collected for {cause} were written off",
    "expiry": "{units} expired: {day} was their last day",
}
CAUSES = {
    "order": "order {0}",
    "completion": "the return window of order {0}",
    "refund": "refund {1} of order {0}",
    "redemption": "redemption {0}",
    "claim": "claim {0} of a reward",
    "adjustment": "adjustment {0}",
    "enrolment": "the welcome gift",
    "action": "{0} ({1})",
    "referral": "the referral that order {0} counts for",
}


def entries_view(record: Record, programme: Programme) -> list[Json]:
    """The entries of a record, in the order in which they were made."""
    return [_entry_view(f"{record.seq}-{place}", entry, programme) for place, entry in enumerate(record.entries)]


def _entry_view(entry_id: str, entry: Entry, programme: Programme) -> Json:
    units = {"amount": entry.amount, "units": entry.units, "balance": entry.balance}
    after = {"active": entry.active, "pending": entry.pending, "reserved": entry.reserved}
    return {
        "entry_id": entry_id,
        "at": show_instant(entry.at, programme.timezone),
        "kind": entry.kind,
        "cause": entry.cause,
        "wallet": entry.wallet,
        **{name: show_units(programme, entry.wallet, number) for name, number in {**units, **after}.items()},
        "version": entry.version,
        "text": sentence(entry, programme),
    }


def sentence(entry: Entry, programme: Programme) -> str:
    """What happened, in one sentence."""
    units = say_units(programme, entry.wallet, entry.units)
    if entry.kind == "adjustment":
        return f"{units} {'given' if entry.amount > 0 else 'taken'} by {say_cause(entry.cause)}."
    kind, _, day = entry.cause.partition("/")
    if kind == "completion":
        return f"{units} became active: {say_cause(entry.cause)} is over."
    text = SENTENCES[entry.kind].format(units=units, cause=say_cause(entry.cause), day=day)
    return f"{text}."


def say_units(programme: Programme, wallet: str, units: int) -> str:
    """Units in words: `60 points`, `1 point`, `EUR 5.00 of cashback`."""
    if wallet == CASHBACK:
        return f"{programme.currency} {show_minor(units, programme.digits)} of cashback"
    return f"{units} point{'' if units == 1 else 's'}"


def say_cause(cause: str) -> str:
    """The cause of an entry in words."""
    kind, *ids = cause.split("/")
    return CAUSES.get(kind, cause).format(*ids)

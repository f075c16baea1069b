"""A member's statement: each entry with a sentence that says what happened (docs/rules.md §10).

Nothing personal is in a sentence, such as what an operator noted or whom a member referred.
"""

from tessera.domain.calendar import parse_day, show_instant
from tessera.domain.entries import Entry, Record
from tessera.domain.programme import Programme
from tessera.domain.views import Json, show_units
from tessera.domain.wording import Words

DATED = ("expiry", "hold")
"""The causes that are a day."""


def entries_view(record: Record, programme: Programme, words: Words) -> list[Json]:
    """The entries of a record, in the order in which they were made."""
    return [entry_view(record, place, programme, words) for place in range(len(record.entries))]


def entry_view(record: Record, place: int, programme: Programme, words: Words) -> Json:
    """One entry of a record, with its sentence."""
    entry = record.entries[place]
    units = {"amount": entry.amount, "units": entry.units, "balance": entry.balance}
    after = {"active": entry.active, "pending": entry.pending, "reserved": entry.reserved}
    return {
        "entry_id": f"{record.seq}-{place}",
        "at": show_instant(entry.at, programme.timezone),
        "kind": entry.kind,
        "cause": entry.cause,
        "wallet": entry.wallet,
        **{name: show_units(programme, entry.wallet, number) for name, number in {**units, **after}.items()},
        "version": entry.version,
        "text": sentence(entry, words),
    }


def sentence(entry: Entry, words: Words) -> str:
    """What happened, in one sentence."""
    kind, _, last = entry.cause.partition("/")
    day = words.day(parse_day(last)) if kind in DATED else ""
    return words.say(
        _sentence_of(entry, kind, words),
        units=words.units(entry.wallet, entry.units),
        cause=say_cause(entry.cause, words),
        day=day,
    )


def _sentence_of(entry: Entry, cause: str, words: Words) -> str:
    if entry.kind == "adjustment" and cause != "import":
        return "entry.adjustment.given" if entry.amount > 0 else "entry.adjustment.taken"
    own = f"entry.{entry.kind}.{cause}"
    return own if words.knows(own) else f"entry.{entry.kind}"


def say_cause(cause: str, words: Words) -> str:
    """The cause of an entry in words; one that there are no words for as it is written."""
    kind, *ids = cause.split("/")
    return words.catalogue.sentences[f"cause.{kind}"].format(*ids) if words.knows(f"cause.{kind}") else cause

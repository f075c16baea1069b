"""Entries of expiry: what had that last day, how much of it was left, and in a rolling wallet what set the day."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from tessera.domain.calendar import parse_day
from tessera.domain.statement import say_cause
from tessera.operations.why.case import Case, Why
from tessera.operations.why.clocks import Clock, clock_of
from tessera.operations.why.credits import Credit, credits_before, was_looked_through

CREDITS_MAX = 200
"""How many credits are told of one expiry."""


def why_expiry(case: Case) -> Why:
    """The credits that had this last day, by the policy of the version that credited each."""
    last_day = parse_day(case.ids[0])
    clock = clock_of(case, last_day)
    found = list(islice(_with_last_day(case, last_day, clock), CREDITS_MAX + 1))
    is_complete = was_looked_through(case) and len(found) <= CREDITS_MAX
    told = found[:CREDITS_MAX]
    clock = clock if any(credit.is_shared for credit in told) else None
    credited, expired = sum(credit.units for credit in told), case.entry.units
    view = {
        "about": "expiry",
        "last_day": last_day.isoformat(),
        "credits": [_view(case, credit, last_day) for credit in told],
        "credited": case.units(credited),
        "expired": case.units(expired),
        "gone_before": case.units(credited - expired) if is_complete and credited >= expired else None,
        "not_found": case.units(max(0, expired - credited)),
        "clock": clock.view() if clock else None,
    }
    return Why(view, [*_clock_sentence(case, clock), *_sentences(case, last_day, told, credited)])


def _with_last_day(case: Case, last_day: date, clock: Clock | None) -> Iterator[Credit]:
    """Those with a last day of their own, and with the clock those that share it: active by then, and not of days that
    had expired before."""
    for credit in credits_before(case):
        was_there = credit.is_shared and credit.expired_since < credit.of_day and credit.active_from <= last_day
        if (was_there and clock is not None) or (not credit.is_shared and credit.last_day == last_day):
            yield credit


def _view(case: Case, credit: Credit, last_day: date) -> dict[str, object]:
    return {
        "cause": credit.cause,
        "kind": credit.kind,
        "version": credit.version,
        "amount": case.units(credit.units),
        "active_from": credit.active_from.isoformat(),
        "last_day": last_day.isoformat(),
    }


def _clock_sentence(case: Case, clock: Clock | None) -> list[str]:
    return [clock.sentence(case)] if clock else []


def _sentences(case: Case, last_day: date, told: list[Credit], credited: int) -> list[str]:
    expired, said = case.entry.units, []
    parts = [
        case.say("why.expiry.credit", units=each.units, cause=say_cause(each.cause, case.words), day=each.active_from)
        for each in told
    ]
    if parts:
        said.append(case.say("why.expiry", day=last_day, credits=case.words.listed(parts)))
    if credited < expired:
        said.append(case.say("why.expiry.unknown", units=expired - credited))
    else:
        said.append(case.say("why.expiry.all" if credited == expired else "why.expiry.rest", units=expired))
    return said

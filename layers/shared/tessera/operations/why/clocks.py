"""A rolling wallet's clock: which event gave it the last day on which everything expired (docs/rules.md §5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tessera.domain.calendar import parse_day, plus_months
from tessera.domain.entries import Entry, Record
from tessera.domain.expiry import expiry_of
from tessera.domain.importing import IMPORT
from tessera.domain.programme import Programme, Rolling
from tessera.domain.statement import say_cause
from tessera.operations.why.case import Case
from tessera.operations.why.credits import active_from, brought_lots

GIFTS = ("enrolment", "action", "birthday", "gift", "referral")
"""The causes of credits that are no order's."""
OF_THEIR_OWN = ("start", "grace", "brought")
"""The events that are told in a sentence of their own."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What set the shared last day: an event that restarts the clock, the first active units in an empty wallet
    (`start`), or units that came back when the day had passed (`grace`); so many months or days after its day. A day
    that came along from another programme (`brought`) has neither."""

    event: Literal["order", "earn", "redeem", "start", "grace", "brought"]
    cause: str
    day: date
    last_day: date
    months: int | None = None
    days: int | None = None

    def view(self) -> dict[str, object]:
        """As clients read it."""
        days = {"day": self.day.isoformat(), "last_day": self.last_day.isoformat()}
        return {"event": self.event, "cause": self.cause, **days, "months": self.months, "days": self.days}

    def sentence(self, case: Case) -> str:
        """In words."""
        key = f"why.clock.{self.event}" if self.event in OF_THEIR_OWN else "why.clock"
        noun, number = ("days", self.days) if self.event == "grace" else ("months", self.months)
        span = {noun: case.words.count(noun.removesuffix("s"), number or 0)}
        cause = say_cause(self.cause, case.words)
        return case.say(key, cause=cause, day=self.day, last_day=self.last_day, **span)


def clock_of(case: Case, last_day: date) -> Clock | None:
    """The last event that set the clock to this day; None where the last day was no shared one, or the event is out of
    sight."""
    return next((clock for clock in _settings(case) if clock.last_day == last_day), None)


def _settings(case: Case) -> Iterator[Clock]:
    """All that may have set the clock, the newest first; a restart before what merely starts it."""
    for cause, record in case.earlier():
        yield from _restarts(case, cause, record)
        for entry in reversed(record.entries):
            if entry.wallet == case.entry.wallet:
                yield from _starts(case, record, entry)


def _restarts(case: Case, cause: str, record: Record) -> Iterator[Clock]:
    """The events of one write that restart the clock, where the policy listens to them."""
    kind, _, first = cause.partition("/")
    if kind == "order":
        yield from _of_order(case, cause, first)
    elif kind == "claim" or _is_capture(kind, record):
        yield from _restart(case, _programme_of(case, cause, record), "redeem", cause, case.day(record.recorded_at))
    for entry in record.entries:
        if entry.kind == "accrual" and entry.cause.partition("/")[0] in GIFTS:
            programme = case.programmes.version(entry.version).programme
            yield from _restart(case, programme, "earn", entry.cause, case.day(record.recorded_at))


def _of_order(case: Case, cause: str, order_id: str) -> Iterator[Clock]:
    """An order restarts on the day it was placed; so do what it earned and what it burned."""
    story = case.story(order_id)
    if story.is_imported:
        return
    awarded = story.awarded
    yield from _restart(case, story.programme, "order", cause, awarded.placed_on)
    if awarded.credits:
        yield from _restart(case, story.programme, "earn", cause, awarded.placed_on)
    if awarded.burn:
        yield from _restart(case, story.programme, "redeem", cause, awarded.placed_on)


def _programme_of(case: Case, cause: str, record: Record) -> Programme:
    """That of the version by which a claim or a capture was made: at the same instant another may have followed it."""
    made = next((entry.version for entry in record.entries if entry.cause == cause), None)
    version = case.programmes.version(made) if made else case.programmes.in_force(record.recorded_at)
    return version.programme


def _is_capture(kind: str, record: Record) -> bool:
    return kind == "redemption" and any(entry.kind == "redemption" for entry in record.entries)


def _restart(
    case: Case, programme: Programme, event: Literal["order", "earn", "redeem"], cause: str, day: date
) -> Iterator[Clock]:
    policy = expiry_of(programme, case.entry.wallet)
    if isinstance(policy, Rolling) and event in policy.restarts_on:
        yield Clock(event, cause, day, plus_months(day, policy.months), months=policy.months)


def _starts(case: Case, record: Record, entry: Entry) -> Iterator[Clock]:
    """Units that become active may find the wallet empty, units that come back may find its day passed."""
    programme = case.programmes.version(entry.version).programme
    policy = expiry_of(programme, entry.wallet)
    if entry.cause.startswith(f"{IMPORT}/"):
        yield from _brought(case, entry)
    elif entry.kind in ("activation", "accrual", "adjustment") and isinstance(policy, Rolling):
        day = _active_day(case, entry)
        yield Clock("start", entry.cause, day, plus_months(day, policy.months), months=policy.months)
    elif entry.kind == "restoration":  # also of units that shared a last day before the policy was another one
        day, grace = case.day(entry.at), programme.refunds.restore_grace_days
        yield Clock("grace", entry.cause, day, day + timedelta(days=grace), days=grace)


def _brought(case: Case, entry: Entry) -> Iterator[Clock]:
    """Units that came from another programme may have brought their shared last day."""
    shared = [each.last_day for each in brought_lots(case, entry) if each.shared and each.last_day]
    if shared:
        yield Clock("brought", entry.cause, case.day(entry.at), max(shared))


def _active_day(case: Case, entry: Entry) -> date:
    """The day on which the units of an entry are active by themselves."""
    kind, _, last = entry.cause.partition("/")
    if kind == "hold":
        return parse_day(last)
    if kind in ("order", "completion"):
        return active_from(case.story(last))
    return case.day(entry.at)

"""Entries of activation: whose hold ended."""

from collections.abc import Iterator
from datetime import date

from tessera.domain.calendar import parse_day
from tessera.domain.explanation import Story
from tessera.operations.why.case import Case, Why


def why_hold(case: Case) -> Why:
    """The orders whose award became active on that day, less what refunds had taken of it before."""
    day = parse_day(case.ids[0])
    stories = list(_of_day(case, day))
    awarded = sum(_units(story) for story in stories)
    taken_back = max(0, awarded - case.entry.units)
    view = {
        "about": "hold",
        "day": day.isoformat(),
        "orders": [_view(case, story) for story in stories],
        "taken_back": case.units(taken_back),
    }
    return Why(view, _sentences(case, day, stories, taken_back))


def why_completed(case: Case) -> Why:
    """The order was completed, and by then the days after it were over: its award, less what refunds had taken."""
    (order_id,) = case.ids
    story = case.story(order_id)
    hold, awarded, units = story.programme.earning.hold, _units(story), case.entry.units
    view = {
        "about": "completion",
        "order_id": order_id,
        "hold": {"days": hold.days, "from": hold.from_},
        "completed_on": story.hold_starts_on.isoformat(),
        "awarded": case.units(awarded),
        "taken_back": case.units(awarded - units),
    }
    days = case.words.count("day", hold.days)
    said = case.say("why.completed", order=order_id, day=story.hold_starts_on, days=days, units=awarded)
    return Why(view, [said, case.say("why.hold.less", units=awarded - units)] if awarded != units else [said])


def _of_day(case: Case, day: date) -> Iterator[Story]:
    for cause in _pending_orders(case):
        story = case.story(cause.partition("/")[2])
        if any(credit.lot.activates_on == day for credit in story.awarded.credits):
            yield story


def _pending_orders(case: Case) -> Iterator[str]:
    """The orders that were awarded before, back to when nothing was on hold."""
    for _, record in case.earlier():
        for entry in reversed(record.entries):
            if entry.wallet == case.entry.wallet:
                if not entry.pending:
                    return
                if entry.kind == "accrual" and entry.cause.startswith("order/"):
                    yield entry.cause


def _units(story: Story) -> int:
    return sum(credit.lot.units for credit in story.awarded.credits)


def _view(case: Case, story: Story) -> dict[str, object]:
    return {
        "order_id": story.order_id,
        "placed_on": story.awarded.placed_on.isoformat(),
        "completed_on": story.completed.completed_on.isoformat() if story.completed else None,
        "hold_days": story.programme.earning.hold.days,
        "amount": case.units(_units(story)),
    }


def _sentences(case: Case, day: date, stories: list[Story], taken_back: int) -> list[str]:
    parts = [
        case.say("why.hold.order", units=_units(each), order=each.order_id, placed=each.awarded.placed_on)
        for each in stories
    ]
    said = [case.say("why.hold", day=day, orders=case.words.listed(parts))] if parts else []
    return [*said, case.say("why.hold.less", units=taken_back)] if taken_back else said

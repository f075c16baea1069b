"""The stamps of an order, and what its refunds took back of them: worked out again (docs/rules.md §2 and §4)."""

from typing import NamedTuple

from tessera.domain.explanation.story import Refunding, Story
from tessera.domain.stamping import Stamped, Unstamped, stamps_due
from tessera.domain.views import Json
from tessera.domain.wording import Words


class StampsBack(NamedTuple):
    """What a refund owes of an order's stamps on one card: how many should have gone back before and after it, and
    where they were taken (None: they had expired, and were left)."""

    stamped: Stamped
    before: int
    after: int
    taken: Unstamped | None

    @property
    def due(self) -> int:
        """What goes back with this refund."""
        return self.after - self.before


def stamps_of(story: Story) -> list[Stamped]:
    """The stamps that the order gave, card by card."""
    if not story.awarded.stamped:
        return []
    return [stamped for _, stamped in stamps_due(story.order, story.programme, story.awarded.placed_on)]


def stamps_back(story: Story, refunding: Refunding) -> list[StampsBack]:
    """What a refund takes back, card by card."""
    taken = {each.card_id: each for each in refunding.undone.unstamped}
    before, after = refunding.step.before, refunding.step.after
    made = (
        StampsBack(
            each, sum(each.undone(story.order, before)), sum(each.undone(story.order, after)), taken.get(each.card_id)
        )
        for each in stamps_of(story)
    )
    return [each for each in made if each.due]


def stamps_view(story: Story, stamped: Stamped) -> Json:
    """The stamps of one card as clients read them: which line gave how many, or all of the lines together."""
    ids = [story.order.lines[place].line_id for place in stamped.lines]
    is_by_line = len(stamped.counts) == len(stamped.lines)
    groups = [[line_id] for line_id in ids] if is_by_line else [ids]
    return {
        "card_id": stamped.card_id,
        "stamps": sum(stamped.counts),
        "lines": [{"line_ids": group, "stamps": count} for group, count in zip(groups, stamped.counts, strict=True)],
        "last_day": stamped.last_day.isoformat() if stamped.last_day else None,
    }


def stamps_back_view(back: StampsBack) -> Json:
    """What went back of one card as clients read it."""
    taken = back.taken
    where = {"own": taken.own, "others": taken.others, "owed": taken.owed} if taken else None
    return {
        "card_id": back.stamped.card_id,
        "given": sum(back.stamped.counts),
        "target": back.after,
        "before": back.before,
        "due": back.due,
        "left_expired": 0 if taken else back.due,
        "taken_from": where,
        "vouchers": list(taken.vouchers) if taken else [],
    }


def stamps_sentences(story: Story, words: Words) -> list[str]:
    """What the order gave each card, as sentences."""
    return [_say_stamps(stamps_view(story, each), each, words) for each in stamps_of(story)]


def _say_stamps(view: Json, stamped: Stamped, words: Words) -> str:
    parts = [
        words.say("stamps.line", stamps=words.count("stamp", each["stamps"]), lines=words.listed(each["line_ids"]))
        for each in view["lines"]
    ]
    said = words.say("stamps", card=stamped.card_id, parts=words.listed(parts))
    return f"{said} {words.say('stamps.until', day=words.day(stamped.last_day))}" if stamped.last_day else said


def stamps_back_sentences(story: Story, refunding: Refunding, words: Words) -> list[str]:
    """Why so many stamps went back, as sentences."""
    return [" ".join(_say_back(each, words)) for each in stamps_back(story, refunding)]


def _say_back(back: StampsBack, words: Words) -> list[str]:
    numbers = {"given": sum(back.stamped.counts), "target": back.after, "before": back.before, "due": back.due}
    stamps = {name: words.count("stamp", number) for name, number in numbers.items()}
    said = [words.say("stamps.back", card=back.stamped.card_id, **stamps)]
    if back.taken is None:
        return [*said, words.say("stamps.expired")]
    if back.taken.vouchers:
        said.append(words.say("stamps.voided", vouchers=words.count("voucher", len(back.taken.vouchers))))
    if back.taken.owed:
        said.append(words.say("stamps.owed", stamps=words.count("stamp", back.taken.owed)))
    return said

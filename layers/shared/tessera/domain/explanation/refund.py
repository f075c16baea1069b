"""Why a refund took and gave back so much: worked out again from the order and its refunds (docs/rules.md §4)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tessera.domain.awarding import Burn, Credit
from tessera.domain.entries import POINTS
from tessera.domain.explanation.numbers import show_part
from tessera.domain.explanation.referral import referral_back_view
from tessera.domain.explanation.stamps import stamps_back, stamps_back_view
from tessera.domain.explanation.story import LateCapture, Refunding, Story
from tessera.domain.lots import Lot
from tessera.domain.money import show_minor
from tessera.domain.order import Cart
from tessera.domain.programme import Programme
from tessera.domain.refunding import Refunded, goods_refunded, nothing_refunded, part_refunded, reversal_targets, target
from tessera.domain.undoing import Sources, last_burned_first
from tessera.domain.views import Json, moves_view, show_units, tender_view


class Reversal(NamedTuple):
    """What a refund owes of one award: of each line the units that should have gone back before and after it; what was
    taken of that and from where, and what could not be collected."""

    wallet: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    reversed: int
    sources: Sources | None
    short: int

    @property
    def due(self) -> int:
        """What goes back with this refund."""
        return sum(self.after) - sum(self.before)

    @property
    def voided(self) -> int:
        """What came back first, from unused vouchers that the order's units had become."""
        return self.sources.voided if self.sources else 0

    @property
    def left_expired(self) -> int:
        """What was due and had expired already."""
        return self.due - self.reversed


class Restored(NamedTuple):
    """What a refund gives back of one tender: the refunded part of the goods, and the units that make before and
    after it."""

    redemption_id: str
    wallet: str
    burned: int
    part: tuple[int, int]
    before: int
    after: int
    lots: tuple[Lot, ...]

    @property
    def due(self) -> int:
        """What comes back."""
        return self.after - self.before


def reversals(story: Story, refunding: Refunding) -> list[Reversal]:
    """What a refund takes back, award by award."""
    return [each for credit in story.awarded.credits if (each := _reversal(refunding, credit)).due]


def _reversal(refunding: Refunding, credit: Credit) -> Reversal:
    step, undone = refunding.step, refunding.undone
    sources = next((each for each in undone.sources if each.wallet == credit.wallet), None)
    return Reversal(
        credit.wallet,
        reversal_targets(step.cart, step.before, credit.lines),
        reversal_targets(step.cart, step.after, credit.lines),
        dict(undone.reversed).get(credit.wallet, 0),
        sources,
        dict(undone.shortage).get(credit.wallet, 0),
    )


def restorations(refunding: Refunding) -> list[Restored]:
    """What a refund gives back, tender by tender."""
    step = refunding.step
    made = (each for burn in refunding.burns for each in _of_burn(burn, step.cart, step.before, step.after))
    return [each for each in made if each.due]


def restored_late(story: Story, late: LateCapture) -> list[Restored]:
    """What a capture gave back at once, of the part that was refunded before it."""
    made = _of_burn(late.burn, story.order, nothing_refunded(story.order), late.so_far)
    return [each for each in made if each.due]


def _of_burn(burn: Burn, cart: Cart, before: Refunded, after: Refunded) -> Iterator[Restored]:
    start, end = goods_refunded(cart, before), goods_refunded(cart, after)
    for tender in burn.tenders:
        if tender.wallet is not None:
            done, due = target(tender.units, start), target(tender.units, end)
            lots = tuple(last_burned_first(tender, skip=done, units=due - done))
            yield Restored(burn.redemption_id, tender.wallet, tender.units, end, done, due, lots)


def refund_view(story: Story, refunding: Refunding) -> Json:
    """A refund as clients read it: what it undid, and why."""
    programme, undone = story.programme, refunding.undone
    taken, given = reversals(story, refunding), restorations(refunding)
    voided = [(each.wallet, each.voided) for each in taken if each.voided]
    short = [(each.wallet, each.short) for each in taken if each.short]
    if undone.referral:
        voided += [(POINTS, undone.referral.sources.voided)] if undone.referral.sources.voided else []
        short += [(POINTS, undone.referral.short)] if undone.referral.short else []
    return {
        "refund_id": undone.refund_id,
        "lines": [show_minor(minor, programme.digits) for minor in undone.minor],
        "reversed": moves_view(programme, ((each.wallet, each.reversed) for each in taken if each.reversed), -1),
        "restored": moves_view(programme, (*voided, *((each.wallet, each.due) for each in given)), +1),
        "written_off": moves_view(programme, short, +1),
        "vouchers": list(undone.vouchers),
        "referral": -undone.referral.sources.total if undone.referral else 0,
        "stamps": [stamps_back_view(each) for each in stamps_back(story, refunding)],
        "why_reversed": [_reversal_view(story, refunding, each) for each in taken],
        "why_restored": [restored_view(story, each, refunding.entered_on) for each in given],
        "why_referral": referral_back_view(refunding),
    }


def _reversal_view(story: Story, refunding: Refunding, reversal: Reversal) -> Json:
    programme, wallet, policy = story.programme, reversal.wallet, story.programme.refunds
    units = {
        "due": reversal.due,
        "left_expired": reversal.left_expired,
        "written_off": reversal.short,
        "voided": reversal.voided,
    }
    return {
        "wallet": wallet,
        "lines": [_line_view(story, refunding, reversal, index) for index in lines_of(reversal)],
        **{name: show_units(programme, wallet, number) for name, number in units.items()},
        "taken_from": _sources_view(story, reversal),
        "policy": {"shortage": policy.shortage, "floor": show_units(programme, wallet, policy.floor)},
    }


def lines_of(reversal: Reversal) -> list[int]:
    """The lines of which something goes back."""
    return [index for index, (then, now) in enumerate(zip(reversal.before, reversal.after, strict=True)) if then != now]


def _line_view(story: Story, refunding: Refunding, reversal: Reversal, index: int) -> Json:
    programme, wallet = story.programme, reversal.wallet
    units = {
        "earned": earned_of(story, wallet, index),
        "target": reversal.after[index],
        "before": reversal.before[index],
        "due": reversal.after[index] - reversal.before[index],
    }
    return {
        "line_id": story.order.lines[index].line_id,
        "refunded_part": show_part(part_refunded(story.order, refunding.step.after, index)),
        **{name: show_units(programme, wallet, number) for name, number in units.items()},
    }


def earned_of(story: Story, wallet: str, index: int) -> int:
    """What a line earned in a wallet."""
    return next(credit.lines[index] for credit in story.awarded.credits if credit.wallet == wallet)


def _sources_view(story: Story, reversal: Reversal) -> Json | None:
    if reversal.sources is None:
        return None
    units = reversal.sources.units
    return {name: show_units(story.programme, reversal.wallet, number) for name, number in units.items()}


def restored_view(story: Story, restored: Restored, entered_on: date | None) -> Json:
    """What came back of one tender, and into which lots."""
    programme, wallet = story.programme, restored.wallet
    units = {"burned": restored.burned, "target": restored.after, "before": restored.before, "due": restored.due}
    return {
        "redemption_id": restored.redemption_id,
        "wallet": wallet,
        "refunded_part": show_part(restored.part),
        **{name: show_units(programme, wallet, number) for name, number in units.items()},
        "lots": [_lot_view(story, wallet, lot, entered_on) for lot in restored.lots],
    }


def _lot_view(story: Story, wallet: str, lot: Lot, entered_on: date | None) -> Json:
    last_day = last_day_back(story.programme, lot, entered_on)
    return {
        "active_from": lot.activates_on.isoformat(),
        "last_day": last_day.isoformat() if last_day else None,
        "amount": show_units(story.programme, wallet, lot.units),
    }


def last_day_back(programme: Programme, lot: Lot, entered_on: date | None) -> date | None:
    """The last day of units that came back: their own, or where that had passed the last one of the days of grace; None
    in a rolling wallet, where it is shared, and for what never expires."""
    if lot.shared or lot.last_day is None or entered_on is None:
        return None
    grace = timedelta(days=programme.refunds.restore_grace_days)
    return lot.last_day if lot.last_day >= entered_on else entered_on + grace


def late_view(story: Story, late: LateCapture) -> Json:
    """A capture after a refund as clients read it."""
    given = restored_late(story, late)
    return {
        "redemption_id": late.burn.redemption_id,
        "paid_with": [tender_view(story.programme, tender) for tender in late.burn.tenders],
        "restored": moves_view(story.programme, ((each.wallet, each.due) for each in given), +1),
        "why_restored": [restored_view(story, each, late.entered_on) for each in given],
    }

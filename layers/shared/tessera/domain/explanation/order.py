"""An order explained: as data, and as sentences."""

from fractions import Fraction

from tessera.domain.awarding import Credit
from tessera.domain.calendar import show_instant
from tessera.domain.earning import WalletAward
from tessera.domain.exact import show_exact
from tessera.domain.explanation.caps import cap_steps, cap_view
from tessera.domain.explanation.numbers import show_exact_units
from tessera.domain.explanation.order_sentences import award_sentences, line_sentences
from tessera.domain.explanation.referral import referral_sentences, referral_view
from tessera.domain.explanation.refund import late_view, refund_view
from tessera.domain.explanation.refund_sentences import late_sentence, refund_sentences
from tessera.domain.explanation.stamps import stamps_of, stamps_sentences, stamps_view
from tessera.domain.explanation.story import Story, contributors
from tessera.domain.lots import Lot
from tessera.domain.money import show_minor
from tessera.domain.programme import Programme
from tessera.domain.views import Json, show_activation, show_units, tender_view
from tessera.domain.wording import Words


def explanation(story: Story, words: Words) -> Json:
    """The whole story of an order."""
    tenders = [tender for burn in story.burns for tender in burn.tenders]
    return {
        "order_id": story.order_id,
        "member_id": story.order.member_id,
        "placed_at": show_instant(story.order.placed_at, story.programme.timezone),
        "placed_as_guest": story.order.member_id is None or story.is_claimed,
        "completed_on": story.completed.completed_on.isoformat() if story.completed else None,
        "version": story.version.number,
        "paid_with": [tender_view(story.programme, tender) for tender in tenders],
        **award_explanation(story),
        "stamps": [stamps_view(story, each) for each in stamps_of(story)],
        "referral": referral_view(story),
        "refunds": [refund_view(story, refunding) for refunding in story.refunds],
        "captured_late": [late_view(story, late) for late in story.late],
        "sentences": sentences(story, words),
    }


def award_explanation(story: Story) -> Json:
    """What each line and each wallet earned, and why."""
    return {
        "lines": [_line_view(story, index) for index in range(len(story.order.lines))],
        "awards": [_award_view(story, credit) for credit in story.awarded.credits],
    }


def sentences(story: Story, words: Words) -> list[str]:
    """The same, to be read."""
    refunds = [said for refunding in story.refunds for said in refund_sentences(story, refunding, words)]
    late = [late_sentence(story, each, words) for each in story.late]
    given = [*stamps_sentences(story, words), *referral_sentences(story, words)]
    return [*line_sentences(story, words), *award_sentences(story, words), *given, *refunds, *filter(None, late)]


def _line_view(story: Story, index: int) -> Json:
    line, programme = story.order.lines[index], story.programme
    earned = [_share_view(story, award, index) for award in story.evaluation.awards if award.lines[index]]
    return {
        "line_id": line.line_id,
        "sku": line.sku,
        "amount": show_minor(story.order.amounts[index], programme.digits),
        "basis": show_exact(story.basis_of(index) / 10**programme.digits, programme.digits),
        "refunded": show_minor(sum(each.undone.minor[index] for each in story.refunds), programme.digits),
        "earned": earned,
    }


def _share_view(story: Story, award: WalletAward, index: int) -> Json:
    return {
        "wallet": award.wallet,
        "amount": show_units(story.programme, award.wallet, award.lines[index]),
        "reversed": show_units(story.programme, award.wallet, -_reversed_of(story, award.wallet, index)),
        "rules": [_exact_view(story, award, rule, exact) for rule, exact in award.shares_of(index).items()],
    }


def _exact_view(story: Story, award: WalletAward, rule: str, units: Fraction) -> Json:
    exact = show_exact_units(story.programme, award.wallet, units)
    return {"rule": rule, "effect": contributors(story.programme)[rule].effect, "exact": exact}


def _reversed_of(story: Story, wallet: str, index: int) -> int:
    undone = (each.undone.reversed_of_lines for each in story.refunds)
    return sum(lines[index] for of_lines in undone for name, lines in of_lines if name == wallet)


def _award_view(story: Story, credit: Credit) -> Json:
    award, programme = story.award_of(credit), story.programme
    return {
        "wallet": credit.wallet,
        "exact": show_exact_units(programme, credit.wallet, award.exact_total),
        "rounding": programme.earning.rounding,
        "uncapped": show_units(programme, credit.wallet, award.uncapped),
        "caps": [cap_view(programme, step) for step in cap_steps(programme, award, story.awarded.standing)],
        "amount": show_units(programme, credit.wallet, award.amount),
        **_when_view(story, credit),
        "rules": _rules_view(programme, award),
    }


def _rules_view(programme: Programme, award: WalletAward) -> list[Json]:
    known = contributors(programme)
    return [
        {"rule": rule, "effect": known[rule].effect, "amount": show_units(programme, award.wallet, units)}
        for rule, units in award.rules
    ]


def _when_view(story: Story, credit: Credit) -> Json:
    """The hold, and by which policy the last day follows from it. A lot that came after its own days had expired is
    active later than the hold alone says."""
    hold = story.programme.earning.hold
    return {
        "hold": {"days": hold.days, "from": hold.from_},
        "placed_on": story.awarded.placed_on.isoformat(),
        "activates_on": show_activation(credit.lot),
        "expiry": policy_view(story.programme, credit.wallet),
        "last_day": own_last_day(credit.lot),
    }


def policy_view(programme: Programme, wallet: str) -> Json:
    """The expiry policy of a wallet as it is written in the document."""
    written: Json = programme.source.get("wallets", {}).get(wallet, {})
    expiry: Json = written.get("expiry", {"mode": "never"})
    return expiry


def own_last_day(lot: Lot) -> str | None:
    """The last day of a lot that has one of its own; that of a rolling wallet is shared, and moves."""
    return lot.last_day.isoformat() if lot.last_day and not lot.shared else None

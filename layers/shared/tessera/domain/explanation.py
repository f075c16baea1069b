"""Why an order earned what it did: worked out again from the order and its version, as data and as sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tessera.domain.awarding import Awarded, Burn, Credit
from tessera.domain.basis import Bases
from tessera.domain.calendar import day_of, show_instant
from tessera.domain.completing import Completed
from tessera.domain.earning import Evaluation, WalletAward
from tessera.domain.entries import CASHBACK
from tessera.domain.lots import Lot
from tessera.domain.money import show_minor
from tessera.domain.order import Order
from tessera.domain.programme import Programme
from tessera.domain.programme.earning import EarnPoints, Rule
from tessera.domain.statement import say_units
from tessera.domain.undoing import Undone
from tessera.domain.versions import Version
from tessera.domain.views import Json, moves_view, show_activation, show_units, tender_view

PLACES_MAX = 12
DENOMINATOR_MAX = 1_000_000


@dataclass(frozen=True, slots=True)
class Story:
    """All that is known of an awarded order: what was sent, what was kept, what it works out to, what undid it."""

    order_id: str
    order: Order
    awarded: Awarded
    evaluation: Evaluation
    burns: tuple[Burn, ...]
    undone: tuple[Undone, ...]
    version: Version
    completed: Completed | None = None

    @property
    def programme(self) -> Programme:
        """The programme by which the order was awarded."""
        return self.version.programme


def explanation(story: Story) -> Json:
    """The whole story of an order."""
    programme = story.programme
    tenders = [tender for burn in story.burns for tender in burn.tenders]
    return {
        "order_id": story.order_id,
        "member_id": story.order.member_id,
        "placed_at": show_instant(story.order.placed_at, programme.timezone),
        "completed_on": story.completed.completed_on.isoformat() if story.completed else None,
        "version": story.version.number,
        "paid_with": [tender_view(programme, tender) for tender in tenders],
        "lines": [_line_view(story, index) for index in range(len(story.order.lines))],
        "awards": [_award_view(story, credit) for credit in story.awarded.credits],
        "referral": _referral_view(story),
        "refunds": [_refund_view(programme, undone) for undone in story.undone],
        "sentences": [
            *_line_sentences(story),
            *_award_sentences(story),
            *_referral_sentences(story),
            *_refund_sentences(story),
        ],
    }


def _line_view(story: Story, index: int) -> Json:
    line, programme = story.order.lines[index], story.programme
    earned = [_share_view(story, award, index) for award in story.evaluation.awards if award.lines[index]]
    return {
        "line_id": line.line_id,
        "sku": line.sku,
        "amount": show_minor(story.order.amounts[index], programme.digits),
        "basis": _show_basis(story.evaluation.bases, index, programme),
        "refunded": show_minor(sum(undone.minor[index] for undone in story.undone), programme.digits),
        "earned": earned,
    }


def _share_view(story: Story, award: WalletAward, index: int) -> Json:
    return {
        "wallet": award.wallet,
        "amount": show_units(story.programme, award.wallet, award.lines[index]),
        "reversed": show_units(story.programme, award.wallet, -_reversed_of(story, award.wallet, index)),
        "rules": [
            {"rule": rule, "exact": _exact(story, award, exact)} for rule, exact in award.shares_of(index).items()
        ],
    }


def _reversed_of(story: Story, wallet: str, index: int) -> int:
    return sum(lines[index] for undone in story.undone for name, lines in undone.reversed_of_lines if name == wallet)


def _award_view(story: Story, credit: Credit) -> Json:
    award = _award_of(story, credit)
    programme = story.programme
    return {
        "wallet": credit.wallet,
        "exact": _exact(story, award, award.exact_total),
        "rounding": programme.earning.rounding,
        "uncapped": show_units(programme, credit.wallet, award.uncapped),
        "amount": show_units(programme, credit.wallet, credit.lot.units),
        "activates_on": show_activation(credit.lot),
        "last_day": _own_last_day(credit.lot),
        "rules": [
            {"rule": rule, "amount": show_units(programme, credit.wallet, units)} for rule, units in credit.rules
        ],
    }


def _own_last_day(lot: Lot) -> str | None:
    """The last day of a lot that has one of its own; that of a rolling wallet is shared, and moves."""
    return lot.last_day.isoformat() if lot.last_day and not lot.shared else None


def _award_of(story: Story, credit: Credit) -> WalletAward:
    return next(award for award in story.evaluation.awards if award.wallet == credit.wallet)


def _referral_view(story: Story) -> Json | None:
    """What the order is to whoever referred the member, as it was recorded."""
    referral = story.awarded.referral
    if referral is None:
        return None
    share = show_units(story.programme, referral.wallet, sum(referral.lines))
    return {"referred_by": referral.advocate_id, "qualified": referral.qualified, "share": share}


def _refund_view(programme: Programme, undone: Undone) -> Json:
    return {
        "refund_id": undone.refund_id,
        "lines": [show_minor(minor, programme.digits) for minor in undone.minor],
        "reversed": moves_view(programme, undone.reversed, -1),
        "restored": moves_view(programme, undone.restored, +1),
        "written_off": moves_view(programme, undone.shortage, +1),
        "vouchers": list(undone.vouchers),
        "referral": -undone.referral,
    }


def _line_sentences(story: Story) -> list[str]:
    return [
        _say_line(story, award, index)
        for index in range(len(story.order.lines))
        for award in story.evaluation.awards
        if award.lines[index]
    ]


def _say_line(story: Story, award: WalletAward, index: int) -> str:
    line, programme = story.order.lines[index], story.programme
    rules = {rule.id: rule for rule in programme.earning.rules}
    rules |= {factor.rule.id: factor.rule for factor in story.version.plan.factors.values()}
    said = [_say_rule(story, award, rules[rule], exact) for rule, exact in award.shares_of(index).items()]
    basis = _show_basis(story.evaluation.bases, index, programme)
    return f"Line {line.line_id} ({line.sku}) counts with {programme.currency} {basis}: {_listed(said)}."


def _say_rule(story: Story, award: WalletAward, rule: Rule, exact: Fraction) -> str:
    amount = _exact(story, award, exact)
    unit = "points" if award.wallet != CASHBACK else f"{story.programme.currency} of cashback"
    if rule.multiply is not None:
        return f'rule "{rule.id}" (times {_decimal(rule.multiply)}) adds {amount} {unit}'
    if rule.bonus is not None:
        return f'rule "{rule.id}" adds a bonus of {amount} {unit}'
    return f'rule "{rule.id}" ({_say_rate(rule, story.programme)}) gives {amount} {unit}'


def _say_rate(rule: Rule, programme: Programme) -> str:
    if isinstance(rule.earn, EarnPoints):
        each = f"{programme.currency} {show_minor(rule.earn.per, programme.digits)}"
        return f"{rule.earn.points} point{'' if rule.earn.points == 1 else 's'} per {each}"
    return f"{_decimal(rule.earn.percent)} %" if rule.earn else ""


def _award_sentences(story: Story) -> list[str]:
    if story.order.member_id is None:
        return ["It is the order of a guest, who earns nothing."]
    if not story.awarded.credits:
        return ["The order earned nothing."]
    return [_say_award(story, credit) for credit in story.awarded.credits]


def _say_award(story: Story, credit: Credit) -> str:
    programme = story.programme
    award = _award_of(story, credit)
    total = _exact(story, award, award.exact_total)
    how = {"floor": "rounded down", "half_up": "rounded half up", "ceil": "rounded up"}[programme.earning.rounding]
    units = say_units(programme, credit.wallet, award.uncapped)
    kept = say_units(programme, credit.wallet, credit.lot.units)
    cut = f", of which the caps leave {kept}" if award.uncapped != credit.lot.units else ""
    when = _say_hold(story, credit)
    return f"Together that is {total}, {how} once to {units}{cut}, by version {story.version.number}; {when}."


def _say_hold(story: Story, credit: Credit) -> str:
    if credit.lot.is_open:
        return "held until the return window is over"
    if credit.lot.activates_on <= day_of(story.order.placed_at, story.programme.timezone):
        return "active at once"
    return f"held until {credit.lot.activates_on}, when they become active"


def _referral_sentences(story: Story) -> list[str]:
    referral = story.awarded.referral
    if referral is None:
        return []
    share = say_units(story.programme, referral.wallet, sum(referral.lines))
    did = [f"made the member a friend of {referral.advocate_id} who qualifies"] if referral.qualified else []
    did += [f"brought {referral.advocate_id} a share of {share}"] if referral.lines else []
    return [f"The order {_listed(did)}."]


def _refund_sentences(story: Story) -> list[str]:
    return [_say_refund(story, undone) for undone in story.undone]


def _say_refund(story: Story, undone: Undone) -> str:
    programme = story.programme
    refunded = f"{programme.currency} {show_minor(sum(undone.minor), programme.digits)}"
    did = [f"took back {say_units(programme, wallet, units)}" for wallet, units in undone.reversed]
    did += [f"gave back {say_units(programme, wallet, units)}" for wallet, units in undone.restored]
    did += [f"wrote off {say_units(programme, wallet, units)}" for wallet, units in undone.shortage]
    did += ["gave back a voucher" for _ in undone.vouchers]
    did += [f"took back the {undone.referral} points of the member's referral"] if undone.referral else []
    return f"Refund {undone.refund_id} of {refunded} {_listed(did or ['moved nothing'])}."


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _show_basis(bases: Bases, index: int, programme: Programme) -> str:
    return _decimal(Fraction(bases.parts[index], bases.denominator * 10**programme.digits), programme.digits)


def _exact(story: Story, award: WalletAward, units: Fraction) -> str:
    if award.wallet == CASHBACK:
        return _decimal(units / 10**story.programme.digits, story.programme.digits)
    return _decimal(units)


def _decimal(value: Fraction, digits: int = 0) -> str:
    """The exact decimal with at least so many digits; where it has no end, the quotient, or, where that is beyond
    reading, the decimal cut off."""
    for places in range(digits, PLACES_MAX + 1):
        scaled = value * 10**places
        if scaled.denominator == 1:
            return show_minor(scaled.numerator, places)
    if value.denominator <= DENOMINATOR_MAX:
        return f"{value.numerator}/{value.denominator}"
    return f"{show_minor(int(value * 10**PLACES_MAX), PLACES_MAX)}…"

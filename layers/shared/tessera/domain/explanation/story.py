"""All that is known of an awarded order: what was sent, what was kept, what it works out to, what undid it."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from tessera.domain.awarding import Awarded, Burn, Credit
from tessera.domain.completing import Completed
from tessera.domain.earning import Evaluation, WalletAward
from tessera.domain.entries import POINTS
from tessera.domain.order import Order
from tessera.domain.programme import Programme
from tessera.domain.programme.earning import Rule
from tessera.domain.refunding import Refunded, Step
from tessera.domain.undoing import Undone
from tessera.domain.versions import Version


@dataclass(frozen=True, slots=True)
class Refunding:
    """One refund: what of the order was refunded before and after it, what it undid, the redemptions that had paid the
    order by then, and the day on which it was entered (None for a guest's)."""

    step: Step
    undone: Undone
    burns: tuple[Burn, ...]
    entered_on: date | None


@dataclass(frozen=True, slots=True)
class LateCapture:
    """A redemption captured for the order when so much of it was refunded already: that part went back at once."""

    burn: Burn
    so_far: Refunded
    entered_on: date


@dataclass(frozen=True, slots=True)
class Story:
    """An order from its award to its last refund. `burns` are all redemptions that paid it, `late` those of them that
    were captured after a refund; `is_claimed`: a guest placed it, and it was awarded when that e-mail enrolled;
    `is_imported`: it was placed before, elsewhere, and earned nothing here."""

    order_id: str
    order: Order
    awarded: Awarded
    evaluation: Evaluation
    burns: tuple[Burn, ...]
    refunds: tuple[Refunding, ...]
    late: tuple[LateCapture, ...]
    version: Version
    completed: Completed | None = None
    is_claimed: bool = False
    is_imported: bool = False

    @property
    def programme(self) -> Programme:
        """The programme by which the order was awarded."""
        return self.version.programme

    @property
    def hold_starts_on(self) -> date:
        """The day from which the hold counts: that of the order's completion, where the hold waits for it and it has
        come, else the day on which the order counts."""
        waits = self.programme.earning.hold.from_ == "completed"
        return self.completed.completed_on if waits and self.completed else self.awarded.placed_on

    def award_of(self, credit: Credit) -> WalletAward:
        """What the credit works out to, made again."""
        return next(award for award in self.evaluation.awards if award.wallet == credit.wallet)

    def basis_of(self, index: int) -> Fraction:
        """What a line counts with, in minor units."""
        return Fraction(self.evaluation.bases.parts[index], self.evaluation.bases.denominator)

    def of_wallet(self, wallet: str) -> "Story":
        """The same story as one wallet tells it: without stamps, and what a referral brought only where it did."""
        kept = tuple(credit for credit in self.awarded.credits if credit.wallet == wallet)
        awards = tuple(award for award in self.evaluation.awards if award.wallet == wallet)
        return replace(
            self,
            awarded=replace(self.awarded, credits=kept, stamped=()),
            evaluation=self.evaluation._replace(awards=awards),
            burns=_of_wallet(self.burns, wallet),
            refunds=tuple(_refunding_of(each, wallet) for each in self.refunds),
            late=tuple(replace(each, burn=_of_wallet((each.burn,), wallet)[0]) for each in self.late),
        )


def _refunding_of(refunding: Refunding, wallet: str) -> Refunding:
    taken = refunding.undone.referral if wallet == POINTS else None
    return replace(
        refunding, burns=_of_wallet(refunding.burns, wallet), undone=replace(refunding.undone, referral=taken)
    )


def _of_wallet(burns: tuple[Burn, ...], wallet: str) -> tuple[Burn, ...]:
    return tuple(
        replace(burn, tenders=tuple(tender for tender in burn.tenders if tender.wallet == wallet)) for burn in burns
    )


@dataclass(frozen=True, slots=True)
class Contributor:
    """What gave an order units: a rule of the document, or what a tier or a membership multiplies by."""

    name: str
    effect: Literal["earn", "multiply", "bonus"]
    rule: Rule | None = None
    factor: Fraction | None = None


def contributors(programme: Programme) -> dict[str, Contributor]:
    """All that can contribute, by the name under which shares are kept."""
    levels = programme.tiers.levels if programme.tiers else ()
    standing = {f"tier/{level.id}": level.points_multiplier for level in levels}
    standing |= {f"membership/{plan.id}": plan.points_multiplier for plan in programme.memberships}
    rules = {rule.id: _of_rule(rule) for rule in programme.earning.rules}
    return rules | {name: Contributor(name, "multiply", factor=factor) for name, factor in standing.items() if factor}


def _of_rule(rule: Rule) -> Contributor:
    if rule.multiply is not None:
        return Contributor(rule.id, "multiply", rule, rule.multiply)
    return Contributor(rule.id, "bonus" if rule.bonus is not None else "earn", rule)

"""Who gains and who loses by another programme: the same question asked of both (docs/rules.md §10).

Each member's orders are evaluated by either programme as if the member, on the level that their purchases reach by it
today, had just placed them: the same carts at the same instants, paid for in the same way. Nothing here is entered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

from tessera.domain.account import Account
from tessera.domain.awarding import Burn, evaluated
from tessera.domain.entries import CASHBACK, POINTS, WALLETS
from tessera.domain.order import Order
from tessera.domain.programme import Programme
from tessera.domain.redeeming import applied_to
from tessera.domain.standing import Standing
from tessera.domain.tiers import TierState, counter, level_for
from tessera.domain.versions import Version

Verdict = Literal["loses", "mixed", "gains", "same"]
VERDICTS: tuple[Verdict, ...] = ("loses", "mixed", "gains", "same")


@dataclass(frozen=True, slots=True)
class Placed:
    """An order that was awarded: the order, how the account stood then, and what a redemption paid of it."""

    order_id: str
    order: Order
    standing: Standing
    burn: Burn | None


@dataclass(frozen=True, slots=True)
class Sampled:
    """A member of the sample: the account, settled, and some of its orders, the newest first."""

    account: Account
    orders: tuple[Placed, ...]


class Both(NamedTuple):
    """An amount by the programme now and by the one that may follow."""

    now: int
    then: int

    @property
    def difference(self) -> int:
        """What is gained; negative: lost."""
        return self.then - self.now


@dataclass(frozen=True, slots=True)
class Effect:
    """What another programme means for a member. `earned` are units of each wallet for all the orders together;
    `levels` the levels by either programme; `checkout` what wallets and level take off the latest cart today, in
    minor units (None without orders)."""

    member_id: str
    order_ids: tuple[str, ...]
    earned: dict[str, Both]
    levels: tuple[str | None, str | None]
    checkout: Both | None

    @property
    def verdict(self) -> Verdict:
        """Who gains has more of something and less of nothing; who loses the other way round."""
        amounts = (*self.earned.values(), *([self.checkout] if self.checkout else []))
        gains, loses = (any(sign * each.difference > 0 for each in amounts) for sign in (1, -1))
        if gains and loses:
            return "mixed"
        return "gains" if gains else "loses" if loses else "same"


class _Share(NamedTuple):
    """What one programme gives a member."""

    level: str | None
    earned: dict[str, int]
    off_minor: int


def effects(members: Iterable[Sampled], now: Version, then: Version, today: date) -> list[Effect]:
    """What a change from one version to another means for each member: who loses first, who stays as they are last,
    and of these the most affected first."""
    return sorted((_effect(member, now, then, today) for member in members), key=_by_weight)


def in_all(effects: Sequence[Effect]) -> dict[str, Both]:
    """What all members earn together, in each wallet."""
    return {name: _together([effect.earned[name] for effect in effects]) for name in WALLETS}


def _together(amounts: Sequence[Both]) -> Both:
    return Both(sum(each.now for each in amounts), sum(each.then for each in amounts))


def _effect(member: Sampled, now: Version, then: Version, today: date) -> Effect:
    was, becomes = _share(member, now, today), _share(member, then, today)
    return Effect(
        member.account.member_id,
        tuple(placed.order_id for placed in member.orders),
        {name: Both(was.earned[name], becomes.earned[name]) for name in WALLETS},
        (was.level, becomes.level),
        Both(was.off_minor, becomes.off_minor) if member.orders else None,
    )


def _share(member: Sampled, version: Version, today: date) -> _Share:
    tiers = version.programme.tiers
    level = level_for(tiers, counter(tiers, member.account.activity, today)).id if tiers else None
    earned = dict.fromkeys(WALLETS, 0)
    for placed in member.orders:
        standing = replace(placed.standing, tier=level)
        for award in evaluated(placed.order, version, standing, placed.burn).awards:
            earned[award.wallet] += award.amount
    return _Share(level, earned, _off(member, version.programme, level, today))


def _off(member: Sampled, programme: Programme, level: str | None, today: date) -> int:
    """What the level and all that the wallets hold take off the latest cart. Vouchers keep the terms under which they
    were issued, so they are left out."""
    if not member.orders:
        return 0
    account = replace(member.account, tier=TierState(level, today) if level else None)
    wanted = [(name, account.wallets[name].available) for name in WALLETS]
    return sum(each.value_minor for each in applied_to(account, programme, member.orders[0].order, (), wanted))


def _by_weight(effect: Effect) -> tuple[int, int, int, str]:
    money = effect.earned[CASHBACK].difference + (effect.checkout.difference if effect.checkout else 0)
    weights = -abs(money), -abs(effect.earned[POINTS].difference)
    return VERDICTS.index(effect.verdict), *weights, effect.member_id

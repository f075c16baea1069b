"""Who gains and loses: the same question of both programmes, so the answers are each other's mirror."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from tessera.domain.account import Account
from tessera.domain.activity import Activity, Deeds
from tessera.domain.comparing import Both, Effect, Placed, Sampled, effects, in_all
from tessera.domain.entries import CASHBACK, POINTS
from tessera.domain.filing import Json
from tessera.domain.lots import Lot, deposit
from tessera.domain.order import Order, Reading
from tessera.domain.programme import check
from tessera.domain.standing import EarnedBefore, Standing
from tessera.domain.versions import Version, version_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)
SMALL: Json = {"id": "p", "name": "P", "currency": "EUR", "timezone": "Europe/Rome", "locales": ["it"]}

cents = st.integers(0, 50_000).map(lambda minor: f"{minor // 100}.{minor % 100:02d}")
rates = st.integers(0, 1000).map(lambda tenths: f"{tenths // 10}.{tenths % 10}")


@st.composite
def versions(draw: st.DrawFn) -> Version:
    rules: list[Json] = [
        {"id": "base", "wallet": "points", "earn": {"points": draw(st.integers(0, 5)), "per": "1.00"}},
        {"id": "back", "wallet": "cashback", "earn": {"percent": draw(rates)}},
        {"id": "big", "wallet": "points", "bonus": 7, "when": {"min_order": draw(cents)}},
    ]
    caps = draw(st.lists(st.just({"wallet": "points", "per": "day", "amount": draw(st.integers(1, 300))}), max_size=1))
    levels = [{"id": "low", "from": 0}, {"id": "high", "from": draw(st.integers(1, 900)), "points_multiplier": "1.5"}]
    tiers = {"metric": "spend", "window": {"mode": "lifetime"}, "levels": levels[: draw(st.integers(1, 2))]}
    redeem = {"points": {"redeem": {"points": 10, "value": draw(st.sampled_from(["0.10", "0.25", "1.00"]))}}}
    document = SMALL | {"earning": {"rules": rules, "caps": caps}, "wallets": redeem}
    return version_of(check(document | draw(st.sampled_from([{}, {"tiers": tiers}]))), number=1, in_force_from=NOON)


@st.composite
def members(draw: st.DrawFn) -> Sampled:
    standings = st.builds(Standing, st.integers(0, 3), st.just((EarnedBefore(POINTS, draw(st.integers(0, 200))),)))
    orders = st.builds(Placed, st.just("o1"), cents.map(_order), standings, st.none())
    account = Account(
        draw(st.sampled_from("abcdef")), TODAY, NOON, activity=Activity((), _spent(draw(st.integers(0, 99_999))))
    )
    points = deposit(account.wallets[POINTS], Lot(TODAY, None, draw(st.integers(1, 5000))))
    held = replace(account, wallets={**account.wallets, POINTS: points})
    return Sampled(held, draw(st.lists(orders, max_size=3).map(tuple)))


def _spent(minor: int) -> Deeds:
    return Deeds(spend_minor=minor, orders=1)


def _order(price: str) -> Order:
    line = {"line_id": "1", "sku": "A", "quantity": 1, "unit_price": price}
    body = {"member_id": "a", "placed_at": NOON.isoformat(), "lines": [line]}
    return Order.model_validate(body, context=Reading(2))


@given(st.lists(members(), max_size=4), versions())
def test_the_same_programme_changes_nothing_for_anybody(sample: list[Sampled], version: Version) -> None:
    assert {effect.verdict for effect in effects(sample, version, version, TODAY)} <= {"same"}


@given(st.lists(members(), max_size=4, unique_by=lambda each: each.account.member_id), versions(), versions())
def test_who_gains_by_a_change_loses_by_its_undoing(sample: list[Sampled], one: Version, other: Version) -> None:
    there = {effect.member_id: effect for effect in effects(sample, one, other, TODAY)}
    back = {effect.member_id: effect for effect in effects(sample, other, one, TODAY)}
    mirrored = {"gains": "loses", "loses": "gains", "mixed": "mixed", "same": "same"}
    assert {name: mirrored[effect.verdict] for name, effect in there.items()} == {
        name: effect.verdict for name, effect in back.items()
    }
    assert all(sum(both.difference for both in pair) == 0 for pair in _pairs(there, back))


def _pairs(there: dict[str, Effect], back: dict[str, Effect]) -> list[tuple[Both, Both]]:
    earned = [
        (there[name].earned[wallet], back[name].earned[wallet]) for name in there for wallet in (POINTS, CASHBACK)
    ]
    taken_off = [(one, other) for name in there if (one := there[name].checkout) and (other := back[name].checkout)]
    return earned + taken_off


@given(st.lists(members(), max_size=4), versions(), versions())
def test_what_all_earn_is_the_sum_of_what_each_earns(sample: list[Sampled], one: Version, other: Version) -> None:
    found = effects(sample, one, other, TODAY)
    for wallet, together in in_all(found).items():
        assert together.difference == sum(effect.earned[wallet].difference for effect in found)


@given(st.lists(members(), max_size=6), versions(), versions())
def test_who_loses_comes_first_and_who_stays_last(sample: list[Sampled], one: Version, other: Version) -> None:
    places = [
        ("loses", "mixed", "gains", "same").index(effect.verdict) for effect in effects(sample, one, other, TODAY)
    ]
    assert places == sorted(places)

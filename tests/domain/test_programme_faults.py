"""Whatever is wrong in a document is found: all of it, each with its place and a sentence."""

from typing import Any

import pytest

from tessera.domain.programme import ProgrammeRefused, check
from tessera.domain.refusals import Fault

SMALL: dict[str, Any] = {"id": "p", "name": "P", "currency": "EUR", "timezone": "Europe/Rome", "locales": ["it"]}
FIVE_OFF = {"id": "five", "kind": "amount_off", "value": "5.00", "cost": 100}
GOLD = {"metric": "spend", "window": {"mode": "lifetime"}, "levels": [{"id": "gold", "from": 0}]}
VIP = {"id": "vip", "all": [{"metric": "orders_12m", "at_least": 5}]}


def faults_of(document: object) -> list[Fault]:
    with pytest.raises(ProgrammeRefused) as refusal:
        check(document)
    return list(refusal.value.faults)


def rule(**keys: Any) -> dict[str, Any]:
    return {"earning": {"rules": [{"id": "r", "wallet": "points", "bonus": 5} | keys]}}


def when(**keys: Any) -> dict[str, Any]:
    return rule(when=keys)


def earn(wallet: str, rate: object) -> dict[str, Any]:
    return {"earning": {"rules": [{"id": "r", "wallet": wallet, "earn": rate}]}}


def expiry(**keys: Any) -> dict[str, Any]:
    return {"wallets": {"points": {"expiry": keys}}}


def redeem(**keys: Any) -> dict[str, Any]:
    return {"wallets": {"points": {"redeem": {"points": 10, "value": "0.50"} | keys}}}


def reward(**keys: Any) -> dict[str, Any]:
    return {"rewards": [FIVE_OFF | keys]}


def levels(*thresholds: object) -> dict[str, Any]:
    return {"tiers": GOLD | {"levels": [{"id": f"l{at}", "from": from_} for at, from_ in enumerate(thresholds)]}}


def segment(condition: object) -> dict[str, Any]:
    return {"segments": [{"id": "s", "all": [condition]}]}


def gift(**keys: Any) -> dict[str, Any]:
    return {"segments": [VIP], "gifts": [{"id": "g", "when": {"enters": "vip"}, "points": 50} | keys]}


TOP = [
    ({"id": "my shop"}, "id", "an id is 1 to 64 letters"),
    ({"id": 5}, "id", 'write it as a text, in quotes: "5"'),
    ({"name": " "}, "name", "write 1 to 200 characters"),
    ({"currency": "EURO"}, "currency", '"EURO" is not a currency of ISO 4217'),
    ({"timezone": "Europe/Roma"}, "timezone", '"Europe/Roma" is not a time zone'),
    ({"locales": []}, "locales", "the list is empty"),
    ({"locales": "it"}, "locales", "write a list, such as [it]"),
    ({"locales": ["italian"]}, "locales[0]", '"italian" is not a locale'),
    ({"locales": ["it", "it"]}, "locales", '"it" is named twice'),
    ({"erning": {}}, "erning", 'there is no such key here; did you mean "earning"?'),
    ({"a b": 1}, '["a b"]', "there is no such key here; the keys are id, name"),
    ({"earning": None}, "earning", "this is nothing (leave the key out instead)"),
    ({"checkout": {"reservation_minutes": 0}}, "checkout.reservation_minutes", "must be 1 or more"),
    ({"checkout": {"auto_apply": ["voucher", "voucher"]}}, "checkout.auto_apply", '"voucher" is named twice'),
    ({"checkout": {"auto_apply": ["coupon"]}}, "checkout.auto_apply[0]", '"coupon" is not possible'),
    ({"refunds": {"floor": 10}}, "refunds.floor", "must be 0 or less"),
    ({"refunds": {"shortage": "ignore"}}, "refunds.shortage", "write negative or clamp"),
    ({"guests": {}}, "guests.claim_days", "it is missing"),
]
EARNING = [
    ({"earning": {"rounding": "up"}}, "earning.rounding", '"up" is not possible; write floor, half_up or ceil'),
    ({"earning": {"basis": {"tax": True}}}, "earning.basis.tax", "write included or excluded; this is true"),
    ({"earning": {"hold": {"days": -1}}}, "earning.hold.days", "must be 0 or more"),
    ({"earning": {"hold": {"days": "14"}}}, "earning.hold.days", 'this is the text "14"'),
    ({"earning": {"hold": {"days": 1.5}}}, "earning.hold.days", "this is the number 1.5"),
    ({"earning": {"rules": [5]}}, "earning.rules[0]", "Rule number 1: write a section with keys of its own"),
    ({"earning": {"rules": {}}}, "earning.rules", "write a list"),
    (rule(wallet="pionts"), "earning.rules[0].wallet", 'write points or cashback; did you mean "points"?'),
    (rule(multiply="2"), "earning.rules[0]", 'Rule "r": it has multiply and bonus; keep exactly one'),
    (rule(bonus=None), "earning.rules[0]", "it needs one of earn, multiply or bonus"),
    (rule(bonus=0), "earning.rules[0].bonus", "points are a whole number above zero"),
    (rule(bonus="5.00"), "earning.rules[0].bonus", "points are a whole number above zero"),
    (rule(wallet="cashback", bonus="0.00"), "earning.rules[0].bonus", "must be more than zero"),
    (rule(wallet="cashback", bonus=5), "earning.rules[0].bonus", "write it as a string, in quotes"),
    (rule(per="item"), "earning.rules[0].per", '"item" is not possible; write order or unit'),
    (rule(bonus=None, multiply="2", per="order"), "earning.rules[0].per", 'it goes with "bonus" only'),
    (rule(bonus=None, multiply=2), "earning.rules[0].multiply", "this is the number 2"),
    (rule(bonus=None, multiply="1001"), "earning.rules[0].multiply", "more than a thousandfold"),
    (rule(state="draft"), "earning.rules[0].state", "write live, shadow or paused"),
    (rule(stackable="no"), "earning.rules[0].stackable", 'write true or false; this is the text "no"'),
    (rule(min_order="5.00"), "earning.rules[0].min_order", 'did you mean it inside "when"?'),
    (earn("points", {"points": 1, "per": "0"}), "earning.rules[0].earn.per", "must be more than zero"),
    (earn("points", {"points": 1, "per": 1.0}), "earning.rules[0].earn.per", "a JSON float cannot hold money exactly"),
    (earn("points", {"points": 1}), "earning.rules[0].earn.per", "it is missing"),
    (earn("points", {"points": "1", "per": "1.00"}), "earning.rules[0].earn.points", "write a whole number"),
    (earn("points", {"percent": "5"}), "earning.rules[0].earn", "a percentage is earned as cashback"),
    (earn("cashback", {"points": 1, "per": "1.00"}), "earning.rules[0].earn", 'cashback is earned as {percent: "5"}'),
    (earn("cashback", {"percent": "150"}), "earning.rules[0].earn.percent", "cannot be more than 100"),
    (earn("cashback", {"percent": "-5"}), "earning.rules[0].earn.percent", "may not be negative"),
    (earn("cashback", {"percent": 0.5}), "earning.rules[0].earn.percent", "a JSON float cannot hold a rate exactly"),
    (rule(scope={}), "earning.rules[0].scope", "it needs one of sku, category, brand or label"),
    (rule(scope={"sku": []}), "earning.rules[0].scope.sku", "the list is empty"),
    (rule(scope={"sku": [5]}), "earning.rules[0].scope.sku[0]", 'write it as a text, in quotes: "5"'),
    (rule(scope={"sku": ["A"], "brand": ["B"]}), "earning.rules[0].scope", "it has sku and brand; keep exactly one"),
    (rule(scope={"sku": ["A"], "except": {}}), "earning.rules[0].scope.except", "it needs one of sku, category"),
    (when(until="2026-02-30"), "earning.rules[0].when.until", "there is no day 2026-02-30"),
    (when(**{"from": 2026}), "earning.rules[0].when.from", "write a day as year-month-day"),
    (when(**{"from": "2026-03-02", "until": "2026-03-01"}), "earning.rules[0].when.until", "before it starts"),
    (when(weekdays=["Friday"]), "earning.rules[0].when.weekdays[0]", 'did you mean "friday"?'),
    (when(hours={"from": "25:00", "until": "02:00"}), "earning.rules[0].when.hours.from", "write a time of the day"),
    (when(hours={"from": "24:00", "until": "02:00"}), "earning.rules[0].when.hours.from", 'the day starts at "00:00"'),
    (when(hours={"from": "18:00", "until": "18:00"}), "earning.rules[0].when.hours", "is no time at all"),
    (when(min_order=25), "earning.rules[0].when.min_order", "write it as a string"),
    (when(first_order=False), "earning.rules[0].when.first_order", "write true; this is false"),
    (when(birthday="year"), "earning.rules[0].when.birthday", "write day, week or month"),
    (when(order={"tagged": ["a"], "tags": ["x"]}), "earning.rules[0].when.order.tags", 'did you mean "tagged"?'),
    (when(tiers=["gld"]) | {"tiers": GOLD}, "earning.rules[0].when.tiers[0]", 'no level "gld"; did you mean "gold"?'),
    (when(tiers=["gold"]), "earning.rules[0].when.tiers[0]", "the programme has no level at all"),
    (when(segments=["x"]) | {"segments": [VIP]}, "earning.rules[0].when.segments[0]", 'no segment "x"; it has "vip"'),
    (when(memberships=["plus"]), "earning.rules[0].when.memberships[0]", 'there is no membership "plus"'),
    ({"earning": {"caps": [{"wallet": "points", "per": "week", "amount": 5}]}}, "earning.caps[0].per", "day, month"),
    ({"earning": {"caps": [{"wallet": "points", "per": "day", "amount": 0}]}}, "earning.caps[0].amount", "above zero"),
]
WALLETS = [
    ({"wallets": {"stars": {}}}, "wallets.stars", "the keys are points, cashback"),
    (expiry(), "wallets.points.expiry.mode", "it is missing; write never, rolling, fixed or calendar"),
    (expiry(mode="roling"), "wallets.points.expiry.mode", 'did you mean "rolling"?'),
    (expiry(mode="rolling"), "wallets.points.expiry.months", "it is missing"),
    (expiry(mode="rolling", months=0), "wallets.points.expiry.months", "must be 1 or more"),
    (expiry(mode="rolling", months=1, restarts_on=["refund"]), "wallets.points.expiry.restarts_on[0]", "write order"),
    (expiry(mode="fixed"), "wallets.points.expiry", "it needs one of months or days"),
    (expiry(mode="fixed", months=1, days=1), "wallets.points.expiry", "it has months and days; keep exactly one"),
    (expiry(mode="calendar", dates=["02-31"]), "wallets.points.expiry.dates[0]", 'no year has a day "02-31"'),
    (expiry(mode="calendar", dates=["12-31", "12-31"]), "wallets.points.expiry.dates", '"12-31" is named twice'),
    (expiry(mode="never", months=1), "wallets.points.expiry.months", "the keys are mode"),
    ({"wallets": {"points": {"reminders": {"days_before": [0]}}}}, "wallets.points.reminders.days_before[0]", "1 or"),
    (redeem(points=0), "wallets.points.redeem.points", "must be 1 or more"),
    (redeem(value="0.00"), "wallets.points.redeem.value", "must be more than zero"),
    (redeem(minimum=55), "wallets.points.redeem.minimum", "so nobody can redeem 55; write 50 or 60"),
    (redeem(minimum=5), "wallets.points.redeem.minimum", "so nobody can redeem 5; write 10"),
    (redeem(max_share="101"), "wallets.points.redeem.max_share", "cannot be more than 100"),
    (redeem(max_share="0"), "wallets.points.redeem.max_share", "must be more than zero"),
    (redeem(minimum=50, max_value="2.00"), "wallets.points.redeem.max_value", "so nobody can redeem"),
    (
        {"wallets": {"cashback": {"redeem": {"minimum": "5.00", "max_value": "4.00"}}}},
        "wallets.cashback.redeem.max_value",
        "it is less than the minimum",
    ),
]
MEMBERS = [
    ({"bonuses": {"welcome": 50}}, "bonuses.welcome", "write a section with keys of its own (points)"),
    ({"bonuses": {"welcome": {"points": 0}}}, "bonuses.welcome.points", "must be 1 or more"),
    ({"bonuses": {"actions": {"a b": {"points": 1}}}}, 'bonuses.actions["a b"]', "an id is 1 to 64 letters"),
    (
        {"bonuses": {"actions": {"a": {"points": 1, "limit": {"times": 1, "per": "week"}}}}},
        "bonuses.actions.a.limit.per",
        'Action "a", "per": "week" is not possible',
    ),
    ({"tiers": {"window": GOLD["window"], "levels": GOLD["levels"]}}, "tiers.metric", "it is missing"),
    ({"tiers": GOLD | {"window": {"mode": "year"}}}, "tiers.window.mode", "write rolling, calendar_year or lifetime"),
    (levels(), "tiers.levels", "the list is empty"),
    (levels(10), "tiers.levels[0].from", "the first level starts from 0"),
    (levels(0, 500, "500.00"), "tiers.levels[2].from", "levels ascend"),
    (levels(0, 5.5), "tiers.levels[1].from", "a JSON float cannot hold money exactly"),
    ({"referral": {"limit": {"rewards": 0, "per_days": 1}}}, "referral.limit.rewards", "must be 1 or more"),
    ({"memberships": [{"id": "m", "fee": "1.00"}]}, "memberships[0].period_months", 'Membership "m", "period_months"'),
    ({"segments": [{"id": "s"}]}, "segments[0]", 'Segment "s": it needs one of all or any'),
    ({"segments": [VIP | {"any": VIP["all"]}]}, "segments[0]", "it has all and any; keep exactly one"),
    (segment({"colour": "red"}), "segments[0].all[0]", "a condition names a metric, an attribute, a tier"),
    (segment({"metric": "orders", "at_least": 1}), "segments[0].all[0].metric", '"orders" is not possible'),
    (segment({"metric": "orders_12m", "at_least": "5"}), "segments[0].all[0].at_least", "write a whole number"),
    (segment({"metric": "spend_12m", "at_least": 5.5}), "segments[0].all[0].at_least", "a JSON float cannot hold"),
    (segment({"tier": ["gold"]}), "segments[0].all[0].tier[0]", 'there is no level "gold"'),
    (segment({"locale": ["en"]}), "segments[0].all[0].locale[0]", 'there is no locale "en"; it has "it"'),
    (gift(when={"enters": "vpi"}), "gifts[0].when.enters", 'there is no segment "vpi"; did you mean "vip"?'),
    (gift(when={}), "gifts[0].when", "it needs one of enters or date"),
    (gift(budget=40), "gifts[0].budget", "40 points cannot pay one gift of 50"),
]
REWARDS = [
    (reward(kind="amount_of"), "rewards[0].kind", 'did you mean "amount_off"?'),
    ({"rewards": [{"id": "five", "cost": 5}]}, "rewards[0].kind", "it is missing; write amount_off, percent_off"),
    (reward(cost=0), "rewards[0].cost", 'Reward "five", "cost": must be 1 or more'),
    (reward(value="0.00"), "rewards[0].value", "must be more than zero"),
    (reward(value="5.001"), "rewards[0].value", "more decimals than the currency, which has 2"),
    (reward(value="5.0") | {"currency": "JPY"}, "rewards[0].value", "more decimals than the currency, which has none"),
    (reward(valid_days=0), "rewards[0].valid_days", "must be 1 or more"),
    (reward(automatic="yes"), "rewards[0].automatic", "write true or false"),
    (
        {"rewards": [{"id": "t", "kind": "free_product", "product": {}, "cost": 5}]},
        "rewards[0].product",
        "needs one of",
    ),
    ({"rewards": [{"id": "d", "kind": "donation", "value": "1.00", "cost": 5}]}, "rewards[0].charity", "it is missing"),
]
REPEATED = [
    (rule() | {"earning": {"rules": rule()["earning"]["rules"] * 2}}, "earning.rules[1].id", "another rule of this id"),
    ({"rewards": [FIVE_OFF, FIVE_OFF]}, "rewards[1].id", "another reward or stamp card of this id"),
    (
        {
            "rewards": [FIVE_OFF],
            "stamp_cards": [{"id": "five", "stamps": 5, "reward": {"free_product_up_to": "average"}}],
        },
        "stamp_cards[0].id",
        "another reward or stamp card of this id",
    ),
    ({"segments": [VIP, VIP]}, "segments[1].id", "another segment of this id"),
    (
        {"tiers": GOLD | {"levels": [{"id": "l", "from": 0}, {"id": "l", "from": 5}]}},
        "tiers.levels[1].id",
        "another level",
    ),
]


@pytest.mark.parametrize(("change", "path", "sentence"), TOP + EARNING + WALLETS + MEMBERS + REWARDS + REPEATED)
def test_a_fault_is_named_with_its_place_and_a_sentence(change: dict[str, Any], path: str, sentence: str) -> None:
    faults = faults_of(SMALL | change)
    assert [fault.path for fault in faults] == [path]
    assert sentence in faults[0].message


@pytest.mark.parametrize("key", ["id", "name", "currency", "timezone"])
def test_what_every_programme_needs_is_asked_for(key: str) -> None:
    left = {other: value for other, value in SMALL.items() if other != key}
    assert faults_of(left) == [Fault(key, f'"{key}": it is missing.')]


@pytest.mark.parametrize("document", [None, [], "id: p", 5, True])
def test_what_is_no_document_at_all_is_refused_in_one_sentence(document: object) -> None:
    [fault] = faults_of(document)
    assert fault.path == ""
    assert fault.message.startswith("The programme: write a section with keys of its own (id, name, currency")


def test_all_faults_come_at_once_in_the_order_of_the_document() -> None:
    document = {
        "id": "p",
        "currency": "EURO",
        "timezone": "Europe/Rome",
        "gifts": [{"id": "g", "when": {"enters": "nobody"}, "points": 5}],
        "earning": {
            "rules": [
                {"id": "r", "wallet": "points", "bonus": 5, "multiply": 2, "when": {"until": "x", "tiers": ["t"]}},
                {"id": "r", "wallet": "points"},
            ]
        },
        "extra": 1,
    }
    assert [fault.path for fault in faults_of(document)] == [
        "currency",
        "gifts[0].when.enters",
        "earning.rules[0]",
        "earning.rules[0].multiply",
        "earning.rules[0].when.until",
        "earning.rules[0].when.tiers[0]",
        "earning.rules[1]",
        "earning.rules[1].id",
        "extra",
        "name",
    ]


def test_a_document_with_thousands_of_faults_names_the_first_two_hundred() -> None:
    assert len(faults_of(SMALL | {f"key{number}": 1 for number in range(5000)})) == 200


def test_a_refusal_says_how_many_faults_there_are() -> None:
    with pytest.raises(ProgrammeRefused, match="the programme has 4 faults"):
        check({})
    with pytest.raises(ProgrammeRefused, match="the programme has a fault"):
        check(SMALL | {"id": ""})

"""Every entry says why it was made: worked out again from the order, the version and what led to it."""

from typing import Any

import pytest

from tessera.domain.refusals import InvalidRequest, UnknownEntry, UnknownMember
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, Shop, line, lines

FIXED = {"points": {"expiry": {"mode": "fixed", "months": 1, "round_to": "month"}}}
ROLLING = {"points": {"expiry": {"mode": "rolling", "months": 12, "restarts_on": ["order"]}}}
REDEEM = {"redeem": {"points": 10, "value": "0.50"}}


def why(shop: Shop, kind: str, cause: str = "", **asked: Any) -> dict[str, Any]:
    """The explanation of the newest entry of a kind."""
    entries = (each for each in shop.statement() if each["kind"] == kind and each["cause"].startswith(cause))
    told = shop.explain(next(entries)["entry_id"], **asked)
    assert told["sentences"]
    return told


def test_an_award_is_explained_as_its_wallet_tells_it(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, FIVE_PERCENT_BACK, earning={"hold": {"days": 14}})
    shop.enrol()
    shop.order("o1", lines=lines("10.10", "5.00"))
    told = why(shop, "accrual", "order/o1")
    assert (told["entry"]["wallet"], told["why"]["about"]) == ("cashback", "order")
    assert {each["wallet"] for row in told["why"]["lines"] for each in row["earned"]} == {"cashback"}
    (award,) = told["why"]["awards"]
    assert (award["exact"], award["amount"], award["activates_on"]) == ("0.755", "0.75", "2026-01-24")
    assert award["hold"] == {"days": 14, "from": "paid"}
    assert told["sentences"][-1].startswith("Together that is €0.755 of cashback, rounded down once to €0.75")


def test_a_reversal_says_what_was_due_and_where_it_was_taken(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, refunds={"shortage": "clamp"})
    shop.enrol()
    shop.order("o1", lines=lines("10.00", "20.00"))
    shop.adjust("points", 5)
    shop.adjust("points", -32, "g2")
    shop.refund("o1", lines=[{"line_id": "2", "amount": "15.00"}])
    told = why(shop, "reversal")["why"]
    assert told["order_id"] == "o1"
    (reversal,) = told["refund"]["why_reversed"]
    (row,) = reversal["lines"]
    assert row == {"line_id": "2", "refunded_part": "3/4", "earned": 20, "target": 15, "before": 0, "due": 15}
    assert reversal["taken_from"] == {"pending": 0, "own": 3, "others": 0, "owed": 12}
    assert (reversal["written_off"], reversal["policy"]["shortage"]) == (12, "clamp")
    assert why(shop, "shortage")["sentences"][-1] == "12 points were written off: a wallet may owe nothing."


def test_a_restoration_says_which_lots_the_units_went_back_to(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {**FIXED["points"], **REDEEM}})
    shop.enrol()
    shop.adjust("points", 100)
    shop.reserve("x1", points=100, cart={"lines": lines("20.00")})
    shop.order("o1", lines=lines("20.00"), redemption_id="x1")
    shop.at("2026-03-03T10:00:00+01:00").refund("o1", amount="10.00")
    told = why(shop, "restoration")
    (restored,) = told["why"]["refund"]["why_restored"]
    assert (restored["refunded_part"], restored["burned"], restored["target"]) == ("1/2", 100, 50)
    assert restored["lots"] == [{"active_from": "2026-01-10", "last_day": "2026-04-02", "amount": 50}]  # of grace


def test_an_expiry_names_the_credits_of_that_day_and_what_was_left(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=FIXED, earning={"hold": {"days": 3}}, bonuses={"welcome": {"points": 50}})
    shop.enrol()
    shop.later(days=2).order("o1", lines=lines("30.00"))
    shop.later(days=30).order("o2", lines=lines("40.00"))
    shop.later(days=5).adjust("points", -20)
    shop.at("2026-03-02T10:00:00+01:00").adjust("points", 1, "g2")
    told = why(shop, "expiry")
    assert (told["entry"]["amount"], told["why"]["last_day"]) == (-60, "2026-02-28")
    assert [(each["cause"], each["amount"], each["active_from"]) for each in told["why"]["credits"]] == [
        ("order/o1", 30, "2026-01-15"),
        ("enrolment", 50, "2026-01-10"),
    ]
    figures = {key: told["why"][key] for key in ("credited", "expired", "gone_before", "not_found", "clock")}
    assert figures == {"credited": 80, "expired": 60, "gone_before": 20, "not_found": 0, "clock": None}
    assert told["sentences"] == [
        "28 February 2026 was the last day of 30 points with order o1, active from 15 January 2026 and 50 points with "
        "the welcome gift, active from 10 January 2026.",
        "60 points of it were left and expired; the rest had been spent or taken back.",
    ]


def test_a_late_order_expires_with_the_day_its_own_activation_gives(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=FIXED)
    shop.enrol()
    placed_at = shop.now
    shop.later(days=20).order("o1", at=placed_at, lines=lines("30.00"))
    shop.order("o2", lines=lines("5.00"))
    shop.later(days=60).adjust("points", 1)
    assert [each["cause"] for each in why(shop, "expiry")["why"]["credits"]] == ["order/o2", "order/o1"]


def test_a_rolling_expiry_says_which_event_set_the_clock(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=ROLLING)
    shop.enrol()
    shop.order("o1", lines=lines("40.00"))
    shop.at("2026-06-30T10:00:00+02:00").order("o2", lines=lines("2.00"))
    shop.later(days=9).adjust("points", 5)
    shop.at("2027-07-01T10:00:00+02:00").adjust("points", 1, "g2")
    told = why(shop, "expiry")
    assert told["why"]["clock"] == {
        "event": "order",
        "cause": "order/o2",
        "day": "2026-06-30",
        "last_day": "2027-06-30",
        "months": 12,
        "days": None,
    }
    assert [each["cause"] for each in told["why"]["credits"]] == ["adjustment/g1", "order/o2", "order/o1"]
    assert (told["why"]["credited"], told["why"]["expired"], told["why"]["not_found"]) == (47, 47, 0)


def test_an_order_that_earned_nothing_restarts_the_clock_and_is_named(shop: Shop) -> None:
    shop.publish(wallets=ROLLING, bonuses={"welcome": {"points": 50}})
    shop.enrol()
    shop.later(days=10).order("o1", lines=lines("40.00"))
    shop.at("2027-02-01T10:00:00+01:00").adjust("points", 1)
    assert why(shop, "expiry")["why"]["clock"]["cause"] == "order/o1"


def test_the_first_units_in_an_empty_wallet_start_the_clock(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=ROLLING, earning={"hold": {"days": 14}})
    shop.enrol()
    shop.order("o1", lines=lines("40.00"))
    shop.later(days=20).adjust("points", 5)
    shop.at("2027-02-01T10:00:00+01:00").adjust("points", 1, "g2")
    clock = why(shop, "expiry")["why"]["clock"]
    assert (clock["event"], clock["cause"], clock["day"]) == ("start", "hold/2026-01-24", "2026-01-24")


def test_what_expired_before_is_not_told_again(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets=ROLLING, earning={"hold": {"days": 5}})
    shop.enrol()
    shop.order("o1", lines=lines("40.00"))
    shop.at("2027-01-14T10:00:00+01:00").order("o2", lines=lines("7.00"))
    shop.at("2029-01-14T10:00:00+01:00").adjust("points", 1)
    credits = why(shop, "expiry")["why"]["credits"]
    assert [(each["cause"], each["amount"]) for each in credits] == [("order/o2", 7), ("order/o1", 40)][: len(credits)]


def test_an_activation_names_the_orders_whose_hold_ended(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning={"hold": {"days": 14}})
    shop.enrol()
    shop.order("o1", lines=lines("40.00"))
    shop.order("o2", lines=lines("10.00"))
    shop.later(days=1).order("o3", lines=lines("9.00"))
    shop.refund("o1", amount="4.00")
    shop.later(days=20).adjust("points", 1)
    first = next(each for each in shop.statement() if each["cause"] == "hold/2026-01-24")
    told = shop.explain(first["entry_id"])["why"]
    assert (first["units"], told["taken_back"]) == (46, 4)
    assert [(each["order_id"], each["amount"]) for each in told["orders"]] == [("o2", 10), ("o1", 40)]


@pytest.mark.parametrize(
    ("kind", "cause", "rule", "says", "sentence"),
    [
        (
            "accrual",
            "enrolment",
            "bonuses.welcome",
            {"points": 50},
            "Version 1 of the programme gives 50 points for enrolling.",
        ),
        (
            "accrual",
            "action/review",
            "bonuses.actions.review",
            {"points": 20, "limit": {"times": 3, "per": "month"}},
            'Version 1 of the programme gives 20 points for "review", 3 times a month at most.',
        ),
    ],
)
def test_a_gift_names_the_rule_of_the_version(
    shop: Shop, kind: str, cause: str, rule: str, says: dict[str, Any], sentence: str
) -> None:
    review = {"points": 20, "limit": {"times": 3, "per": "month"}}
    shop.publish(bonuses={"welcome": {"points": 50}, "actions": {"review": review}})
    shop.enrol()
    shop.report("review", "rev-1")
    shop.publish(bonuses={"welcome": {"points": 1}})
    told = why(shop, kind, cause)
    assert (told["why"]["rule"], told["why"]["says"], told["sentences"]) == (rule, says, [sentence])


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (None, 'gives 1 point for "share".'),
        ({"times": 1, "per": "day"}, 'gives 1 point for "share", 1 time a day at most.'),
        ({"times": 2, "per": "lifetime"}, 'gives 1 point for "share", 2 times at most.'),
    ],
)
def test_an_action_says_how_often_it_is_rewarded(shop: Shop, limit: dict[str, Any] | None, said: str) -> None:
    share = {"points": 1, "limit": limit} if limit else {"points": 1}
    shop.publish(bonuses={"actions": {"share": share}})
    shop.enrol()
    shop.report("share", "s1")
    assert why(shop, "accrual")["sentences"] == [f"Version 1 of the programme {said}"]


@pytest.mark.parametrize(
    ("expiry", "said"),
    [
        ({"mode": "never"}, "They do not expire."),
        (
            {"mode": "rolling", "months": 1},
            "They share one last day with the whole balance: 1 month after what last restarts it.",
        ),
        ({"mode": "fixed", "days": 30}, "Their last day is 9 February 2026: 30 days after they become active."),
        (
            {"mode": "fixed", "months": 1, "round_to": "year"},
            "Their last day is 31 December 2026: 1 month after they become active, then the end of that year.",
        ),
        (
            {"mode": "calendar", "dates": ["06-30"]},
            "Their last day is 30 June 2026: the first of the programme's dates after they become active.",
        ),
    ],
)
def test_an_award_says_by_which_policy_it_expires(shop: Shop, expiry: dict[str, Any], said: str) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {"expiry": expiry}})
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    told = why(shop, "accrual")
    assert told["sentences"][-1].endswith(f"They are active at once. {said}")
    assert told["why"]["awards"][0]["expiry"] == expiry
    for locale in ("it", "ro", "de"):
        assert why(shop, "accrual", locale=locale)["why"] == told["why"]


@pytest.mark.parametrize(("rounding", "said"), [("half_up", "rounded half up once"), ("ceil", "rounded up once")])
def test_an_award_says_how_it_was_rounded(shop: Shop, rounding: str, said: str) -> None:
    shop.publish(ONE_POINT_PER_EURO, earning={"rounding": rounding})
    shop.enrol()
    shop.order("o1", lines=lines("10.50"))
    assert f"Together that is 10.5 points, {said} to 11 points" in why(shop, "accrual")["sentences"][-1]


def test_a_cap_that_rejects_says_so_and_nothing_is_entered(shop: Shop) -> None:
    caps = [{"wallet": "points", "per": "lifetime", "amount": 15, "overflow": "reject"}]
    shop.publish(ONE_POINT_PER_EURO, earning={"caps": caps})
    shop.enrol()
    shop.order("o1", lines=lines("10.00"))
    shop.order("o2", lines=lines("10.00"))
    cut = "The cap of 15 points for ever had room for 5 points: 10 points are more, so it leaves nothing of them."
    assert shop.explanation("o2")["sentences"][-1].endswith(cut)
    assert shop.explanation("o2")["awards"] == []


def test_units_that_come_back_after_their_day_are_valid_for_the_days_of_grace(shop: Shop) -> None:
    rolling = {"expiry": {"mode": "rolling", "months": 1, "restarts_on": ["earn"]}, **REDEEM}
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": rolling}, refunds={"restore_grace_days": 5})
    shop.enrol()
    shop.adjust("points", 100)
    shop.reserve("x1", points=100, cart={"lines": lines("5.00")})
    shop.order("o1", lines=lines("5.00"), redemption_id="x1")
    shop.later(days=60).refund("o1", amount="5.00")
    shop.later(days=30).adjust("points", 1, "g2")
    clock = why(shop, "expiry")["why"]["clock"]
    assert (clock["event"], clock["cause"], clock["days"], clock["months"]) == ("grace", "refund/o1/r1", 5, None)
    assert "are valid for 5 days more" in why(shop, "expiry")["sentences"][0]


def test_units_that_are_owed_beyond_the_floor_are_said_to_be_written_off(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, refunds={"floor": -10})
    shop.enrol()
    shop.order("o1", lines=lines("30.00"))
    shop.adjust("points", -30)
    shop.refund("o1", amount="30.00")
    assert why(shop, "shortage")["sentences"][-1] == "20 points were written off: a wallet may owe 10 points at most."


def test_a_late_order_says_that_its_days_had_expired(shop: Shop) -> None:
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {"expiry": {"mode": "rolling", "months": 1}}})
    shop.enrol()
    placed_at = shop.now
    shop.order("o1", lines=lines("10.00"))
    shop.later(days=60).adjust("points", 1)
    shop.order("o2", at=placed_at, lines=lines("10.00"))
    told = next(each for each in shop.statement() if each["cause"] == "order/o2")
    assert "of the days before, everything had expired already" in shop.explain(told["entry_id"])["sentences"][-1]


@pytest.fixture
def redeeming(shop: Shop) -> Shop:
    """Anna has 100 points, of which x1 puts 60 aside."""
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": REDEEM})
    shop.enrol()
    shop.adjust("points", 100)
    shop.reserve("x1", points=60, cart={"lines": [line("50.00")]})
    return shop


def test_a_capture_and_what_it_released_are_explained(redeeming: Shop) -> None:
    redeeming.capture("x1", order_id="o1", points=40)
    told = why(redeeming, "redemption")["why"]
    assert (told["reserved"], told["captured"], told["order_id"]) == (60, 40, "o1")
    assert why(redeeming, "release")["sentences"] == [
        "Redemption x1 had put 60 points aside; 20 points of that were not used."
    ]
    assert why(redeeming, "reservation")["why"]["lapses_at"] == "2026-01-10T10:30:00+01:00"


def test_a_lapse_says_until_when_it_held(redeeming: Shop) -> None:
    redeeming.later(hours=1).adjust("points", 1, "g2")
    assert "until 10 January 2026, 10:30" in why(redeeming, "lapse")["sentences"][0]


def test_what_a_capture_gave_back_at_once_is_explained(redeeming: Shop) -> None:
    redeeming.order("o1", lines=lines("50.00"))
    redeeming.refund("o1", amount="25.00")
    redeeming.capture("x1", order_id="o1")
    told = why(redeeming, "restoration", "redemption/x1")
    (restored,) = told["why"]["why_restored"]
    assert (restored["refunded_part"], restored["due"], told["entry"]["amount"]) == ("1/2", 30, 30)
    assert redeeming.explanation("o1")["captured_late"][0]["restored"] == [{"wallet": "points", "amount": 30}]


def test_a_claim_says_what_the_reward_cost_and_became(shop: Shop) -> None:
    shop.publish(rewards=[{"id": "five", "kind": "amount_off", "value": "5.00", "cost": 30, "valid_days": 90}])
    shop.enrol()
    shop.adjust("points", 100)
    shop.claim("five")
    told = why(shop, "redemption", "claim/c1")
    assert (told["why"]["cost"], told["why"]["balance_before"]) == (30, 100)
    assert told["why"]["voucher"]["last_day"] == told["why"]["last_day"] == "2026-04-10"
    assert told["sentences"][0] == 'Reward "five" costs 30 points by version 1.'


def test_an_adjustment_says_its_reason_and_to_operators_its_note(shop: Shop) -> None:
    shop.publish()
    shop.enrol()
    shop.adjust("points", 5, note="she was very cross on the phone")
    told = why(shop, "adjustment")
    assert told["why"] == {
        "about": "adjustment",
        "reference": "g1",
        "reason": "goodwill",
        "note": "she was very cross on the phone",
    }
    shown = why(shop, "adjustment", for_member=True)
    assert shown["why"]["note"] is None
    assert "cross" not in " ".join(shown["sentences"])


def test_entries_are_explained_in_the_language_asked_for(shop: Shop) -> None:
    shop.publish(bonuses={"welcome": {"points": 20}})
    shop.enrol()
    said = [why(shop, "accrual", locale=locale)["sentences"][0] for locale in ("it", "ro", "de")]
    assert said == [
        "La versione 1 del programma dà 20 punti all'iscrizione.",
        "Versiunea 1 a programului dă 20 de puncte la înscriere.",
        "Version 1 des Programms gibt 20 Punkte für die Anmeldung.",
    ]
    with pytest.raises(InvalidRequest):
        why(shop, "accrual", locale="fr")


@pytest.mark.parametrize("entry_id", ["2-0", "1-1", "0-0", "1", "x", "1-0-0", "-1-0", "99999999999-0", "01-0"])
def test_an_entry_that_is_not_there_is_unknown(shop: Shop, entry_id: str) -> None:
    shop.publish(bonuses={"welcome": {"points": 20}})
    shop.enrol()
    assert shop.explain("1-0")
    with pytest.raises(UnknownEntry):
        shop.explain(entry_id)


def test_an_entry_of_nobody_is_an_unknown_member(shop: Shop) -> None:
    shop.publish()
    with pytest.raises(UnknownMember):
        shop.explain("1-0", "nobody")

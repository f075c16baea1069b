"""Facts are made of a record alone, so a record told twice tells the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

from tessera.domain.entries import Balance, Change, Entry, Kind, Record
from tessera.domain.facts import NAME_BY_ENTRY, facts_of

RECORDED = datetime(2026, 3, 2, 12, tzinfo=UTC)


def entry(kind: Kind, amount: int, *, wallet: str = "points", units: int | None = None) -> Entry:
    return Entry(
        kind=kind,
        cause="order/o1",
        wallet=wallet,
        amount=amount,
        units=abs(amount) if units is None else units,
        at=RECORDED - timedelta(hours=1),
        active=0,
        pending=0,
        reserved=0,
        version=3,
    )


def record(*entries: Entry) -> Record:
    nothing = {"points": Balance(0, 0, 0), "cashback": Balance(0, 0, 0)}
    return Record("anna", 7, RECORDED, nothing, entries)


def test_an_entry_is_a_fact_with_an_id_of_its_own() -> None:
    facts = list(facts_of(record(entry("accrual", 60), entry("expiry", -5)), kind="order", cause="order/o1", digits=2))
    assert [(fact.id, fact.name) for fact in facts] == [("anna/7/0", "PointsEarned"), ("anna/7/1", "PointsExpired")]
    assert facts[1].detail == {
        "id": "anna/7/1",
        "member_id": "anna",
        "seq": 7,
        "at": "2026-03-02T11:00:00Z",
        "wallet": "points",
        "amount": -5,
        "cause": "order/o1",
        "version": 3,
    }


def test_what_is_only_put_aside_is_no_fact_and_takes_no_id() -> None:
    moved = record(entry("reservation", 0, units=50), entry("redemption", -50))
    assert [fact.id for fact in facts_of(moved, kind="closing", cause="redemption/x1", digits=2)] == ["anna/7/1"]


def test_an_activation_says_how_many_units_became_active() -> None:
    (fact,) = facts_of(record(entry("activation", 0, units=60)), kind="settlement", cause="settlement/7", digits=2)
    assert (fact.name, fact.detail["amount"]) == ("PointsActivated", 60)


def test_cashback_is_money_in_the_decimals_of_the_programme() -> None:
    earned = record(entry("accrual", 302, wallet="cashback"))
    amounts = [next(facts_of(earned, kind="order", cause="o", digits=digits)).detail["amount"] for digits in (0, 2, 3)]
    assert amounts == ["302", "3.02", "0.302"]


def test_an_enrolment_says_so_after_its_entries() -> None:
    welcome = list(facts_of(record(entry("accrual", 50)), kind="enrolment", cause="enrolment", digits=2))
    assert [(fact.id, fact.name) for fact in welcome] == [("anna/7/0", "PointsEarned"), ("anna/7/1", "MemberEnrolled")]
    (alone,) = facts_of(record(), kind="enrolment", cause="enrolment", digits=0)
    assert alone.detail["at"] == "2026-03-02T12:00:00Z"


def test_a_voucher_that_is_issued_is_told_by_its_reward_and_one_that_is_voided_by_what_comes_back() -> None:
    issued, voided = (Change("voucher", RECORDED, "", now, "five-off") for now in ("issued", "voided"))
    claim = replace(record(entry("redemption", -100)), changes=(issued,))
    told = list(facts_of(claim, kind="claim", cause="claim/c1", digits=2))
    assert [fact.name for fact in told] == ["PointsRedeemed", "RewardIssued"]
    assert (told[1].detail["reward_id"], told[1].detail["cause"]) == ("five-off", "claim/c1")
    void = replace(record(entry("restoration", 100)), changes=(voided, Change("block", RECORDED, "active", "blocked")))
    assert [fact.name for fact in facts_of(void, kind="void", cause="void/A", digits=2)] == ["PointsRestored"]


def test_no_fact_has_the_code_of_a_voucher_that_was_taken_back() -> None:
    void = record(replace(entry("restoration", 100), cause="void/7KQ2M-XW9TA-BH4CZ"))
    (told,) = facts_of(void, kind="void", cause="void/7KQ2M-XW9TA-BH4CZ", digits=2)
    assert told.detail["cause"] == "void"


def test_every_kind_of_entry_that_moves_units_for_good_is_a_fact() -> None:
    assert set(get_args(Kind)) - set(NAME_BY_ENTRY) == {"reservation", "release", "lapse"}


def test_a_change_of_tier_is_told_after_the_entries() -> None:
    change = Change("tier", RECORDED, "bronze", "silver")
    raised = replace(record(entry("accrual", 600)), changes=(change,))
    told = list(facts_of(raised, kind="order", cause="order/o1", digits=2))
    assert [(fact.id, fact.name) for fact in told] == [("anna/7/0", "PointsEarned"), ("anna/7/1", "TierChanged")]
    assert (told[1].detail["was"], told[1].detail["now"]) == ("bronze", "silver")


def test_what_a_referral_earned_is_told_as_points_and_as_its_reward() -> None:
    earned = replace(entry("accrual", 100), cause="referral/o1")
    both = record(entry("accrual", 60), earned, replace(earned, kind="reversal", amount=-100))
    told = [(fact.id, fact.name) for fact in facts_of(both, kind="order", cause="order/o1", digits=2)]
    assert told == [
        ("anna/7/0", "PointsEarned"),
        ("anna/7/1", "PointsEarned"),
        ("anna/7/2", "PointsReversed"),
        ("anna/7/5", "ReferralRewarded"),
    ]

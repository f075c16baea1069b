"""Actions: what members do besides buying, rewarded within its limit."""

from typing import Any

import pytest

from tessera.domain.refusals import Conflict, InvalidRequest, LimitReached, UnknownAction
from tests.operations.shop import Shop

ACTIONS: dict[str, Any] = {
    "review": {"points": 20, "limit": {"times": 2, "per": "month"}},
    "newsletter": {"points": 10, "limit": {"times": 1, "per": "lifetime"}},
    "share": {"points": 5, "limit": {"times": 1, "per": "day"}},
    "visit": {"points": 1},
}


@pytest.fixture
def liked(shop: Shop) -> Shop:
    shop.publish(bonuses={"actions": ACTIONS})
    shop.enrol()
    return shop


def test_an_action_earns_its_points_at_once_and_says_why(liked: Shop) -> None:
    award = liked.report("review", "rev-1").body["awards"][0]
    assert (award["amount"], award["state"], award["last_day"]) == (20, "active", None)
    assert liked.statement()[0]["text"] == "20 points earned with review (rev-1)."


def test_the_same_report_again_is_the_first_answer_whatever_the_limit_says(liked: Shop) -> None:
    first = liked.report("newsletter", "n1")
    assert liked.report("newsletter", "n1") == (first.body, True)
    with pytest.raises(LimitReached):
        liked.report("newsletter", "n2")
    with pytest.raises(Conflict):
        liked.report("newsletter", "n1", occurred_at="2026-01-09T10:00:00Z")
    assert liked.wallet()["active"] == 10


def test_a_limit_counts_the_days_on_which_things_happened(liked: Shop) -> None:
    liked.at("2026-01-31T23:50:00+01:00")
    liked.report("review", "r1")
    liked.report("review", "r2")
    with pytest.raises(LimitReached):
        liked.report("review", "r3")
    liked.at("2026-02-01T00:10:00+01:00")
    with pytest.raises(LimitReached):
        liked.report("review", "r3", occurred_at="2026-01-31T23:59:00+01:00")
    liked.report("review", "r3")
    assert liked.wallet()["active"] == 60


def test_a_day_is_over_at_midnight_of_the_shop(liked: Shop) -> None:
    liked.report("share", "s1")
    with pytest.raises(LimitReached):
        liked.report("share", "s2")
    liked.at("2026-01-11T00:00:00+01:00").report("share", "s2")
    assert liked.wallet()["active"] == 10


def test_without_a_limit_there_is_none(liked: Shop) -> None:
    for number in range(5):
        liked.report("visit", f"v{number}")
    assert liked.wallet()["active"] == 5


def test_what_the_programme_does_not_name_or_what_lies_ahead_is_refused(liked: Shop) -> None:
    with pytest.raises(UnknownAction):
        liked.report("dance", "d1")
    with pytest.raises(InvalidRequest):
        liked.report("visit", "v1", occurred_at="2026-01-10T10:05:01+01:00")
    assert liked.statement() == []


def test_actions_count_for_tiers_by_points(shop: Shop) -> None:
    levels = [{"id": "guest", "from": 0}, {"id": "friend", "from": 20}]
    tiers = {"metric": "points", "window": {"mode": "lifetime"}, "levels": levels}
    shop.publish(bonuses={"actions": ACTIONS}, tiers=tiers)
    shop.enrol()
    assert shop.report("review", "r1").body["account"]["tier"]["id"] == "friend"


def test_a_report_that_comes_too_late_to_be_counted_earns_once_and_no_more(liked: Shop) -> None:
    liked.report("review", "new")
    liked.report("review", "old", occurred_at="2025-10-01T10:00:00Z")
    for day in ("2025-10-01", "2025-10-31"):
        with pytest.raises(LimitReached):
            liked.report("review", f"again-{day}", occurred_at=f"{day}T10:00:00Z")
    liked.report("review", "of-another-month", occurred_at="2025-12-01T10:00:00Z")
    assert liked.wallet()["active"] == 60


def test_two_months_later_a_full_month_is_still_full(liked: Shop) -> None:
    for number in range(2):
        liked.report("review", f"old-{number}")
    liked.at("2026-03-31T10:00:00+02:00").report("review", "new")
    with pytest.raises(LimitReached):
        liked.report("review", "late", occurred_at="2026-01-31T10:00:00Z")

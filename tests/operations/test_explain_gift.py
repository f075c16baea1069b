"""A gift names its place in the version that gave it."""

from typing import Any

import pytest

from tests.operations.explaining import newest
from tests.operations.shop import Shop


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
    told = newest(shop, kind, cause)
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
    assert newest(shop, "accrual")["sentences"] == [f"Version 1 of the programme {said}"]


def test_a_birthday_names_its_place_in_the_programme(shop: Shop) -> None:
    shop.publish(bonuses={"birthday": {"points": 100}})
    shop.enrol(birthday="1990-01-20")
    shop.run_nights("2026-01-21T10:00:00+01:00")
    told = newest(shop, cause="birthday/2026")
    assert (told["why"]["rule"], told["why"]["says"]) == ("bonuses.birthday", {"points": 100})
    assert told["sentences"] == ["Version 1 of the programme gives 100 points once a year, on the birthday."]


def test_a_gift_names_its_place_in_the_programme(shop: Shop) -> None:
    gift = {"id": "spring", "when": {"date": "2026-01-20"}, "points": 50}
    shop.publish(gifts=[gift])
    shop.enrol()
    shop.run_nights("2026-01-21T10:00:00+01:00")
    told = newest(shop, cause="gift/spring")
    assert told["why"]["rule"] == "gifts.spring"
    assert told["why"]["says"]["points"] == 50
    assert told["sentences"] == ['Version 1 of the programme gives 50 points once, as gift "spring".']

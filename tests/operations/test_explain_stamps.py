"""An order says which stamps it gave, and a refund what became of them."""

import pytest

from tests.operations.explaining import told_in_all_languages
from tests.operations.shop import Shop, line

COFFEE = {"id": "coffee", "scope": {"category": ["coffee"]}, "stamps": 5, "reward": {"free_product_up_to": "cheapest"}}
VISITS = {"id": "visits", "stamps": 9, "per": "order", "reward": {"free_product_up_to": "average"}, "expires_months": 1}


@pytest.fixture
def cards(shop: Shop) -> Shop:
    """A card for cups of coffee, and one for visits."""
    shop.publish(stamp_cards=[COFFEE, VISITS])
    shop.enrol()
    cups = line("2.00", quantity=4, categories=["coffee"])
    shop.order("o7", lines=[cups, line("3.00", line_id="2", categories=["coffee"]), line("9.00", line_id="3")])
    return shop


def test_an_order_says_which_lines_gave_how_many_stamps_to_which_card(cards: Shop) -> None:
    told = cards.explanation("o7")
    assert told["stamps"] == [
        {
            "card_id": "coffee",
            "stamps": 5,
            "lines": [{"line_ids": ["1"], "stamps": 4}, {"line_ids": ["2"], "stamps": 1}],
            "last_day": None,
        },
        {
            "card_id": "visits",
            "stamps": 1,
            "lines": [{"line_ids": ["1", "2", "3"], "stamps": 1}],
            "last_day": "2026-02-10",
        },
    ]
    assert told["sentences"][1:] == [
        'Card "coffee" got 4 stamps (line 1) and 1 stamp (line 2).',
        'Card "visits" got 1 stamp (line 1, 2 and 3). The last day of these stamps is 10 February 2026.',
    ]


def test_a_refund_says_what_it_took_of_the_stamps_and_which_voucher_came_back_first(cards: Shop) -> None:
    cards.refund("o7", lines=[{"line_id": "1", "quantity": 3}])
    (coffee,) = cards.explanation("o7")["refunds"][0]["stamps"]
    assert coffee["vouchers"] == ["CODE-2"]
    assert [coffee[part] for part in ("given", "target", "before", "due", "left_expired")] == [5, 3, 0, 3, 0]
    assert coffee["taken_from"] == {"own": 3, "others": 0, "owed": 0}
    assert cards.explanation("o7")["sentences"][-1] == (
        'Of 5 stamps on card "coffee", 3 stamps should be back by now, rounded half up; 0 stamps went back before, '
        "so 3 stamps are due. The card had too few, so 1 voucher of it came back first, unused."
    )
    assert told_in_all_languages(cards, "o7") == {5}


def test_stamps_that_have_expired_are_left_and_those_that_are_missing_are_owed(cards: Shop) -> None:
    cart = {"lines": [line("2.00", categories=["coffee"])]}
    cards.reserve("x1", vouchers=["CODE-2"], cart=cart)
    cards.order("o8", lines=[line("2.00", kind="gift_card")], redemption_id="x1")
    cards.later(days=60).refund("o7", amount="20.00")
    coffee, visits = cards.explanation("o7")["refunds"][0]["stamps"]
    assert (coffee["taken_from"], coffee["vouchers"]) == ({"own": 0, "others": 0, "owed": 5}, [])
    assert (visits["taken_from"], visits["left_expired"]) == (None, 1)
    said = cards.explanation("o7")["sentences"]
    assert said[-2].endswith("The card now owes 5 stamps.")
    assert said[-1].endswith("They had expired already, and were left.")

"""WooCommerce's payloads: what of them is meant for the ledger, field by field."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tessera.commands.emulators import ROOT
from tessera.domain.order import Order, Reading
from tessera.domain.refusals import InvalidRequest
from tessera.domain.shop_orders.heard import Cancelled, Paid, Refunded
from tessera.edge.shops.news import CustomerNews
from tessera.edge.shops.payloads import payload_in
from tessera.edge.shops.woocommerce.topics import TOPICS

EUR = Reading(2)


def example(name: str) -> dict[str, Any]:
    event = json.loads((ROOT / f"events/woocommerce_{name}.json").read_text())
    return payload_in(event["body"])


def read(payload: Any, topic: str = "order.updated") -> Any:
    return TOPICS[topic].read(payload, EUR)


def order_of(**changed: Any) -> Order:
    paid = read({**example("order_created"), **changed}).heard[0]
    assert isinstance(paid, Paid)
    return paid.order


def test_a_paid_order_has_its_lines_with_their_tax_to_the_cent() -> None:
    order = order_of()
    assert [(each.line_id, each.kind, each.gross, each.tax) for each in order.lines] == [
        ("315", "product", 5445, 982),
        ("shipping", "shipping", 490, 88),
    ]
    assert (order.total, order.member_id, order.channel) == (5935, "26", "checkout")
    assert order.placed_at == datetime(2026, 3, 2, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize("included", [True, False])
def test_amounts_of_lines_are_without_tax_whatever_the_shop_s_prices_are(included: bool) -> None:
    assert order_of(prices_include_tax=included).total == 5935


def test_a_unit_price_that_is_no_whole_cent_leaves_the_sum_exact() -> None:
    line = example("order_created")["line_items"][0]
    thirds = {**line, "quantity": 3, "subtotal": "10.00", "subtotal_tax": "0.00", "total": "8.00", "total_tax": "0.00"}
    (only, *_) = order_of(line_items=[thirds]).lines
    assert (only.unit_price, only.gross) == (334, 800)


def test_a_fee_counts_as_shipping_does_and_one_below_zero_is_a_discount() -> None:
    fees = [{"id": 5, "total": "2.00", "total_tax": "0.44"}, {"id": 6, "total": "-3.00", "total_tax": "0.00"}]
    order = order_of(fee_lines=fees)
    assert [(each.line_id, each.kind, each.gross) for each in order.lines if "fee" in each.line_id] == [
        ("fee-5", "shipping", 244)
    ]
    assert (order.discount, order.total) == (300, 5935 + 244 - 300)


def test_a_payload_without_ways_of_shipping_or_its_last_change_is_read_by_what_it_has() -> None:
    left_out = ("shipping_lines", "date_modified_gmt")
    order = {name: value for name, value in example("order_created").items() if name not in left_out}
    (paid, *_) = read({**order, "shipping_total": "5.00", "shipping_tax": "1.10"}).heard
    assert paid.at == paid.order.placed_at
    assert [each.gross for each in paid.order.lines if each.kind == "shipping"] == [610]


def test_amounts_told_rounded_come_to_what_was_paid_so_that_a_full_refund_leaves_nothing() -> None:
    """Ten at 23.90 with 20 % tax, less a quarter: 149.375 and 29.875 are both told half a cent higher."""
    line = example("order_created")["line_items"][0]
    told = {"quantity": 10, "subtotal": "199.17", "subtotal_tax": "39.83", "total": "149.38", "total_tax": "29.88"}
    order = order_of(line_items=[{**line, **told}], shipping_lines=[], total="179.25")
    assert (order.amounts, order.discount) == ((17925,), 1)


@pytest.mark.parametrize(("total", "paid"), [("59.36", 5935), ("59.33", 5933), ("34.35", 5935), (None, 5935)])
def test_a_total_that_is_not_of_rounding_leaves_the_lines_as_they_are(total: str | None, paid: int) -> None:
    assert order_of(total=total).total == paid


def test_a_guest_has_no_number_and_is_known_by_the_e_mail() -> None:
    news = read({**example("order_created"), "customer_id": 0})
    assert news.customer is None
    order = order_of(customer_id=0)
    assert (order.member_id, order.email) == (None, "bruno@example.com")


def test_a_redemption_is_named_by_a_meta_field() -> None:
    fields = [{"key": "_other", "value": {"a": 1}}, {"key": "_tessera_redemption_id", "value": "x1"}]
    assert order_of(meta_data=fields).redemption_id == "x1"


def test_a_fee_below_zero_that_stands_for_a_redemption_is_what_it_paid_and_no_discount() -> None:
    fees = [
        {"id": 6, "name": "tessera-x1", "total": "-40.00", "total_tax": "-8.80"},
        {"id": 7, "name": "Spring", "total": "-3.00", "total_tax": "0.00"},
    ]
    order = order_of(fee_lines=fees)
    assert (order.redemption_id, order.discount, order.total) == ("x1", 300, 5935 - 300)


def test_refunds_are_told_with_the_order_and_each_is_known_by_its_id() -> None:
    refunds = [{"id": 733, "total": "-10.00"}, {"id": 734, "total": "0.00"}, {"id": 735, "total": "-1.50"}]
    told = read({**example("order_updated"), "refunds": refunds}).heard[1:]
    assert [(each.id, each.beside_minor) for each in told if isinstance(each, Refunded)] == [
        ("733", 1000),
        ("735", 150),
    ]


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        ("processing", [Paid]),
        ("on-hold", [Paid]),
        ("completed", [Paid]),
        ("packed-by-a-plugin", [Paid]),
        ("cancelled", [Cancelled]),
        ("failed", [Cancelled]),
        ("refunded", [Cancelled]),
        ("trash", [Cancelled]),
    ],
)
def test_a_status_that_the_order_jumps_to_says_what_became_of_it(status: str, kinds: list[type]) -> None:
    assert [type(each) for each in read({**example("order_created"), "status": status}).heard] == kinds


@pytest.mark.parametrize("changed", [{"date_paid_gmt": None}, {"status": "pending"}, {"line_items": []}])
def test_what_is_not_paid_is_not_told(changed: dict[str, Any]) -> None:
    assert read({**example("order_created"), **changed}) is None
    assert read({**example("order_created"), **changed, "status": "pending"}, "order.created") is None


def test_a_customer_has_a_name_and_a_country_and_no_consent_is_made_up() -> None:
    news = read(example("customer_created"), "customer.created")
    assert isinstance(news, CustomerNews)
    body = news.customer.body
    assert (news.customer.member_id, body.email, body.name, body.country) == (
        "26",
        "bruno@example.com",
        "Bruno Bianchi",
        "IT",
    )
    assert body.consents is None
    assert read({**example("customer_created"), "email": ""}, "customer.updated") is None


@pytest.mark.parametrize(
    ("broken", "paths"),
    [
        ({"date_paid_gmt": "02/03/2026"}, ["date_paid_gmt"]),
        ({"customer_id": "26"}, ["customer_id"]),
        (
            {"line_items": [{"id": 1, "quantity": 1, "total": "1,00"}]},
            ["line_items[0].subtotal", "line_items[0].total"],
        ),
        ({"refunds": [{"total": "-1.00"}]}, ["refunds[0].id"]),
        ({"id": None, "status": 7}, ["id", "status"]),
    ],
)
def test_what_is_broken_is_refused_with_its_places(broken: Any, paths: list[str]) -> None:
    with pytest.raises(InvalidRequest) as refused:
        read({**example("order_created"), **broken})
    assert sorted(fault.path for fault in refused.value.faults) == paths


def test_every_topic_says_what_its_delivery_is_about() -> None:
    assert TOPICS["order.updated"].subject(example("order_updated")) == "order/727"
    assert TOPICS["customer.created"].subject(example("customer_created")) == "customer/26"
    assert TOPICS["order.updated"].subject({"id": "à la carte"}) == "order"

"""Shopify's payloads: what of them is meant for the ledger, field by field."""

import json
from typing import Any

import pytest

from tessera.commands.emulators import ROOT
from tessera.domain.order import Order, Reading
from tessera.domain.refusals import InvalidRequest
from tessera.domain.shop_orders.heard import Cancelled, GivenBack, Paid, Refunded, Removed, Units
from tessera.edge.shops.news import CustomerNews, OrderNews, PrivacyNews
from tessera.edge.shops.payloads import payload_in
from tessera.edge.shops.shopify.topics import TOPICS

EUR = Reading(2)


def example(name: str) -> dict[str, Any]:
    event = json.loads((ROOT / f"events/shopify_{name}.json").read_text())
    return payload_in(event["body"])


def read(topic: str, payload: Any) -> Any:
    return TOPICS[topic].read(payload_in(json.dumps(payload, default=str)), EUR)


def order_of(**changed: Any) -> Order:
    news = read("orders/paid", {**example("order_paid"), **changed})
    assert isinstance(news, OrderNews)
    (paid,) = news.heard
    assert isinstance(paid, Paid)
    return paid.order


def line(**changed: Any) -> dict[str, Any]:
    plain = {"id": 1, "sku": "TEE-1", "quantity": 3, "price": "9.99", "tax_lines": [], "total_discount": "0.00"}
    return {**plain, **changed}


def test_a_paid_order_has_its_lines_to_the_cent() -> None:
    order = order_of()
    assert [(each.line_id, each.kind, each.gross, each.tax) for each in order.lines] == [
        ("9007199254742001", "product", 5445, 982),
        ("9007199254742002", "gift_card", 2500, 0),
        ("shipping", "shipping", 490, 0),
    ]
    assert (order.total, order.member_id, order.currency) == (8435, "9007199254741993", "EUR")
    assert (order.channel, order.tags, order.lines[0].brand) == ("web", ("spring",), "Bottega")


def test_ids_beyond_what_a_float_holds_are_exact() -> None:
    news = read("orders/paid", payload_in(json.dumps({**example("order_paid"), "id": 2**63 - 1}, default=str)))
    assert news.order_id == "9223372036854775807"


def test_where_taxes_come_on_top_the_line_has_them_and_the_sum_is_exact() -> None:
    taxed = line(tax_lines=[{"price": 6.59}], discount_allocations=[{"amount": "0.01"}])
    order = order_of(taxes_included=False, line_items=[taxed], shipping_lines=[])
    (only,) = order.lines
    assert (only.gross, only.tax, only.unit_price) == (2997 - 1 + 659, 659, 1219)


def test_taxes_with_more_decimals_than_the_currency_are_rounded_half_up() -> None:
    taxes = [{"price": "0.005"}, {"price": "1.2549"}]
    order = order_of(line_items=[line(tax_lines=taxes)], shipping_lines=[])
    assert order.lines[0].tax == 1 + 125


def test_a_payload_that_leaves_out_taxes_and_ways_of_shipping_is_read_by_its_totals() -> None:
    order = {name: value for name, value in example("order_paid").items() if name != "shipping_lines"}
    lines = [{"id": 1, "quantity": 1, "price": "10.00"}, {"id": 2, "quantity": 2, "price": "10.00"}]
    said = {"taxes_included": False, "total_tax": "6.61", "total_discounts": "0.00", "line_items": lines}
    (paid,) = read("orders/paid", {**order, **said, "refunds": []}).heard
    assert [(each.gross, each.tax) for each in paid.order.lines] == [(1220, 220), (2441, 441), (490, 0)]


def test_a_refund_says_when_it_was_in_one_of_two_fields() -> None:
    refund = {"id": 5, "order_id": 7, "order_adjustments": [{"amount": "-5.00"}]}
    for name in ("processed_at", "created_at"):
        (told,) = read("refunds/create", {**refund, name: "2026-03-02T12:00:00+01:00"}).heard
        assert (told.at.hour, told.beside_minor) == (11, 500)
    with pytest.raises(InvalidRequest, match="one thing"):
        read("refunds/create", refund)


def test_discounts_are_what_is_allocated_and_else_what_is_told_of_line_and_order() -> None:
    allocated = line(discount_allocations=[{"amount": "3.00"}, {"amount": "0.50"}], total_discount="3.00")
    assert order_of(line_items=[allocated], total_discounts="3.50").discount == 0
    assert order_of(line_items=[allocated]).lines[0].gross == 2997 - 350
    told = order_of(line_items=[line(total_discount="2.00")], total_discounts="5.00")
    assert (told.lines[0].gross, told.discount) == (2997 - 200, 300)


def test_an_order_is_never_discounted_by_more_than_its_goods() -> None:
    assert order_of(line_items=[line(price="1.00")], total_discounts="7.00").discount == 300


def test_shipping_is_one_line_with_its_discount_and_none_where_it_is_free() -> None:
    ways = [{"price": "4.90", "discount_allocations": [{"amount": "4.90"}]}, {"price": "2.00"}]
    assert order_of(shipping_lines=ways).lines[-1].gross == 200
    assert [each.kind for each in order_of(shipping_lines=[{"price": "0.00"}]).lines] == ["product", "gift_card"]


def test_only_the_shop_s_currency_counts_whatever_the_customer_was_shown() -> None:
    both = {"shop_money": {"amount": "9.99"}, "presentment_money": {"amount": "1500", "currency_code": "JPY"}}
    lines = [line(price="1500", price_set=both)]
    order = order_of(line_items=lines, presentment_currency="JPY", shipping_lines=[], total_discounts="0.00")
    assert order.total == 2997


def test_a_tip_is_a_tip_and_a_line_without_a_sku_goes_by_its_variant() -> None:
    lines = [line(sku="", variant_id=77), line(id=2, sku=None, tip={"payment_gateway": "shopify_payments"})]
    assert [(each.kind, each.sku) for each in order_of(line_items=lines).lines[:2]] == [("product", "77"), ("tip", "2")]


def test_a_guest_is_known_by_the_e_mail_of_the_order() -> None:
    news = read("orders/paid", {**example("order_paid"), "customer": None})
    assert news.customer is None
    assert order_of(customer=None).email == "anna@example.com"
    assert order_of(customer=None).member_id is None


def test_a_redemption_is_named_by_a_note_attribute() -> None:
    assert order_of(note_attributes=[{"name": "tessera_redemption_id", "value": "x1"}]).redemption_id == "x1"


@pytest.mark.parametrize("name", [{"code": "tessera-x1"}, {"title": "tessera-x1"}])
def test_a_discount_that_stands_for_a_redemption_is_what_it_paid_and_no_discount(name: dict[str, str]) -> None:
    """Or it would count twice: of a cart that points pay whole, none would be burned."""
    lines = [line(discount_allocations=[spread("5.00", 0), spread("24.97", 1)], total_discount="29.97")]
    shipping = [{"price": "4.90", "tax_lines": [], "discount_allocations": [spread("4.90", 1)]}]
    discounts = [{"type": "discount_code", "code": "SPRING"}, {"type": "manual", **name}]
    order = order_of(line_items=lines, shipping_lines=shipping, discount_applications=discounts)
    assert (order.redemption_id, order.discount) == ("x1", 0)
    assert [(each.gross, each.discount) for each in order.lines] == [(2997 - 500, 500), (490, 0)]


def test_no_customer_makes_a_discount_of_the_shop_a_redemption_by_naming_it() -> None:
    lines = [line(discount_allocations=[spread("5.00", 0)])]
    named = [{"name": "tessera_redemption_id", "value": "SPRING"}]
    order = order_of(line_items=lines, discount_applications=[{"code": "SPRING"}], note_attributes=named)
    assert order.lines[0].discount == 500


def spread(amount: str, place: int) -> dict[str, Any]:
    return {"amount": amount, "discount_application_index": place}


@pytest.mark.parametrize("changed", [{"test": True}, {"financial_status": "pending"}, {"line_items": []}])
def test_what_is_no_sale_is_not_awarded(changed: dict[str, Any]) -> None:
    news = read("orders/paid", {**example("order_paid"), **changed})
    assert news is None or news.heard == ()


def test_an_order_that_is_told_as_paid_when_it_is_cancelled_already_is_cancelled() -> None:
    news = read("orders/updated", {**example("order_cancelled"), "financial_status": "refunded"})
    assert [type(each) for each in news.heard] == [Cancelled]


def test_an_edit_takes_away_what_it_removes_and_what_it_adds_waits_for_the_next_payment() -> None:
    (removed,) = read("orders/edited", example("order_edited")).heard
    assert isinstance(removed, Removed)
    assert removed.lines == (Units("9007199254742001", 1),)
    only_added = {"order_edit": {**example("order_edited")["order_edit"], "line_items": {"additions": []}}}
    assert read("orders/edited", only_added) is None


def test_a_refund_gives_back_units_and_shipping_and_what_is_beside_them() -> None:
    (refund,) = read("refunds/create", example("refund_created")).heard
    assert isinstance(refund, Refunded)
    assert refund.lines == (GivenBack("9007199254742001", 1, told_minor=2723), GivenBack("shipping", 1, 490))
    money = {"order_adjustments": [{"amount": "-5.00", "tax_amount": "-0.50", "kind": "refund_discrepancy"}]}
    (refund,) = read("refunds/create", {**example("refund_created"), **money, "refund_line_items": []}).heard
    assert (refund.lines, refund.beside_minor) == ((), 550)


def test_shipping_given_back_is_told_in_one_place_or_the_other_and_counts_once() -> None:
    """Since 2024-10 adjustments have no kind, and shipping is none of them."""
    net, tax = ({"shop_money": {"amount": amount}} for amount in ("4.00", "0.90"))
    money = {"subtotal_amount_set": net, "tax_amount_set": tax}
    told_twice: list[Any] = example("refund_created")["order_adjustments"]
    for adjustments in (told_twice, told_twice[:0]):
        told = {"refund_shipping_lines": [money], "order_adjustments": adjustments}
        (refund,) = read("refunds/create", {**example("refund_created"), **told}).heard
        assert (refund.lines[1:], refund.beside_minor) == ((GivenBack("shipping", 1, 490),), 0)


def test_refunds_are_told_with_the_order_again_word_for_word() -> None:
    refund = example("refund_created")
    nothing = {"id": 7, "created_at": refund["created_at"], "refund_line_items": [], "order_adjustments": []}
    told = {**example("order_paid"), "financial_status": "partially_refunded", "refunds": [refund, nothing]}
    paid, *refunds = read("orders/updated", told).heard
    assert isinstance(paid, Paid)
    assert tuple(refunds) == read("refunds/create", refund).heard


def test_what_the_shop_kept_of_a_refund_is_not_given_back_twice() -> None:
    kept = {"order_adjustments": [{"amount": "3.00", "kind": "refund_discrepancy"}]}
    (refund,) = read("refunds/create", {**example("refund_created"), **kept}).heard
    assert (refund.lines, refund.beside_minor) == ((GivenBack("9007199254742001", 1, told_minor=2723),), -300)
    assert read("refunds/create", {**example("refund_created"), **kept, "refund_line_items": []}) is None


@pytest.mark.parametrize(
    ("state", "level", "said"),
    [
        ("subscribed", "single_opt_in", {"email": True, "marketing": True}),
        ("subscribed", "confirmed_opt_in", {"email": True, "marketing": True, "marketing_confirmed": True}),
        ("unsubscribed", None, {"marketing": False}),
        ("not_subscribed", None, None),
        ("pending", None, None),
    ],
)
def test_a_customer_s_consent_is_what_shopify_knows_of_it(state: str, level: str | None, said: Any) -> None:
    consent = {"email_marketing_consent": {"state": state, "opt_in_level": level}}
    news = read("customers/create", {**example("customer_created"), **consent})
    assert isinstance(news, CustomerNews)
    told = news.customer.body.consents
    assert (told.model_dump(exclude_none=True) if told else None) == said


def test_a_customer_has_a_name_a_country_and_tags_and_nobody_is_enrolled_without_an_e_mail() -> None:
    news = read("customers/create", example("customer_created"))
    body = news.customer.body
    assert (body.name, body.country, body.tags) == ("Anna Rossi", "IT", ("vip", "newsletter"))
    assert read("customers/create", {**example("customer_created"), "email": None}) is None


def test_privacy_topics_name_nobody_but_by_id() -> None:
    anna = "9007199254741993"
    assert read("customers/redact", example("customer_redacted")) == PrivacyNews("erase", anna)
    assert read("customers/data_request", example("data_requested")) == PrivacyNews("export", anna)
    assert read("shop/redact", example("shop_redacted")) == PrivacyNews("erase", None)
    assert read("customers/redact", {"shop_domain": "bottega.myshopify.com", "customer": None}) is None


@pytest.mark.parametrize("topic", ["customers/redact", "customers/data_request", "shop/redact"])
def test_a_signed_body_of_another_topic_erases_nobody(topic: str) -> None:
    """Only the body is signed, and whoever has got hold of one may name any topic."""
    others = ["order_paid", "customer_created", *(["customer_redacted"] if topic == "shop/redact" else [])]
    for name in others:
        with pytest.raises(InvalidRequest):
            read(topic, example(name))


@pytest.mark.parametrize(
    ("topic", "name", "broken", "paths"),
    [
        ("orders/paid", "order_paid", {"line_items": [line(price=None)]}, ["line_items[0].price"]),
        ("orders/paid", "order_paid", {"line_items": [line(quantity="3")]}, ["line_items[0].quantity"]),
        ("orders/paid", "order_paid", {"updated_at": "today", "currency": None}, ["currency", "updated_at"]),
        ("orders/paid", "order_paid", {"line_items": {}}, ["line_items"]),
        ("orders/cancelled", "order_cancelled", {"id": True}, ["id"]),
        ("refunds/create", "refund_created", {"order_id": None}, ["order_id"]),
        ("customers/create", "customer_created", {"email": "nobody"}, ["email"]),
    ],
)
def test_what_is_broken_is_refused_with_its_places(topic: str, name: str, broken: Any, paths: list[str]) -> None:
    with pytest.raises(InvalidRequest) as refused:
        read(topic, {**example(name), **broken})
    assert sorted(fault.path for fault in refused.value.faults) == paths


@pytest.mark.parametrize("name", ["id", "updated_at", "processed_at", "currency", "taxes_included", "line_items"])
def test_what_an_order_needs_is_asked_for(name: str) -> None:
    payload = example("order_paid")
    del payload[name]
    with pytest.raises(InvalidRequest) as refused:
        read("orders/paid", payload)
    assert [fault.path for fault in refused.value.faults] == [name]


def test_every_topic_says_what_its_delivery_is_about() -> None:
    told = {topic: TOPICS[topic].subject(example(name)) for topic, name in EXAMPLES.items()}
    assert {topic.partition("/")[0]: subject for topic, subject in told.items() if "customers" not in topic} == {
        "orders": "order/9007199254741117",
        "refunds": "order/9007199254741117",
        "shop": "shop",
    }
    assert {told[topic] for topic in told if "customers" in topic} == {"customer/9007199254741993"}


EXAMPLES = {
    "orders/paid": "order_paid",
    "orders/updated": "order_paid",
    "orders/edited": "order_edited",
    "orders/cancelled": "order_cancelled",
    "refunds/create": "refund_created",
    "customers/create": "customer_created",
    "customers/update": "customer_updated",
    "customers/redact": "customer_redacted",
    "customers/data_request": "data_requested",
    "shop/redact": "shop_redacted",
}


def test_every_topic_has_an_example() -> None:
    assert set(EXAMPLES) == set(TOPICS)

"""What Shopify and WooCommerce have delivered is carried out, whatever comes of it in whatever order."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tessera.domain.member_body import MemberBody
from tessera.edge.keychain import email_key
from tessera.edge.loading import handler_module
from tessera.edge.settings import settings
from tessera.edge.wiring import looking, world, writing
from tessera.operations.enrol import enrol
from tessera.operations.erase_member import erase_member
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, line

from .conftest import ROOT

ANNA, BRUNO = "9007199254741993", "26"
ORDER = "9007199254741117"
Deliver = Callable[..., list[str]]


@pytest.fixture
def shop(noon_shop: Shop) -> Shop:
    """A shop on a stack whose time stands at noon, and has nobody enrolled yet."""
    noon_shop.publish(ONE_POINT_PER_EURO, guests={"claim_days": 30})
    return noon_shop


@pytest.fixture
def deliver(shop: Shop, stack: Any, event: Any, guard: Any) -> Deliver:
    """Deliver the examples by their names, each through both functions, which may do no more than template.yaml allows;
    gives the messages that failed."""
    sqs = stack.client("sqs")
    receive = handler_module(ROOT / "functions/receive_webhooks").handler
    take = handler_module(ROOT / "functions/receive_webhooks", "from_queue").handler

    def hand_over(*names: str) -> list[str]:
        failed = []
        for name in names:
            guard.hold_to("receive_webhooks")
            assert receive(event(name), None)["statusCode"] == 200, name
            for message in sqs.receive_message(QueueUrl=settings().deliveries_queue_url).get("Messages", []):
                guard.hold_to("receive_webhooks_from_queue")
                record = {"messageId": name, "body": message["Body"], "receiptHandle": message["ReceiptHandle"]}
                answer = take({"Records": [record]}, None)
                guard.function = None
                failed += [each["itemIdentifier"] for each in answer["batchItemFailures"]]
                sqs.delete_message(QueueUrl=settings().deliveries_queue_url, ReceiptHandle=message["ReceiptHandle"])
        return failed

    return hand_over


def points(shop: Shop, member_id: str = ANNA) -> int:
    active: int = shop.account(member_id)["wallets"]["points"]["active"]
    return active


def test_an_order_enrols_its_customer_and_is_awarded(shop: Shop, deliver: Deliver) -> None:
    assert deliver("shopify_order_paid") == []
    assert points(shop) == 54


def test_the_examples_of_the_queue_are_taken(shop: Shop, event: Any) -> None:
    take = handler_module(ROOT / "functions/receive_webhooks", "from_queue").handler
    assert take(event("deliveries"), None) == {"batchItemFailures": []}
    assert (points(shop), points(shop, BRUNO)) == (54, 45)


def test_the_life_of_an_order_at_shopify(shop: Shop, deliver: Deliver) -> None:
    """What an edit removed is told again as its refund, and counts once; the gift card earns nothing."""
    told = ("customer_created", "order_edited", "order_paid", "refund_created")
    assert deliver(*(f"shopify_{each}" for each in told)) == []
    assert points(shop) == 27
    assert deliver("shopify_order_cancelled", "shopify_order_paid") == []
    assert points(shop) == 0


def test_the_life_of_an_order_at_woocommerce(shop: Shop, deliver: Deliver) -> None:
    told = ("customer_created", "order_updated", "order_created", "order_updated")
    assert deliver(*(f"woocommerce_{each}" for each in told)) == []
    assert points(shop, BRUNO) == 45
    assert deliver("woocommerce_ping") == []


def test_what_points_took_off_an_order_is_burned_whole(shop: Shop, event: Any) -> None:
    """At Shopify it is a discount; as one of the shop's own it would leave 10.50 of goods to burn 50.00 of."""
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {"redeem": {"points": 10, "value": "0.10"}}})
    shop.enrol(ANNA)
    shop.adjust("points", 5500, member_id=ANNA)
    shop.reserve("x1", ANNA, points=5000, cashback="0.00", vouchers=[], cart={"lines": [line("60.50")]})
    payload = json.loads(event("shopify_order_paid")["body"])
    share = {"amount": "50.00", "discount_application_index": 0}
    goods = {**payload["line_items"][0], "discount_allocations": [share]}
    told = {**payload, "line_items": [goods], "discount_applications": [{"type": "manual", "title": "tessera-x1"}]}
    body = json.dumps({"shop": "shopify", "topic": "orders/paid", "delivery_id": "d", "payload": told})
    take = handler_module(ROOT / "functions/receive_webhooks", "from_queue").handler
    assert take({"Records": [{"messageId": "m", "body": body}]}, None) == {"batchItemFailures": []}
    assert shop.redemption("x1")["state"] == "captured"
    assert points(shop) == 5500 - 5000 + 10


def test_an_order_that_is_refunded_whole_gives_back_all_that_points_paid(shop: Shop, event: Any) -> None:
    """WooCommerce refunds the money alone, which is a part of what the order came to."""
    shop.publish(ONE_POINT_PER_EURO, wallets={"points": {"redeem": {"points": 10, "value": "0.10"}}})
    shop.enrol(BRUNO)
    shop.adjust("points", 4000, member_id=BRUNO)
    shop.reserve("x1", BRUNO, points=4000, cashback="0.00", vouchers=[], cart={"lines": [line("54.45")]})
    paid_by = {"fee_lines": [{"id": 6, "name": "tessera-x1", "total": "-40.00", "total_tax": "0.00"}]}
    order = {**json.loads(event("woocommerce_order_created")["body"]), **paid_by, "total": "19.35"}
    refunds = {"status": "refunded", "refunds": [{"id": 733, "total": "-19.35"}]}
    take = handler_module(ROOT / "functions/receive_webhooks", "from_queue").handler
    for told in (order, {**order, **refunds, "date_modified_gmt": "2026-03-02T11:40:00"}):
        body = json.dumps({"shop": "woocommerce", "topic": "order.updated", "delivery_id": "d", "payload": told})
        assert take({"Records": [{"messageId": "m", "body": body}]}, None) == {"batchItemFailures": []}
        left = points(shop, BRUNO)
    assert left == 4000


def test_what_was_told_before_does_not_overwrite_what_was_told_since(shop: Shop, deliver: Deliver) -> None:
    assert deliver("shopify_customer_updated", "shopify_customer_created", "shopify_order_paid") == []
    profile = world().ledger.profile(ANNA)
    assert profile is not None
    assert (profile.name, profile.consents.marketing) == ("Anna Maria Rossi", False)


def test_a_yes_to_mail_is_the_shop_s_word_for_it(shop: Shop, deliver: Deliver) -> None:
    assert deliver("shopify_customer_created") == []
    profile = world().ledger.profile(ANNA)
    assert profile is not None
    said = {(word.subject, word.value, word.source) for word in profile.consents.history}
    assert said == {("email", True, "shop"), ("marketing", True, "shop")}


def test_where_the_shop_enrols_its_members_itself_the_order_of_another_customer_is_a_guest_s(
    shop: Shop, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is awarded when they enrol with its e-mail, once, whatever is told again."""
    monkeypatch.setenv("SHOP_ENROLMENT", "by_shop")
    settings.cache_clear()
    assert deliver("shopify_customer_created", "shopify_order_paid") == []
    assert world().ledger.profile(ANNA) is None
    enrol(ANNA, MemberBody(email="anna@example.com"), email_key=email_key, **writing())
    assert points(shop) == 54
    assert deliver("shopify_order_paid", "shopify_customer_updated") == []
    profile = world().ledger.profile(ANNA)
    assert (points(shop), profile.name if profile else None) == (54, "Anna Maria Rossi")


def test_who_is_to_be_erased_is_called_for(shop: Shop, deliver: Deliver, stack: Any) -> None:
    assert deliver("shopify_customer_redacted", "shopify_shop_redacted") == []
    queue = settings().erasures_queue_url
    found = stack.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    asked_at = "2026-03-02T12:00:00Z"
    calls = ['{"everybody":true}', f'{{"member_id":"{ANNA}","asked_at":"{asked_at}"}}']
    assert sorted(each["Body"] for each in found) == calls


def test_nothing_told_before_an_erasure_brings_a_member_back(shop: Shop, deliver: Deliver) -> None:
    assert deliver("shopify_order_paid") == []
    erase_member(ANNA, patience=world().patience, **looking())
    assert deliver("shopify_customer_updated", "shopify_order_paid", "shopify_refund_created") == []
    assert world().ledger.profile(ANNA) is None


def test_the_operator_is_told_who_asks_for_their_data_by_their_id_alone(
    shop: Shop, deliver: Deliver, stack: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = stack.client("sns").create_topic(Name="operators")["TopicArn"]
    sqs = stack.client("sqs")
    queue = sqs.create_queue(QueueName="read")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    stack.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    monkeypatch.setenv("DIGEST_TOPIC_ARN", topic)
    settings.cache_clear()
    assert deliver("shopify_data_requested") == []
    (told,) = sqs.receive_message(QueueUrl=queue)["Messages"]
    assert f"GET /members/{ANNA}/export" in told["Body"]
    assert "@" not in told["Body"]


def test_what_cannot_be_read_is_kept_and_no_person_is_named_in_the_log(
    shop: Shop, event: Any, caplog: pytest.LogCaptureFixture
) -> None:
    take = handler_module(ROOT / "functions/receive_webhooks", "from_queue").handler
    batch = event("deliveries")
    record = batch["Records"][0]
    record["body"] = record["body"].replace('"price":"30.25"', '"price":"thirty"')
    assert take({"Records": [record]}, None) == {"batchItemFailures": [{"itemIdentifier": record["messageId"]}]}
    assert [vars(each)["code"] for each in caplog.records if each.msg == "refused"] == ["invalid_request"]
    (told,) = [vars(each) for each in caplog.records if each.msg == "delivery refused"]
    assert told["topic"] and told["places"]
    assert "anna@example.com" not in caplog.text

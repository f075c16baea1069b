"""A shop's day, each function held to its own policy: what template.yaml allows is enough, for every route."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
import yaml
from moto import mock_aws

from tessera.commands.emulators import ROOT
from tessera.domain.agenda import Item
from tessera.domain.filing import Key
from tessera.domain.outbox import Claim, Device, Dispatch, Posted
from tessera.domain.shop_orders.heard import Cancelled
from tessera.edge import agenda, aws, webhooks
from tessera.edge.calls import Call, message_of
from tessera.edge.keychain import Keychain, keychain
from tessera.edge.loading import handler_module
from tessera.edge.page_links import Leaving, token_of
from tessera.edge.settings import settings
from tessera.edge.wiring import world
from tessera.storage.table import SCHEMA
from tests.functions.nights.running import Run
from tests.stack.permissions import Guard, NotAllowed, hold, permissions

CLIENTS = (aws.dynamodb, aws.events, aws.secretsmanager, aws.sns, aws.sqs, aws._session)
STAGES = (agenda.table, agenda.agenda, webhooks.poster, webhooks.known_subscriptions)
KEPT = (*CLIENTS, *STAGES, keychain, settings, world)
SHOP = {"kind": "shop", "subject": "all", "scopes": "checkout read admin"}
NOW, TODAY = datetime.now(UTC).isoformat(), datetime.now(UTC).date()
ORDER = {
    "member_id": "anna",
    "placed_at": NOW,
    "currency": "EUR",
    "lines": [{"line_id": "1", "sku": "TEE-1", "quantity": 2, "unit_price": "20.00"}],
}
GUESTS = {**ORDER, "member_id": None, "email": "bruno@example.com"}
CART = {"lines": ORDER["lines"]}
REFUND = {"refund_id": "r1", "refunded_at": NOW}
RESERVATION = {"member_id": "anna", "points": 100, "cashback": "1.00", "vouchers": [], "cart": CART}
BOTTEGA = json.loads(json.dumps(yaml.safe_load((ROOT / "programmes/bottega.yaml").read_text()), default=str))
TEA = {"id": "tea", "kind": "free_product", "product": {"sku": ["TEA-1"]}, "cost": 10, "stock": 5}
PROGRAMME = BOTTEGA | {
    "rewards": [*BOTTEGA["rewards"], TEA],
    "guests": {"claim_days": 30},
    "referral": {"friend": {"points": 100}},
}
WELCOME = {"kind": "welcome", "locale": "en"}
PARTS = ("subject", "preheader", "heading", "body", "button", "push_title", "push_body")
TEXT = dict.fromkeys(PARTS, "Welcome to {{ programme }}")
# Any write may turn points into vouchers of a reward that has a stock, which is then drawn on.
BY_CHANCE = {("UpdateItem", "COUNT#*")}
BESIDE_THE_TABLE = {
    "GetSecretValue",
    "Publish",
    "CreatePlatformEndpoint",
    "SetEndpointAttributes",
    "DeleteEndpoint",
} | {
    "SendMessage*",
    "ChangeMessageVisibility",
}
HOOKS, HOOK = "/webhook_subscriptions", {"subscription_id": "shop-1"}
# Refused as it is met: it leads to the machine itself.
ENDPOINT = {"url": "https://localhost/", "kinds": ["PointsEarned"]}
EXPLANATION = "/members/{member_id}/entries/{entry_id}/explanation"

# The end of a link that ends marketing for Anna.
LINK = {"token": token_of(Keychain(b"s" * 64).page_links(), Leaving("anna", "marketing"))}

# Function, verb, route, ids of the path, body or query, and what it answers.
DAY: list[tuple[str, str, str, dict[str, str], Any, int]] = [
    ("programme", "PUT", "/programme", {}, PROGRAMME, 201),
    ("programme", "POST", "/programme/check", {}, PROGRAMME, 200),
    ("programme", "GET", "/programme", {}, {}, 200),
    ("programme", "GET", "/openapi.json", {}, {}, 200),
    ("message_texts", "PUT", "/messages/{kind}/{locale}", WELCOME, TEXT, 200),
    ("message_texts", "GET", "/messages/{kind}/{locale}", WELCOME, {}, 200),
    ("message_texts", "POST", "/messages/{kind}/{locale}/preview", WELCOME, {}, 200),
    ("message_texts", "DELETE", "/messages/{kind}/{locale}", WELCOME, {}, 200),
    ("members", "PUT", "/members/{member_id}", {"member_id": "anna"}, {"email": "anna@example.com"}, 201),
    ("members", "PUT", "/members/{member_id}", {"member_id": "anna"}, {"email": "moved@example.com"}, 200),
    ("members", "GET", "/members", {}, {"email": ["moved@example.com"]}, 200),
    ("members", "POST", "/members/{member_id}/token", {"member_id": "anna"}, {"ttl_seconds": 600}, 201),
    ("members", "POST", "/members/{member_id}/adjustments", {"member_id": "anna"},
     {"wallet": "points", "amount": 1000, "reason": "gift", "note": "hello", "reference": "g1"}, 201),
    ("members", "POST", "/members/{member_id}/adjustments", {"member_id": "anna"},
     {"wallet": "cashback", "amount": "10.00", "reason": "gift", "note": "hello", "reference": "g2"}, 201),
    ("members", "POST", "/members/{member_id}/actions", {"member_id": "anna"},
     {"action": "review", "reference": "rev-1"}, 201),
    ("award_orders", "PUT", "/orders/{order_id}", {"order_id": "o1"}, ORDER, 201),
    ("award_orders", "PUT", "/orders/{order_id}", {"order_id": "o1"}, ORDER, 201),
    ("award_orders", "GET", "/orders/{order_id}", {"order_id": "o1"}, {}, 200),
    ("award_orders", "GET", "/orders/{order_id}/explanation", {"order_id": "o1"}, {}, 200),
    ("refund_orders", "POST", "/orders/{order_id}/refunds", {"order_id": "o1"}, REFUND | {"amount": "20.00"}, 201),
    ("award_orders", "POST", "/orders/{order_id}/completion", {"order_id": "o1"}, {}, 200),
    ("award_orders", "POST", "/orders/{order_id}/completion", {"order_id": "o2"}, {}, 202),
    ("award_orders", "PUT", "/orders/{order_id}", {"order_id": "g1"}, GUESTS, 201),
    ("members", "PUT", "/members/{member_id}", {"member_id": "bruno"}, {"email": "bruno@example.com"}, 201),
    ("refund_orders", "POST", "/orders/{order_id}/refunds", {"order_id": "o2"}, REFUND | {"amount": "5.00"}, 202),
    ("award_orders", "PUT", "/orders/{order_id}", {"order_id": "o2"}, ORDER, 201),
    ("redeem_rewards", "POST", "/quotes", {}, {"member_id": "anna", "cart": CART, "use": "best"}, 200),
    ("redeem_rewards", "POST", "/members/{member_id}/rewards", {"member_id": "anna"},
     {"reward_id": "five-off", "reference": "c1"}, 201),
    ("redeem_rewards", "POST", "/members/{member_id}/rewards", {"member_id": "anna"},
     {"reward_id": "tea", "reference": "c2"}, 201),
    ("redeem_rewards", "GET", "/rewards", {}, {}, 200),
    ("redeem_rewards", "POST", "/vouchers/{code}/void", {"code": "NO-SUCH"}, {"member_id": "anna"}, 404),
    ("redeem_rewards", "PUT", "/redemptions/{redemption_id}", {"redemption_id": "x1"}, RESERVATION, 201),
    ("redeem_rewards", "PUT", "/redemptions/{redemption_id}", {"redemption_id": "x0"},
     RESERVATION | {"vouchers": ["NO-SUCH"]}, 409),
    ("redeem_rewards", "GET", "/redemptions/{redemption_id}", {"redemption_id": "x1"}, {}, 200),
    ("redeem_rewards", "POST", "/redemptions/{redemption_id}/capture", {"redemption_id": "x1"},
     {"order_id": "o2"}, 200),
    ("redeem_rewards", "PUT", "/redemptions/{redemption_id}", {"redemption_id": "x2"}, RESERVATION, 201),
    ("redeem_rewards", "POST", "/redemptions/{redemption_id}/release", {"redemption_id": "x2"}, {}, 200),
    ("redeem_rewards", "PUT", "/redemptions/{redemption_id}", {"redemption_id": "x3"}, RESERVATION, 201),
    ("award_orders", "PUT", "/orders/{order_id}", {"order_id": "o3"}, ORDER | {"redemption_id": "x3"}, 201),
    ("refund_orders", "POST", "/orders/{order_id}/refunds", {"order_id": "o3"},
     REFUND | {"lines": [{"line_id": "1", "quantity": 2}]}, 201),
    # Before a refusal it is looked up whether the same was answered before.
    ("award_orders", "PUT", "/orders/{order_id}", {"order_id": "o4"}, ORDER | {"member_id": "nobody"}, 404),
    ("award_orders", "PUT", "/orders/{order_id}", {"order_id": "o5"}, ORDER | {"redemption_id": "x5"}, 201),
    ("refund_orders", "POST", "/orders/{order_id}/refunds", {"order_id": "o3"},
     REFUND | {"refund_id": "r2", "amount": "1.00"}, 409),
    ("redeem_rewards", "PUT", "/redemptions/{redemption_id}", {"redemption_id": "x4"},
     RESERVATION | {"member_id": "nobody"}, 404),
    ("members", "PUT", "/members/{member_id}/block", {"member_id": "anna"}, {"blocked": True}, 200),
    ("members", "PUT", "/members/{member_id}", {"member_id": "ada"}, {"email": "ada@example.com"}, 201),
    ("members", "PUT", "/members/{member_id}", {"member_id": "bea"},
     {"email": "bea@example.com", "referral_code": "NOBODY22"}, 404),
    ("members", "PUT", "/members/{member_id}", {"member_id": "bea"},
     {"email": "ada+b@example.com", "referred_by": "ada"}, 201),
    ("members", "GET", "/referrals", {}, {}, 200),
    ("award_orders", "PUT", "/orders/{order_id}", {"order_id": "o6"}, ORDER | {"member_id": "bea"}, 201),
    ("members", "PUT", "/members/{member_id}/referral", {"member_id": "bea"}, {"decision": "approve"}, 200),
    ("reach_members", "GET", "/members/{member_id}/suppression", {"member_id": "anna"}, {}, 200),
    ("reach_members", "PUT", "/members/{member_id}/devices/{token}", {"member_id": "anna", "token": "p" * 40},
     {"platform": "GCM"}, 200),
    ("reach_members", "PUT", "/members/{member_id}/devices/{token}", {"member_id": "bea", "token": "p" * 40},
     {"platform": "GCM"}, 200),
    ("reach_members", "DELETE", "/members/{member_id}/devices/{token}", {"member_id": "bea", "token": "p" * 40},
     {}, 200),
    ("member_page", "GET", "/unsubscribe/{token}", LINK, {}, 200),
    ("member_page", "POST", "/unsubscribe/{token}", LINK, "List-Unsubscribe=One-Click", 200),
    ("members", "GET", "/members/{member_id}", {"member_id": "anna"}, {}, 200),
    ("members", "GET", "/members/{member_id}/entries", {"member_id": "anna"}, {}, 200),
    ("reach_members", "GET", "/members/{member_id}/messages", {"member_id": "anna"}, {}, 200),
    ("members", "GET", EXPLANATION, {"member_id": "anna", "entry_id": "5-0"}, {}, 200),     # of o1
    ("members", "GET", EXPLANATION, {"member_id": "anna", "entry_id": "10-0"}, {}, 200),     # of x1
    ("members", "GET", "/members/{member_id}/balance", {"member_id": "anna"}, {}, 200),
    ("members", "GET", "/members/{member_id}/balance", {"member_id": "anna"}, {"as_of": [NOW]}, 200),
    ("programme", "POST", "/programme/check", {}, PROGRAMME, 200),
    ("figures", "GET", "/figures", {}, {}, 200),
    ("webhook_subscriptions", "POST", HOOKS, {}, ENDPOINT | HOOK, 201),
    ("webhook_subscriptions", "POST", HOOKS, {}, ENDPOINT | {"subscription_id": "shop-2"}, 201),
    ("webhook_subscriptions", "GET", HOOKS, {}, {}, 200),
    ("webhook_subscriptions", "PUT", f"{HOOKS}/{{subscription_id}}", HOOK, ENDPOINT, 200),
    ("webhook_subscriptions", "GET", f"{HOOKS}/{{subscription_id}}", HOOK, {}, 200),
    ("webhook_subscriptions", "POST", f"{HOOKS}/{{subscription_id}}/rotate", HOOK, {}, 200),
    ("webhook_subscriptions", "POST", f"{HOOKS}/{{subscription_id}}/resume", HOOK, {}, 200),
    ("webhook_subscriptions", "DELETE", f"{HOOKS}/{{subscription_id}}", {"subscription_id": "shop-2"}, {}, 200),
    ("members", "PUT", "/members/{member_id}", {"member_id": "dora"}, {"email": "dora@example.com"}, 201),
    ("award_orders", "PUT", "/orders/{order_id}", {"order_id": "g2"}, GUESTS | {"email": "moved@example.com"}, 201),
    ("personal_data", "GET", "/members/{member_id}/export", {"member_id": "anna"}, {}, 200),
    ("personal_data", "DELETE", "/members/{member_id}", {"member_id": "dora"}, {}, 200),
]  # fmt: skip

DELIVERY = json.loads(json.loads((ROOT / "events/send_webhooks.json").read_text())["Records"][0]["body"])["delivery_id"]
# What follows once a fact has been sent to an endpoint.
SENT = [
    ("GET", f"{HOOKS}/{{subscription_id}}/deliveries", HOOK, {}, 200),
    (
        "POST",
        f"{HOOKS}/{{subscription_id}}/deliveries/{{delivery_id}}/replay",
        HOOK | {"delivery_id": DELIVERY},
        {},
        202,
    ),
]
LIFTED = ("DELETE", "/members/{member_id}/suppression", {"member_id": "ada"}, {})

# What the day calls for in the account of Ada, who brought Bea.
CREDITS = (Call(Key("referral_decision", "bea"), "bea", 3), Call(Key("order", "o6"), "bea", 2))

# The members are called for one by one, and Anna is erased.
ERASURES = ('{"segment":0,"segments":1,"after":null}', '{"member_id":"anna"}', '{"member_id":"anna","closed":9}')

COMPLAINT = json.loads((ROOT / "events/complaint.json").read_text().replace("anna@", "ada@"))


def test_what_each_function_is_allowed_is_enough_and_no_more(
    table: None, guard: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a test clock, which every function then reads."""
    monkeypatch.setenv("TEST_CLOCK", "enabled")
    for function, verb, route, ids, asked, status in DAY:
        guard.hold_to(function)
        answer = _handler(function)(_event(verb, route, ids, asked), None)
        assert answer["statusCode"] == status, f"{verb} {route}: {answer['body']}"
    guard.hold_to("credit_referrals")
    assert _handler("credit_referrals")(_calls(*CREDITS), None) == {"batchItemFailures": []}
    guard.hold_to("suppress_addresses")
    _handler("suppress_addresses")(COMPLAINT, None)
    guard.hold_to("reach_members")
    assert _handler("reach_members")(_event(*LIFTED), None)["statusCode"] == 200
    guard.hold_to("count_figures")
    _handler("count_figures")(json.loads((ROOT / "events/publish_facts.json").read_text()), None)
    guard.hold_to("send_webhooks")
    for source in ("open_webhooks", "send_webhooks", "retry_webhooks"):
        _handler("send_webhooks")(json.loads((ROOT / f"events/{source}.json").read_text()), None)
    guard.hold_to("webhook_subscriptions")
    for verb, route, ids, asked, status in SENT:
        assert _handler("webhook_subscriptions")(_event(verb, route, ids, asked), None)["statusCode"] == status
    guard.hold_to("erase_members")
    _leave_traces(guard)
    assert _handler("erase_members")(_messages(*ERASURES), Run()) == {"batchItemFailures": []}
    guard.hold_to("send_digest")
    _handler("send_digest")(json.loads((ROOT / "events/send_digest.json").read_text()), None)
    for function, needed in guard.needed.items():
        allowed = {(action, what) for action, what in permissions(function) if action not in BESIDE_THE_TABLE}
        assert needed | (BY_CHANCE & allowed) == allowed, function


def test_the_guard_denies_what_the_policy_does_not_name() -> None:
    with pytest.raises(NotAllowed, match="Authorize may not GetItem M#anna"):
        hold("Authorize", "GetItem", {"Key": {"pk": {"S": "M#anna"}, "sk": {"S": "ACCOUNT"}}})


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty ledger of moto's, its secret, and a function's environment."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-south-1")
    monkeypatch.setenv("TABLE_NAME", "ledger")
    with mock_aws():
        queue = boto3.client("sqs").create_queue(QueueName="erasures")
        monkeypatch.setenv("ERASURES_QUEUE_URL", queue["QueueUrl"])
        boto3.client("dynamodb").create_table(TableName="ledger", BillingMode="PAY_PER_REQUEST", **SCHEMA)
        secret = boto3.client("secretsmanager").create_secret(Name="tessera", SecretString="s" * 64)
        monkeypatch.setenv("SECRET_ARN", secret["ARN"])
        phones = boto3.client("sns").create_platform_application(Name="shop", Platform="GCM", Attributes={})
        monkeypatch.setenv("GCM_APPLICATION", phones["PlatformApplicationArn"])
        monkeypatch.setenv("DIGEST_TOPIC_ARN", boto3.client("sns").create_topic(Name="digest")["TopicArn"])
        for name in ("webhooks", "webhook_retries"):
            queue = boto3.client("sqs").create_queue(QueueName=name)
            monkeypatch.setenv(f"{name.upper()}_QUEUE_URL", queue["QueueUrl"])
        _forget()
        yield
        _forget()


def _handler(function: str) -> Callable[[dict[str, Any], None], dict[str, Any]]:
    _forget()
    handler: Callable[[dict[str, Any], None], dict[str, Any]] = handler_module(ROOT / "functions" / function).handler
    return handler


def _event(verb: str, route: str, ids: dict[str, str], asked: Any) -> dict[str, Any]:
    is_read = verb == "GET"
    return {
        "resource": route,
        "path": route.format(**ids),
        "httpMethod": verb,
        "headers": {"content-type": "application/json"},
        "multiValueQueryStringParameters": asked if is_read else None,
        "pathParameters": ids,
        "stageVariables": None,
        "requestContext": {"resourcePath": route, "httpMethod": verb, "requestId": "r", "authorizer": SHOP},
        "body": None if is_read else asked if isinstance(asked, str) else json.dumps(asked),
        "isBase64Encoded": False,
    }


def _calls(*calls: Call) -> dict[str, Any]:
    return {"Records": [{"messageId": str(place), "body": message_of(call)} for place, call in enumerate(calls)]}


def _messages(*bodies: str) -> dict[str, Any]:
    return {"Records": [{"messageId": str(place), "body": body} for place, body in enumerate(bodies)]}


def _leave_traces(guard: Guard) -> None:
    """What only other functions write of Anna: a phone, a mail that failed, a day on the agenda, what was heard."""
    function, guard.function = guard.function, None
    here, item = world(), Item("settle_accounts", "anna", TODAY)
    assert here.devices.put("anna", Device("hash", "GCM", "endpoint", TODAY), before=None)
    claim = here.outbox.claim(Dispatch("anna", "welcome", "enrolment", "mail"), at=datetime.now(UTC))
    assert isinstance(claim, Claim)
    here.outbox.settle(Posted(claim, "failed"))
    here.news.keep("o1", Cancelled(datetime.now(UTC)))
    agenda.agenda().put(item)
    assert agenda.agenda().move_mark(item.job, "anna", None, TODAY)
    guard.function = function


def _forget() -> None:
    for kept in KEPT:
        kept.cache_clear()

"""Functions as they are deployed: each handler by its folder, with the stack's settings and no AWS."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tessera.domain.programme import check
from tessera.domain.versions import version_of
from tessera.edge import agenda, aws, postroom, records, trials, webhooks
from tessera.edge.clock import Hands, MovedClock
from tessera.edge.keychain import keychain
from tessera.edge.loading import handler_module
from tessera.edge.settings import settings
from tessera.edge.shops import connections
from tessera.edge.wiring import world, world_of
from tessera.storage.table import SCHEMA
from tests.operations.shop import Shop

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
# What a function keeps while it lives.
SENDING = (webhooks.clock, webhooks.poster, webhooks.known_subscriptions)
CLIENTS = (aws.dynamodb, aws.events, aws.secretsmanager, aws.ses, aws.sns, aws.sns_once, aws.sqs, aws._session)
STAGES = (trials.stage, postroom.postroom, agenda.table, agenda.agenda, *SENDING)
QUEUES = (
    "credits",
    "messages",
    "held_pushes",
    "night",
    "plan",
    "erasures",
    "webhooks",
    "webhook_retries",
    "paid_orders",
    "refunded_orders",
    "customers",
)
KEPT = (*CLIENTS, keychain, settings, world, records._digits, connections._configured, *STAGES)

# What the examples of events/ are signed with.
SHOPS = {
    "shopify": {"domain": "bottega.myshopify.com", "secrets": ["shpss_0000examplesecretofthedocs0000"]},
    "woocommerce": {"source": "https://bottega.example", "secrets": ["example-secret-of-the-docs"]},
    "standard": {"secrets": ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]},
}


@pytest.fixture
def function() -> Callable[[str], ModuleType]:
    """The handler module of a function's folder."""

    return lambda folder: handler_module(ROOT / "functions" / folder)


@pytest.fixture
def event() -> Callable[[str], Any]:
    """A real event by its name under events/."""
    return lambda name: json.loads((ROOT / "events" / f"{name}.json").read_text())


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A stack of moto's: table, bus, queues, secret, a platform of phones, and a function's environment. Gives a boto3
    session."""
    environment = {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "eu-south-1",
        "TABLE_NAME": "ledger",
        "BUS_NAME": "tessera",
        "SHOP_PLAN": "shop1a2b3c4d5e6f7a8b9c0d",
        "MEMBER_PLAN": "member1a2b3c4d5e6f7a8b9c",
        "SHOP_ORIGINS": "https://shop.example",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        session = boto3.Session()
        secret = session.client("secretsmanager").create_secret(Name="tessera", SecretString="a secret of 64 letters")
        monkeypatch.setenv("SECRET_ARN", secret["ARN"])
        shops = session.client("secretsmanager").create_secret(Name="shops", SecretString=json.dumps(SHOPS))
        monkeypatch.setenv("SHOP_SECRETS_ARN", shops["ARN"])
        monkeypatch.setenv("SHOP_ENROLMENT", "automatic")
        in_turn = session.client("sqs").create_queue(QueueName="deliveries.fifo", Attributes={"FifoQueue": "true"})
        monkeypatch.setenv("DELIVERIES_QUEUE_URL", in_turn["QueueUrl"])
        for name in QUEUES:
            queue = session.client("sqs").create_queue(QueueName=name)
            monkeypatch.setenv(f"{name.upper()}_QUEUE_URL", queue["QueueUrl"])
        android = {"Name": "shop", "Platform": "GCM", "Attributes": {"PlatformCredential": "testing"}}
        application = session.client("sns").create_platform_application(**android)
        monkeypatch.setenv("GCM_APPLICATION", application["PlatformApplicationArn"])
        session.client("events").create_event_bus(Name="tessera")
        session.client("dynamodb").create_table(TableName="ledger", BillingMode="PAY_PER_REQUEST", **SCHEMA)
        _forget()
        yield session
        _forget()


def _forget() -> None:
    """A new function: nothing is kept of the one before."""
    for kept in KEPT:
        kept.cache_clear()


@pytest.fixture
def noon_shop(stack: Any, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop on a stack whose time stands at noon: nothing is published, and nobody enrolled."""
    monkeypatch.setenv("TEST_CLOCK", "enabled")
    settings.cache_clear()
    shop = Shop(world().ledger)
    shop.programmes, shop.now = world().programmes, NOW
    MovedClock(aws.dynamodb(), "ledger").put(Hands(NOW, NOW))
    return shop


@pytest.fixture
def published(stack: Any, event: Any) -> None:
    """The programme that the records of events/publish_facts.json name."""
    document = json.loads(event("publish_programme")["body"])
    version = version_of(check(document), number=1, in_force_from=datetime(2026, 1, 1, tzinfo=UTC))
    assert world_of(settings()).programmes.publish(version)

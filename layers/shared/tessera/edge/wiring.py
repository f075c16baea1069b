"""Wiring: the one place that sees both ports and adapters."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TypedDict

from tessera.domain.book import Mint
from tessera.domain.figures import Tallies
from tessera.domain.message_texts import TextShelf
from tessera.domain.order import Reading
from tessera.domain.outbox import Devices, Outbox
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.shop_orders.heard import News
from tessera.domain.subscribing import Deliveries, Subscriptions
from tessera.domain.suppressing import Suppressions
from tessera.edge import aws
from tessera.edge.clock import Clock, MovedClock, SystemClock
from tessera.edge.mint import SecretMint
from tessera.edge.patience import JitteredPatience
from tessera.edge.settings import Settings, settings
from tessera.storage.figures import DynamoTallies
from tessera.storage.ledger import DynamoLedger
from tessera.storage.news import DynamoNews
from tessera.storage.outbox import DynamoDevices, DynamoOutbox
from tessera.storage.programmes import DynamoProgrammes
from tessera.storage.subscriptions import DynamoDeliveries, DynamoSubscriptions
from tessera.storage.suppressions import DynamoSuppressions
from tessera.storage.table import Table
from tessera.storage.texts import DynamoTexts

# Every function looks for a newer version of the programme each second, and a version comes into force two seconds
# after it was published: by then every function knows it, and an order is awarded by the same one wherever it arrives.
# Where time is moved by hand no such second passes, so there it is in force at once and looked for each time.
PROGRAMME_FRESH_FOR_SECONDS = 1.0
PUBLISHING_LEAD = timedelta(seconds=2)
AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class World:
    """What operations are given of the world; `publishing_lead` is how long after now a version comes into force."""

    ledger: Ledger
    programmes: Programmes
    texts: TextShelf
    tallies: Tallies
    patience: Patience
    mint: Mint
    clock: Clock
    publishing_lead: timedelta
    outbox: Outbox
    devices: Devices
    suppressions: Suppressions
    news: News
    subscriptions: Subscriptions
    deliveries: Deliveries


class Kept(TypedDict):
    """What is kept: whatever looks at what was recorded takes it."""

    ledger: Ledger
    programmes: Programmes


class Looking(Kept):
    """What a look at how things stand takes besides."""

    now: datetime


class Writing(Looking):
    """What a write takes besides."""

    patience: Patience
    mint: Mint


def kept() -> Kept:
    """Such as `order_of(order_id, **kept())`."""
    return {"ledger": world().ledger, "programmes": world().programmes}


def looking() -> Looking:
    """Such as `quote(cart, **looking())`: it looks now."""
    return {**kept(), "now": world().clock.now()}


def writing() -> Writing:
    """Such as `award_order(order_id, order, **writing())`: it begins now."""
    return {**looking(), "patience": world().patience, "mint": world().mint}


@cache
def world() -> World:
    """The world of this function, made when the first request needs it."""
    return world_of(settings())


def world_of(given: Settings) -> World:
    """The world of a stack with these settings."""
    patience = JitteredPatience()
    table = Table(given.table_name, patience=patience)
    is_moved = given.has_test_clock
    fresh = 0.0 if is_moved else PROGRAMME_FRESH_FOR_SECONDS
    return World(
        ledger=DynamoLedger(table),
        programmes=DynamoProgrammes(table, fresh_for_seconds=fresh, monotonic=time.monotonic),
        texts=DynamoTexts(table),
        tallies=DynamoTallies(table, patience),
        patience=patience,
        mint=SecretMint(),
        clock=MovedClock(aws.dynamodb(), given.table_name) if is_moved else SystemClock(),
        publishing_lead=AT_ONCE if is_moved else PUBLISHING_LEAD,
        outbox=DynamoOutbox(table),
        devices=DynamoDevices(table),
        suppressions=DynamoSuppressions(table),
        news=DynamoNews(table),
        subscriptions=DynamoSubscriptions(table),
        deliveries=DynamoDeliveries(table),
    )


def message_texts() -> TextShelf:
    """The operator's own texts of messages."""
    return world().texts


def reading() -> Reading:
    """What amounts of money in a body are read with: the programme's currency. Raises NoProgramme."""
    return Reading(world().programmes.latest().programme.digits)

"""Webhook subscriptions: which facts are sent to which endpoints of the shop, and what became of each sending."""

from secrets import token_hex

from tessera.domain.subscribing import DeliveryState
from tessera.domain.subscription_body import EndpointBody, SubscriptionBody
from tessera.edge.answers.subscriptions import (
    DeliveriesSent,
    SubscriptionsKept,
    SubscriptionState,
    SubscriptionWithSecret,
)
from tessera.edge.answers.subscriptions import DeliveryState as ShownDelivery
from tessera.edge.bodies import NoBody
from tessera.edge.callers import ADMIN
from tessera.edge.http import Api, Reply
from tessera.edge.queries import Limit
from tessera.edge.routes import Call, Query
from tessera.edge.sendings import send_deliveries
from tessera.edge.settings import settings
from tessera.edge.webhooks import clock, shown_secret
from tessera.edge.wiring import world
from tessera.operations import look_at_deliveries, subscribe

api = Api("webhook_subscriptions")
ONE = "/webhook_subscriptions/{subscription_id}"


class DeliveriesPage(Query):
    """Which part of the log."""

    limit: Limit = 20
    cursor: str | None = None
    state: DeliveryState | None = None


@api.writes(
    "POST",
    "/webhook_subscriptions",
    who=(ADMIN,),
    body=SubscriptionBody,
    answers={201: SubscriptionWithSecret},
    summary="Have facts sent to an endpoint",
    refusals=("conflict", "limit_reached"),
)
def post_subscription(call: Call[SubscriptionBody]) -> Reply:
    """Facts of these kinds are posted there as they happen, in the form of Standard Webhooks. The secret that they are
    signed with is shown this once; rotate it if it is lost."""
    made = subscribe.subscribe(
        call.asked.subscription_id or f"sub_{token_hex(8)}",
        call.asked,
        subscriptions=world().subscriptions,
        secret_of=shown_secret,
        takes_loopback=settings().has_loopback_webhooks,
        now=clock().now(),
    )
    return Reply(made)


@api.reads(
    "/webhook_subscriptions",
    who=(ADMIN,),
    query=Query,
    answers={200: SubscriptionsKept},
    summary="List webhook subscriptions",
)
def read_subscriptions(call: Call[Query]) -> Reply:
    """All of them, and how their endpoints do."""
    return Reply({"subscriptions": [subscribe.view(each) for each in world().subscriptions.all()]})


@api.reads(
    ONE,
    who=(ADMIN,),
    query=Query,
    answers={200: SubscriptionState},
    summary="Read a webhook subscription",
    refusals=("unknown_subscription",),
)
def read_subscription(call: Call[Query]) -> Reply:
    """All but its secret."""
    known = subscribe.known_subscription(call.path["subscription_id"], world().subscriptions)
    return Reply(subscribe.view(known))


@api.writes(
    "PUT",
    ONE,
    who=(ADMIN,),
    body=EndpointBody,
    answers={200: SubscriptionState},
    summary="Change a webhook subscription",
    refusals=("unknown_subscription", "busy"),
)
def put_subscription(call: Call[EndpointBody]) -> Reply:
    """Other kinds of facts, or another address; the secret stays. What waits is sent to the new address."""
    changed = subscribe.change_endpoint(
        call.path["subscription_id"],
        call.asked,
        subscriptions=world().subscriptions,
        patience=world().patience,
        takes_loopback=settings().has_loopback_webhooks,
    )
    return Reply(changed)


@api.writes(
    "DELETE",
    ONE,
    who=(ADMIN,),
    body=NoBody,
    answers={200: SubscriptionState},
    summary="End a webhook subscription",
    refusals=("unknown_subscription",),
)
def delete_subscription(call: Call[NoBody]) -> Reply:
    """Nothing is sent there any more, nor what waits."""
    return Reply(subscribe.unsubscribe(call.path["subscription_id"], subscriptions=world().subscriptions))


@api.writes(
    "POST",
    f"{ONE}/rotate",
    who=(ADMIN,),
    body=NoBody,
    answers={200: SubscriptionWithSecret},
    summary="Give a webhook subscription another secret",
    refusals=("unknown_subscription", "busy"),
)
def rotate(call: Call[NoBody]) -> Reply:
    """For a day each sending carries two signatures, by the new secret and by the one before."""
    rotated = subscribe.rotate_secret(
        call.path["subscription_id"],
        subscriptions=world().subscriptions,
        patience=world().patience,
        secret_of=shown_secret,
        now=clock().now(),
    )
    return Reply(rotated)


@api.writes(
    "POST",
    f"{ONE}/resume",
    who=(ADMIN,),
    body=NoBody,
    answers={200: SubscriptionState},
    summary="Send to a paused endpoint again",
    refusals=("unknown_subscription", "busy"),
)
def resume(call: Call[NoBody]) -> Reply:
    """From now on. What was held meanwhile is listed as such, and sent when it is replayed."""
    here = world()
    known = subscribe.resume(call.path["subscription_id"], subscriptions=here.subscriptions, patience=here.patience)
    return Reply(known)


@api.reads(
    f"{ONE}/deliveries",
    who=(ADMIN,),
    query=DeliveriesPage,
    answers={200: DeliveriesSent},
    summary="Read what was sent to an endpoint",
    refusals=("unknown_subscription",),
)
def read_deliveries(call: Call[DeliveriesPage]) -> Reply:
    """Of the last thirty days, newest fact first. Where one state is asked for, a page may be short and not the last:
    `next_cursor` says."""
    here, asked = world(), call.asked
    page = look_at_deliveries.list_deliveries(
        call.path["subscription_id"],
        subscriptions=here.subscriptions,
        deliveries=here.deliveries,
        limit=asked.limit,
        cursor=asked.cursor,
        state=asked.state,
    )
    return Reply(page)


@api.writes(
    "POST",
    f"{ONE}/deliveries/{{delivery_id}}/replay",
    who=(ADMIN,),
    body=NoBody,
    answers={202: ShownDelivery},
    summary="Send a fact to an endpoint once more",
    refusals=("unknown_subscription", "unknown_delivery", "endpoint_paused", "busy"),
)
def replay(call: Call[NoBody]) -> Reply:
    """At once and, where it does not arrive, over three days again, whatever became of it before; with the same id."""
    here, now = world(), clock().now()
    made = look_at_deliveries.replay_delivery(
        call.path["subscription_id"],
        call.path["delivery_id"],
        subscriptions=here.subscriptions,
        deliveries=here.deliveries,
        patience=here.patience,
        now=now,
    )
    send_deliveries([made], now)
    return Reply(look_at_deliveries.view(made))


handler = api

"""A shop's subscriptions: paused and resumed, replayed, moved, ended, and their secrets."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tessera.domain.back_off import PAUSES
from tessera.domain.facts import Fact
from tessera.domain.refusals import (
    Conflict,
    EndpointPaused,
    InvalidRequest,
    LimitReached,
    UnknownDelivery,
    UnknownSubscription,
)
from tessera.domain.subscribing import (
    SUBSCRIPTIONS_MAX,
    Answered,
    Subscription,
)
from tessera.domain.subscription_body import EndpointBody
from tessera.operations.deliver_fact import deliver_fact
from tessera.operations.look_at_deliveries import replay_delivery
from tessera.operations.subscribe import change_endpoint, resume, rotate_secret, unsubscribe
from tests.operations.hooks import DOWN, EARNED, GONE, NOON, OK, Hooks, Once, replace_kinds


def test_a_paused_endpoint_is_resumed_and_what_was_held_is_replayed(hooks: Hooks) -> None:
    hooks.answered = GONE
    (delivery,) = hooks.open()
    hooks.deliver(delivery)
    known = {"subscriptions": hooks.subscriptions, "patience": Once()}
    with pytest.raises(EndpointPaused):
        replay_delivery("shop-1", delivery.delivery_id, deliveries=hooks.deliveries, now=NOON, **known)
    assert resume("shop-1", **known)["state"] == "active"
    hooks.answered, hooks.now = OK, NOON + timedelta(days=2)
    again = replay_delivery("shop-1", delivery.delivery_id, deliveries=hooks.deliveries, now=hooks.now, **known)
    assert (again.state, again.attempts, again.due_at) == ("waiting", 0, hooks.now)
    hooks.deliver(again)
    assert hooks.log() == [("anna/1/0", "delivered", 1, 200)]


def test_what_has_arrived_can_be_sent_again(hooks: Hooks) -> None:
    (delivery,) = hooks.open()
    hooks.deliver(delivery)
    known = {"subscriptions": hooks.subscriptions, "deliveries": hooks.deliveries, "patience": Once(), "now": NOON}
    hooks.deliver(replay_delivery("shop-1", delivery.delivery_id, **known))
    assert hooks.sent == [("https://shop.example/tessera", "anna/1/0")] * 2
    with pytest.raises(UnknownDelivery):
        replay_delivery("shop-1", "none", **known)
    with pytest.raises(UnknownSubscription):
        replay_delivery("none", delivery.delivery_id, **known)


def test_what_waits_goes_to_the_new_address_and_the_old_one_s_failures_say_nothing_of_it(hooks: Hooks) -> None:
    hooks.answered = DOWN
    (delivery,) = hooks.open()
    hooks.deliver(delivery)
    moved = EndpointBody(url="https://new.example/", kinds=("PointsEarned",))

    def gone_while_it_moves(subscription: Subscription, fact: Fact) -> Answered:
        known = {"subscriptions": hooks.subscriptions, "patience": Once(), "takes_loopback": False}
        assert change_endpoint("shop-1", moved, **known)["failures"] == 0
        return GONE

    hooks.now += PAUSES[0]
    known = {"subscriptions": hooks.subscriptions, "deliveries": hooks.deliveries, "patience": Once()}
    attempt = deliver_fact("shop-1", delivery.delivery_id, post=gone_while_it_moves, now=hooks.now, **known)
    assert attempt and attempt.delivery.state == "waiting"
    assert (hooks.subscription().paused, hooks.subscription().failures) == (None, 0)
    hooks.answered, hooks.now = OK, attempt.delivery.due_at
    hooks.deliver(attempt.delivery)
    assert hooks.sent[-1] == ("https://new.example/", "anna/1/0")


def test_nothing_is_sent_once_a_subscription_has_ended(hooks: Hooks) -> None:
    (delivery,) = hooks.open()
    assert unsubscribe("shop-1", subscriptions=hooks.subscriptions)["subscription_id"] == "shop-1"
    assert hooks.deliver(delivery) is None
    assert hooks.sent == []
    with pytest.raises(UnknownSubscription):
        unsubscribe("shop-1", subscriptions=hooks.subscriptions)


def test_a_rotated_secret_signs_beside_the_old_one_for_a_day(hooks: Hooks) -> None:
    known = {"subscriptions": hooks.subscriptions, "patience": Once(), "secret_of": lambda made: f"{made.secret}"}
    assert hooks.subscription().secrets(NOON) == (1,)
    shown = rotate_secret("shop-1", now=NOON, **known)
    assert (shown["secret"], shown["rotated_at"]) == ("2", "2026-03-02T12:00:00Z")
    day = timedelta(days=1)
    assert hooks.subscription().secrets(NOON + day - timedelta(seconds=1)) == (2, 1)
    assert hooks.subscription().secrets(NOON + day) == (2,)


def test_a_subscription_shows_its_secret_when_it_is_made_and_never_in_the_table() -> None:
    hooks = Hooks()
    assert hooks.subscribe()["secret"] == "secret 1"
    assert "secret 1" not in repr(hooks.subscription())


def test_what_cannot_be_subscribed_to_is_refused(hooks: Hooks) -> None:
    with pytest.raises(Conflict):
        hooks.subscribe()
    with pytest.raises(InvalidRequest) as refused:
        hooks.subscribe("inner", EndpointBody(url="https://10.0.0.1/", kinds=("PointsEarned",)))
    assert refused.value.faults[0].path == "url"
    for number in range(SUBSCRIPTIONS_MAX - 1):
        hooks.subscribe(f"more-{number}")
    with pytest.raises(LimitReached):
        hooks.subscribe("one-more")


def test_a_kind_named_twice_is_one(hooks: Hooks) -> None:
    made = hooks.subscribe("twice", replace_kinds(EARNED, "TierChanged", "PointsEarned", "TierChanged"))
    assert made["kinds"] == ["TierChanged", "PointsEarned"]


def test_a_lost_race_over_how_an_endpoint_does_is_run_again(hooks: Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
    hooks.answered = GONE
    (delivery,) = hooks.open()
    change, lost = hooks.subscriptions.change, [True]

    def lose_once(subscription: Subscription) -> Subscription | None:
        if lost:
            lost.clear()
            change(replace(subscription, paused=None, failures=7))
        return change(subscription)

    monkeypatch.setattr(hooks.subscriptions, "change", lose_once)
    attempt = hooks.deliver(delivery)
    assert attempt and attempt.paused
    assert (hooks.subscription().failures, hooks.subscription().paused) == (8, (NOON, "gone"))

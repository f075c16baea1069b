"""Facts reach the endpoints that asked for them: tried for three days, and never at an endpoint that is paused."""

from datetime import timedelta

from tessera.domain.back_off import ATTEMPTS_MAX, PAUSES
from tessera.domain.facts import Fact
from tessera.domain.subscribing import (
    FAILS_OVER_AND_OVER,
    Answered,
    Subscription,
)
from tessera.domain.subscription_body import EndpointBody
from tessera.operations.deliver_fact import Attempt, deliver_fact
from tests.operations.hooks import DOWN, GONE, NOON, OK, Hooks, Once, replace_kinds


def test_a_fact_goes_to_those_who_asked_for_its_kind_once_each(hooks: Hooks) -> None:
    other = EndpointBody(url="https://till.example/", kinds=("PointsEarned", "TierChanged"))
    hooks.subscribe("till", other)
    hooks.subscribe("tiers", replace_kinds(other, "TierChanged"))
    for delivery in hooks.open():
        hooks.deliver(delivery)
    assert sorted(hooks.sent) == [("https://shop.example/tessera", "anna/1/0"), ("https://till.example/", "anna/1/0")]
    assert hooks.open(kind="RewardIssued") == []


def test_a_fact_told_twice_is_sent_once(hooks: Hooks) -> None:
    (first,), (again,) = hooks.open(), hooks.open()
    assert first == again
    hooks.deliver(first)
    assert hooks.deliver(again) is None
    assert hooks.open() == []
    assert len(hooks.sent) == 1


def test_an_endpoint_that_is_down_is_tried_as_the_standard_proposes_for_three_days(hooks: Hooks) -> None:
    hooks.answered = DOWN
    (delivery,) = hooks.open()
    tried = hooks.deliver_until_done(delivery)
    assert tried == [sum(PAUSES[:count], timedelta()) for count in range(ATTEMPTS_MAX)]
    assert [each.total_seconds() for each in tried[:5]] == [0, 5, 305, 2105, 9305]
    assert timedelta(days=3) < tried[-1] < timedelta(days=3, hours=4)
    assert hooks.log() == [("anna/1/0", "failed", 10, 503)]


def test_it_arrives_once_the_endpoint_is_up_again(hooks: Hooks) -> None:
    hooks.answered = Answered(None, "no_connection")
    (delivery,) = hooks.open()
    for _ in range(3):
        attempt = hooks.deliver(delivery)
        assert attempt and attempt.is_ours
        delivery = attempt.delivery
        hooks.now = delivery.due_at
    assert (delivery.attempts, hooks.subscription().failures, hooks.subscription().failing_since) == (3, 3, NOON)
    hooks.answered = OK
    hooks.deliver(delivery)
    assert hooks.log() == [("anna/1/0", "delivered", 4, 200)]
    assert (hooks.subscription().failures, hooks.subscription().failing_since) == (0, None)


def test_what_comes_too_early_is_not_sent_and_not_seen_to(hooks: Hooks) -> None:
    hooks.answered = DOWN
    (delivery,) = hooks.open()
    hooks.deliver(delivery)
    attempt = hooks.deliver(delivery)
    assert attempt and not attempt.is_ours and attempt.delivery.due_at == NOON + PAUSES[0]
    assert len(hooks.sent) == 1


def test_of_two_at_one_delivery_one_sees_to_the_next_attempt(hooks: Hooks) -> None:
    (delivery,) = hooks.open()
    inner: list[Attempt | None] = []

    def slow(subscription: Subscription, fact: Fact) -> Answered:
        hooks.answered = DOWN
        inner.append(hooks.deliver(delivery))
        return DOWN

    known = {"subscriptions": hooks.subscriptions, "deliveries": hooks.deliveries, "patience": Once(), "now": NOON}
    outer = deliver_fact("shop-1", delivery.delivery_id, post=slow, **known)
    assert outer and inner[0]
    assert (outer.is_ours, inner[0].is_ours) == (False, True)
    assert hooks.log() == [("anna/1/0", "waiting", 1, 503)]


def test_an_endpoint_that_says_it_is_gone_is_paused_at_once_and_what_comes_is_held(hooks: Hooks) -> None:
    hooks.answered = GONE
    first, second = hooks.open(1)[0], hooks.open(2)[0]
    attempt = hooks.deliver(first)
    assert attempt and attempt.paused and attempt.paused.paused == (NOON, "gone")
    again = hooks.deliver(second)
    assert again and not again.paused  # reported once
    assert hooks.open(3) == []
    assert [state for _, state, _, _ in hooks.log()] == ["held"] * 3
    assert len(hooks.sent) == 1


def test_an_endpoint_that_takes_nothing_for_a_day_is_paused(hooks: Hooks) -> None:
    hooks.answered = DOWN
    deliveries = [hooks.open(number)[0] for number in range(3)]
    paused: list[Subscription] = []
    while not paused:
        due = min(deliveries, key=lambda each: each.due_at)
        hooks.now = max(hooks.now, due.due_at)
        attempt = hooks.deliver(due)
        assert attempt
        deliveries[deliveries.index(due)] = attempt.delivery
        paused += [attempt.paused] if attempt.paused else []
    assert timedelta(days=1) <= hooks.now - NOON < timedelta(days=2)
    assert paused[0].paused and paused[0].paused.reason == "failing"


def test_one_fact_that_an_endpoint_never_takes_does_not_pause_it_while_it_takes_others(hooks: Hooks) -> None:
    (bad,) = hooks.open(1)
    for number in range(2, 30):
        hooks.answered = DOWN
        hooks.now = max(hooks.now, bad.due_at)
        attempt = hooks.deliver(bad)
        if attempt:
            bad = attempt.delivery
        hooks.answered = OK
        hooks.deliver(hooks.open(number)[0])
    assert hooks.subscription().paused is None
    assert bad.state == "failed"


def test_an_endpoint_that_fails_over_and_over_holds_up_no_other(hooks: Hooks) -> None:
    """What is new for it waits with what failed, and is not tried at once."""
    hooks.answered = DOWN
    for number in range(FAILS_OVER_AND_OVER):
        hooks.deliver(hooks.open(number)[0])
    (delivery,) = hooks.open(9)
    assert (delivery.due_at - hooks.now, delivery.attempts) == (timedelta(minutes=5), 0)

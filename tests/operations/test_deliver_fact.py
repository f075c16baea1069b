"""Facts reach the endpoints that asked for them: tried for three days, and never at an endpoint that is paused."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from tessera.domain.back_off import ATTEMPTS_MAX, PAUSES
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
    FAILS_OVER_AND_OVER,
    SUBSCRIPTIONS_MAX,
    Answered,
    Delivery,
    Subscription,
    Subscriptions,
)
from tessera.domain.subscription_body import EndpointBody
from tessera.operations.deliver_fact import Attempt, deliver_fact, open_deliveries
from tessera.operations.look_at_deliveries import list_deliveries, replay_delivery
from tessera.operations.subscribe import change_endpoint, resume, rotate_secret, subscribe, unsubscribe
from tessera.storage.memory.subscriptions import MemoryDeliveries, MemorySubscriptions

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OK, DOWN, GONE = Answered(200), Answered(503), Answered(410)
EARNED = EndpointBody(url="https://shop.example/tessera", kinds=("PointsEarned",))


class Once:
    """Patience for tests: as often as needed, at once."""

    def attempts(self) -> Iterator[int]:
        yield from range(5)


@dataclass
class Hooks:
    """Subscriptions of a shop whose endpoints answer with `answered`, at the time `now`."""

    answered: Answered = OK
    now: datetime = NOON
    subscriptions: Subscriptions = field(default_factory=MemorySubscriptions)
    deliveries: MemoryDeliveries = field(default_factory=MemoryDeliveries)
    sent: list[tuple[str, str]] = field(default_factory=list)

    def subscribe(self, subscription_id: str = "shop-1", asked: EndpointBody = EARNED) -> dict[str, object]:
        secret = {"secret_of": lambda made: f"secret {made.secret}", "takes_loopback": False}
        return subscribe(subscription_id, asked, subscriptions=self.subscriptions, now=self.now, **secret)

    def open(self, number: int = 1, kind: str = "PointsEarned") -> list[Delivery]:
        told = {"id": f"anna/{number}/0", "at": "2026-03-02T12:00:00Z", "amount": 5}
        fact = Fact(f"anna/{number}/0", kind, told)
        known = self.subscriptions.all()
        return list(open_deliveries(fact, subscriptions=known, deliveries=self.deliveries, now=self.now))

    def deliver(self, delivery: Delivery) -> Attempt | None:
        return deliver_fact(
            delivery.subscription_id,
            delivery.delivery_id,
            subscriptions=self.subscriptions,
            deliveries=self.deliveries,
            post=self._post,
            patience=Once(),
            now=self.now,
        )

    def deliver_until_done(self, delivery: Delivery) -> list[timedelta]:
        """Try it whenever it is due; gives when it was tried, counted from now."""
        begun, tried = self.now, list[timedelta]()
        while delivery.state == "waiting":
            self.now = max(self.now, delivery.due_at)
            tried.append(self.now - begun)
            attempt = self.deliver(delivery)
            assert attempt
            delivery = attempt.delivery
        return tried

    def subscription(self, subscription_id: str = "shop-1") -> Subscription:
        known = self.subscriptions.of(subscription_id)
        assert known
        return known

    def log(self) -> list[tuple[str, str, int, int | None]]:
        known = {"subscriptions": self.subscriptions, "deliveries": self.deliveries}
        listed = list_deliveries("shop-1", **known, limit=100)["deliveries"]
        return [(each["fact_id"], each["state"], each["attempts"], each["status"]) for each in listed]

    def _post(self, subscription: Subscription, fact: Fact) -> Answered:
        self.sent.append((subscription.url, fact.id))
        return self.answered


@pytest.fixture
def hooks() -> Hooks:
    made = Hooks()
    made.subscribe()
    return made


def test_a_fact_goes_to_those_who_asked_for_its_kind_once_each(hooks: Hooks) -> None:
    other = EndpointBody(url="https://till.example/", kinds=("PointsEarned", "TierChanged"))
    hooks.subscribe("till", other)
    hooks.subscribe("tiers", replace_kinds(other, "TierChanged"))
    for delivery in hooks.open():
        hooks.deliver(delivery)
    assert sorted(hooks.sent) == [("https://shop.example/tessera", "anna/1/0"), ("https://till.example/", "anna/1/0")]
    assert hooks.open(kind="RewardIssued") == []


def replace_kinds(asked: EndpointBody, *kinds: str) -> EndpointBody:
    return asked.model_copy(update={"kinds": kinds})


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

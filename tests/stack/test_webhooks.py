"""Orders at Shopify and WooCommerce, told over HTTP in whatever order and however often, end in one state."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.stack.calling import Shop
from tests.stack.platforms import LIVES, MEMBERS, Delivery, connect, deliver

CLIENTS = 8
SEED = 20260302
AGAIN_MAX = 3
WAITS_MAX = 600
KEPT_OF = 10
"""Of how many permutations one more is of an order that is kept."""
WELCOME = 50
"""Points that events/publish_programme.json gives on enrolment."""


@pytest.mark.parametrize("platform", LIVES)
@pytest.mark.parametrize("is_cancelled", [True, False], ids=["cancelled", "kept"])
def test_any_order_of_arrival_and_any_repetition_end_in_one_state(
    shop: Shop, platform: str, is_cancelled: bool, permutations: int
) -> None:
    """All permutations are of orders that are cancelled in the end, shared by the platforms; a few are of such as are
    kept."""
    connect(shop)
    share = permutations // len(LIVES) if is_cancelled else permutations // KEPT_OF
    first = 0 if is_cancelled else permutations
    numbers, chance = range(first, first + share + 1), random.Random(SEED)
    as_it_was, *others = [_life(platform, number, is_cancelled) for number in numbers]
    told = [as_it_was, *(_in_any_order(life, chance) for life in others)]
    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(clients.map(lambda life: [deliver(shop, each).status for each in life], told))
    assert {status for each in answers for status in each} == {200}
    _wait_until_taken(shop)
    states = [_state(shop, platform, number) for number in numbers]
    assert [number for number, state in zip(numbers, states, strict=True) if state != states[0]] == []
    assert (states[0]["wallets"]["points"]["active"] + states[0]["wallets"]["points"]["pending"] > WELCOME) is not (
        is_cancelled
    )


def _life(platform: str, number: int, is_cancelled: bool) -> list[Delivery]:
    whole = LIVES[platform](number)
    return whole if is_cancelled else whole[:-1]


def _in_any_order(life: list[Delivery], chance: random.Random) -> list[Delivery]:
    """Each at least once, some of them again: in the same bytes, which the queue knows, or in others."""
    repeated = [chance.choice(life) for _ in range(chance.randint(0, AGAIN_MAX))]
    told = life + [each.again() if chance.random() < 0.5 else each for each in repeated]
    chance.shuffle(told)
    return told


def _state(shop: Shop, platform: str, number: int) -> Any:
    """The member's account, but for what is each member's own."""
    account = shop.ask("GET", f"/members/{MEMBERS[platform] + number}", "read").body
    return {name: value for name, value in account.items() if name not in ("member_id", "referral")}


def _wait_until_taken(shop: Shop) -> None:
    """Until the queue is empty; whatever is given up meanwhile ends the wait."""
    sqs: Any = shop.client("sqs")
    urls = sqs.list_queues()["QueueUrls"]
    queue, failures = (
        next(each for each in urls if name in each) for name in ("DeliveriesQueue", "DeliveriesFailures")
    )
    for _ in range(WAITS_MAX):
        if not _waiting(sqs, queue):
            break
        given_up = sqs.receive_message(QueueUrl=failures, WaitTimeSeconds=1, VisibilityTimeout=0)
        assert not given_up.get("Messages")
    assert (_waiting(sqs, queue), _waiting(sqs, failures)) == (0, 0)


def _waiting(sqs: Any, queue: str) -> int:
    names = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    told = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=list(names))["Attributes"]
    return sum(int(told[name]) for name in names)

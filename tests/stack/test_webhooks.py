"""Orders at Shopify and WooCommerce, told over HTTP in whatever order and however often, end in one state."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.stack.calling import Shop
from tests.stack.platforms import LIVES, MEMBERS, Delivery, connect, deliver

CLIENTS = 8
SEED = 20260302
AGAIN_MAX = 3
WAIT_SECONDS_MAX = 300


@pytest.mark.parametrize("platform", LIVES)
@pytest.mark.parametrize("is_cancelled", [True, False], ids=["cancelled", "kept"])
def test_any_order_of_arrival_and_any_repetition_end_in_one_state(
    shop: Shop, platform: str, is_cancelled: bool, permutations: int
) -> None:
    connect(shop)
    first = 0 if is_cancelled else permutations + 1
    chance = random.Random(SEED)
    lives = [_life(platform, number, is_cancelled) for number in range(first, first + permutations + 1)]
    told = [lives[0], *(_in_any_order(life, chance) for life in lives[1:])]
    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(clients.map(lambda life: [deliver(shop, each).status for each in life], told))
    assert {status for each in answers for status in each} == {200}
    _wait_until_taken(shop)
    states = [_state(shop, platform, number) for number in range(first, first + permutations + 1)]
    assert [number for number, state in enumerate(states) if state != states[0]] == []
    assert states[0]["wallets"]["points"]["active"] > 0 or is_cancelled


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
    sqs: Any = shop.client("sqs")
    urls = sqs.list_queues()["QueueUrls"]
    queue, failures = (
        next(each for each in urls if name in each) for name in ("DeliveriesQueue", "DeliveriesFailures")
    )
    until = time.monotonic() + WAIT_SECONDS_MAX
    while _waiting(sqs, queue):
        assert time.monotonic() < until, "the queue of deliveries does not become empty"
    assert _waiting(sqs, failures) == 0


def _waiting(sqs: Any, queue: str) -> int:
    names = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    told = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=list(names))["Attributes"]
    return sum(int(told[name]) for name in names)

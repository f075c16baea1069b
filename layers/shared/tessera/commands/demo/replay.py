"""Replaying the history over HTTP: several workers, each customer's orders in their order, every request timed."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tessera.commands.calls import Json
from tessera.commands.client import ApiClient
from tessera.commands.demo.history import Customer
from tessera.commands.demo.shopping import visit

BUSY_TRIES_MAX = 5


@dataclass(frozen=True, slots=True)
class Timing:
    """How long the replay took, and the median and the 99th percentile of its requests."""

    seconds: float
    requests: int
    p50_ms: float
    p99_ms: float
    workers: int


class TimedShop:
    """A shop that calls the API and notes how long each request took."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client
        self.seconds: list[float] = []

    def call(self, verb: str, body: Json) -> Json:
        """The answer to a call, or the refusal; sent again when the account was busy."""
        answer: Json = {}
        for _ in range(BUSY_TRIES_MAX):
            answer = self._timed(lambda: self._client.call(verb, body))
            if answer.get("refused") != "busy":
                break
        return answer

    def knows_order(self, order_id: str) -> bool:
        """Whether the order has been recorded."""
        return "refused" not in self._timed(lambda: self._client.get("/orders/{order_id}", order_id=order_id))

    def _timed(self, request: Callable[[], Json]) -> Json:
        start = time.perf_counter()
        answer = request()
        self.seconds.append(time.perf_counter() - start)
        return answer


def replay(customers: list[Customer], client: ApiClient, *, workers: int) -> Timing:
    """Send the whole history. Raises DemoFailed."""
    shop, start = TimedShop(client), time.perf_counter()
    with _progress() as progress:
        orders = progress.add_task("orders", total=sum(len(customer.purchases) for customer in customers))
        with ThreadPoolExecutor(workers) as pool:
            visits = [pool.submit(visit, customer, shop, lambda: progress.advance(orders)) for customer in customers]
            _all_done(visit.result for visit in visits)
    return _timing(shop.seconds, time.perf_counter() - start, workers)


def _all_done(results: Iterable[Callable[[], None]]) -> None:
    """Wait for each; what has failed there fails here."""
    for result in results:
        result()


def _progress() -> Progress:
    words = TextColumn("  replaying"), TextColumn("orders")
    return Progress(words[0], BarColumn(), MofNCompleteColumn(), words[1], TimeRemainingColumn(), transient=True)


def _timing(seconds: list[float], whole: float, workers: int) -> Timing:
    ordered = sorted(seconds)
    p50_ms, p99_ms = (1000 * ordered[int(len(ordered) * part)] for part in (0.50, 0.99))
    return Timing(whole, len(ordered), p50_ms, p99_ms, workers)

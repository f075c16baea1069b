"""Patience: how long a call that failed in passing, or a lost race, is run again before the answer is `busy`."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

DEADLINE_SECONDS = 3.0
PAUSE_SECONDS_FIRST = 0.02
PAUSE_SECONDS_MAX = 0.4
ATTEMPTS_MIN = 2

_request_ends = ContextVar[float | None]("request_ends", default=None)


class JitteredPatience:
    """Pauses that double up to a ceiling, each at random between nothing and its length, so that rivals part."""

    def __init__(
        self,
        *,
        deadline_seconds: float = DEADLINE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._deadline_seconds = deadline_seconds
        self._clock, self._sleep, self._chance = clock, sleep, chance

    @contextmanager
    def for_one_request(self) -> Iterator[None]:
        """Whatever is run again meanwhile, by whoever, has one deadline: somebody waits for the whole of it."""
        before = _request_ends.set(self._clock() + self._deadline_seconds)
        try:
            yield
        finally:
            _request_ends.reset(before)

    def attempts(self) -> Iterator[int]:
        """0, 1, 2 … until the deadline, and at least twice, pausing between them."""
        end = _request_ends.get() or self._clock() + self._deadline_seconds
        attempt, pause = 0, PAUSE_SECONDS_FIRST
        while attempt < ATTEMPTS_MIN or self._clock() < end:
            yield attempt
            self._sleep(pause * self._chance())  # rivals that run again at once would meet again
            attempt, pause = attempt + 1, min(pause * 2, PAUSE_SECONDS_MAX)

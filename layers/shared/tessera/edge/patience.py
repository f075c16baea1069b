"""Patience: how long a lost race is run again before the answer is `busy`."""

import random
import time
from collections.abc import Callable, Iterator

DEADLINE_SECONDS = 5.0
PAUSE_SECONDS_FIRST = 0.02
PAUSE_SECONDS_MAX = 0.4
ATTEMPTS_MIN = 2


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

    def attempts(self) -> Iterator[int]:
        """0, 1, 2 … until the deadline, and at least twice, pausing between them."""
        end = self._clock() + self._deadline_seconds
        attempt, pause = 0, PAUSE_SECONDS_FIRST
        while attempt < ATTEMPTS_MIN or self._clock() < end:
            yield attempt
            self._sleep(pause * self._chance())  # rivals that run again at once would meet again
            attempt, pause = attempt + 1, min(pause * 2, PAUSE_SECONDS_MAX)

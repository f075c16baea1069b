"""Codes that were wrong: who tries too many is not listened to for a time (docs/rules.md §6).

What was typed is kept as hashes only, and not for long; the same wrong code again is no further guess.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import Literal, NamedTuple

WRONG_MAX = 10
FORGOTTEN_AFTER = timedelta(hours=1)


class Guesser(NamedTuple):
    """Who tries codes of a kind: the member whose vouchers they would be, or who enrols with a code of referral."""

    kind: Literal["voucher", "referral"]
    member_id: str


@dataclass(frozen=True, slots=True)
class WrongGuesses:
    """The codes that a guesser got wrong, as hashes; forgotten at `until`, an hour after the last of them."""

    hashes: frozenset[str]
    until: datetime

    @property
    def are_too_many(self) -> bool:
        """Whether the guesser is not listened to, not even with a right code."""
        return len(self.hashes) >= WRONG_MAX

    def seconds_left(self, now: datetime) -> int:
        """How long until they are forgotten."""
        return max(1, ceil((self.until - now).total_seconds()))


def wrong_by(known: WrongGuesses | None, now: datetime) -> frozenset[str]:
    """What is not forgotten yet of what is known."""
    return known.hashes if known and now < known.until else frozenset()


def hashes_of(codes: Iterable[str]) -> frozenset[str]:
    """What is kept of codes."""
    return frozenset(sha256(code.encode()).hexdigest()[:16] for code in codes)


def with_more(wrong: Iterable[str], more: Iterable[str], now: datetime) -> WrongGuesses:
    """So many of them at most as it takes to be too many."""
    kept = [*wrong, *sorted(set(more) - set(wrong))]
    return WrongGuesses(frozenset(kept[:WRONG_MAX]), now + FORGOTTEN_AFTER)

"""Wires between operations and their ports: every call passes along one, and anything can happen just there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from tessera.commands.play.rigs import Stores
from tessera.domain.book import Mint


class Cut(Exception):
    """A call whose answer never came: whoever made it cannot know whether it took effect."""


def cut() -> None:
    """The wire is cut."""
    raise Cut


class Wire:
    """Counts the calls that pass, and at one of them lets something happen, before or after it took effect."""

    def __init__(self) -> None:
        self._calls, self._number, self._after = 0, 0, False
        self._happen: Callable[[], None] = cut

    def trap(self, number: int, happen: Callable[[], None], *, after: bool) -> None:
        """At the call of this number from now on, counted from 1, let something happen, once."""
        self._calls, self._number, self._after, self._happen = 0, number, after, happen

    @property
    def is_sprung(self) -> bool:
        """Whether as many calls have passed."""
        return self._calls >= self._number

    def pass_on(self, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Make the call, and what happens just there."""
        self._calls += 1
        is_there = self._calls == self._number
        if is_there and not self._after:
            self._happen()
        answer = call(*args, **kwargs)
        if is_there and self._after:
            self._happen()
        return answer


@dataclass(frozen=True, slots=True)
class Wired:
    """A port at the end of a wire."""

    port: Any
    wire: Wire

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self.port, name)
        return lambda *args, **kwargs: self.wire.pass_on(call, *args, **kwargs)


def wired(stores: Stores, wire: Wire) -> Stores:
    """The same stores, at the end of a wire."""
    return Stores(Wired(stores.ledger, wire), Wired(stores.programmes, wire))


class PatientMint:
    """Gives a code again to whoever asks again for the same thing: a retried story has the codes of the clean one."""

    def __init__(self, mint: Mint) -> None:
        self._mint, self._given, self._place = mint, list[str](), 0

    def voucher_code(self) -> str:
        """A code of a voucher."""
        return self._code(self._mint.voucher_code)

    def referral_code(self, member_id: str) -> str:
        """A code of an advocate."""
        return self._code(partial(self._mint.referral_code, member_id))

    def _code(self, make: Callable[[], str]) -> str:
        if self._place == len(self._given):
            self._given.append(make())
        self._place += 1
        return self._given[self._place - 1]

    def next_event(self) -> None:
        """What is asked for from now on is for something else."""
        self._given, self._place = [], 0

    def again(self) -> None:
        """What is asked for from now on was asked for before."""
        self._place = 0

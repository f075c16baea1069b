"""Whether what is expected holds: a subset is compared with what is found (docs/rules.md §12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tessera.commands.calls import Json
from tessera.commands.documents import Step
from tessera.domain.calendar import parse_instant


class _Nothing:
    """What is found where there is nothing at all."""

    def __repr__(self) -> str:
        return "nothing"


NOTHING = _Nothing()


@dataclass(frozen=True, slots=True)
class Miss:
    """An expectation that does not hold: where it stands in what was expected, and both sides."""

    steps: tuple[Step, ...]
    expected: Any
    found: Any

    def under(self, *steps: Step) -> "Miss":
        """The same, seen from further out."""
        return Miss((*steps, *self.steps), self.expected, self.found)


def misses(expected: Any, found: Any, steps: tuple[Step, ...] = ()) -> Iterator[Miss]:
    """Where `found` is not what is expected: an object may have more keys, a list has the same length."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            yield from misses(value, found.get(key, NOTHING), (*steps, key))
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for index, (value, there) in enumerate(zip(expected, found, strict=True)):
            yield from misses(value, there, (*steps, index))
    elif not _is_same(expected, found):
        yield Miss(steps, expected, found)


def account_misses(expected: Json, account: Json) -> Iterator[Miss]:
    """The same for an account (or any other answer), of which an expectation may say some things for short."""
    yield from misses(expected, _for_short(expected, account))


def _is_same(expected: Any, found: Any) -> bool:
    if isinstance(expected, str) and isinstance(found, str):
        return expected == found or _is_same_instant(expected, found)
    return type(expected) is type(found) and bool(expected == found)


def _is_same_instant(expected: str, found: str) -> bool:
    try:
        return parse_instant(expected) == parse_instant(found)
    except ValueError:
        return False


def _for_short(expected: Json, account: Json) -> Json:
    """The account with its tier as an id, its vouchers as the number of issued ones, a stamp card as what it has,
    wherever that is how the expectation puts it."""
    seen = dict(account)
    if isinstance(expected.get("tier"), str) and isinstance(account.get("tier"), dict):
        seen["tier"] = account["tier"]["id"]
    if isinstance(expected.get("vouchers"), int) and "vouchers" in account:
        seen["vouchers"] = sum(voucher["state"] == "issued" for voucher in account["vouchers"])
    if isinstance(expected.get("stamps"), dict) and "stamps" in account:
        seen["stamps"] = _stamps_for_short(expected["stamps"], account["stamps"])
    return seen


def _stamps_for_short(expected: Json, stamps: Json) -> Json:
    return {
        card: have["have"] if isinstance(expected.get(card), int) and isinstance(have, dict) else have
        for card, have in stamps.items()
    }

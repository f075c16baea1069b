"""A wallet as a form of numbers, and back.

Days are numbered from the day of enrolment. Lots stand in one flat list, in which a word says how those after it are
read, and each day counts from that of the lot before: `["until", 14, 194, 250, 7, 0, 90]` is a lot of 250 units, active
from day 14 to day 194, and one of 90, active from day 21 to the same.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from tessera.domain.lots import Lot, Wallet
from tessera.storage.days import Days, if_any

Form = dict[str, Any]

_NUMBERS = {"until": 3, "never": 2, "shared": 2, "shared until": 3}
_EMPTY: Form = {"lots": [], "pending": [], "reserved": 0, "debt": 0, "last": None, "expired": None}


def wallet_form(wallet: Wallet, days: Days) -> Form:
    """A wallet, without what is empty in it."""
    form = {
        "lots": lot_forms(wallet.lots, days),
        "pending": lot_forms(wallet.pending_lots, days),
        "reserved": wallet.reserved,
        "debt": wallet.debt,
        "last": if_any(days.number, wallet.shared_last_day),
        "expired": if_any(days.number, wallet.shared_expired_on),
    }
    return {name: value for name, value in form.items() if value != _EMPTY[name]}


def wallet_of(form: Form, days: Days) -> Wallet:
    """The wallet of a form."""
    form = _EMPTY | form
    return Wallet(
        lots=lots_of(form["lots"], days),
        pending_lots=lots_of(form["pending"], days),
        reserved=form["reserved"],
        debt=form["debt"],
        shared_last_day=if_any(days.day, form["last"]),
        shared_expired_on=if_any(days.day, form["expired"]),
    )


class _Steps:
    """Days one after the other, each as the number of days since the one before; the first since enrolment."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self._at = 0

    def to(self, day: date) -> int:
        """The step to that day."""
        before, self._at = self._at, self._days.number(day)
        return self._at - before

    def by(self, step: int) -> date:
        """The day that the step leads to."""
        self._at += step
        return self._days.day(self._at)


def lot_forms(lots: Iterable[Lot], days: Days) -> list[str | int]:
    """Lots, in their order."""
    forms, word = list[str | int](), ""
    activations, last_days = _Steps(days), _Steps(days)
    for lot in lots:
        if word != (word := _word_of(lot)):
            forms.append(word)
        forms.append(activations.to(lot.activates_on))
        if lot.last_day is not None:
            forms.append(last_days.to(lot.last_day))
        forms.append(lot.units)
    return forms


def lots_of(forms: Iterable[str | int], days: Days) -> tuple[Lot, ...]:
    """The lots of a list of forms, in their order."""
    activations, last_days = _Steps(days), _Steps(days)
    return tuple(
        Lot(
            activations.by(numbers[0]),
            last_days.by(numbers[1]) if len(numbers) == 3 else None,
            numbers[-1],
            shared=word.startswith("shared"),
        )
        for word, numbers in _grouped(forms)
    )


def _word_of(lot: Lot) -> str:
    if lot.shared:
        return "shared" if lot.last_day is None else "shared until"
    return "never" if lot.last_day is None else "until"


def _grouped(forms: Iterable[str | int]) -> Iterator[tuple[str, list[int]]]:
    """The numbers of each lot, with the word that they stand under."""
    word, numbers = "", list[int]()
    for form in forms:
        if isinstance(form, str):
            word = form
            continue
        numbers.append(form)
        if len(numbers) == _NUMBERS[word]:
            yield word, numbers
            numbers = []

"""The promises of wrong guesses: what was wrong is known at once, and of however many at once ten count."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

from tessera.domain.guessing import Guesser, WrongGuesses, hashes_of
from tessera.domain.ports import Ledger
from tessera.domain.refusals import TooManyGuesses
from tessera.operations.guessing import count_wrong

NOON = datetime(2026, 3, 2, 12, 0, 0, 250, UTC)
ANNA, BRUNO = Guesser("voucher", "anna"), Guesser("voucher", "bruno")
ONE = WrongGuesses(hashes_of(["A"]), NOON)
TWO = WrongGuesses(hashes_of(["A", "B"]), NOON)
AT_ONCE = 32


def test_what_somebody_got_wrong_is_known_and_nobody_else_s(ledger: Ledger) -> None:
    assert ledger.wrong_guesses(ANNA) is None
    assert ledger.keep_wrong_guesses(ANNA, None, ONE)
    assert ledger.wrong_guesses(ANNA) == ONE
    assert ledger.wrong_guesses(BRUNO) is None
    assert ledger.wrong_guesses(Guesser("referral", "anna")) is None


def test_only_what_was_known_before_is_replaced(ledger: Ledger) -> None:
    assert ledger.keep_wrong_guesses(ANNA, None, ONE)
    assert not ledger.keep_wrong_guesses(ANNA, None, TWO)
    assert not ledger.keep_wrong_guesses(ANNA, TWO, ONE)
    assert not ledger.keep_wrong_guesses(ANNA, WrongGuesses(ONE.hashes, NOON + timedelta(seconds=1)), TWO)
    assert ledger.keep_wrong_guesses(ANNA, ONE, TWO)
    assert ledger.wrong_guesses(ANNA) == TWO


def test_of_32_wrong_codes_at_once_ten_are_said_to_be_wrong(ledger: Ledger) -> None:
    gate = Barrier(AT_ONCE)

    def guess(number: int) -> bool:
        gate.wait()
        try:
            count_wrong(ANNA, [f"CODE-{number}"], ledger=ledger, now=NOON)
        except TooManyGuesses:
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as threads:
        told = list(threads.map(guess, range(AT_ONCE)))
    assert sum(told) == 10
    known = ledger.wrong_guesses(ANNA)
    assert known
    assert known.are_too_many

"""Codes that somebody types: ten wrong ones, and for an hour no more are looked at (docs/rules.md §6).

A right code costs a read and never a write. Each wrong one is counted before it is said that it is wrong: of however
many at once, no more than ten are told so.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from tessera.domain.guessing import Guesser, WrongGuesses, hashes_of, with_more, wrong_by
from tessera.domain.ports import Ledger
from tessera.domain.refusals import TooManyGuesses, UnknownCodes


def refuse_guesser(guesser: Guesser, *, ledger: Ledger, now: datetime) -> None:
    """Raises TooManyGuesses for whoever has had too many wrong."""
    known = ledger.wrong_guesses(guesser)
    if known and now < known.until and known.are_too_many:
        raise _too_many(known, now)


@contextmanager
def counted(guesser: Guesser, *, ledger: Ledger, now: datetime) -> Iterator[None]:
    """Count the codes that are refused inside as unknown. Raises TooManyGuesses in the place of that refusal where they
    are too many."""
    try:
        yield
    except UnknownCodes as unknown:
        count_wrong(guesser, unknown.codes, ledger=ledger, now=now)
        raise


def count_wrong(guesser: Guesser, codes: Sequence[str], *, ledger: Ledger, now: datetime) -> None:
    """Count codes that are wrong. Raises TooManyGuesses, with which nothing is said of any of them, where they are more
    than the guesser had left."""
    more = hashes_of(codes)
    # It ends: who loses a race finds one wrong code more, and there are ten at most.
    while True:
        known = ledger.wrong_guesses(guesser)
        wrong = wrong_by(known, now)
        after = with_more(wrong, more, now)
        if known and wrong and known.are_too_many:
            raise _too_many(known, now)
        if more <= wrong or ledger.keep_wrong_guesses(guesser, known, after):
            break
    if not more <= after.hashes:
        raise _too_many(after, now)


def _too_many(known: WrongGuesses, now: datetime) -> TooManyGuesses:
    detail = "Too many codes were wrong; even a right one is not looked at until some time has passed."
    return TooManyGuesses(detail, retry_after_seconds=known.seconds_left(now))

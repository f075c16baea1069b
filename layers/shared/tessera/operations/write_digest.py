"""Write the operator's digest: what yesterday came to, in a short mail (docs/rules.md §9)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from tessera.domain.calendar import day_of, start_of_day
from tessera.domain.entries import POINTS, WALLETS
from tessera.domain.figures import NAMES, VOUCHERS, Figures, Tallies, outstanding
from tessera.domain.outbox import Outbox
from tessera.domain.ports import Programmes
from tessera.domain.wording.words import Words, words_of

MOVED = ("issued", "redeemed", "reversed", "restored", "expired")
ONE_DAY = timedelta(days=1)
UNSENT_MAX = 10_000
"""So many are counted at most: more tell nothing more."""


class Digest(NamedTuple):
    """A mail to the operator: its subject in ASCII and short, as some of those who carry it ask for."""

    subject: str
    text: str


def write_digest(*, tallies: Tallies, outbox: Outbox, programmes: Programmes, now: datetime) -> Digest:
    """The digest of the day before `now`, in the programme's time zone and in English. Raises NoProgramme."""
    programme = programmes.in_force(now).programme
    zone, words = programme.timezone, words_of(programme, "en")
    day = day_of(now, zone) - ONE_DAY
    figures, so_far = tallies.days(day, day).get(day, Figures()), tallies.through(day)
    since, until = start_of_day(day, zone), start_of_day(day + ONE_DAY, zone)
    failed = len(outbox.unsent(since=since, until=until, limit=UNSENT_MAX))
    told = {**dict(_lines(figures, so_far, words)), "Messages": f"{words.number(failed)} not sent, or perhaps not"}
    lines = [f"{programme.name}, {words.day(day)}", "", *(f"{name:<10}{said}" for name, said in told.items())]
    subject = f"{programme.id}: {figures['orders']} orders, {figures['enrolments']} new members on {day.isoformat()}"
    return Digest(subject, "\n".join(lines) + "\n")


def _lines(figures: Figures, so_far: Figures, words: Words) -> Iterator[tuple[str, str]]:
    """What the digest says of one thing after the other."""
    counts = {name: words.number(figures[name]) for name in NAMES}
    spend, refunded = (words.money(figures[name]) for name in ("spend", "refunded"))
    yield "Members", "{enrolments} enrolled, {tiers_up} raised, {tiers_down} lowered".format_map(counts)
    yield "Orders", f"{counts['orders']} for {spend}; {counts['refunds']} refunds, of {refunded}"
    for wallet in WALLETS:
        moved = (f"{_units(words, wallet, figures[f'{wallet}_{name}'])} {name}" for name in MOVED)
        left = _units(words, wallet, outstanding(so_far, wallet))
        yield wallet.capitalize(), f"{', '.join(moved)}; {left} outstanding"
    yield "Vouchers", ", ".join(f"{counts[f'vouchers_{state}']} {state}" for state in VOUCHERS)


def _units(words: Words, wallet: str, units: int) -> str:
    return words.number(units) if wallet == POINTS else words.money(units)

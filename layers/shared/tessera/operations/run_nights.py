"""Run the nights that a moved clock passes: at 00:30 local time, for whoever has something due (docs/rules.md §7).

Nothing is read or written for a member in a night in which nothing is due.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from functools import partial
from heapq import heapify, heappop, heappush

from tessera.domain.account import Account
from tessera.domain.book import Mint
from tessera.domain.calendar import Zone, day_of, zone_of
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.versions import Version
from tessera.operations.run_night import is_due_tonight, run_night

NIGHT = time(0, 30)


def run_nights(
    accounts: Iterable[Account],
    *,
    since: datetime,
    until: datetime,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    mint: Mint,
) -> int:
    """Run the nights after `since`, `until` included, for these accounts as they stand now; where no time passes, run
    at that very instant what a night does.

    Gives how many members had something written, each night counted. May be run again, and then goes on where it was
    cut short. Raises Busy.
    """
    waiting = list(accounts)
    if not waiting:
        return 0
    version = programmes.in_force(until)
    run = partial(run_night, ledger=ledger, programmes=programmes, patience=patience, mint=mint)
    if since == until:
        return sum(run(account, now=until) for account in waiting if is_due_tonight(account, until, version))
    return _pass(waiting, _nights(since, until, version.programme.timezone), version, ledger, run)


def _pass(waiting: list[Account], nights: range, version: Version, ledger: Ledger, run: Callable[..., bool]) -> int:
    """Run one night after the other, each for whoever has something due, and look at them again after it: what stocks
    and budgets have left goes to whom it is due first."""
    due = [(night, place) for place, each in enumerate(waiting) if (night := _first_due(each, nights, version))]
    heapify(due)
    written = 0
    while due:
        night, place = heappop(due)
        written += run(waiting[place], now=_instant(night, version.programme.timezone))
        standing = ledger.account(waiting[place].member_id, consistent=True)
        if standing and (next_one := _first_due(standing, range(night + 1, nights.stop), version)):
            waiting[place] = standing
            heappush(due, (next_one, place))
    return written


def _first_due(account: Account, nights: range, version: Version) -> int | None:
    """What is due stays due, so the first night in which something is can be looked for by halves."""
    place = bisect_left(
        nights, True, key=lambda night: is_due_tonight(account, _instant(night, version.programme.timezone), version)
    )
    return nights[place] if place < len(nights) else None


def _nights(since: datetime, until: datetime, zone: Zone) -> range:
    """The nights between as ordinals of their days."""
    first, last = day_of(since, zone).toordinal(), day_of(until, zone).toordinal()
    return range(first + (_instant(first, zone) <= since), last + (_instant(last, zone) <= until))


def _instant(night: int, zone: Zone) -> datetime:
    return datetime.combine(date.fromordinal(night), NIGHT, zone_of(zone)).astimezone(UTC)

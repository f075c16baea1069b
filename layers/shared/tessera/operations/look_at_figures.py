"""Look at the figures of a window of days, and at what is outstanding at its end (docs/rules.md §9)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from tessera.domain.calendar import day_of
from tessera.domain.entries import WALLETS
from tessera.domain.figures import OF_A_WALLET, PENDING, VOUCHERS, Figures, Tallies, outstanding
from tessera.domain.filing import Json
from tessera.domain.money import show_minor
from tessera.domain.ports import Programmes
from tessera.domain.programme import Programme
from tessera.domain.refusals import Fault, InvalidRequest
from tessera.domain.views import show_units

DAYS_MAX = 400
DAYS_USUAL = 30


def figures_between(
    first: date | None, last: date | None, *, tallies: Tallies, programmes: Programmes, now: datetime
) -> Json:
    """The figures of each day on which something was counted, their sum, and what is outstanding when the last day has
    ended, by what is known now. Left out, `last` is today and `first` 29 days before the last.

    The answer is that of `GET /figures`. Raises InvalidRequest, NoProgramme.
    """
    programme = programmes.in_force(now).programme
    last = last or day_of(now, programme.timezone)
    first = first or last - timedelta(days=DAYS_USUAL - 1)
    _check(first, last)
    days = tallies.days(first, last)
    return {
        "from": first.isoformat(),
        "until": last.isoformat(),
        "timezone": programme.timezone,
        "currency": programme.currency,
        "days": [{"day": day.isoformat(), **figures_view(figures, programme)} for day, figures in days.items()],
        "total": figures_view(_sum(days.values()), programme),
        "outstanding": outstanding_view(tallies.through(last), programme),
    }


def figures_view(figures: Figures, programme: Programme) -> Json:
    """Figures as clients read them: none of them says by its sign that something was taken away."""
    return {
        "enrolments": figures["enrolments"],
        "orders": figures["orders"],
        "spend": show_minor(figures["spend"], programme.digits),
        "refunds": figures["refunds"],
        "refunded": show_minor(figures["refunded"], programme.digits),
        "wallets": {wallet: _wallet_view(figures, wallet, programme) for wallet in WALLETS},
        "vouchers": {state: figures[f"vouchers_{state}"] for state in VOUCHERS},
        "tiers": {way: figures[f"tiers_{way}"] for way in ("up", "down")},
    }


def outstanding_view(figures: Figures, programme: Programme) -> Json:
    """What all days so far leave in the wallets."""
    return {wallet: _left_view(figures, wallet, programme) for wallet in WALLETS}


def _left_view(figures: Figures, wallet: str, programme: Programme) -> Json:
    total, pending = outstanding(figures, wallet), figures[f"{wallet}_{PENDING}"]
    left = {"active": total - pending, "pending": pending, "total": total}
    return {name: show_units(programme, wallet, units) for name, units in left.items()}


def _wallet_view(figures: Figures, wallet: str, programme: Programme) -> Json:
    return {name: show_units(programme, wallet, figures[f"{wallet}_{name}"]) for name in OF_A_WALLET}


def _sum(days: Iterable[Figures]) -> Figures:
    figures = Figures()
    for each in days:
        figures.update(each)
    return figures


def _check(first: date, last: date) -> None:
    if first > last:
        raise InvalidRequest("The window ends before it begins.", (Fault("until", "is before from"),))
    if (last - first).days >= DAYS_MAX:
        raise InvalidRequest(f"A window has {DAYS_MAX} days at most.", (Fault("from", "is too long before until"),))

"""What nights do to a member's tier: below the level, and, once the grace is over, lowered (docs/rules.md §2)."""

from dataclasses import replace
from datetime import date, datetime
from functools import partial

from tessera.domain.account import Account, tier_of
from tessera.domain.book import Book
from tessera.domain.calendar import Zone, day_of
from tessera.domain.due import NIGHT, Due, Turn, night_of
from tessera.domain.programme.members import Tiers
from tessera.domain.tiers import TierState, lowered, night_below, night_of_fall, upgraded
from tessera.domain.versions import Version


def review_tier(book: Book, version: Version) -> tuple[TierState, TierState] | None:
    """Raise the member at once to the level that is reached now; gives the tier before and after, if it was raised."""
    programme = version.programme
    if programme.tiers is None:
        return None
    state = tier_of(book.account, programme.tiers)
    now = upgraded(programme.tiers, state, book.account.activity, day_of(book.at, programme.timezone))
    if now != state:
        book.note_tier(now, state.level)
    return (state, now) if now.level != state.level else None


def withdraw_raise(book: Book, raised: tuple[TierState, TierState], version: Version) -> None:
    """The tier as it was before it was raised by mistake, or as it is reached without that; where it has changed once
    more since, the nights see to it."""
    tiers, (was, mistaken) = version.programme.tiers, raised
    if tiers is None:
        return
    state = tier_of(book.account, tiers)
    if (state.level, state.since) == (mistaken.level, mistaken.since):
        book.note_tier(was, state.level)
        review_tier(book, version)


def tier_published(account: Account, tiers: Tiers, moment: datetime, version: Version) -> Due | None:
    """What the publication of other tiers does to whoever reaches a higher level by them, or has one that is gone."""
    at = version.since["tiers"]
    if not (account.settled_at < at and moment <= at):
        return None
    state = tier_of(account, tiers)
    after = upgraded(tiers, state, account.activity, day_of(at, version.programme.timezone))
    return Due(at, Turn.TIER, partial(_publish, after=after, was=state.level)) if after != state else None


def tier_due(account: Account, tiers: Tiers, moment: datetime, today: date, zone: Zone) -> Due | None:
    """The next night, after `moment` until today, that finds the member below their level, or the one that lowers
    them."""
    state = tier_of(account, tiers)
    if tiers.downgrade.mode == "never":
        return None
    if state.below_since is not None:
        night = night_of_fall(tiers, state)
        return Due(night_of(night, zone), Turn.TIER, partial(_lower, tiers=tiers, night=night))
    looked_at = max(day_of(moment - NIGHT, zone), state.since)
    below = night_below(tiers, state, account.activity, after=looked_at, until=today)
    return Due(night_of(below, zone), Turn.TIER, partial(_find_below, tiers=tiers, night=below)) if below else None


def _publish(book: Book, at: datetime, *, after: TierState, was: str) -> None:
    book.note_tier(after, was, at=at)


def _find_below(book: Book, _: datetime, *, tiers: Tiers, night: date) -> None:
    state = tier_of(book.account, tiers)
    book.note_tier(replace(state, below_since=night), state.level)


def _lower(book: Book, at: datetime, *, tiers: Tiers, night: date) -> None:
    state = tier_of(book.account, tiers)
    book.note_tier(lowered(tiers, state, book.account.activity, night), state.level, at=at)

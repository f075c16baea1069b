"""Lots: what a wallet is made of, and how units enter, move and leave it (docs/rules.md §5).

Units are points, or minor units of money in the cashback wallet. Every function is pure:
it takes a wallet and gives the wallet after.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import attrgetter

from tessera.domain.entries import Balance

LOTS_MAX = 400
UNITS, ACTIVATES_ON = attrgetter("units"), attrgetter("activates_on")

OPEN = date.max
"""The day of activation of units that wait for a day which is not known yet: that of their order's completion."""


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of the units with one day of activation and one last day.

    A `shared` lot expires with the wallet's shared last day (rolling expiry); while it is pending
    its `last_day` says what the shared day becomes if it activates into an empty wallet.
    `last_day` None of a lot that is not shared: it never expires. A lot that is `is_open` has no day of activation yet.
    """

    activates_on: date
    last_day: date | None
    units: int
    shared: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the day of activation is not known yet."""
        return self.activates_on == OPEN

    def same_as(self, other: "Lot") -> bool:
        """Whether both are one lot; active shared lots differ by their day of activation alone."""
        is_of_that_day = self.activates_on == other.activates_on
        return is_of_that_day and self.shared == other.shared and self.last_day == other.last_day


@dataclass(frozen=True, slots=True)
class Wallet:
    """One wallet of a member. `lots` are active and free, `reserved` units are out of reach in reservations."""

    lots: tuple[Lot, ...] = ()
    pending_lots: tuple[Lot, ...] = ()
    reserved: int = 0
    debt: int = 0
    shared_last_day: date | None = None
    shared_expired_on: date | None = None

    @property
    def available(self) -> int:
        """What may be spent now: the free lots."""
        return sum(map(UNITS, self.lots))

    @property
    def active(self) -> int:
        """Free and reserved units less the debt; negative when the member owes."""
        return self.available + self.reserved - self.debt

    @property
    def pending(self) -> int:
        """Units on hold."""
        return sum(map(UNITS, self.pending_lots))

    @property
    def balance(self) -> Balance:
        """The wallet in three numbers."""
        return Balance(self.active, self.pending, self.reserved)

    @property
    def total(self) -> int:
        """Active and pending together: what the entries of the wallet sum up to."""
        return self.active + self.pending

    @property
    def is_empty(self) -> bool:
        """Whether the next activation starts the shared clock anew."""
        return not self.lots and not self.reserved

    def last_day_of(self, lot: Lot) -> date | None:
        """The last valid day of an active lot of this wallet."""
        return self.shared_last_day if lot.shared else lot.last_day

    @property
    def next_expiry(self) -> date | None:
        """The soonest last day of its active lots; None where none of them expires."""
        shared = self.shared_last_day
        known = [day for lot in self.lots if (day := shared if lot.shared else lot.last_day)]
        return min(known, default=None)

    @property
    def next_activation(self) -> date | None:
        """The soonest day on which units on hold become active; None where there are none."""
        return min(map(ACTIVATES_ON, self.pending_lots), default=None)


def hold(wallet: Wallet, lot: Lot) -> Wallet:
    """Add units that activate later."""
    return replace(wallet, pending_lots=_merged(wallet.pending_lots, lot))


def deposit(wallet: Wallet, lot: Lot) -> Wallet:
    """Add active units: they pay the debt first; into an empty wallet they start the shared clock."""
    paid = min(wallet.debt, lot.units)
    rest = lot.units - paid
    if lot.shared:
        wallet = wallet if _clock_runs(wallet, lot.activates_on) else _started(wallet, lot)
        lot = replace(lot, last_day=None)
    lots = _merged(wallet.lots, replace(lot, units=rest)) if rest else wallet.lots
    return replace(wallet, debt=wallet.debt - paid, lots=lots)


def put_back(wallet: Wallet, lot: Lot, *, today: date, grace_days: int) -> Wallet:
    """Restore burned units to the very lot they came from; where its last day has passed, for the days of grace.

    A wallet's shared clock is not restarted by a restoration, only prolonged when it has run out.
    """
    last_day = wallet.last_day_of(lot)
    graced = date.fromordinal(today.toordinal() + grace_days)
    if lot.shared and (last_day is None or last_day < today):
        wallet = replace(wallet, shared_last_day=graced)
    elif not lot.shared and last_day is not None and last_day < today:
        lot = replace(lot, last_day=graced)
    kept = wallet.shared_last_day
    return replace(deposit(wallet, lot), shared_last_day=kept)


def reserve(wallet: Wallet, units: int) -> tuple[Wallet, tuple[Lot, ...]]:
    """Put up to `units` free units out of reach; gives the wallet after and the lots they came from."""
    wallet, taken = take(wallet, units)
    return replace(wallet, reserved=wallet.reserved + sum(lot.units for lot in taken)), taken


def spend_reserved(wallet: Wallet, units: int) -> Wallet:
    """Burn reserved units."""
    return replace(wallet, reserved=wallet.reserved - units)


def free_reserved(wallet: Wallet, lots: Iterable[Lot]) -> Wallet:
    """Give reserved lots back to where they came from; the shared clock stays as it is."""
    kept = wallet.shared_last_day
    for lot in lots:
        wallet = deposit(replace(wallet, reserved=wallet.reserved - lot.units), lot)
    return replace(wallet, shared_last_day=kept)


def in_spending_order(wallet: Wallet) -> list[Lot]:
    """Soonest expiring first, never expiring last, then oldest."""
    return sorted(wallet.lots, key=lambda lot: (wallet.last_day_of(lot) or date.max, lot.activates_on))


def take(wallet: Wallet, units: int) -> tuple[Wallet, tuple[Lot, ...]]:
    """Take up to `units` free units in spending order; gives the wallet after and the lots taken."""
    return _take_from(wallet, in_spending_order(wallet), units)


def take_own(wallet: Wallet, own: Lot, units: int) -> tuple[Wallet, tuple[Lot, ...]]:
    """Take up to `units` from the active lot that `own` names (its day of activation and last day)."""
    own_active = replace(own, last_day=None) if own.shared else own
    return _take_from(wallet, [lot for lot in wallet.lots if lot.same_as(own_active)], units)


def own_units(wallet: Wallet, own: Lot, most: int) -> int:
    """How many pending and active units of the lot that `own` names the wallet still has, counted up to so many."""
    return take_pending(wallet, own, most)[1] + sum(lot.units for lot in take_own(wallet, own, most)[1])


def has_lot(lots: Iterable[Lot], own: Lot) -> bool:
    """Whether units of the lot that `own` names are among these active ones."""
    own_active = replace(own, last_day=None) if own.shared else own
    return any(lot.same_as(own_active) for lot in lots)


def take_pending(wallet: Wallet, own: Lot, units: int) -> tuple[Wallet, int]:
    """Take up to `units` from the pending lot that `own` names; gives the wallet after and the units taken."""
    for lot in wallet.pending_lots:
        if lot.same_as(own):
            taken = min(lot.units, units)
            return replace(wallet, pending_lots=_reduced(wallet.pending_lots, lot, taken)), taken
    return wallet, 0


def activate(wallet: Wallet, today: date) -> tuple[Wallet, int]:
    """Make the pending lots whose day has come active; gives the wallet after and the units moved."""
    due = [lot for lot in wallet.pending_lots if lot.activates_on <= today]
    wallet = replace(wallet, pending_lots=tuple(lot for lot in wallet.pending_lots if lot.activates_on > today))
    for lot in due:
        wallet = deposit(wallet, lot)
    return wallet, sum(lot.units for lot in due)


def expire(wallet: Wallet, today: date) -> tuple[Wallet, int]:
    """Drop the free lots whose last day is before `today`; gives the wallet after and the units gone."""
    gone = [lot for lot in wallet.lots if _is_over(wallet, lot, today)]
    if not gone:
        return wallet, 0
    days = [lot.activates_on for lot in gone if lot.shared]
    known = (wallet.shared_expired_on, wallet.shared_last_day if days else None, *days)
    expired_on = max((day for day in known if day is not None), default=None)
    left = tuple(lot for lot in wallet.lots if not _is_over(wallet, lot, today))
    return replace(wallet, lots=left, shared_expired_on=expired_on), sum(lot.units for lot in gone)


def restart(wallet: Wallet, last_day: date, *, today: date) -> Wallet:
    """Move the shared last day of a wallet that holds something to `last_day`, never backwards; a clock that has run
    out stays where it is, unless units are still reserved by it."""
    if wallet.is_empty or wallet.shared_last_day is None or _has_run_out(wallet, today):
        return wallet
    return replace(wallet, shared_last_day=last_day) if wallet.shared_last_day < last_day else wallet


def after_expiry(wallet: Wallet, lot: Lot) -> Lot:
    """A shared lot that comes late, of days whose units have expired already, is a lot of the day after."""
    gone = wallet.shared_expired_on
    if not lot.shared or gone is None or lot.activates_on > gone:
        return lot
    return replace(lot, activates_on=date.fromordinal(gone.toordinal() + 1))


def has_expired(wallet: Wallet, own: Lot, today: date) -> bool:
    """Whether the units once credited to `own` are past their last day, spent or not (pending ones never are)."""
    if own.shared:
        passed = wallet.shared_last_day if wallet.shared_last_day and wallet.shared_last_day < today else None
        return any(day is not None and own.activates_on <= day for day in (wallet.shared_expired_on, passed))
    return own.last_day is not None and own.last_day < today


def _clock_runs(wallet: Wallet, day: date) -> bool:
    return not wallet.is_empty and wallet.shared_last_day is not None and wallet.shared_last_day >= day


def _has_run_out(wallet: Wallet, today: date) -> bool:
    return not wallet.reserved and wallet.shared_last_day is not None and wallet.shared_last_day < today


def _started(wallet: Wallet, lot: Lot) -> Wallet:
    """The shared clock starts anew with a lot; a last day that passed while the wallet was empty is remembered."""
    ran_out = wallet.shared_last_day if wallet.shared_last_day and wallet.shared_last_day < lot.activates_on else None
    known = [day for day in (wallet.shared_expired_on, ran_out) if day]
    return replace(wallet, shared_last_day=lot.last_day, shared_expired_on=max(known, default=None))


def _is_over(wallet: Wallet, lot: Lot, today: date) -> bool:
    last_day = wallet.last_day_of(lot)
    return last_day is not None and last_day < today


def _take_from(wallet: Wallet, candidates: Iterable[Lot], units: int) -> tuple[Wallet, tuple[Lot, ...]]:
    lots, taken = wallet.lots, []
    for lot in candidates:
        if units == 0:
            break
        part = min(lot.units, units)
        lots, units = _reduced(lots, lot, part), units - part
        taken.append(replace(lot, units=part))
    return replace(wallet, lots=lots), tuple(taken)


def joined(lots: Iterable[Lot]) -> tuple[Lot, ...]:
    """Lots with all the units of one lot in one."""
    return reduce(_merged, lots, ())


def _reduced(lots: tuple[Lot, ...], lot: Lot, units: int) -> tuple[Lot, ...]:
    kept = (replace(each, units=each.units - units) if each is lot else each for each in lots)
    return tuple(each for each in kept if each.units)


def _merged(lots: tuple[Lot, ...], lot: Lot) -> tuple[Lot, ...]:
    for place, each in enumerate(lots):
        if each.same_as(lot):
            return (*lots[:place], replace(each, units=each.units + lot.units), *lots[place + 1 :])
    lots = (*lots, lot)
    return lots if len(lots) <= LOTS_MAX else _by_month(lots)


def _by_month(lots: tuple[Lot, ...]) -> tuple[Lot, ...]:
    """Fold lots of one month of activation and expiry into one, to its latest last day: nobody loses a day."""
    months: dict[tuple[object, ...], Lot] = {}
    for lot in lots:
        last = lot.last_day and (lot.last_day.year, lot.last_day.month)
        key = (lot.activates_on.year, lot.activates_on.month, last, lot.shared)
        months[key] = _folded(months.get(key), lot)
    return tuple(months.values())


def _folded(into: Lot | None, lot: Lot) -> Lot:
    if into is None:
        return lot
    last_day = max(into.last_day, lot.last_day) if into.last_day and lot.last_day else None
    later = max(into.activates_on, lot.activates_on)
    return replace(into, activates_on=later, units=into.units + lot.units, last_day=last_day)

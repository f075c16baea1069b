"""The books that are kept of each member, and how a law is said to be broken."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tessera.domain.account import Account
from tessera.domain.awarding import Burn
from tessera.domain.calendar import day_of
from tessera.domain.entries import POINTS, Change, Record
from tessera.domain.filing import Filing, Json
from tessera.domain.lots import Lot
from tessera.domain.papers import unpacked
from tessera.domain.undoing import Undone
from tessera.domain.voucher import ISSUED, Voucher
from tests.properties.world import ZONE

Moved = Counter[tuple[str, str]]
"""What entries come to, by wallet and kind."""


class Broken(AssertionError):
    """A law that does not hold, and what a story would have expected instead."""

    def __init__(self, said: str, expected: Json | None = None) -> None:
        super().__init__(said)
        self.expected = expected


def hold(holds: bool, said: str, expected: Json | None = None) -> None:
    """Raises Broken where a law does not hold."""
    if not holds:
        raise Broken(said, expected)


@dataclass(frozen=True)
class Written:
    """One write to one account: the account before and after it, its record, and what it left under its keys."""

    before: Account | None
    after: Account
    record: Record
    filings: tuple[Filing, ...]

    @property
    def today(self) -> date:
        """The day on which it was written."""
        return day_of(self.after.settled_at, ZONE)

    @cached_property
    def had(self) -> dict[str, Voucher]:
        """The vouchers before it by their codes, free and reserved."""
        return vouchers_of(self.before) if self.before else {}

    @cached_property
    def has(self) -> dict[str, Voucher]:
        """The vouchers after it."""
        return vouchers_of(self.after)

    @cached_property
    def used(self) -> dict[str, Voucher]:
        """The vouchers that it used."""
        burns = [unpacked(Burn, each.content["burn"]) for each in self.filings if _is_capture(each)]
        tenders = [tender for burn in burns for tender in burn.tenders]
        return {tender.voucher.code: tender.voucher for tender in tenders if tender.voucher}

    @cached_property
    def taken_again(self) -> set[str]:
        """The codes of vouchers that had been used, came back with a refund, and were taken back by it at once."""
        undone = [each for filing in self.filings for each in _undone(filing)]
        return {code for each in undone for code in each.vouchers} - self.has.keys()

    @cached_property
    def over(self) -> dict[str, Voucher]:
        """The vouchers that are gone because their last day had passed."""
        return {code: voucher for code, voucher in self._gone() if is_over(voucher, self.today)}

    @cached_property
    def taken(self) -> dict[str, Voucher]:
        """The vouchers that were taken back."""
        return {code: voucher for code, voucher in self._gone() if not is_over(voucher, self.today)}

    def changes(self, kind: str) -> list[Change]:
        """What changed of one kind, in order."""
        return [change for change in self.record.changes if change.kind == kind]

    def _gone(self) -> Iterator[tuple[str, Voucher]]:
        return (each for each in self.had.items() if each[0] not in self.has and each[0] not in self.used)


def _undone(filing: Filing) -> list[Undone]:
    """What a filing says of refunds: of its own, or of those that came before an order."""
    content = filing.content.get("undone", [])
    return [unpacked(Undone, each) for each in (content if isinstance(content, list) else [content])]


def _is_capture(filing: Filing) -> bool:
    return filing.key.kind == "closing" and "burn" in filing.content


def vouchers_of(account: Account) -> dict[str, Voucher]:
    """All vouchers of a member that are not used, by their codes."""
    tenders = [tender for reservation in account.reservations for tender in reservation.tenders]
    reserved = [tender.voucher for tender in tenders if tender.voucher]
    return {voucher.code: voucher for voucher in (*account.vouchers, *reserved)}


def is_over(voucher: Voucher, today: date) -> bool:
    """Whether the last day of a voucher has passed."""
    return voucher.last_day is not None and voucher.last_day < today


@dataclass(slots=True)
class Books:
    """What is known of one member from what was written: the account after the last write, and what all came to.

    `vouchers` are all that were ever issued, `used` and `voided` the codes of those that are; `back_by_void` are the
    points that came back with vouchers taken back because of an order, `left` what refunds left of an order in a wallet
    because it had expired, `stamps_of_orders` the stamps that they left of each order, by card, `friend_lots` what the
    member got as a friend for an order, `told` the changes so far.
    """

    account: Account | None = None
    moved: Moved = field(default_factory=Counter)
    by_cause: dict[str, Moved] = field(default_factory=lambda: defaultdict(Counter))
    vouchers: dict[str, Voucher] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    voided: set[str] = field(default_factory=set)
    stamps_of_orders: dict[str, Counter[str]] = field(default_factory=dict)
    friend_lots: dict[str, Lot] = field(default_factory=dict)
    back_by_void: Counter[str] = field(default_factory=Counter)
    left: Moved = field(default_factory=Counter)
    told: dict[str, list[Change]] = field(default_factory=lambda: defaultdict(list))

    @property
    def version(self) -> int:
        """The number of the last record."""
        return self.account.version if self.account else 0

    def enter(self, written: Written) -> None:
        """Add what was written."""
        self.account = written.after
        for entry in written.record.entries:
            self.moved[entry.wallet, entry.kind] += entry.amount
            self.by_cause[entry.cause][entry.wallet, entry.kind] += entry.amount
        for change in written.record.changes:
            self.told[change.kind].append(change)
        fleeting = self._paid_for_fleeting(written)
        self.vouchers |= written.has
        self.used = (self.used | written.used.keys()) - written.has.keys() - written.taken_again
        taken = written.taken.keys() | written.taken_again
        self.voided |= taken
        if (first := written.filings[0].key).kind in ("order", "refund", "claimed"):
            self.back_by_void[first.owner] += fleeting + sum(self.vouchers[code].cost for code in taken)
        friendship = written.after.referral.friendship
        if friendship and friendship.order_id and friendship.lot:
            self.friend_lots[friendship.order_id] = friendship.lot

    def accrued(self, cause: str, wallet: str = POINTS) -> int:
        """What was entered for a cause."""
        return self.by_cause[cause][wallet, "accrual"] if cause in self.by_cause else 0

    def _paid_for_fleeting(self, written: Written) -> int:
        """What vouchers cost that issued themselves and were taken back in the same write."""
        known = self.vouchers.keys() | written.had.keys()
        issued = Counter(change.of for change in written.changes("voucher") if change.now == ISSUED)
        issued.subtract(voucher.reward_id for code, voucher in written.has.items() if code not in known)
        paid = {entry.cause: entry.units for entry in written.record.entries}
        return sum(paid.get(f"conversion/{name}", 0) * count for name, count in issued.items())

    def of_stock(self) -> Iterator[Voucher]:
        """The vouchers that were drawn from a stock and not taken back."""
        kept = (voucher for code, voucher in self.vouchers.items() if code not in self.voided)
        return (voucher for voucher in kept if voucher.is_of_stock)

    def stamps_in_vouchers(self, card_id: str) -> int:
        """How many stamps of a card turned into vouchers that were not taken back."""
        kept = (voucher for code, voucher in self.vouchers.items() if code not in self.voided)
        return sum(stamps.count for voucher in kept if voucher.reward_id == card_id for stamps in voucher.stamps)

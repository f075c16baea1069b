"""The book in which every change of an account is entered, and what it draws on besides (docs/rules.md §5)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from tessera.domain.account import Account
from tessera.domain.actions import Reported
from tessera.domain.activity import Deeds
from tessera.domain.entries import Change, ChangeKind, Entry, Kind, Record
from tessera.domain.lots import Wallet
from tessera.domain.memberships import MembershipState
from tessera.domain.referral import Friendship, Referral
from tessera.domain.reservation import Reservation
from tessera.domain.stamps import Card
from tessera.domain.tiers import TierState
from tessera.domain.voucher import ISSUED, Voucher


@dataclass(frozen=True, slots=True)
class Counting:
    """So much is added to a counter outside the account (the stock of a reward, the budget of a gift, what was
    donated); with `most`, only as long as the counter stays within it."""

    counter: str
    amount: int
    most: int | None = None

    def left_after(self, counted: int) -> int:
        """How much of the most is left once so much is counted; a most that was lowered leaves nothing."""
        return max(0, (self.most or 0) - counted)


class Mint(Protocol):
    """Where unguessable codes come from."""

    def voucher_code(self) -> str:
        """A new voucher code."""
        ...

    def referral_code(self, member_id: str) -> str:
        """A new code for an advocate to hand out, which may be taken already: some of the member's own letters, then
        others that nobody can guess; capitals and digits only."""
        ...


class Book:
    """An account being written in. `post` is the only way units move: the amount of each entry follows from the
    wallet before and after it, so that no entry can disagree with the wallet.

    `version` is that of the programme under which this write is made; entries that the clock causes carry it too.
    `mint` is where the codes of vouchers come from that are issued by themselves; a book without one issues none.
    Counters that stand outside the account are drawn on in `counts`; `left` is how much there is of those that had too
    little for this write before.
    """

    def __init__(
        self,
        account: Account,
        *,
        at: datetime,
        version: int,
        mint: Mint | None = None,
        left: Mapping[str, int] | None = None,
    ) -> None:
        self.account = account
        self.at = max(at, account.settled_at)
        self.version = version
        self.mint = mint
        self.left = left or {}
        self.counts: list[Counting] = []
        self.before = {name: wallet.balance for name, wallet in account.wallets.items()}
        self.entries: list[Entry] = []
        self.changes: list[Change] = []

    @property
    def issued(self) -> int:
        """How many vouchers this write has issued."""
        return sum(change.kind == "voucher" and change.now == ISSUED for change in self.changes)

    def wallet(self, name: str) -> Wallet:
        """The wallet as it stands in this book."""
        return self.account.wallets[name]

    def keep(self, name: str, wallet: Wallet) -> None:
        """Put a wallet in which no unit moved (its clock did)."""
        if wallet is not self.wallet(name):
            self.account = replace(self.account, wallets={**self.account.wallets, name: wallet})

    def count(self, day: date, deeds: Deeds, *, months: int) -> None:
        """Count what was done on a day, or, negative, undone; days are kept for so many months."""
        activity = self.account.activity.after(day, deeds).kept_for(months, self.at.date())
        self.account = replace(self.account, activity=activity)

    def note_action(self, reported: Reported) -> None:
        """Note how often an action was rewarded now."""
        others = (each for each in self.account.actions if each.action != reported.action)
        self.account = replace(self.account, actions=(*others, reported))

    def note_claim(self, reward_id: str, times: int = 1) -> None:
        """Count a claim of a reward, or, negative, one that was taken back."""
        claims = {**dict(self.account.claims), reward_id: self.account.claimed(reward_id) + times}
        self.account = replace(self.account, claims=tuple(each for each in claims.items() if each[1]))

    def keep_card(self, card: Card, *, at: datetime | None = None) -> None:
        """Leave the member a stamp card as it is now."""
        had = self.account.card(card.card_id).have
        others = tuple(each for each in self.account.cards if each.card_id != card.card_id)
        kept = (card,) if card.stamps or card.owed else ()
        self.account = replace(self.account, cards=(*others, *kept))
        if card.have != had:
            self.note_change("stamps", str(had), str(card.have), of=card.card_id, at=at)

    def keep_referral(self, referral: Referral) -> None:
        """Leave the member this as an advocate and as a friend."""
        self.account = replace(self.account, referral=referral)

    def keep_friendship(self, friendship: Friendship) -> None:
        """Leave the member this as a friend."""
        self.keep_referral(replace(self.account.referral, friendship=friendship))

    def note_tier(self, tier: TierState, was: str, *, at: datetime | None = None) -> None:
        """Note how the member's tier stands now; another level is a change."""
        self.account = replace(self.account, tier=tier)
        if tier.level != was:
            self.note_change("tier", was, tier.level, at=at)

    def note_membership(self, membership: MembershipState | None, *, at: datetime | None = None) -> None:
        """Note how the member's membership stands now."""
        was, plan = self.account.membership, membership or self.account.membership
        begun = {membership.plan} - {*self.account.plans} if membership else ()
        self.account = replace(self.account, membership=membership, plans=(*self.account.plans, *begun))
        before, now = (state.shown if state else "" for state in (was, membership))
        self.note_change("membership", before, now, of=plan.plan if plan else "", at=at)

    def cancel_membership(self) -> None:
        """Note that the membership is not to be renewed."""
        if self.account.membership:
            self.note_membership(replace(self.account.membership, is_cancelled=True))

    def note_reminder(self, wallet: str, last_day: date, days_before: int, today: date) -> None:
        """Note that the member was reminded of a last day; those of days that have passed are forgotten."""
        ahead = tuple(each for each in self.account.reminded if each[1] >= today and each[:2] != (wallet, last_day))
        self.account = replace(self.account, reminded=(*ahead, (wallet, last_day, days_before)))
        self.note_change("reminder", str(days_before), last_day.isoformat(), of=wallet)

    def note_segment(self, segment: str, *, entered: bool, at: datetime, silent: bool = False) -> None:
        """Note that the member is in a segment now, or out of it; silently where that is no entering of it."""
        others = tuple(each for each in self.account.segments if each[0] != segment)
        now = ((segment, None if silent else at),) if entered else ()
        self.account = replace(self.account, segments=(*others, *now))
        if not silent:
            self.note_change("segment", *(("out", "in") if entered else ("in", "out")), of=segment, at=at)

    def note_change(self, kind: ChangeKind, was: str, now: str, *, of: str = "", at: datetime | None = None) -> None:
        """Note a change of something beside the wallets; `of` says of which, where there are several."""
        self.changes.append(Change(kind, at or self.at, was, now, of))

    def keep_vouchers(self, vouchers: tuple[Voucher, ...]) -> None:
        """Leave the member these vouchers."""
        self.account = replace(self.account, vouchers=vouchers)

    def give_vouchers(self, vouchers: tuple[Voucher, ...]) -> None:
        """Hand the member more vouchers."""
        self.keep_vouchers((*self.account.vouchers, *vouchers))

    def issue(self, voucher: Voucher, *, at: datetime | None = None) -> None:
        """Hand the member a new voucher."""
        self.give_vouchers((voucher,))
        self.note_change("voucher", "", ISSUED, of=voucher.reward_id, at=at)

    def take_voucher(self, voucher: Voucher) -> None:
        """Put a voucher out of reach, into a redemption."""
        self.keep_vouchers(tuple(each for each in self.account.vouchers if each != voucher))

    def open_reservation(self, reservation: Reservation) -> None:
        """Note a reservation as open."""
        self.account = replace(self.account, reservations=(*self.account.reservations, reservation))

    def close_reservation(self, reservation: Reservation) -> None:
        """Note a reservation as no longer open."""
        open_ones = tuple(each for each in self.account.reservations if each != reservation)
        self.account = replace(self.account, reservations=open_ones)

    def post(
        self,
        kind: Kind,
        cause: str,
        name: str,
        wallet: Wallet,
        *,
        units: int | None = None,
        at: datetime | None = None,
        version: int | None = None,
    ) -> Entry | None:
        """Enter a change of a wallet, by the book's version unless another one is its reason; a change of nothing is
        not entered. Gives the entry."""
        before, after = self.wallet(name).balance, wallet.balance
        amount = after.total - before.total
        self.keep(name, wallet)
        moved = abs(amount) if units is None else units
        if not moved:
            return None
        entry = Entry(
            kind=kind,
            cause=cause,
            wallet=name,
            amount=amount,
            units=moved,
            at=at or self.at,
            active=after.active,
            pending=after.pending,
            reserved=after.reserved,
            version=self.version if version is None else version,
        )
        self.entries.append(entry)
        return entry

    def close(self) -> tuple[Account, Record]:
        """The account after this write, and the record of it."""
        account = replace(self.account, version=self.account.version + 1, settled_at=self.at)
        entries, changes = tuple(self.entries), tuple(self.changes)
        return account, Record(account.member_id, account.version, self.at, self.before, entries, changes)

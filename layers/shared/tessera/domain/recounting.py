"""What there is to tell of an occasion, as the ledger says it (docs/rules.md §8)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from tessera.domain.account import Account
from tessera.domain.awarding import Awarded
from tessera.domain.calendar import day_of
from tessera.domain.completing import Completed, as_completed
from tessera.domain.entries import WALLETS, Record
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.issued import issued_in
from tessera.domain.issuing import is_at_its_limit
from tessera.domain.messaging import Amount, IssuedVoucher, Told
from tessera.domain.money import parse_minor
from tessera.domain.occasions import Move, Occasion
from tessera.domain.papers import unpacked
from tessera.domain.programme.rewards import VoucherReward
from tessera.domain.undoing import Undone
from tessera.domain.versions import Version

REFUND = "refund/"
OF_AN_ORDER = ("order", "claimed", "completion", "refund")


def told_of(
    occasion: Occasion, record: Record, key: Key, *, filing: Filing, account: Account, version: Version
) -> Told:
    """What there is to tell of one occasion of a record; its write's filing and the account say what the record does
    not: codes, days that lie ahead."""
    return _Recounting(occasion, record, key, filing, account, version).told()


@dataclass(frozen=True, slots=True)
class _Recounting:
    """One occasion, and all that is known of it."""

    occasion: Occasion
    record: Record
    key: Key
    filing: Filing
    account: Account
    version: Version

    def told(self) -> Told:
        pending = self._sum(lambda move: move.pending if move.entry.kind == "accrual" else 0)
        tier = next((each for each in reversed(self.occasion.changes) if each.kind == "tier"), None)
        plan, until = self._membership()
        return Told(
            earned=self._sum(_earned),
            pending=pending,
            activates_on=self._activates_on() if pending else None,
            activated=self._sum(lambda move: move.entry.units if move.entry.kind == "activation" else 0),
            taken_back=self._sum(_taken_back),
            given_back=self._given_back(),
            expiring=self._expiring(),
            expired=self._sum(lambda move: -move.entry.amount if move.entry.kind == "expiry" else 0),
            last_day=self._last_day(),
            balances={name: each.active for name, each in self.record.balances_at(self.record.recorded_at).items()},
            vouchers=tuple(self._vouchers()),
            rewards=tuple(self._rewards()),
            tier=tier.now if tier else None,
            tier_was=tier.was if tier else None,
            plan=plan,
            until=until,
            order_id=self.key.owner if self.occasion.is_own and self.key.kind in OF_AN_ORDER else None,
        )

    @property
    def _content(self) -> Json:
        """What the filing keeps, which is about the write itself."""
        return self.filing.content if self.occasion.is_own else {}

    def _sum(self, units_of: Callable[[Move], int], less: dict[str, int] | None = None) -> tuple[Amount, ...]:
        sums = {name: -(less or {}).get(name, 0) for name in WALLETS}
        for move in self.occasion.moves:
            sums[move.entry.wallet] += units_of(move)
        return tuple(Amount(name, units) for name, units in sums.items() if units > 0)

    def _given_back(self) -> tuple[Amount, ...]:
        """What was burned and came back: not what vouchers had cost that went at once to what was taken back."""
        voided = dict[str, int]()
        for undone in self._undone():
            collected = (undone.referral.sources,) if undone.referral else ()
            for sources in (*undone.sources, *collected):
                voided[sources.wallet] = voided.get(sources.wallet, 0) + sources.voided
        return self._sum(partial(_of_kind, "restoration"), less=voided)

    def _undone(self) -> list[Undone]:
        """What refunds did: the one that this is, or those that had waited for the order."""
        kept = self._content.get("undone", [])
        return [unpacked(Undone, each) for each in ([kept] if isinstance(kept, dict) else kept)]

    def _vouchers(self) -> Iterator[IssuedVoucher]:
        """Those that were issued, and those that a refund gave back, as far as the member holds them."""
        issued = issued_in(self.record, self.filing, self.account, self.version.programme.timezone)
        mine = [voucher for change, voucher in issued if change in self.occasion.changes]
        back = [self.account.voucher(code) for undone in self._undone() for code in undone.vouchers]
        for each in (*mine, *(voucher for voucher in back if voucher)):
            yield IssuedVoucher(each.code, each.reward_id, each.last_day)

    def _activates_on(self) -> date | None:
        """The first day of what an order holds back; None while that waits for the order's completion."""
        if "awarded" not in self._content:
            return None
        awarded = unpacked(Awarded, self._content["awarded"])
        if "completed" in self._content:
            awarded = as_completed(awarded, unpacked(Completed, self._content["completed"]))
        today = day_of(self.record.recorded_at, self.version.programme.timezone)
        days = (credit.lot.activates_on for credit in awarded.credits if not credit.lot.is_open)
        return min((day for day in days if day > today), default=None)

    def _expiring(self) -> tuple[Amount, ...]:
        if self.key.kind != "reminder" or "wallet" not in self._content:
            return ()
        wallet, shown = self._content["wallet"], self._content["amount"]
        units = shown if isinstance(shown, int) else parse_minor(shown, self.version.programme.digits)
        return (Amount(wallet, units),)

    def _last_day(self) -> date | None:
        kind, _, day = self.occasion.cause.partition("/")
        if kind == "expiry":
            return date.fromisoformat(day)
        return (
            date.fromisoformat(self._content["last_day"]) if self.key.kind == "reminder" and self._expiring() else None
        )

    def _membership(self) -> tuple[str | None, date | None]:
        if self.key.kind == "reminder" and "plan" in self._content:
            return self._content["plan"], date.fromisoformat(self._content["until"])
        paid = [each for each in self.occasion.changes if each.kind == "membership" and each.now == "paid"]
        if not paid:
            return None, None
        standing = self.account.membership
        return paid[-1].of, standing.until if standing and standing.plan == paid[-1].of else None

    def _rewards(self) -> Iterator[str]:
        """The rewards to be claimed that have come within reach with what was given."""
        if self.account.is_blocked:
            return
        before, after = self.record.before["points"], self.record.balances_at(self.record.recorded_at)["points"]
        for reward in self.version.programme.rewards:
            is_automatic = isinstance(reward, VoucherReward) and reward.automatic
            if is_automatic or not before.active < reward.cost <= after.active - after.reserved:
                continue
            is_reached = any(reward.cost in move.reaches for move in self.occasion.moves if _is_given(move))
            if is_reached and not is_at_its_limit(self.account, reward):
                yield reward.id


def _earned(move: Move) -> int:
    """What is active at once."""
    is_credit = move.entry.kind == "accrual" or (move.entry.kind == "adjustment" and move.entry.amount > 0)
    return move.active if is_credit else 0


def _taken_back(move: Move) -> int:
    """What a refund took, less what it could not collect."""
    return -_of_kind("reversal", move) - _of_kind("shortage", move)


def _of_kind(kind: str, move: Move) -> int:
    """What a refund entered of a kind."""
    return move.entry.amount if move.entry.kind == kind and move.entry.cause.startswith(REFUND) else 0


def _is_given(move: Move) -> bool:
    return bool(_earned(move)) or move.entry.kind == "activation"

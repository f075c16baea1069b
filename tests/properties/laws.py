"""The laws that hold after every step, whatever it was: each a function that raises `Broken` where one does not.

They read the ledger through its port alone, so that they judge the twin in memory and DynamoDB alike.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tessera.commands.calls import CALLS
from tessera.domain.account import Account
from tessera.domain.activity import Deeds
from tessera.domain.awarding import Awarded, Burn
from tessera.domain.calendar import day_of
from tessera.domain.entries import WALLETS, Record
from tessera.domain.lots import Wallet, has_expired
from tessera.domain.papers import stored_order, unpacked
from tessera.domain.ports import Filing, Json, OrderFile
from tessera.domain.refunding import is_wholly_refunded
from tessera.domain.views import show_units
from tessera.operations.explain_order import explain_order
from tessera.operations.waiting_refunds import burns_of
from tessera.storage.judging import NOTHING, account_faults, balances_after, balances_of, record_faults
from tests.properties.world import ZONE, Event, World

SIGNS = {
    "accrual": 1,
    "restoration": 1,
    "shortage": 1,
    "redemption": -1,
    "reversal": -1,
    "expiry": -1,
    "activation": 0,
    "reservation": 0,
    "release": 0,
    "lapse": 0,
}
"""Which way each kind of entry moves a wallet; an adjustment moves it either way."""

ANSWERED_ONCE = {*CALLS} - {"enrol", "quote"}
"""Calls with a natural key: sent again they are answered with the first answer."""

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


@dataclass(slots=True)
class Books:
    """What is known of one member from their records: the account after the last one, and what all of them come to."""

    account: Account | None = None
    moved: Moved = field(default_factory=Counter)
    by_cause: dict[str, Moved] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def version(self) -> int:
        """The number of the last record."""
        return self.account.version if self.account else 0


@dataclass(frozen=True, slots=True)
class Written:
    """What was written to one account since it was looked at: the account before and after, and the records between."""

    before: Account | None
    after: Account
    records: tuple[Record, ...]


class Auditor:
    """Goes through the books after each step."""

    def __init__(self, world: World, members: tuple[str, ...]) -> None:
        self._world, self._ledger = world, world.stores.ledger
        self.books = {member_id: Books() for member_id in members}
        self._first_answers: dict[str, Json] = {}

    def audit(self) -> set[str]:
        """Judge all that was written since the last time; gives the members to whom something was."""
        return {member_id for member_id, books in self.books.items() if self._has_written(member_id, books)}

    def judge(self, event: Event, answer: Json) -> None:
        """Judge an event that just happened."""
        changed = self.audit()
        hold(not ("refused" in answer and changed), f"what was refused changed {sorted(changed)}")
        hold(not (event.verb == "quote" and changed), f"a quote changed {sorted(changed)}")
        self._answered_once(event, answer, changed)
        if order_id := event.body.get("order_id"):
            self.judge_order(order_id)

    def judge_order(self, order_id: str) -> None:
        """Judge an order with all that was entered because of it."""
        file = self._ledger.order(order_id)
        if file is not None and file.filing is not None:
            books = self.books.get(file.filing.body.get("member_id", ""))
            _judge_order(order_id, file, file.filing, books, self._world)

    def _has_written(self, member_id: str, books: Books) -> bool:
        account = self._ledger.account(member_id, consistent=True)
        if account is None or account.version == books.version:
            hold(account == books.account, f"the account of {member_id} changed without a record")
            return False
        page = self._ledger.records(member_id, limit=account.version - books.version)
        written = Written(books.account, account, tuple(reversed(page.records)))
        for law in LAWS:
            law(written)
        _enter(books, written)
        _what_is_outstanding_is_what_moved(books)
        return True

    def _answered_once(self, event: Event, answer: Json, changed: set[str]) -> None:
        if event.verb not in ANSWERED_ONCE:
            return
        first = self._first_answers.get(event.said)
        if first is not None:
            hold(answer == first, f"{event.verb} was answered otherwise when it was sent again", {"last": first})
            hold(not changed, f"{event.verb} changed {sorted(changed)} when it was sent again")
        elif "refused" not in answer:
            self._first_answers[event.said] = answer


def _enter(books: Books, written: Written) -> None:
    books.account = written.after
    for record in written.records:
        for entry in record.entries:
            books.moved[entry.wallet, entry.kind] += entry.amount
            books.by_cause[entry.cause][entry.wallet, entry.kind] += entry.amount


def _numbers_have_no_gap(written: Written) -> None:
    first = written.before.version if written.before else 0
    numbers = [record.seq for record in written.records]
    hold(numbers == [*range(first + 1, written.after.version + 1)], f"after record {first} come {numbers}")


def _each_record_begins_where_the_one_before_ended(written: Written) -> None:
    stood = balances_of(written.before) if written.before else NOTHING
    for record in written.records:
        hold(record.before == stood, f"record {record.seq} begins with {record.before}, before it stood {stood}")
        faults = list(record_faults(record))
        hold(not faults, "; ".join(faults))
        stood = balances_after(record)


def _wallets_are_their_entries_and_their_lots_less_their_debt(written: Written) -> None:
    told, stands = balances_after(written.records[-1]), balances_of(written.after)
    points = {"active": told["points"].active, "pending": told["points"].pending}
    expected = {"member": written.after.member_id, "wallets": {"points": points}}
    hold(told == stands, f"the entries end with {told}, the lots less the debt are {stands}", expected)


def _no_lot_is_empty_or_below_zero(written: Written) -> None:
    faults = list(account_faults(written.after))
    hold(not faults, "; ".join(faults))
    for name, wallet in written.after.wallets.items():
        hold(min(wallet.debt, wallet.reserved, wallet.available) >= 0, f"{name} below zero: {wallet}")


def _nothing_outlives_its_last_day(written: Written) -> None:
    today = day_of(written.after.settled_at, ZONE)
    for name, wallet in written.after.wallets.items():
        over = [lot for lot in wallet.lots if (last := wallet.last_day_of(lot)) and last < today]
        hold(not over, f"{name} still holds on {today} what is over: {over}")
        late = [lot for lot in wallet.pending_lots if lot.activates_on <= today]
        hold(not late, f"{name} still holds on {today} what should be active: {late}")


def _what_was_over_expired_and_was_not_spent(written: Written) -> None:
    if written.before is None:
        return
    record = written.records[0]
    today = day_of(record.recorded_at, ZONE)
    for name, wallet in written.before.wallets.items():
        over = sum(lot.units for lot in wallet.lots if (last := wallet.last_day_of(lot)) and last < today)
        expired = sum(entry.units for entry in record.entries if (entry.wallet, entry.kind) == (name, "expiry"))
        hold(expired >= over, f"of {over} {name} that were over on {today}, {expired} expired")


def _every_kind_moves_its_own_way(written: Written) -> None:
    for entry in (entry for record in written.records for entry in record.entries):
        sign = SIGNS.get(entry.kind)
        direction = (entry.amount > 0) - (entry.amount < 0)
        hold(entry.kind == "adjustment" or direction == sign, f"{entry.kind} of {entry.amount} {entry.wallet}")


LAWS = (
    _numbers_have_no_gap,
    _each_record_begins_where_the_one_before_ended,
    _wallets_are_their_entries_and_their_lots_less_their_debt,
    _no_lot_is_empty_or_below_zero,
    _nothing_outlives_its_last_day,
    _what_was_over_expired_and_was_not_spent,
    _every_kind_moves_its_own_way,
)


def _what_is_outstanding_is_what_moved(books: Books) -> None:
    """Issued + adjusted + restored + written off − redeemed − reversed − expired; the kinds carry their sign."""
    for name, balance in balances_of(books.account).items() if books.account else ():
        moved = sum(amount for (wallet, _), amount in books.moved.items() if wallet == name)
        hold(moved == balance.active + balance.pending, f"{name}: {moved} moved, {balance} is outstanding")


def _judge_order(order_id: str, file: OrderFile, filing: Filing, books: Books | None, world: World) -> None:
    told = explain_order(order_id, ledger=world.stores.ledger, programmes=world.stores.programmes)
    _explanations_add_up(order_id, told, books)
    if books is None or file.progress is None:
        return
    order, refunded = stored_order(filing.body), file.progress.refunded
    awarded = unpacked(Awarded, filing.content["awarded"])
    if is_wholly_refunded(order, refunded):
        _all_it_burned_came_back(order_id, burns_of(awarded, file, order.member_id), books, world)
    if order.amounts == refunded.minor and (order.total or is_wholly_refunded(order, refunded)):
        _nothing_it_earned_is_left(order_id, awarded, books, world)


def _explanations_add_up(order_id: str, told: Json, books: Books | None) -> None:
    """What lines and rules gave, what refunds undid: each sum is that of the entries."""
    entered = books.by_cause.get(f"order/{order_id}", Counter()) if books else Counter()
    refunds = _of_refunds(order_id, books)
    for name in WALLETS:
        shares = [share for line in told["lines"] for share in line["earned"] if share["wallet"] == name]
        award = [each for each in told["awards"] if each["wallet"] == name]
        rules = [rule for each in award for rule in each["rules"]]
        sums = {"lines": _sum(shares), "award": _sum(award), "rules": _sum(rules), "entry": entered[name, "accrual"]}
        hold(len(set(sums.values())) == 1, f"{order_id} is explained with {sums} {name}")
        undone = {kind: _sum(_moves(told, kind, name)) for kind in ("reversed", "restored", "written_off")}
        of_lines = sum(_units(share["reversed"]) for share in shares)
        entries = {"reversed": "reversal", "restored": "restoration", "written_off": "shortage"}
        found = {kind: refunds[name, entries[kind]] for kind in undone}
        hold(undone == found, f"refunds of {order_id} are explained with {undone} {name}, entered as {found}")
        hold(of_lines == undone["reversed"], f"lines of {order_id} lost {of_lines} {name}, refunds took {undone}")


def _of_refunds(order_id: str, books: Books | None) -> Moved:
    moved: Moved = Counter()
    for cause, of_cause in books.by_cause.items() if books else ():
        if cause.startswith(f"refund/{order_id}/"):
            moved.update(of_cause)
    return moved


def _moves(told: Json, kind: str, wallet: str) -> Iterator[Json]:
    return (each for refund in told["refunds"] for each in refund[kind] if each["wallet"] == wallet)


def _sum(rows: Any) -> int:
    return sum(_units(row["amount"]) for row in rows)


def _units(shown: int | str) -> int:
    return int(str(shown).replace(".", ""))


def _nothing_it_earned_is_left(order_id: str, awarded: Awarded, books: Books, world: World) -> None:
    """The law of docs/rules.md §4, per wallet: what was entered because of the order sums to zero."""
    entered, refunds = books.by_cause[f"order/{order_id}"], _of_refunds(order_id, books)
    for name in WALLETS:
        left = entered[name, "accrual"] + refunds[name, "reversal"]
        said = f"{left} {name} are left of {order_id}, refunded"
        hold(left == 0 or _is_left(name, awarded, books, world), said, _active(books, name, -left, world))


def _all_it_burned_came_back(order_id: str, burns: tuple[Burn, ...], books: Books, world: World) -> None:
    """Once all its goods are refunded."""
    refunds = _of_refunds(order_id, books)
    redeemed: Moved = Counter()
    for burn in burns:
        redeemed.update(books.by_cause[f"redemption/{burn.redemption_id}"])
    for name in WALLETS:
        burned = redeemed[name, "redemption"] + redeemed[name, "restoration"] + refunds[name, "restoration"]
        said = f"{-burned} {name} that {order_id} burned did not come back with its refund"
        hold(burned == 0, said, _active(books, name, -burned, world))


def _active(books: Books, name: str, more: int, world: World) -> Json | None:
    """What a story would have expected of a wallet: so many more active units."""
    if books.account is None:
        return None
    programme = world.stores.programmes.latest().programme
    active = show_units(programme, name, books.account.wallets[name].active + more)
    return {"member": books.account.member_id, "wallets": {name: {"active": active}}}


def _is_left(name: str, awarded: Awarded, books: Books, world: World) -> bool:
    """What the order earned is past its last day, and the programme that awarded it leaves that where it is."""
    programme = world.stores.programmes.version(awarded.version).programme
    lots = [credit.lot for credit in awarded.credits if credit.wallet == name]
    wallet, today = books.account.wallets[name] if books.account else Wallet(), day_of(world.now, ZONE)
    return programme.refunds.after_expiry == "leave" and any(has_expired(wallet, lot, today) for lot in lots)


def nothing_is_counted_any_more(member_id: str, books: Books) -> None:
    """Once every order is refunded in full, all that they counted for is gone: for caps, for tiers, since enrolment."""
    if books.account is None:
        return
    activity = books.account.activity
    for day, done in (*activity.days, ("since enrolment", activity.lifetime)):
        hold(done == Deeds(action_points=done.action_points), f"{member_id} still counts {done}, {day}")

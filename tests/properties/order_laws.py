"""The laws of an order, and of what it leaves once it is refunded."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from tessera.domain.activity import Deeds
from tessera.domain.awarding import Burn
from tessera.domain.calendar import day_of
from tessera.domain.entries import POINTS, WALLETS
from tessera.domain.filing import Json
from tessera.domain.found import OrderFile
from tessera.domain.lots import Lot, Wallet, has_expired
from tessera.domain.refunding import is_wholly_refunded
from tessera.domain.views import show_units
from tessera.operations.explain_order import explain_order
from tessera.operations.filed_orders import FiledOrder
from tessera.operations.waiting_refunds import burns_of
from tests.properties.books import Books, Moved, hold
from tests.properties.world import ZONE, World


def judge_order(order_id: str, file: OrderFile, filed: FiledOrder, books: Books | None, world: World) -> None:
    """Judge an order with all that was entered because of it."""
    now = world.scene.now()
    told = explain_order(order_id, ledger=world.stores.ledger, programmes=world.stores.programmes, now=now)
    _explanations_add_up(order_id, told, books)
    if books is None or file.progress is None:
        return
    _what_is_left_has_expired(order_id, filed, told, books, world)
    order, refunded = filed.order, file.progress.refunded
    if is_wholly_refunded(order, refunded):
        _all_it_burned_came_back(order_id, burns_of(filed.awarded, file, order.member_id), books, world)
    if order.amounts == refunded.minor and (order.total or is_wholly_refunded(order, refunded)):
        _nothing_else_it_earned_is_left(order_id, filed, told, books, world)


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
        hold(of_lines == undone["reversed"], f"lines of {order_id} lost {of_lines} {name}, refunds took {undone}")
        if name == POINTS:
            undone["reversed"] += sum(refund["referral"] for refund in told["refunds"])
        entries = {"reversed": "reversal", "restored": "restoration", "written_off": "shortage"}
        found = {kind: refunds[name, entries[kind]] for kind in undone}
        hold(undone == found, f"refunds of {order_id} are explained with {undone} {name}, entered as {found}")


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


def _what_is_left_has_expired(order_id: str, filed: FiledOrder, told: Json, books: Books, world: World) -> None:
    """A refund leaves what has expired by then; that stays left, also where a voucher brings it back for a while."""
    for name in WALLETS:
        why = [each for refund in told["refunds"] for each in refund["why_reversed"] if each["wallet"] == name]
        left, before = sum(_units(each["left_expired"]) for each in why), books.left[order_id, name]
        lots = [credit.lot for credit in filed.awarded.credits if credit.wallet == name]
        said = f"{left - before} {name} of {order_id} were left, and have not expired"
        hold(left == before or _are_left(name, lots, filed, books, world), said)
        books.left[order_id, name] = left


def _nothing_else_it_earned_is_left(order_id: str, filed: FiledOrder, told: Json, books: Books, world: World) -> None:
    """The law of docs/rules.md §4, per wallet: what was entered because of the order sums to zero."""
    entered, refunds = books.by_cause[f"order/{order_id}"], _of_refunds(order_id, books)
    friends = -sum(refund["referral"] for refund in told["refunds"])
    for name in WALLETS:
        of_friend = friends if name == POINTS else 0
        left = entered[name, "accrual"] + refunds[name, "reversal"] + of_friend - books.left[order_id, name]
        hold(left == 0, f"{left} {name} are left of {order_id}, refunded", _active(books, name, -left, world))
    left, lot = books.accrued(f"referral/{order_id}") - friends, books.friend_lots.get(order_id)
    is_left = lot is not None and _are_left(POINTS, [lot], filed, books, world)
    hold(
        left == 0 or is_left,
        f"{left} points are left of {order_id} for the friend",
        _active(books, POINTS, -left, world),
    )


def _all_it_burned_came_back(order_id: str, burns: tuple[Burn, ...], books: Books, world: World) -> None:
    """Once all its goods are refunded."""
    refunds = _of_refunds(order_id, books)
    redeemed: Moved = Counter()
    for burn in burns:
        redeemed.update(books.by_cause[f"redemption/{burn.redemption_id}"])
    for name in WALLETS:
        restored = redeemed[name, "restoration"] + refunds[name, "restoration"]
        burned = redeemed[name, "redemption"] + restored - (books.back_by_void[order_id] if name == POINTS else 0)
        said = f"{-burned} {name} that {order_id} burned did not come back with its refund"
        hold(burned == 0, said, _active(books, name, -burned, world))


def _active(books: Books, name: str, more: int, world: World) -> Json | None:
    """What a story would have expected of a wallet: so many more active units."""
    if books.account is None:
        return None
    programme = world.stores.programmes.latest().programme
    active = show_units(programme, name, books.account.wallets[name].active + more)
    return {"member": books.account.member_id, "wallets": {name: {"active": active}}}


def _are_left(name: str, lots: Iterable[Lot], filed: FiledOrder, books: Books, world: World) -> bool:
    """What the order brought is past its last day, and the programme that awarded it leaves that where it is."""
    programme = world.stores.programmes.version(filed.awarded.version).programme
    wallet, today = books.account.wallets[name] if books.account else Wallet(), day_of(world.now, ZONE)
    return programme.refunds.after_expiry == "leave" and any(has_expired(wallet, lot, today) for lot in lots)


def nothing_is_counted_any_more(member_id: str, books: Books) -> None:
    """Once every order is refunded in full, all that they counted for is gone: for caps, for tiers, since enrolment."""
    if books.account is None:
        return
    activity = books.account.activity
    for day, done in (*activity.days, ("since enrolment", activity.lifetime)):
        hold(done == Deeds(action_points=done.action_points), f"{member_id} still counts {done}, {day}")

"""What a redemption pays of an order: captured with it, whatever became of the reservation (docs/rules.md §6).

An order that is already paid is always awarded; what its redemption does not cover is said in the answer.
"""

from typing import NamedTuple

from tessera.domain.awarding import Burn
from tessera.domain.book import Book
from tessera.domain.calendar import day_of
from tessera.domain.entries import POINTS, Record
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.found import RedemptionFile
from tessera.domain.money import show_minor
from tessera.domain.order import Order
from tessera.domain.papers import packed, unpacked
from tessera.domain.ports import Ledger
from tessera.domain.redemption import enter_capture, is_still_there, reserve_again
from tessera.domain.reservation import Reservation
from tessera.domain.shop_orders.heard import stands_for
from tessera.domain.versions import Version
from tessera.domain.views import tender_view, worth


class Payment(NamedTuple):
    """What a redemption paid of an order, as clients read it, and whether it is captured just now."""

    burn: Burn | None = None
    view: Json | None = None
    is_new: bool = False


def pay(book: Book, order_id: str, order: Order, version: Version, ledger: Ledger) -> Payment:
    """Capture the redemption that the order names, in a settled book."""
    if order.redemption_id is None:
        return Payment()
    reservation = book.account.reservation(order.redemption_id)
    if reservation is not None:
        return _captured(book, order, version, reservation)
    file = ledger.redemption(order.redemption_id)
    if file is None or file.reservation.content["member_id"] != order.member_id:
        return Payment(view=not_covered_by(order.redemption_id, "unknown"))
    return _closed_or_lapsed(book, order_id, order, version, file)


def not_covered_by(redemption_id: str, state: str, value: str | None = None) -> Json:
    """What an order is told of a redemption that pays nothing of it; `value` is what it would have paid."""
    return {"redemption_id": redemption_id, "state": state, "applied": [], "not_covered": value}


def closing_of(burn: Burn, body: Json, account: Json, version: Version, record: Record | None = None) -> Filing:
    """The filing that closes a captured redemption; its answer, with the account after it, is that of the capture
    route, by whichever route it was captured."""
    answer = {**captured_view(burn, version), "account": account}
    content = {"state": "captured", "burn": packed(burn)}
    return Filing(Key("closing", burn.redemption_id), body, answer, content, record)


def captured_view(burn: Burn, version: Version) -> Json:
    """A captured redemption."""
    programme = version.programme
    applied = [tender_view(programme, tender) for tender in burn.tenders]
    return {"redemption_id": burn.redemption_id, "state": "captured", "applied": applied}


def _captured(book: Book, order: Order, version: Version, reservation: Reservation) -> Payment:
    placed_on = day_of(order.placed_at, version.programme.timezone)
    burn = enter_capture(book, reservation, version.programme, placed_on, _needed(order, reservation, version))
    return Payment(burn, _paid_view(burn, version), is_new=True)


def _needed(order: Order, reservation: Reservation, version: Version) -> dict[str, int]:
    """The units that the order's goods take once the vouchers are off, points in whole multiples: the order may be
    smaller than what was reserved for."""
    redeem = version.programme.wallets.points.redeem
    steps = {POINTS: redeem.points if redeem else 1}
    vouchers = (each for each in reservation.tenders if each.voucher and not each.on_shipping)
    left = order.goods_amount - sum(each.value_minor for each in vouchers)
    needed = {}
    for tender in reservation.tenders:
        if tender.wallet and tender.value_minor:
            payable = min(max(left, 0), tender.value_minor)
            units = tender.units * payable // tender.value_minor
            needed[tender.wallet] = units - units % steps.get(tender.wallet, 1)
            left -= payable
    return needed


def _paid_view(burn: Burn, version: Version) -> Json:
    nothing = show_minor(0, version.programme.digits)
    return {**captured_view(burn, version), "not_covered": nothing}


def _closed_or_lapsed(book: Book, order_id: str, order: Order, version: Version, file: RedemptionFile) -> Payment:
    reservation = unpacked(Reservation, file.reservation.content["reservation"])
    state, paid_for = _closing(file.closing)
    if file.closing is not None and paid_for == order_id:
        burn = unpacked(Burn, file.closing.content["burn"])
        return Payment(burn, _paid_view(burn, version))
    if file.closing is not None and not (paid_for and stands_for(order_id, paid_for)):
        return _uncovered(reservation, state, version)
    if not book.account.is_blocked and is_still_there(book, reservation.tenders):
        again = reserve_again(book, reservation.redemption_id, reservation.tenders)
        return _captured(book, order, version, again)._replace(is_new=file.closing is None)
    return _uncovered(reservation, state, version)


def _closing(closing: Filing | None) -> tuple[str, str | None]:
    """How a reservation ended, and for which order it was captured."""
    if closing is None:
        return "lapsed", None
    state = closing.content["state"]
    return state, closing.body["order_id"] if state == "captured" else None


def _uncovered(reservation: Reservation, state: str, version: Version) -> Payment:
    value = show_minor(worth(reservation.tenders), version.programme.digits)
    return Payment(view=not_covered_by(reservation.redemption_id, state, value))

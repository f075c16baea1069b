"""Capture a reservation when the order is paid, release it when it is not, and read it (docs/rules.md §6)."""

from datetime import datetime

from tessera.domain.awarding import Burn
from tessera.domain.blocking import refuse_blocked
from tessera.domain.book import Book, Mint
from tessera.domain.calendar import day_of
from tessera.domain.entries import CASHBACK, POINTS
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.found import OrderFile, RedemptionFile
from tessera.domain.papers import canonical, packed, stored_order, unpacked
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.redeeming import CaptureRequest
from tessera.domain.redemption import enter_capture, is_still_there, reserve_again
from tessera.domain.refunding import Step, nothing_refunded
from tessera.domain.refusals import Conflict, Fault, InvalidRequest, OverCapture, ReservationExpired, UnknownRedemption
from tessera.domain.reservation import Reservation
from tessera.domain.settling import give_back, settle
from tessera.domain.undoing import give_back_burned
from tessera.domain.versions import Version
from tessera.domain.views import account_view
from tessera.domain.write import Write
from tessera.operations.carrying_out import Answer, Attempt, carry_out
from tessera.operations.filed_orders import filed_order
from tessera.operations.paying_order import closing_of
from tessera.operations.reading import account_for, settled_book


def capture(
    redemption_id: str,
    request: CaptureRequest,
    *,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    mint: Mint,
    now: datetime,
) -> Answer:
    """Burn what is reserved, or less of it, for a paid order; the rest is released.

    The answer is that of `POST /redemptions/{redemption_id}/capture`. Raises UnknownRedemption, OverCapture,
    ReservationExpired when it lapsed and its units are gone, Blocked when it lapsed and the member is, Conflict when
    it is captured or released otherwise, Busy.
    """
    version = programmes.in_force(now)
    key = Key("closing", redemption_id)
    body = canonical(request)

    def propose(attempt: Attempt) -> Write:
        file = _open_file(ledger, redemption_id)
        account = account_for(attempt, ledger, file.reservation.content["member_id"])
        book = settled_book(attempt, account, version, now, programmes, mint)
        reservation = _reservation_again(book, file)
        wanted = {POINTS: request.points, CASHBACK: request.cashback}
        units = {name: given for name, given in wanted.items() if given is not None}
        held = {tender.wallet for tender in reservation.tenders}
        if over := [name for name, given in units.items() if given and name not in held]:
            raise OverCapture(f"The redemption reserves no {over[0]}.")
        order = ledger.order(request.order_id)
        _must_be_of(account.member_id, order)
        burn = enter_capture(book, reservation, version.programme, day_of(book.at, version.programme.timezone), units)
        _restore_refunded(book, key.cause, order, burn, programmes)
        settle(book, version)
        return _capture_write(body, burn, book, version)

    return carry_out(propose, key=key, body=body, ledger=ledger, patience=patience, trusting=False)


def _must_be_of(member_id: str, file: OrderFile | None) -> None:
    if (filed := filed_order(file)) and filed.order.member_id != member_id:
        raise InvalidRequest("The order is not this member's.", (Fault("order_id", "is the order of somebody else"),))


def _restore_refunded(book: Book, cause: str, file: OrderFile | None, burn: Burn, programmes: Programmes) -> None:
    """Of an order that was refunded before, that part goes back at once: in whatever sequence the two came."""
    if file is None or file.filing is None or file.progress is None:
        return
    order = stored_order(file.filing.body)
    programme = programmes.version(file.filing.content["awarded"]["version"]).programme
    step = Step(cause, file.filing.key.owner, "", order, nothing_refunded(order), file.progress.refunded)
    give_back_burned(book, step, (burn,), programme)


def _capture_write(body: Json, burn: Burn, book: Book, version: Version) -> Write:
    account, record = book.close()
    closing = closing_of(burn, body, account_view(account, version.programme), version, record)
    content = {"member_id": account.member_id, "burn": packed(burn)}
    link = Filing(Key("capture", body["order_id"], burn.redemption_id), body, closing.answer, content)
    return Write(filings=(closing, link), account=account, counts=tuple(book.counts))


def release(
    redemption_id: str, *, ledger: Ledger, programmes: Programmes, patience: Patience, mint: Mint, now: datetime
) -> Answer:
    """Put what is reserved back within reach; what has lapsed is released already, and this says so.

    The answer is that of `POST /redemptions/{redemption_id}/release`. Raises UnknownRedemption, Conflict when it is
    captured, Busy.
    """
    version = programmes.in_force(now)
    key = Key("closing", redemption_id)

    def propose(attempt: Attempt) -> Write:
        file = _open_file(ledger, redemption_id)
        account = account_for(attempt, ledger, file.reservation.content["member_id"])
        book = settled_book(attempt, account, version, now, programmes, mint)
        reservation = book.account.reservation(redemption_id)
        if reservation is not None:
            give_back(book, reservation, "release", book.at)
            settle(book, version)
        return _release_write(key, book, version)

    return carry_out(propose, key=key, body={"release": True}, ledger=ledger, patience=patience, trusting=False)


def _release_write(key: Key, book: Book, version: Version) -> Write:
    account, record = book.close()
    view = account_view(account, version.programme)
    answer = {"redemption_id": key.owner, "state": "released", "applied": [], "account": view}
    filing = Filing(key, {"release": True}, answer, {"state": "released"}, record)
    return Write(filings=(filing,), account=account, counts=tuple(book.counts))


def redemption_state(redemption_id: str, *, ledger: Ledger, now: datetime) -> Json:
    """A redemption as it stands at `now`. Raises UnknownRedemption."""
    file = _known_file(ledger, redemption_id)
    if file.closing is not None:
        return {key: value for key, value in file.closing.answer.items() if key != "account"}
    reservation = unpacked(Reservation, file.reservation.content["reservation"])
    state = "lapsed" if reservation.lapses_at <= now else "reserved"
    return {**file.reservation.answer, "state": state}


def _known_file(ledger: Ledger, redemption_id: str) -> RedemptionFile:
    file = ledger.redemption(redemption_id)
    if file is None:
        raise UnknownRedemption(f'There is no redemption "{redemption_id}"; reserve it first.')
    return file


def _open_file(ledger: Ledger, redemption_id: str) -> RedemptionFile:
    file = _known_file(ledger, redemption_id)
    if file.closing is not None:
        raise Conflict(f"The redemption is {file.closing.content['state']} already.")
    return file


def _reservation_again(book: Book, file: RedemptionFile) -> Reservation:
    """The open reservation; one that lapsed, if its units and vouchers are still there and the member may burn them."""
    filed = unpacked(Reservation, file.reservation.content["reservation"])
    if (reservation := book.account.reservation(filed.redemption_id)) is not None:
        return reservation
    refuse_blocked(book.account)
    if not is_still_there(book, filed.tenders):
        raise ReservationExpired("The reservation lapsed and what it held has been used; reserve again.")
    return reserve_again(book, filed.redemption_id, filed.tenders)

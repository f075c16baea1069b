"""An account as a form of JSON values, and back: every write reads and writes it, so it is kept short."""

from datetime import date
from typing import Any

from tessera.domain.account import Account, Reservation, Tender, Voucher
from tessera.storage.days import Days, if_any, read_instant, write_instant
from tessera.storage.wallets import Form, lot_forms, lots_of, wallet_form, wallet_of


def account_form(account: Account) -> Form:
    """An account, without what is empty in it; its id and version stand beside it in its row."""
    days = Days(account.enrolled_on)
    form = {
        "enrolled": account.enrolled_on.isoformat(),
        "settled": write_instant(account.settled_at),
        "orders": account.orders,
        "wallets": {name: wallet_form(wallet, days) for name, wallet in account.wallets.items()},
        "reservations": [_reservation_form(each, days) for each in account.reservations],
        "vouchers": [_voucher_form(each, days) for each in account.vouchers],
    }
    return {name: value for name, value in form.items() if value}


def account_of(form: Form, *, member_id: str, version: int) -> Account:
    """The account of a form."""
    days = Days(date.fromisoformat(form["enrolled"]))
    return Account(
        member_id=member_id,
        enrolled_on=days.day(0),
        settled_at=read_instant(form["settled"]),
        version=version,
        wallets={name: wallet_of(wallet, days) for name, wallet in form.get("wallets", {}).items()},
        reservations=tuple(_reservation(each, days) for each in form.get("reservations", ())),
        vouchers=tuple(_voucher(each, days) for each in form.get("vouchers", ())),
        orders=form.get("orders", 0),
    )


def _reservation_form(reservation: Reservation, days: Days) -> list[Any]:
    tenders = [_tender_form(tender, days) for tender in reservation.tenders]
    return [reservation.redemption_id, write_instant(reservation.lapses_at), tenders]


def _reservation(form: list[Any], days: Days) -> Reservation:
    redemption_id, lapses_at, tenders = form
    return Reservation(redemption_id, read_instant(lapses_at), tuple(_tender(each, days) for each in tenders))


def _tender_form(tender: Tender, days: Days) -> list[Any]:
    voucher = _voucher_form(tender.voucher, days) if tender.voucher else None
    return [tender.value_minor, tender.wallet, lot_forms(tender.lots, days), voucher]


def _tender(form: list[Any], days: Days) -> Tender:
    value_minor, wallet, lots, voucher = form
    return Tender(value_minor, wallet, lots_of(lots, days), _voucher(voucher, days) if voucher else None)


def _voucher_form(voucher: Voucher, days: Days) -> list[Any]:
    last = if_any(days.number, voucher.last_day)
    return [voucher.code, voucher.reward_id, voucher.version, days.number(voucher.issued_on), last]


def _voucher(form: list[Any], days: Days) -> Voucher:
    code, reward_id, version, issued, last = form
    return Voucher(code, reward_id, version, days.day(issued), if_any(days.day, last))

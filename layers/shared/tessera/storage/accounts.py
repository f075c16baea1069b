"""An account as a form of JSON values, and back: every write reads and writes it, so it is kept short."""

from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from tessera.domain.account import Account
from tessera.domain.actions import Reported
from tessera.domain.activity import NOTHING_DONE, Activity, Deeds
from tessera.domain.papers import packed, unpacked
from tessera.domain.reservation import Reservation, Tender
from tessera.domain.stamps import Stamps
from tessera.domain.tiers import TierState
from tessera.domain.voucher import Voucher
from tessera.storage.days import Days, if_any, read_instant, write_instant
from tessera.storage.wallets import Form, lot_forms, lots_of, wallet_form, wallet_of

BESIDE = (
    "traits",
    "membership",
    "plans",
    "cards",
    "segments",
    "gifts",
    "birthday_year",
    "reminded",
    "is_blocked",
    "referral",
)
"""The fields of which most accounts have little: each is kept by its name, and only where it is not at its default."""

_TYPES = get_type_hints(Account)
_DEFAULTS = {each.name: each.default for each in fields(Account)}


def account_form(account: Account) -> Form:
    """An account, without what is empty in it; its id and version stand beside it in its row."""
    days = Days(account.enrolled_on)
    form = {
        "enrolled": account.enrolled_on.isoformat(),
        "settled": write_instant(account.settled_at),
        "activity": _activity_form(account.activity, days),
        "claims": dict(account.claims),
        "actions": [_reported_form(each, days) for each in account.actions],
        "tier": _tier_form(account.tier, days) if account.tier else None,
        "wallets": {name: wallet_form(wallet, days) for name, wallet in account.wallets.items()},
        "reservations": [_reservation_form(each, days) for each in account.reservations],
        "vouchers": [_voucher_form(each, days) for each in account.vouchers],
        "more": _beside_form(account),
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
        activity=_activity(form["activity"], days) if "activity" in form else NOTHING_DONE,
        tier=_tier(form["tier"], days) if "tier" in form else None,
        claims=tuple(form.get("claims", {}).items()),
        actions=tuple(_reported(each, days) for each in form.get("actions", ())),
        **_beside(form.get("more", {})),
    )


def _beside_form(account: Account) -> Form:
    values = ((name, getattr(account, name)) for name in BESIDE)
    held = ((name, value) for name, value in values if value != _DEFAULTS[name])
    return {name: _adapter(name).dump_python(value, mode="json", exclude_defaults=True) for name, value in held}


def _beside(form: Form) -> dict[str, Any]:
    """By the names that it has in the account."""
    return {name: _adapter(name).validate_python(value) for name, value in form.items()}


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    """Made when it is first needed: few accounts have every field."""
    return TypeAdapter[Any](_TYPES[name])


def _activity_form(activity: Activity, days: Days) -> list[Any]:
    """The sum, the last day of an order that is folded away, then each day and what was done on it; nothing when
    nothing was done."""
    if activity == NOTHING_DONE:
        return []
    last = if_any(days.number, activity.ordered_before)
    done = ([days.number(day), *_deeds_form(deeds)] for day, deeds in activity.days)
    return [_deeds_form(activity.lifetime), last, *done]


def _activity(form: list[Any], days: Days) -> Activity:
    lifetime, last, *done = form
    each_day = tuple((days.day(number), Deeds(*deeds)) for number, *deeds in done)
    return Activity(each_day, Deeds(*lifetime), if_any(days.day, last))


def _tier_form(tier: TierState, days: Days) -> list[Any]:
    """The level, since when, and if so, since when below it and when it last fell."""
    below, fell = (if_any(days.number, day) for day in (tier.below_since, tier.lowered_on))
    return [tier.level, days.number(tier.since), below, fell]


def _tier(form: list[Any], days: Days) -> TierState:
    level, since, below, fell = form
    return TierState(level, days.day(since), if_any(days.day, below), if_any(days.day, fell))


def _reported_form(reported: Reported, days: Days) -> list[Any]:
    """The action, how often in all, then each day and how often on it."""
    return [reported.action, reported.times, *([days.number(day), times] for day, times in reported.days)]


def _reported(form: list[Any], days: Days) -> Reported:
    action, times, *on = form
    return Reported(action, times, tuple((days.day(number), often) for number, often in on))


def _deeds_form(deeds: Deeds) -> list[int]:
    """Without the zeros at the end."""
    form = [deeds.spend_minor, deeds.orders, deeds.points, deeds.cashback, deeds.action_points]
    while form and not form[-1]:
        form.pop()
    return form


def _reservation_form(reservation: Reservation, days: Days) -> list[Any]:
    tenders = [_tender_form(tender, days) for tender in reservation.tenders]
    return [reservation.redemption_id, write_instant(reservation.lapses_at), tenders]


def _reservation(form: list[Any], days: Days) -> Reservation:
    redemption_id, lapses_at, tenders = form
    return Reservation(redemption_id, read_instant(lapses_at), tuple(_tender(each, days) for each in tenders))


def _tender_form(tender: Tender, days: Days) -> list[Any]:
    """The value, the wallet, its lots and the voucher, and where it is so, that it is of the shipping."""
    voucher = _voucher_form(tender.voucher, days) if tender.voucher else None
    form = [tender.value_minor, tender.wallet, lot_forms(tender.lots, days), voucher]
    return [*form, True] if tender.on_shipping else form


def _tender(form: list[Any], days: Days) -> Tender:
    value_minor, wallet, lots, voucher, *on_shipping = form
    held = _voucher(voucher, days) if voucher else None
    return Tender(value_minor, wallet, lots_of(lots, days), held, any(on_shipping))


def _voucher_form(voucher: Voucher, days: Days) -> list[Any]:
    """What every voucher has, then what it was made of, if anything."""
    last, paid = if_any(days.number, voucher.last_day), lot_forms(voucher.paid, days)
    form = [voucher.code, voucher.reward_id, voucher.version, days.number(voucher.issued_on), last]
    made_of = [paid, voucher.automatic, [packed(each) for each in voucher.stamps]]
    made_of += [voucher.most_minor, voucher.is_of_stock]
    return [*form, *made_of] if any(made_of) else form


def _voucher(form: list[Any], days: Days) -> Voucher:
    code, reward_id, version, issued, last, *made_of = form
    paid, automatic, stamps, most_minor, is_of_stock = made_of or ([], False, [], None, False)
    return Voucher(
        code,
        reward_id,
        version,
        days.day(issued),
        if_any(days.day, last),
        lots_of(paid, days),
        automatic,
        tuple(unpacked(Stamps, each) for each in stamps),
        most_minor,
        is_of_stock,
    )

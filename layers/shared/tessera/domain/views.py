"""What clients read: accounts, awards and redemptions as JSON values (docs/rules.md §10).

Points are integers, cashback and prices decimal strings; what is taken away is negative.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tessera.domain.account import Account, tier_of
from tessera.domain.applied import Applied
from tessera.domain.calendar import day_of
from tessera.domain.entries import CASHBACK, WALLETS, Balance
from tessera.domain.lots import Lot, Wallet
from tessera.domain.money import show_minor, show_rate
from tessera.domain.privileges import membership_of
from tessera.domain.programme import Programme
from tessera.domain.programme.members import NO_DISCOUNT, Tiers
from tessera.domain.referral import Referral
from tessera.domain.reservation import Tender
from tessera.domain.segments import ONE_DAY, segments_of
from tessera.domain.tiers import counter, level_of, next_level
from tessera.domain.voucher import Voucher

Json = dict[str, Any]


def show_units(programme: Programme, wallet: str, units: int) -> int | str:
    """Units of a wallet as clients read them."""
    return show_minor(units, programme.digits) if wallet == CASHBACK else units


def account_view(account: Account, programme: Programme) -> Json:
    """An account, settled at the instant it is looked at."""
    return {
        "member_id": account.member_id,
        "status": "blocked" if account.is_blocked else "active",
        "enrolled_on": account.enrolled_on.isoformat(),
        "tier": _tier_view(account, programme),
        "wallets": {name: _wallet_view(account, name, programme) for name in WALLETS},
        "stamps": {card.id: {"have": account.card(card.id).have, "of": card.stamps} for card in programme.stamp_cards},
        "vouchers": [*_vouchers(account.vouchers, "issued"), *_vouchers(_reserved_vouchers(account), "reserved")],
        "segments": list(segments_of(account, programme, day_of(account.settled_at, programme.timezone))),
        "membership": _membership_view(account, programme),
        "referral": _referral_view(account.referral) if programme.referral else None,
    }


def _referral_view(referral: Referral) -> Json:
    """The member as an advocate, and as a friend: by whom referred, whether that counts, and if it is held, why."""
    friendship = referral.friendship
    return {
        "code": referral.code,
        "friends": referral.friends,
        "rewarded": referral.rewarded,
        "referred_by": friendship.advocate_id if friendship else None,
        "state": friendship.state if friendship else None,
        "reasons": list(friendship.reasons) if friendship else [],
    }


def _tier_view(account: Account, programme: Programme) -> Json | None:
    """The tier, its counter on the day the account is settled at, and what is missing for the next level."""
    tiers = programme.tiers
    if tiers is None:
        return None
    state = tier_of(account, tiers)
    level = level_of(tiers, state)
    count = counter(tiers, account.activity, day_of(account.settled_at, programme.timezone))
    above = next_level(tiers, level)
    missing = _show_counter(tiers, max(0, above.from_ - count), programme) if above else None
    return {
        "id": level.id,
        "name": level.id.replace("-", " ").replace("_", " ").capitalize(),
        "since": state.since.isoformat(),
        "metric": tiers.metric,
        "counter": _show_counter(tiers, count, programme),
        "discount": show_rate(level.discount),
        "perks": list(level.perks),
        "next": {"id": above.id, "missing": missing} if above else None,
    }


def _membership_view(account: Account, programme: Programme) -> Json | None:
    """The membership, through which day it lasts, and what its plan gives."""
    state, plan = account.membership, membership_of(account, programme)
    if state is None:
        return None
    return {
        "plan": state.plan,
        "state": state.shown,
        "since": state.since.isoformat(),
        "last_day": (state.until - ONE_DAY).isoformat(),
        "discount": show_rate(plan.discount if plan else NO_DISCOUNT),
        "perks": list(plan.perks) if plan else [],
    }


def _show_counter(tiers: Tiers, count: int, programme: Programme) -> int | str:
    return show_minor(count, programme.digits) if tiers.metric == "spend" else count


def balances_view(balances: dict[str, Balance], programme: Programme) -> Json:
    """Wallets as active, pending, reserved and available units."""
    return {name: _balance_view(programme, name, balance) for name, balance in balances.items()}


def _balance_view(programme: Programme, name: str, balance: Balance) -> Json:
    shown = {**balance._asdict(), "available": max(0, balance.active - balance.reserved)}
    return {key: show_units(programme, name, units) for key, units in shown.items()}


def _wallet_view(account: Account, name: str, programme: Programme) -> Json:
    wallet = account.wallets[name]
    held = (*wallet.lots, *_reserved_lots(account, name))
    expires = _by_day((wallet.last_day_of(lot), lot) for lot in held)
    activates = _by_day((None if lot.is_open else lot.activates_on, lot) for lot in wallet.pending_lots)
    return {
        **_balance_view(programme, name, wallet.balance),
        "available": show_units(programme, name, wallet.available),
        "expires": [{"last_day": day, "amount": show_units(programme, name, units)} for day, units in expires],
        "activates": [{"day": day, "amount": show_units(programme, name, units)} for day, units in activates],
    }


def _by_day(lots: Iterable[tuple[date | None, Lot]]) -> list[tuple[str, int]]:
    days: dict[str, int] = {}
    for day, lot in lots:
        if day is not None:
            days[day.isoformat()] = days.get(day.isoformat(), 0) + lot.units
    return sorted(days.items())


def _reserved_lots(account: Account, name: str) -> tuple[Lot, ...]:
    tenders = (tender for reservation in account.reservations for tender in reservation.tenders)
    return tuple(lot for tender in tenders if tender.wallet == name for lot in tender.lots)


def _reserved_vouchers(account: Account) -> tuple[Voucher, ...]:
    tenders = (tender for reservation in account.reservations for tender in reservation.tenders)
    return tuple(tender.voucher for tender in tenders if tender.voucher)


def _vouchers(vouchers: Sequence[Voucher], state: str) -> list[Json]:
    return [voucher_view(voucher, state) for voucher in vouchers]


def voucher_view(voucher: Voucher, state: str = "issued") -> Json:
    """A voucher with its code."""
    last_day = voucher.last_day.isoformat() if voucher.last_day else None
    return {"code": voucher.code, "reward_id": voucher.reward_id, "state": state, "last_day": last_day}


def award_view(programme: Programme, name: str, lot: Lot, wallet: Wallet, today: date) -> Json:
    """What an order earned in one wallet. A pending lot of a rolling wallet shows the last day it would have if
    nothing else happened."""
    state = "pending" if lot.activates_on > today else "active"
    shares_a_day = lot.shared and wallet.shared_last_day and wallet.shared_last_day >= lot.activates_on
    last_day = wallet.shared_last_day if shares_a_day and not wallet.is_empty else lot.last_day
    return {
        "wallet": name,
        "amount": show_units(programme, name, lot.units),
        "state": "expired" if last_day and last_day < today else state,
        "activates_on": show_activation(lot),
        "last_day": last_day.isoformat() if last_day else None,
    }


def show_activation(lot: Lot) -> str | None:
    """The day on which a lot becomes active; None while that waits for an order's completion."""
    return None if lot.is_open else lot.activates_on.isoformat()


def moves_view(programme: Programme, moves: Iterable[tuple[str, int]], sign: int) -> list[Json]:
    """Units per wallet that a refund moved, with their sign."""
    return [{"wallet": name, "amount": show_units(programme, name, sign * units)} for name, units in moves]


def tender_view(programme: Programme, tender: Tender) -> Json:
    """What a redemption applies: units of a wallet, or a voucher."""
    value = show_minor(tender.value_minor, programme.digits)
    if tender.voucher:
        return {"voucher": tender.voucher.code, "value": value}
    name = tender.wallet or ""
    return {"wallet": name, "amount": show_units(programme, name, tender.units), "value": value}


def applied_view(programme: Programme, applied: Applied) -> Json:
    """What is applied to a cart: units of a wallet, a voucher, or the discount of a tier or a membership."""
    value = show_minor(applied.value_minor, programme.digits)
    if applied.tier:
        return {"tier": applied.tier, "value": value}
    if applied.membership:
        return {"membership": applied.membership, "value": value}
    if applied.voucher:
        return {"voucher": applied.voucher.code, "value": value}
    name = applied.wallet or ""
    return {"wallet": name, "amount": show_units(programme, name, applied.units), "value": value}


def worth(tenders: Iterable[Tender]) -> int:
    """What tenders pay together, in minor units."""
    return sum(tender.value_minor for tender in tenders)

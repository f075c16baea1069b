"""Made-up messages, one of each kind, for previews: in the terms of the programme, as far as it has what they tell."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Protocol

from tessera.domain.calendar import day_of
from tessera.domain.entries import CASHBACK, POINTS
from tessera.domain.messaging import Amount, IssuedVoucher, Message, MessageKind, Told
from tessera.domain.programme import Programme
from tessera.messages.wording import Links

NAME = "Anna"
ORDER = "A-1042"
LINKS = Links("https://shop.example/account", "https://shop.example/unsubscribe", None)
CONFIRMING = replace(LINKS, confirm="https://shop.example/confirm")
BALANCES = {POINTS: 340, CASHBACK: 1250}


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def sample_of(kind: MessageKind, programme: Programme, now: datetime) -> Message:
    """A message of a kind, as if it were told now."""
    told = _told(kind, programme, day_of(now, programme.timezone))
    balances = {} if kind == "marketing_confirmation" else BALANCES
    return Message("anna", kind, f"sample/{kind}", now, replace(told, balances=balances))


def links_of(kind: MessageKind) -> Links:
    """Where it leads."""
    return CONFIRMING if kind == "marketing_confirmation" else LINKS


def _told(kind: MessageKind, programme: Programme, today: date) -> Told:
    points, cashback, soon = Amount(POINTS, 60), Amount(CASHBACK, 500), today + timedelta(days=14)
    reward = _first(programme.rewards, "five-off")
    voucher = IssuedVoucher("7KQ2M-XW9TA-BH4CZ", reward, today + timedelta(days=30))
    levels = [each.id for each in programme.tiers.levels] if programme.tiers else ["bronze", "silver"]
    plan = _first(programme.memberships, "plus")
    samples: dict[MessageKind, Told] = {
        "welcome": Told(earned=(points,)),
        "points_earned": Told(pending=(points, cashback), activates_on=soon, order_id=ORDER),
        "points_active": Told(activated=(points, cashback)),
        "reward_available": Told(earned=(points,), rewards=(reward,)),
        "reward_issued": Told(activated=(points,), vouchers=(voucher,)),
        "cashback_available": Told(earned=(cashback,), order_id=ORDER),
        "tier_changed": Told(tier=levels[-1], tier_was=levels[0]),
        "birthday": Told(earned=(points,)),
        "expiry_reminder": Told(expiring=(points,), last_day=soon),
        "points_expired": Told(expired=(points,), last_day=today - timedelta(days=1)),
        "referral_rewarded": Told(earned=(points,)),
        "membership_trial_ending": Told(plan=plan, until=today + timedelta(days=3)),
        "membership_renewed": Told(plan=plan, until=today + timedelta(days=365)),
        "refund_processed": Told(taken_back=(points,), given_back=(cashback,), order_id=ORDER),
        "marketing_confirmation": Told(),
    }
    return samples[kind]


def _first(named: Sequence[_Named], otherwise: str) -> str:
    return next((each.id for each in named), otherwise)

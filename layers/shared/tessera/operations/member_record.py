"""Who a member is and how they stand: what an export begins with (docs/privacy.md)."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from tessera.domain.account import Account
from tessera.domain.calendar import show_instant
from tessera.domain.filing import Json
from tessera.domain.member import Consents, Profile
from tessera.domain.outbox import Device, Devices, Outbox
from tessera.domain.papers import packed
from tessera.domain.ports import Ledger, Programmes
from tessera.domain.sample import seat_of
from tessera.domain.settling import settled
from tessera.domain.suppressing import Suppression, Suppressions
from tessera.domain.views import account_view

GUEST_ORDERS_MAX = 1000


class Stores(NamedTuple):
    """Where something is kept of members beside the ledger."""

    outbox: Outbox
    devices: Devices
    suppressions: Suppressions


def member_record(account: Account, *, ledger: Ledger, programmes: Programmes, stores: Stores, now: datetime) -> Json:
    """All that is kept of a member beside their records and messages, read when it is asked for. Raises NoProgramme."""
    version, profile = programmes.in_force(now), ledger.profile(account.member_id)
    return {
        "profile": _profile(profile) if profile else None,
        "consents": consents_view(profile.consents) if profile else None,
        "suppression": _suppression(profile, stores.suppressions),
        "account": account_view(settled(account, now, version), version.programme),
        "kept": packed(account),
        "referral": _referral(account),
        "devices": [_device(each) for each in stores.devices.of(account.member_id)],
        "guest_orders": list(_guest_orders(profile, ledger)),
        "is_in_sample": ledger.seated(seat_of(account.member_id)) == account.member_id,
    }


def _profile(profile: Profile) -> Json:
    return {name: value for name, value in packed(profile).items() if name not in ("consents", "member_id")}


def consents_view(consents: Consents) -> Json:
    """How the consents stand, and the record of them: what was said, when, by whom, and in answer to which text."""
    history = [
        {"at": show_instant(word.at), "subject": word.subject, "value": word.value, "source": word.source,
         "text_version": word.text}
        for word in consents.history
    ]  # fmt: skip
    stand = {"email": consents.email, "push": consents.push, "marketing": consents.marketing}
    confirmed = {"marketing_confirmed": consents.is_confirmed, "declined": list(consents.declined)}
    return {**stand, **confirmed, "history": history}


def _suppression(profile: Profile | None, suppressions: Suppressions) -> Json | None:
    known: Suppression | None = suppressions.of(profile.email_key) if profile else None
    if known is None:
        return None
    return {"reason": known.reason, "since": show_instant(known.at), "detail": known.detail}


def _referral(account: Account) -> Json:
    friendship = account.referral.friendship
    told = {"code": account.referral.code, "friends": account.referral.friends, "rewarded": account.referral.rewarded}
    if friendship is None:
        return {**told, "referred_by": None, "state": None, "reasons": []}
    return {
        **told,
        "referred_by": friendship.advocate_id,
        "state": friendship.state,
        "reasons": list(friendship.reasons),
    }


def _device(device: Device) -> Json:
    return {"platform": device.platform, "since": device.since.isoformat(), "token_hash": device.token_hash}


def _guest_orders(profile: Profile | None, ledger: Ledger) -> Iterator[Json]:
    """What somebody ordered as a guest with the member's e-mail, and may still be claimed."""
    if profile is None:
        return
    for guest in ledger.guest_orders(profile.email_key, on=profile.enrolled_at.date(), limit=GUEST_ORDERS_MAX):
        placed_at, until = show_instant(guest.placed_at), guest.until.isoformat()
        yield {"order_id": guest.order_id, "placed_at": placed_at, "until": until}

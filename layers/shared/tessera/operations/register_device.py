"""Register a member's phone for pushes, or let it go (docs/rules.md §8)."""

import hashlib
from datetime import datetime
from typing import Literal

from tessera.domain.calendar import day_of
from tessera.domain.filing import Json
from tessera.domain.order import Body
from tessera.domain.outbox import DEVICES_MAX, Device, Devices, Platform, Platforms, Undeliverable
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.refusals import Busy, Fault, InvalidRequest, LimitReached, PushNotSetUp
from tessera.operations.reading import known_account


class DeviceBody(Body):
    """Which platform reaches the phone."""

    platform: Literal["GCM", "APNS"]


def register_device(
    member_id: str,
    token: str,
    asked: DeviceBody,
    *,
    ledger: Ledger,
    programmes: Programmes,
    devices: Devices,
    platforms: Platforms,
    patience: Patience,
    now: datetime,
) -> Json:
    """From now on the phone is this member's, and nobody else's. Raises UnknownMember, PushNotSetUp, LimitReached for
    the 21st phone, InvalidRequest for a token that is none, Busy."""
    known_account(ledger, member_id, sure=True)
    if asked.platform not in platforms:
        raise PushNotSetUp(
            f"This stack has no platform application for {asked.platform}; docs/operating.md says how to set one up."
        )
    name = name_of(token)
    if sum(phone.token_hash != name for phone in devices.of(member_id)) >= DEVICES_MAX:
        raise LimitReached(f"A member has {DEVICES_MAX} phones at most; delete one first.")
    endpoint = _endpoint(asked.platform, token, platforms)
    phone = Device(name, asked.platform, endpoint, day_of(now, programmes.latest().programme.timezone))
    for _ in patience.attempts():
        if devices.put(member_id, phone, before=devices.holder(name)):
            return {"platform": asked.platform, "registered": True}
    raise Busy("This phone is being registered elsewhere; send the same request again.")


def let_go_device(member_id: str, token: str, *, ledger: Ledger, devices: Devices, platforms: Platforms) -> Json:
    """It is not this member's phone any more, if it was. Raises UnknownMember."""
    known_account(ledger, member_id, sure=True)
    phone = next((each for each in devices.of(member_id) if each.token_hash == name_of(token)), None)
    if phone:
        platforms.forget(phone.endpoint)
        devices.drop(member_id, phone.token_hash)
    return {"platform": phone.platform if phone else None, "registered": False}


def name_of(token: str) -> str:
    """What a phone is known by: its token itself is kept by nobody but its platform."""
    return hashlib.sha256(token.encode()).hexdigest()


def _endpoint(platform: Platform, token: str, platforms: Platforms) -> str:
    try:
        return platforms.endpoint(platform, token)
    except Undeliverable:
        fault = Fault("token", f"is no token of {platform}")
        raise InvalidRequest("The platform does not know such a token.", (fault,)) from None

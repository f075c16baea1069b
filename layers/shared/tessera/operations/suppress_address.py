"""Addresses that mail is not sent to any more, and is again (docs/rules.md §8)."""

from datetime import datetime

from tessera.domain.calendar import show_instant
from tessera.domain.filing import Json
from tessera.domain.ports import Ledger, Patience
from tessera.domain.refusals import UnknownMember
from tessera.domain.suppressing import Suppression, Suppressions
from tessera.operations.change_consents import change_consents

MEMBERS_MAX = 20
"""How many members of one address lose marketing by its complaint."""


def suppress_address(
    email_key: str,
    suppression: Suppression,
    *,
    suppressions: Suppressions,
    ledger: Ledger,
    patience: Patience,
    now: datetime,
) -> None:
    """Send no mail to an address any more, any number of times; who complains takes marketing back with it. Raises
    Busy."""
    suppressions.suppress(email_key, suppression)
    if suppression.reason != "complaint":
        return
    for member_id in ledger.members_with_email(email_key, limit=MEMBERS_MAX):
        change_consents(
            member_id,
            lambda consents: [("marketing", False)],
            source="complaint",
            text=None,
            ledger=ledger,
            patience=patience,
            now=now,
        )


def suppression_of(member_id: str, *, suppressions: Suppressions, ledger: Ledger) -> Json:
    """Whether mail is sent to the member's address, and if not, why. Raises UnknownMember."""
    return _view(member_id, suppressions.of(_email_key(member_id, ledger)))


def lift_suppression(member_id: str, *, suppressions: Suppressions, ledger: Ledger) -> Json:
    """Send mail to the member's address again; gives what was lifted. Raises UnknownMember."""
    return _view(member_id, suppressions.lift(_email_key(member_id, ledger)))


def _email_key(member_id: str, ledger: Ledger) -> str:
    profile = ledger.profile(member_id)
    if profile is None:
        raise UnknownMember(f'There is no member "{member_id}"; enrol first.')
    return profile.email_key


def _view(member_id: str, suppression: Suppression | None) -> Json:
    if suppression is None:
        return {"member_id": member_id, "suppression": None}
    told = {"reason": suppression.reason, "since": show_instant(suppression.at), "detail": suppression.detail}
    return {"member_id": member_id, "suppression": told}

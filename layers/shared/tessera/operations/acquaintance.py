"""Whether an advocate is the one who brought a friend, or somebody new with the id of who did (docs/rules.md §11a)."""

from tessera.domain.account import Account
from tessera.domain.ports import Ledger


def has_brought(advocate: Account, friend: Account, ledger: Ledger) -> bool:
    """Whether the advocate was a member before the friend: whoever enrolled under the id of an advocate who was erased
    was not. Only days that leave it open are worth two reads."""
    if advocate.enrolled_on < friend.enrolled_on:
        return True
    profiles = ledger.profile(advocate.member_id), ledger.profile(friend.member_id)
    before, after = (profile.enrolled_at if profile else None for profile in profiles)
    return before is not None and after is not None and before <= after

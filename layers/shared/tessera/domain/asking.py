"""The mail that asks for the second yes to marketing (docs/consents.md)."""

from datetime import datetime

from tessera.domain.consenting import awaits_confirmation
from tessera.domain.filing import Key
from tessera.domain.member import Profile
from tessera.domain.messaging import Message, Told

ASKING = "consent"


def asking_key(member_id: str, revision: int) -> Key:
    """What names the revision of a profile in which its member is asked; nothing is filed under it."""
    return Key(ASKING, member_id, f"{revision:06d}")


def asking_message(profile: Profile, asked_in: int, at: datetime) -> Message | None:
    """The mail of the revision of a profile that made its member be asked; None where it is answered by now, or
    another revision asks again. The revision is its cause: each asks once, however often it is told."""
    if profile.consents.asked_in != asked_in or not awaits_confirmation(profile.consents):
        return None
    return Message(profile.member_id, "marketing_confirmation", f"consent/{asked_in:06d}", at, Told())

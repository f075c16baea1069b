"""Whether a friend may be the advocate again, under another name (docs/rules.md §2)."""

from collections.abc import Iterator

from tessera.domain.member import Profile
from tessera.domain.referral import Friendship

# These read `a.b@` and `ab@` as one mailbox; of others nobody can know.
DOTLESS_HOSTS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


def normal_email(email: str) -> str:
    """The mailbox behind an e-mail: without capitals, what follows a plus, and the dots that its host does not read."""
    name, _, host = email.strip().lower().rpartition("@")
    name = name.partition("+")[0] or name
    if host in DOTLESS_HOSTS:
        return f"{name.replace('.', '')}@{DOTLESS_HOSTS[host]}"
    return f"{name}@{host}"


def friendship_of(friend: Profile, advocate: Profile) -> Friendship:
    """The friendship that an enrolment begins: open, or held with every reason to doubt it."""
    reasons = tuple(_reasons(friend, advocate))
    return Friendship(advocate.member_id, "held" if reasons else "open", reasons)


def _reasons(friend: Profile, advocate: Profile) -> Iterator[str]:
    if normal_email(friend.email) == normal_email(advocate.email):
        yield "same_email"
    if friend.fingerprints.address and friend.fingerprints.address == advocate.fingerprints.address:
        yield "same_address"
    if friend.fingerprints.payment and friend.fingerprints.payment == advocate.fingerprints.payment:
        yield "same_payment"

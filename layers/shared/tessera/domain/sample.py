"""Who is in the sample of members on which a programme is tried (docs/decisions/0017-the-sample-of-members.md).

There are 64 seats. Each belongs to the members whose id hashes to it, and the one among them whose hash is the lowest
sits there: whoever they are and whenever they enrolled, all have the same chance.
"""

from dataclasses import dataclass
from hashlib import blake2b

SEATS = 64


@dataclass(frozen=True, slots=True)
class Seating:
    """A member takes the seat of their id; `before` is who sat there until then."""

    member_id: str
    before: str | None


def seat_of(member_id: str) -> int:
    """The number of the only seat that a member may take, from 0."""
    return _hash(member_id) % SEATS


def seating(member_id: str, holder: str | None) -> Seating | None:
    """What changes in the sample when a member enrols whose seat belongs to `holder` (None: to nobody yet)."""
    takes_it = holder is None or _hash(member_id) < _hash(holder)
    return Seating(member_id, holder) if takes_it else None


def _hash(member_id: str) -> int:
    return int.from_bytes(blake2b(member_id.encode(), digest_size=8).digest(), "big")

"""A customer of the shop, as its platform tells of them."""

from dataclasses import dataclass
from datetime import datetime

from tessera.domain.member_body import MemberBody


@dataclass(frozen=True, slots=True)
class Customer:
    """Who they are: their id on the platform is their `member_id`. `told_at` is the platform's own instant of it, which
    says which of two tellings is the newer one; None where it does not say."""

    member_id: str
    body: MemberBody
    told_at: datetime | None = None

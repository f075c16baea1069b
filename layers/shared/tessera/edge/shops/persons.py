"""Customers of a platform as members of ours."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tessera.domain.member_body import MemberBody
from tessera.domain.shop_orders.customer import Customer
from tessera.edge.bodies import read
from tessera.edge.shops.payloads import TEXT_LENGTH_MAX

COUNTRY = re.compile(r"[A-Z]{2}")


def customer_of(
    member_id: str,
    *,
    email: str | None,
    names: tuple[str | None, ...],
    country: str | None = None,
    told_at: datetime | None = None,
    others: Mapping[str, Any] | None = None,
) -> Customer | None:
    """The customer, and `others` of what a member's body takes; None without an e-mail, for nobody is enrolled without
    one. What the platform leaves out stays as it was. Raises InvalidRequest for an e-mail that is none."""
    if not email:
        return None
    name = " ".join(part.strip() for part in names if part and part.strip())[:TEXT_LENGTH_MAX]
    said: dict[str, Any] = {"email": email.strip(), **(others or {})}
    if name:
        said["name"] = name
    if country and COUNTRY.fullmatch(country):
        said["country"] = country
    return Customer(member_id, read(MemberBody, said), told_at)

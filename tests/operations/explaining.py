"""Asking a shop of the tests why an entry was made."""

from typing import Any

from tessera.domain.filing import Json
from tessera.domain.wording import LANGUAGES
from tests.operations.shop import Shop

FIXED = {"points": {"expiry": {"mode": "fixed", "months": 1, "round_to": "month"}}}
REDEEM = {"redeem": {"points": 10, "value": "0.50"}}
TEN = {"id": "ten", "kind": "amount_off", "value": "1.00", "cost": 40, "automatic": True, "valid_days": 30}


def newest(shop: Shop, kind: str | None = None, cause: str = "", member_id: str = "anna", **asked: Any) -> Json:
    """The explanation of the member's newest entry of a kind, or of any, whose cause begins so."""
    entries = (each for each in shop.statement(member_id) if kind in (None, each["kind"]))
    made = next(each for each in entries if each["cause"].startswith(cause))
    told = shop.explain(made["entry_id"], member_id, **asked)
    assert told["sentences"]
    return told


def told_in_all_languages(shop: Shop, order_id: str) -> set[int]:
    """How many sentences an order is explained in, in each language."""
    return {len(shop.explanation(order_id, locale=each)["sentences"]) for each in LANGUAGES}

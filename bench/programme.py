"""The programme of the engine's benchmark: ten rules of every kind, tiers and caps."""

from typing import Any

RULES: list[dict[str, Any]] = [
    {"id": "base", "wallet": "points", "earn": {"points": 1, "per": "1.00"}},
    {"id": "tea", "wallet": "points", "earn": {"points": 3, "per": "2.00"}, "scope": {"category": ["tea"]}},
    {"id": "outlet", "wallet": "points", "earn": {"points": 1, "per": "4.00"}, "scope": {"label": ["sale"]}},
    {"id": "weekend", "wallet": "points", "multiply": "2", "when": {"weekdays": ["saturday", "sunday"]}},
    {"id": "app", "wallet": "points", "multiply": "1.2", "when": {"channels": ["app"]}},
    {"id": "large", "wallet": "points", "bonus": 50, "when": {"min_order": "150.00"}},
    {"id": "new", "wallet": "points", "bonus": 5, "per": "unit", "scope": {"sku": ["SKU-7", "SKU-70"]}},
    {"id": "back", "wallet": "cashback", "earn": {"percent": "4"}},
    {
        "id": "aurora",
        "wallet": "cashback",
        "earn": {"percent": "6"},
        "scope": {"brand": ["Aurora"], "except": {"label": ["sale"]}},
    },
    {
        "id": "evening",
        "wallet": "cashback",
        "multiply": "1.5",
        "when": {"hours": {"from": "18:00", "until": "21:00"}, "tiers": ["silver", "gold"]},
    },
]
CAPS: list[dict[str, Any]] = [
    {"wallet": "points", "per": "order", "amount": 2000},
    {"wallet": "points", "per": "day", "amount": 3000},
    {"wallet": "cashback", "per": "month", "amount": "60.00"},
]
LEVELS: list[dict[str, Any]] = [
    {"id": "bronze", "from": 0},
    {"id": "silver", "from": 500, "points_multiplier": "1.25"},
    {"id": "gold", "from": 2000, "points_multiplier": "1.5"},
]
PROGRAMME: dict[str, Any] = {
    "id": "bench",
    "name": "Bench",
    "currency": "EUR",
    "timezone": "Europe/Rome",
    "earning": {"hold": {"days": 14}, "rules": RULES, "caps": CAPS},
    "tiers": {
        "metric": "spend",
        "window": {"mode": "rolling", "months": 12},
        "downgrade": {"mode": "reassess", "grace_days": 30},
        "levels": LEVELS,
    },
    "wallets": {
        "points": {"expiry": {"mode": "rolling", "months": 12}},
        "cashback": {"expiry": {"mode": "fixed", "months": 6, "round_to": "month"}},
    },
}

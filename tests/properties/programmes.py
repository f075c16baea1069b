"""The programmes that the shops of these tests publish, one after the other: of one currency and one time zone."""

from typing import Any

Json = dict[str, Any]

SHOP: Json = {"id": "shop", "name": "Shop", "currency": "EUR", "timezone": "Europe/Rome"}
BASE: Json = {"id": "base", "wallet": "points", "earn": {"points": 1, "per": "1.00"}}
BACK: Json = {"id": "back", "wallet": "cashback", "earn": {"percent": "5"}}
NO_SALE: Json = {"id": "no-sale", "wallet": "cashback", "earn": {"percent": "0"}, "scope": {"label": ["sale"]}}
EACH: Json = {"id": "each", "wallet": "points", "bonus": 7, "per": "unit", "scope": {"category": ["tea"]}}
FIRST: Json = {"id": "first", "wallet": "points", "bonus": 20, "per": "order", "when": {"first_order": True}}
HALF_MORE: Json = {"id": "half", "wallet": "points", "multiply": "1.5", "scope": {"sku": ["CUP"]}}
TRIED: Json = {"id": "tried", "wallet": "points", "multiply": "3", "state": "shadow"}

FIVE_OFF: Json = {"id": "five-off", "kind": "amount_off", "value": "5.00", "cost": 30, "valid_days": 20}
TENTH_OFF: Json = {"id": "tenth-off", "kind": "percent_off", "value": "10", "cost": 50, "limit_per_member": 2}
ACTIONS: Json = {
    "review": {"points": 20, "limit": {"times": 2, "per": "month"}},
    "newsletter": {"points": 10, "limit": {"times": 1, "per": "lifetime"}},
    "share": {"points": 5},
}
LEVELS: list[Json] = [
    {"id": "bronze", "from": 0},
    {"id": "silver", "from": 100, "points_multiplier": "1.25", "discount": "3"},
    {"id": "gold", "from": 400, "points_multiplier": "2"},
]

PLAIN: Json = {
    **SHOP,
    "earning": {"rules": [BASE, BACK]},
    "wallets": {"points": {"redeem": {"points": 10, "value": "0.50"}}},
    "rewards": [FIVE_OFF],
    "bonuses": {"welcome": {"points": 50}, "actions": ACTIONS},
}
HELD: Json = {
    **SHOP,
    "earning": {"hold": {"days": 14, "from": "paid"}, "rules": [BASE, BACK, NO_SALE, EACH, FIRST, TRIED]},
    "wallets": {
        "points": {
            "expiry": {"mode": "rolling", "months": 1, "restarts_on": ["order"]},
            "redeem": {"points": 10, "value": "0.50", "minimum": 50},
        },
        "cashback": {"expiry": {"mode": "fixed", "months": 1, "round_to": "month"}, "redeem": {"max_share": "50"}},
    },
    "rewards": [FIVE_OFF, TENTH_OFF],
    "bonuses": {"welcome": {"points": 50}, "actions": ACTIONS},
    "refunds": {"shortage": "negative", "floor": -100, "after_expiry": "leave"},
}
TIERED: Json = {
    **SHOP,
    "earning": {"rounding": "half_up", "rules": [BASE, BACK, HALF_MORE, EACH]},
    "wallets": {
        "points": {
            "expiry": {"mode": "rolling", "months": 2, "restarts_on": ["earn", "redeem"]},
            "redeem": {"points": 1, "value": "0.01"},
        },
        "cashback": {"expiry": {"mode": "calendar", "dates": ["01-31", "02-28", "06-30"]}},
    },
    "tiers": {
        "metric": "spend",
        "window": {"mode": "rolling", "months": 1},
        "downgrade": {"mode": "reassess", "grace_days": 3},
        "levels": LEVELS,
    },
    "rewards": [FIVE_OFF, TENTH_OFF],
    "bonuses": {"actions": ACTIONS},
    "refunds": {"shortage": "clamp", "after_expiry": "take"},
}
CAPPED: Json = {
    **SHOP,
    "earning": {
        "rounding": "ceil",
        "hold": {"days": 3, "from": "paid"},
        "basis": {"tax": "excluded", "shipping": "included", "paid_with_wallets": "none"},
        "rules": [BASE, BACK, FIRST],
        "caps": [
            {"wallet": "points", "per": "day", "amount": 90},
            {"wallet": "points", "per": "lifetime", "amount": 500},
            {"wallet": "cashback", "per": "month", "amount": "7.77", "overflow": "reject"},
        ],
    },
    "wallets": {
        "points": {"expiry": {"mode": "fixed", "days": 20}, "redeem": {"points": 10, "value": "1.00"}},
        "cashback": {"expiry": {"mode": "rolling", "months": 1, "restarts_on": ["order", "earn", "redeem"]}},
    },
    "tiers": {
        "metric": "points",
        "window": {"mode": "calendar_year"},
        "downgrade": {"mode": "one_step", "grace_days": 10},
        "levels": LEVELS,
    },
    "rewards": [FIVE_OFF],
    "bonuses": {"welcome": {"points": 50}, "actions": ACTIONS},
    "refunds": {"shortage": "negative", "floor": -500, "after_expiry": "take", "restore_grace_days": 5},
}
GENEROUS: Json = {
    **SHOP,
    "earning": {
        "basis": {"paid_with_wallets": "full"},
        "rules": [{**BASE, "earn": {"points": 3, "per": "2.00"}}, {**BACK, "earn": {"percent": "12.5"}}],
    },
    "wallets": {
        "points": {"expiry": {"mode": "fixed", "months": 1}, "redeem": {"points": 3, "value": "0.10"}},
        "cashback": {"redeem": {"minimum": "1.00"}},
    },
    "tiers": {
        "metric": "orders",
        "window": {"mode": "lifetime"},
        "levels": [{**LEVELS[0]}, {**LEVELS[1], "from": 2}],
    },
    "rewards": [{**FIVE_OFF, "min_order": "20.00"}, TENTH_OFF],
    "bonuses": {"actions": ACTIONS},
    "refunds": {"shortage": "clamp", "after_expiry": "leave"},
}

POOL: tuple[Json, ...] = (PLAIN, HELD, TIERED, CAPPED, GENEROUS)

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
FREE_TEA: Json = {
    "id": "free-tea",
    "kind": "free_product",
    "product": {"sku": ["TEA"]},
    "cost": 40,
    "stock": 3,
    "limit_per_member": 2,
}
SHIP: Json = {"id": "ship", "kind": "free_shipping", "cost": 20, "valid_days": 9}
TREES: Json = {"id": "trees", "kind": "donation", "charity": "Un albero", "value": "2.00", "cost": 25, "stock": 4}
BY_ITSELF: Json = {"id": "by-itself", "kind": "amount_off", "value": "3.00", "cost": 60, "automatic": True}
TEAS: Json = {
    "id": "teas",
    "scope": {"category": ["tea"]},
    "stamps": 4,
    "reward": {"free_product_up_to": "cheapest"},
}
VISITS: Json = {
    "id": "visits",
    "stamps": 3,
    "per": "order",
    "reward": {"free_product_up_to": "average"},
    "expires_months": 1,
}
PLUS: Json = {
    "id": "plus",
    "fee": "9.00",
    "period_months": 1,
    "trial_days": 10,
    "points_multiplier": "2",
    "discount": "10",
}
FRIENDS: Json = {
    "friend": {"points": 100},
    "advocate": {"points": 200},
    "every_order": {"percent": "2", "max_orders": 3, "within_days": 60},
    "qualify": {"min_order": "25.00", "within_days": 90},
    "limit": {"rewards": 1, "per_days": 30},
}
FRIENDS_ALONE: Json = {"advocate": {"points": 70}, "every_order": {"percent": "33.3"}}
REGULAR: Json = {
    "id": "regular",
    "all": [{"metric": "spend_12m", "at_least": "50.00"}, {"metric": "orders_12m", "at_least": 2}],
}
AWAY: Json = {
    "id": "away",
    "all": [{"metric": "days_since_order", "at_least": 20}, {"metric": "orders_lifetime", "at_least": 1}],
}
ROMANIAN: Json = {"id": "romanian", "any": [{"attribute": "country", "is": ["RO"]}, {"tag": ["nurse"]}]}
COME_BACK: Json = {"id": "come-back", "when": {"enters": "away"}, "points": 50, "budget": 120}
SPRING: Json = {"id": "spring", "when": {"date": "2026-03-21"}, "points": 15}
REMINDED: Json = {"reminders": {"days_before": [15, 3]}}

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
    "memberships": [PLUS],
    "bonuses": {"welcome": {"points": 50}, "actions": ACTIONS},
    "referral": FRIENDS_ALONE,
    "guests": {"claim_days": 30},
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
    "rewards": [FIVE_OFF, TENTH_OFF, SHIP],
    "stamp_cards": [TEAS],
    "memberships": [PLUS],
    "bonuses": {"actions": ACTIONS},
    "referral": FRIENDS,
    "segments": [REGULAR],
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
    "rewards": [{**FIVE_OFF, "min_order": "20.00"}, TENTH_OFF, BY_ITSELF, TREES],
    "stamp_cards": [TEAS, VISITS],
    "bonuses": {"actions": ACTIONS},
    "guests": {"claim_days": 30},
    "refunds": {"shortage": "clamp", "after_expiry": "leave"},
}

FRIENDLY: Json = {
    **SHOP,
    "earning": {
        "hold": {"days": 5, "from": "completed"},
        "rules": [BASE, BACK, {"id": "more", "wallet": "points", "multiply": "3", "when": {"segments": ["regular"]}}],
    },
    "wallets": {
        "points": {"expiry": {"mode": "fixed", "months": 2}, "redeem": {"points": 10, "value": "0.50"}, **REMINDED}
    },
    "rewards": [FIVE_OFF, FREE_TEA, TREES],
    "bonuses": {"welcome": {"points": 50}, "birthday": {"points": 90}, "actions": ACTIONS},
    "referral": FRIENDS,
    "segments": [REGULAR, AWAY, ROMANIAN],
    "gifts": [COME_BACK, SPRING],
    "memberships": [PLUS],
    "guests": {"claim_days": 30},
    "refunds": {"after_expiry": "take"},
}
STAMPED: Json = {
    **SHOP,
    "earning": {"rules": [BASE, {**BACK, "when": {"memberships": ["plus"]}}, EACH]},
    "wallets": {
        "points": {"expiry": {"mode": "rolling", "months": 1, "restarts_on": ["order", "earn"]}, **REMINDED},
        "cashback": {"expiry": {"mode": "fixed", "days": 25}, **REMINDED},
    },
    "rewards": [BY_ITSELF, FREE_TEA, SHIP, TREES],
    "stamp_cards": [TEAS, VISITS],
    "memberships": [PLUS],
    "bonuses": {"actions": ACTIONS},
    "referral": FRIENDS_ALONE,
    "guests": {"claim_days": 10},
    "refunds": {"shortage": "clamp", "after_expiry": "leave"},
}
ALL_OF_IT: Json = {
    **SHOP,
    "earning": {
        "rounding": "half_up",
        "hold": {"days": 2, "from": "completed"},
        "rules": [BASE, BACK, FIRST, {**HALF_MORE, "when": {"birthday": "month"}}, TRIED],
        "caps": [{"wallet": "points", "per": "month", "amount": 700}],
    },
    "wallets": {
        "points": {
            "expiry": {"mode": "rolling", "months": 2, "restarts_on": ["order", "redeem"]},
            "redeem": {"points": 10, "value": "0.50"},
            **REMINDED,
        },
    },
    "tiers": TIERED["tiers"],
    "rewards": [FIVE_OFF, BY_ITSELF, {**FREE_TEA, "automatic": True, "cost": 90}, SHIP, TREES],
    "stamp_cards": [TEAS, {**VISITS, "stamps": 2}],
    "memberships": [PLUS],
    "bonuses": {"welcome": {"points": 30}, "birthday": {"points": 90}, "actions": ACTIONS},
    "referral": {**FRIENDS, "limit": {"rewards": 2, "per_days": 9}, "qualify": {"min_order": "10.00"}},
    "segments": [{"id": "regular", "any": REGULAR["all"]}, AWAY, ROMANIAN],
    "gifts": [SPRING, {**COME_BACK, "points": 35}],
    "guests": {"claim_days": 30},
    "refunds": {"floor": -300, "after_expiry": "leave"},
}

POOL: tuple[Json, ...] = (PLAIN, HELD, TIERED, CAPPED, GENEROUS, FRIENDLY, STAMPED, ALL_OF_IT)

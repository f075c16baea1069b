"""Orders and policies as hypothesis draws them for a shop."""

from typing import Any

from hypothesis import strategies as st

from tests.amounts import money

EXPIRIES: list[dict[str, Any]] = [
    {"mode": "never"},
    {"mode": "rolling", "months": 1, "restarts_on": ["order", "redeem"]},
    {"mode": "fixed", "days": 20},
    {"mode": "calendar", "dates": ["01-31", "02-28"]},
]
cents = st.integers(0, 20_000)
order_lines = st.lists(
    st.fixed_dictionaries({"unit_price": cents.map(money), "quantity": st.integers(1, 4)}), min_size=1, max_size=5
).map(lambda all_: [{"line_id": str(place), "sku": "A", **line} for place, line in enumerate(all_)])

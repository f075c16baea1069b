"""How a platform's order says which redemption it was paid with: by what the shop's checkout took off for it, which is
a discount to the platform and a payment to us (docs/rules.md §6)."""

import re

NAMED = re.compile(r"tessera-([A-Za-z0-9._:-]{1,64})", re.ASCII)


def redemption_in(name: str | None) -> str | None:
    """The redemption_id in the name of a discount, such as `tessera-x1`; None of a discount of the shop's own."""
    found = NAMED.fullmatch((name or "").strip())
    return found[1] if found else None

"""The programme document: parsed, checked, every fault at once (docs/rules.md §2).

`check` makes a `Programme` of a loaded document or raises `ProgrammeRefused`; `unsupported` names what publishing
refuses for now.
"""

from tessera.domain.programme.checking import check
from tessera.domain.programme.document import Checkout, Guests, Programme, Refunds
from tessera.domain.programme.earning import (
    Basis,
    Cap,
    Earning,
    EarnPercent,
    EarnPoints,
    Hold,
    Hours,
    OrderIs,
    Products,
    Rule,
    Scope,
    When,
)
from tessera.domain.programme.faults import ProgrammeRefused
from tessera.domain.programme.rewards import (
    AmountOff,
    Donation,
    FreeProduct,
    FreeShipping,
    PercentOff,
    Reward,
    VoucherReward,
)
from tessera.domain.programme.supported import unsupported
from tessera.domain.programme.wallets import (
    CashbackRedeem,
    Expiry,
    Fixed,
    Never,
    OnDates,
    PointsRedeem,
    Rolling,
    Wallets,
)

__all__ = [
    "AmountOff",
    "Basis",
    "Cap",
    "CashbackRedeem",
    "Checkout",
    "Donation",
    "EarnPercent",
    "EarnPoints",
    "Earning",
    "Expiry",
    "Fixed",
    "FreeProduct",
    "FreeShipping",
    "Guests",
    "Hold",
    "Hours",
    "Never",
    "OnDates",
    "OrderIs",
    "PercentOff",
    "PointsRedeem",
    "Products",
    "Programme",
    "ProgrammeRefused",
    "Refunds",
    "Reward",
    "Rolling",
    "Rule",
    "Scope",
    "VoucherReward",
    "Wallets",
    "When",
    "check",
    "unsupported",
]

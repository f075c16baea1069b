"""What came of the demo, added up from every entry of the ledger while it is proven."""

from collections import Counter
from dataclasses import dataclass

from tessera.storage.prove import Proof

KINDS = {
    "accrual": "issued",
    "redemption": "redeemed",
    "reversal": "reversed",
    "restoration": "restored",
    "expiry": "expired",
    "adjustment": "adjusted",
    "shortage": "written off",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Units per wallet and kind of entry."""

    units: Counter[tuple[str, str]]

    def of(self, wallet: str, name: str) -> int:
        """The units of one wallet that were issued, redeemed …; what was taken away is negative."""
        return self.units[wallet, name]

    def outstanding(self, wallet: str) -> int:
        """What all members hold together."""
        return sum(units for (name, _), units in self.units.items() if name == wallet)


def figures_of(proof: Proof) -> Figures:
    """The figures of a ledger that was proven."""
    return Figures(Counter({(wallet, KINDS.get(kind, kind)): units for (wallet, kind), units in proof.moved.items()}))

"""A voucher that a member holds (docs/rules.md §6)."""

from dataclasses import dataclass
from datetime import date

from tessera.domain.lots import Lot
from tessera.domain.stamps import Stamps

ISSUED, USED, VOIDED = "issued", "used", "voided"


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher the member holds, unused. `last_day` None: it does not expire.

    `reward_id` names a reward, or the stamp card that was full. `paid` are the lots that points were taken from for
    it, `automatic` says that they turned into it by themselves; `stamps` are those that a card gave for it, and
    `most_minor` what its free product may cost then. `is_of_stock` says that a stock was drawn on for it.
    """

    code: str
    reward_id: str
    version: int
    issued_on: date
    last_day: date | None
    paid: tuple[Lot, ...] = ()
    automatic: bool = False
    stamps: tuple[Stamps, ...] = ()
    most_minor: int | None = None
    is_of_stock: bool = False

    @property
    def cost(self) -> int:
        """How many points it cost."""
        return sum(lot.units for lot in self.paid)

"""An open reservation, and the tenders that it keeps out of reach (docs/rules.md §6)."""

from dataclasses import dataclass
from datetime import datetime

from tessera.domain.lots import Lot
from tessera.domain.voucher import Voucher


@dataclass(frozen=True, slots=True)
class Tender:
    """What a redemption applies: units of a wallet or a voucher, and what they are worth in minor units of money: of
    the goods, or of the shipping alone."""

    value_minor: int
    wallet: str | None = None
    lots: tuple[Lot, ...] = ()
    voucher: Voucher | None = None
    on_shipping: bool = False

    @property
    def units(self) -> int:
        """How many units of the wallet are applied."""
        return sum(lot.units for lot in self.lots)


@dataclass(frozen=True, slots=True)
class Reservation:
    """An open reservation: its lots and vouchers are out of reach until `lapses_at`."""

    redemption_id: str
    lapses_at: datetime
    tenders: tuple[Tender, ...]

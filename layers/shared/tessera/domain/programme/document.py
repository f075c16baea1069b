"""The whole programme document, as it stands once nothing is wrong with it (docs/rules.md §2)."""

from copy import deepcopy
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PrivateAttr

from tessera.domain.calendar import zone_of
from tessera.domain.money import Currency
from tessera.domain.programme.earning import Earning
from tessera.domain.programme.members import Bonuses, Membership, Referral, Tiers
from tessera.domain.programme.moments import Days, SomeDays
from tessera.domain.programme.rewards import Reward, StampCard
from tessera.domain.programme.section import Reading, Section
from tessera.domain.programme.segments import Gift, Segment
from tessera.domain.programme.values import EachOnce, Id, List, Name, SomeOf, a_locale
from tessera.domain.programme.wallets import Wallets


def _a_currency(code: str) -> str:
    return Currency(code).code


def _a_zone(name: str) -> str:
    return zone_of(name).key


class Checkout(Section):
    """What a quote for the best use tries, in that order, and how long a reservation lives (minutes)."""

    auto_apply: EachOnce[Literal["voucher", "points", "cashback"]] = ("voucher", "cashback")
    reservation_minutes: int = Field(default=30, ge=1, le=10_080)


class Refunds(Section):
    """What happens to units that a refund should take and that are gone; `floor` in points or minor units."""

    shortage: Literal["negative", "clamp"] = "negative"
    floor: int = Field(default=-100_000, le=0, ge=-1_000_000_000)
    restore_grace_days: Days = 30
    after_expiry: Literal["leave", "take"] = "leave"


class Guests(Section):
    """How many days after a guest's order its e-mail may still enrol and be awarded."""

    claim_days: SomeDays


class Programme(Section):
    """A loyalty and cashback programme. Money is in minor units, rates are exact fractions, days are dates."""

    id: Id
    name: Name
    currency: Annotated[str, AfterValidator(_a_currency)]
    timezone: Annotated[str, AfterValidator(_a_zone)]
    locales: SomeOf[Annotated[str, AfterValidator(a_locale)]] = ("en",)
    earning: Earning = Field(default_factory=Earning)
    wallets: Wallets = Field(default_factory=Wallets)
    bonuses: Bonuses = Field(default_factory=Bonuses)
    tiers: Tiers | None = None
    rewards: List[Reward] = ()
    stamp_cards: List[StampCard] = ()
    referral: Referral | None = None
    memberships: List[Membership] = ()
    segments: List[Segment] = ()
    gifts: List[Gift] = ()
    checkout: Checkout = Field(default_factory=Checkout)
    refunds: Refunds = Field(default_factory=Refunds)
    guests: Guests | None = None

    _source: dict[str, Any] = PrivateAttr(default_factory=dict)

    def model_post_init(self, context: Any, /) -> None:
        """Keep the document as it was written."""
        if isinstance(context, Reading):
            self._source = deepcopy(context.source)

    @property
    def source(self) -> dict[str, Any]:
        """The document as it was written: what publishing keeps and the shop reads back."""
        return deepcopy(self._source)

    @property
    def digits(self) -> int:
        """How many decimals an amount of the programme's money has."""
        return Currency(self.currency).digits

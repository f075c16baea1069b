"""An account: what one member holds (docs/rules.md §5)."""

from dataclasses import dataclass, field
from datetime import date, datetime

from tessera.domain.actions import Reported
from tessera.domain.activity import NOTHING_DONE, Activity
from tessera.domain.entries import CASHBACK, POINTS
from tessera.domain.lots import Wallet
from tessera.domain.memberships import MembershipState
from tessera.domain.programme.members import Tiers
from tessera.domain.referral import NO_REFERRAL, Referral
from tessera.domain.reservation import Reservation
from tessera.domain.stamps import Card
from tessera.domain.tiers import TierState
from tessera.domain.traits import NO_TRAITS, Traits
from tessera.domain.voucher import Voucher

NOT_YET = 10**6
VOUCHERS_MAX = 200


@dataclass(frozen=True, slots=True)
class Account:
    """What one member holds and did, after write number `version`, at the instant `settled_at`."""

    member_id: str
    enrolled_on: date
    settled_at: datetime
    version: int = 0
    wallets: dict[str, Wallet] = field(default_factory=lambda: {POINTS: Wallet(), CASHBACK: Wallet()})
    reservations: tuple[Reservation, ...] = ()
    vouchers: tuple[Voucher, ...] = ()
    activity: Activity = NOTHING_DONE
    tier: TierState | None = None
    actions: tuple[Reported, ...] = ()
    claims: tuple[tuple[str, int], ...] = ()
    traits: Traits = NO_TRAITS
    membership: MembershipState | None = None
    plans: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    segments: tuple[tuple[str, datetime | None], ...] = ()
    gifts: tuple[str, ...] = ()
    birthday_year: int | None = None
    reminded: tuple[tuple[str, date, int], ...] = ()
    is_blocked: bool = False
    referral: Referral = NO_REFERRAL

    def reservation(self, redemption_id: str) -> Reservation | None:
        """The open reservation of this id, if there is one."""
        return next((each for each in self.reservations if each.redemption_id == redemption_id), None)

    def reported(self, action: str) -> Reported:
        """How often an action of the member was rewarded."""
        return next((each for each in self.actions if each.action == action), Reported(action))

    def claimed(self, reward_id: str) -> int:
        """How often the member claimed a reward."""
        return dict(self.claims).get(reward_id, 0)

    def reminded_at(self, wallet: str, last_day: date) -> int:
        """How many days before a last day the member was last reminded of it; a very large number: not yet."""
        days = (before for name, day, before in self.reminded if (name, day) == (wallet, last_day))
        return min(days, default=NOT_YET)

    def card(self, card_id: str) -> Card:
        """The member's stamp card of this id; an empty one where there are no stamps."""
        return next((each for each in self.cards if each.card_id == card_id), Card(card_id))

    def voucher(self, code: str) -> Voucher | None:
        """The free voucher of this code, if the member holds it."""
        return next((each for each in self.vouchers if each.code == code), None)

    def knows(self, code: str) -> bool:
        """Whether the member holds a voucher of this code, be it free or reserved."""
        tenders = (tender for reservation in self.reservations for tender in reservation.tenders)
        return bool(self.voucher(code)) or any(each.voucher and each.voucher.code == code for each in tenders)


def tier_of(account: Account, tiers: Tiers) -> TierState:
    """How the member's tier stands; whoever has none yet is on the first level since they enrolled."""
    return account.tier or TierState(tiers.levels[0].id, account.enrolled_on)

"""The shapes of answers, as OpenAPI tells them. Nothing is validated against them when a request is answered; a test
holds real answers to them."""

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict  # pydantic reads only this one before Python 3.12

Wallet = Literal["points", "cashback"]
Money = Annotated[str, Field(description="Money in the programme's currency.", examples=["12.34"])]
Amount = Annotated[
    int | str, Field(description="Points as an integer, cashback as money; what is taken away is negative.")
]
Day = Annotated[str, Field(examples=["2026-03-31"], json_schema_extra={"format": "date"})]
Instant = Annotated[str, Field(examples=["2026-01-10T09:00:00Z"], json_schema_extra={"format": "date-time"})]
Version = Annotated[int, Field(description="The version of the programme by which it was made.")]


class WalletAmount(TypedDict):
    """Units of one wallet."""

    wallet: Wallet
    amount: Amount


class Expiring(TypedDict):
    """Units and their last valid day."""

    last_day: Day
    amount: Amount


class Activating(TypedDict):
    """Pending units and the day from whose start they are active."""

    day: Day
    amount: Amount


class Balance(TypedDict):
    """A wallet. `active` may be negative (debt), `available` never is."""

    active: Amount
    pending: Amount
    reserved: Amount
    available: Amount


class WalletState(Balance):
    """A wallet, and when what it holds expires and becomes active."""

    expires: list[Expiring]
    activates: list[Activating]


class VoucherState(TypedDict):
    """A voucher that the member holds, or held until it was voided."""

    code: str
    reward_id: str
    state: Literal["issued", "reserved", "voided"]
    last_day: Day | None


class NextLevel(TypedDict):
    """The level above, and what the counter is short of it: money or a whole number."""

    id: str
    missing: str | int


class Tier(TypedDict):
    """A member's level, and the counter that decides it: money for `spend`, else a whole number."""

    id: str
    name: str
    since: str
    metric: Literal["spend", "points", "orders"]
    counter: str | int
    discount: str
    perks: list[str]
    next: NextLevel | None


class Stamps(TypedDict):
    """A stamp card: how many stamps the member has (negative: it owes some), of how many."""

    have: int
    of: int


class Membership(TypedDict):
    """A paid membership, through its last day, and what its plan gives."""

    plan: str
    state: Literal["trial", "paid", "cancelled"]
    since: Day
    last_day: Day
    discount: str
    perks: list[str]


ReferralState = Literal["open", "held", "rejected"]
Reasons = Annotated[
    list[Literal["same_email", "same_address", "same_payment"]], Field(description="Why a referral is, or was, held.")
]


class Referral(TypedDict):
    """A member as an advocate: the code to hand out, friends enrolled, and how many of them are rewarded now; and as a
    friend: by whom referred, and whether that counts."""

    code: Annotated[str, Field(examples=["ANNA7K2PXQ"])]
    friends: int
    rewarded: int
    referred_by: str | None
    state: ReferralState | None
    reasons: Reasons


class HeldReferral(TypedDict):
    """A friend whose referral waits for a decision."""

    member_id: str
    referred_by: str
    state: Literal["held"]
    since: Day
    reasons: Reasons


class HeldReferrals(TypedDict):
    """A page of held referrals, by member; `next_cursor` is null on the last one."""

    referrals: list[HeldReferral]
    next_cursor: str | None


class Account(TypedDict):
    """What a member holds, as it stands now."""

    member_id: str
    status: Literal["active", "blocked"]
    enrolled_on: Day
    tier: Tier | None
    wallets: dict[Wallet, WalletState]
    stamps: dict[str, Stamps]
    vouchers: list[VoucherState]
    segments: list[str]
    membership: Membership | None
    referral: Referral | None


class Accounts(TypedDict):
    """The members that an e-mail belongs to: usually one, twenty at most."""

    members: list[Account]


class Entry(TypedDict):
    """One movement. `amount` is the change of the balance, `units` how many moved; then the wallet after it."""

    entry_id: str
    at: Instant
    kind: str
    cause: Annotated[str, Field(examples=["order/o1"])]
    wallet: Wallet
    amount: Amount
    units: Amount
    balance: Amount
    active: Amount
    pending: Amount
    reserved: Amount
    version: Version
    text: str


class Statement(TypedDict):
    """A page of entries, newest first; `next_cursor` is null on the last one."""

    entries: list[Entry]
    next_cursor: str | None


class Balances(TypedDict):
    """The wallets as they stood at an instant."""

    as_of: Instant
    wallets: dict[Wallet, Balance]


class MemberToken(TypedDict):
    """A token for one member, and until when it is good."""

    token: str
    expires_at: Instant


class Adjusted(TypedDict):
    """The entry of an adjustment, and the account after it."""

    entry: Entry
    account: Account


class Claimed(TypedDict):
    """The voucher that was bought, and the account after it."""

    voucher: VoucherState
    account: Account


class Award(TypedDict):
    """What an order earned in one wallet, and from when until when; `activates_on` is null while that waits for the
    order's completion."""

    wallet: Wallet
    amount: Amount
    state: Literal["pending", "active", "expired"]
    activates_on: Day | None
    last_day: Day | None


class ActionRewarded(TypedDict):
    """What an action earned, and the account after it."""

    awards: list[Award]
    account: Account


class ShadowAward(TypedDict):
    """What a rule in shadow would have earned."""

    rule: str
    wallet: Wallet
    amount: Amount


class AppliedUnits(TypedDict):
    """Units of a wallet that pay, and what they are worth."""

    wallet: Wallet
    amount: Amount
    value: Money


class AppliedVoucher(TypedDict):
    """A voucher that pays, and what it is worth."""

    voucher: str
    value: Money


class AppliedDiscount(TypedDict):
    """The discount of a tier, which the shop passes on as its own."""

    tier: str
    value: str


class AppliedMembership(TypedDict):
    """The discount of a membership, which the shop passes on likewise."""

    membership: str
    value: str


Applied = AppliedUnits | AppliedVoucher | AppliedDiscount | AppliedMembership


class Payment(TypedDict):
    """What the redemption named by an order paid of it; `not_covered` is what it would have paid and did not."""

    redemption_id: str
    state: str
    applied: list[Applied]
    not_covered: Money | None


class OrderAwarded(TypedDict):
    """What an order earned. A guest's has neither member nor account."""

    order_id: str
    member_id: str | None
    awards: list[Award]
    shadow: list[ShadowAward]
    redemption: Payment | None
    account: Account | None


class LineRefunded(TypedDict):
    """What a line amounts to, and what is refunded of it."""

    line_id: str
    amount: Money
    refunded: Money


class OrderState(TypedDict):
    """An order as it was awarded, and what is refunded of it."""

    order_id: str
    member_id: str | None
    awards: list[Award]
    shadow: list[ShadowAward]
    redemption: Payment | None
    total: Money
    lines: list[LineRefunded]


class Refunded(TypedDict):
    """What a refund took back and gave back; one that came before its order is parked."""

    refund_id: str
    state: Literal["refunded", "parked"]
    reversed: list[WalletAmount]
    restored: list[WalletAmount]
    account: Account | None


class OrderCompleted(TypedDict):
    """When an order was completed, and what of its award that gave its days; one that came before its order is
    parked. A guest's has no account."""

    order_id: str
    state: Literal["completed", "parked"]
    completed_at: Instant
    awards: list[Award]
    account: Account | None


class WalletLimits(TypedDict):
    """What may be used of a wallet on a cart; `value` is what the maximum is worth, `reason` why it is nothing."""

    available: Amount
    minimum: Amount
    maximum: Amount
    step: Amount
    value: Money
    reason: str | None


class VoucherUse(TypedDict):
    """Whether a voucher applies to a cart, and if not why."""

    code: str
    reward_id: str
    applies: bool
    reason: str | None
    discount: Money


class Quote(TypedDict):
    """What a cart would earn and may be paid with. It changes nothing."""

    total: Money
    to_pay: Money
    earns: list[WalletAmount]
    wallets: dict[Wallet, WalletLimits]
    vouchers: list[VoucherUse]
    applied: list[Applied]
    perks: list[str]


class Reserved(TypedDict):
    """A reservation: what it holds, and until when."""

    redemption_id: str
    state: Literal["reserved", "lapsed"]
    applied: list[Applied]
    total: Money
    to_pay: Money
    lapses_at: Instant
    perks: list[str]


class Closed(TypedDict):
    """A redemption that has been captured or released."""

    redemption_id: str
    state: Literal["captured", "released", "lapsed"]
    applied: list[Applied]


class ClosedNow(Closed):
    """The same, and the account after it."""

    account: Account


class Published(TypedDict):
    """The version that the document has become."""

    version: int
    in_force_from: Instant


class Fault(TypedDict):
    """A place in what was sent, and a sentence."""

    path: str
    message: str


class Difference(TypedDict):
    """A place in which the document differs from the programme in force: what stands there in either, as documents
    write it, and a sentence. The path is that in the document sent; of what is removed, that in the one in force."""

    path: str
    change: Literal["changed", "added", "removed", "moved"]
    what: Annotated[str, Field(examples=['Rule "back": earn.percent'])]
    before: Any
    after: Any
    text: str


class Earns(TypedDict):
    """What orders earn in a wallet by the programme in force and by the document."""

    wallet: Wallet
    now: Amount
    then: Amount
    difference: Amount


class Pays(TypedDict):
    """Money that is taken off a cart by the programme in force and by the document."""

    now: Money
    then: Money
    difference: Money


class MembersOnLevel(TypedDict):
    """How many members of the sample are on a level by the programme in force and by the document."""

    level: str
    now: int
    then: int


class Levels(TypedDict):
    """The level that a member's purchases reach today by the programme in force and by the document."""

    now: str | None
    then: str | None


class Effect(TypedDict):
    """What the document would mean for a member: for all these orders together, and, under `checkout`, for what wallets
    and level take off the latest cart today."""

    member_id: str
    verdict: Literal["loses", "mixed", "gains", "same"]
    orders: list[str]
    wallets: list[Earns]
    level: Levels
    checkout: Pays | None


class Sample(TypedDict):
    """What the document would mean for a sample of members, together and each: who loses comes first."""

    members: int
    orders: int
    gain: int
    lose: int
    mixed: int
    same: int
    wallets: list[Earns]
    levels: list[MembersOnLevel]
    each: list[Effect]


class Against(TypedDict):
    """The version in force."""

    version: int


class Checked(TypedDict):
    """The document has no fault; publishing refuses what is not carried out yet. `against` is null before the first
    publication; `sample` is null where the document cannot be tried on orders of the programme in force."""

    valid: Literal[True]
    not_supported_yet: list[Fault]
    against: Against | None
    differs: list[Difference]
    sample: Sample | None


class ClockState(TypedDict):
    """The test clock; `unsettled` 0 says that every fact so far has been handled."""

    now: Instant
    target: Instant
    unsettled: int


class Problem(TypedDict):
    """A refusal (RFC 9457): what is wrong, where, and what the caller may do."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Fault]

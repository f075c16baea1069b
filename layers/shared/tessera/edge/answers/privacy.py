"""What is answered about all that is kept of a member."""

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from tessera.edge.answers.account import Account
from tessera.edge.answers.posted import MessageSent
from tessera.edge.answers.statement import Entry
from tessera.edge.answers.suppression import SuppressionState
from tessera.edge.answers.values import Day, Instant

Kept = Annotated[dict[str, Any], Field(description="As it is kept: amounts of money are in minor units.")]


class Erased(TypedDict):
    """Who was erased, by the pseudonym that the ledger has, and when first."""

    member_id: str
    erased_at: Instant


class ConsentWord(TypedDict):
    """One yes or no: who said it, and in answer to which text, where that is known."""

    at: Instant
    subject: str
    value: bool
    source: Literal["shop", "member", "link", "complaint"]
    text_version: str | None


class ConsentRecord(TypedDict):
    """How the consents stand, and every word that they come from, oldest first."""

    email: bool | None
    push: bool | None
    marketing: bool | None
    marketing_confirmed: bool
    declined: list[str]
    history: list[ConsentWord]


class ReferralRecord(TypedDict):
    """The member as an advocate, and as a friend; `reasons` say why a referral was held."""

    code: str
    friends: int
    rewarded: int
    referred_by: str | None
    state: str | None
    reasons: list[str]


class DeviceRecord(TypedDict):
    """A phone. Its token itself is kept by its platform alone."""

    platform: str
    since: Day
    token_hash: str


class GuestOrderRecord(TypedDict):
    """An order that a guest placed with the member's e-mail, to be claimed until a day."""

    order_id: str
    placed_at: Instant
    until: Day


class MemberRecord(TypedDict):
    """Who the member is and how they stand."""

    profile: Kept | None
    consents: ConsentRecord | None
    suppression: SuppressionState | None
    account: Account
    kept: Kept
    referral: ReferralRecord
    devices: list[DeviceRecord]
    guest_orders: list[GuestOrderRecord]
    is_in_sample: bool


class ChangeRecord(TypedDict):
    """Something that changed beside the wallets."""

    kind: str
    at: Instant
    of: str
    was: str
    now: str


class WriteRecord(TypedDict):
    """A write: what it entered and changed, what was asked of it, and what was answered."""

    record: int
    at: Instant | None
    kind: str
    cause: str
    entries: list[Entry]
    changes: list[ChangeRecord]
    sent: Kept
    answered: dict[str, Any]


class Export(TypedDict):
    """A page of all that is kept of a member, newest first; `member` is on the first one, `next_cursor` is null on the
    last."""

    member_id: str
    exported_at: Instant
    member: MemberRecord | None
    records: list[WriteRecord]
    messages: list[MessageSent]
    next_cursor: str | None

"""A member as an advocate and as a friend, and referrals that wait for a decision."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from tessera.edge.answers.values import Day

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

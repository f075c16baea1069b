"""Spending: rewards listed, claimed and taken back, carts quoted, redemptions reserved, captured and released."""

from tessera.domain.redeeming import CaptureRequest, QuoteRequest, ReservationRequest
from tessera.edge.answers.quotes import Quote
from tessera.edge.answers.redemptions import Closed, ClosedNow, Reserved
from tessera.edge.answers.rewards import Catalogue, Claimed, DonationMade, Voided
from tessera.edge.bodies import NoBody
from tessera.edge.callers import ADMIN, CHECKOUT, MEMBER, READ
from tessera.edge.http import Api, Reply
from tessera.edge.observe import counted_refusals
from tessera.edge.routes import Call, Query
from tessera.edge.wiring import looking, reading, writing
from tessera.operations.carrying_out import Answer
from tessera.operations.claim_reward import Claim, claim_reward
from tessera.operations.close_redemption import capture, redemption_state, release
from tessera.operations.list_rewards import list_rewards
from tessera.operations.quote import quote
from tessera.operations.reserve import reserve
from tessera.operations.void_voucher import Voiding, void_voucher

api = Api("redeem_rewards", reading=reading)


@api.reads(
    "/rewards",
    who=(READ, CHECKOUT, MEMBER),
    query=Query,
    answers={200: Catalogue},
    summary="List the rewards",
    refusals=("no_programme",),
)
def read_rewards(call: Call[Query]) -> Reply:
    """What points buy by the version in force, what is left of it, and what each charity was given so far."""
    return Reply(list_rewards(**looking()))


@api.writes(
    "POST",
    "/members/{member_id}/rewards",
    who=(CHECKOUT, MEMBER),
    body=Claim,
    answers={201: Claimed | DonationMade},
    summary="Claim a reward",
    refusals=(
        "unknown_member",
        "unknown_reward",
        "insufficient_balance",
        "limit_reached",
        "blocked",
        "conflict",
        "busy",
    ),
)
def claim(call: Call[Claim]) -> Answer:
    """Points become a voucher, or a donation, under the shop's own reference."""
    with counted_refusals("RedemptionsRefused"):
        return claim_reward(call.path["member_id"], call.asked, **writing())


@api.writes(
    "POST",
    "/vouchers/{code}/void",
    who=(ADMIN,),
    body=Voiding,
    answers={200: Voided},
    summary="Void a voucher",
    refusals=("unknown_member", "unknown_voucher", "conflict", "busy"),
)
def void(call: Call[Voiding]) -> Answer:
    """An unused voucher is taken back, and what it cost returns."""
    return void_voucher(call.path["code"], call.asked, **writing())


@api.writes(
    "POST",
    "/quotes",
    who=(CHECKOUT, MEMBER),
    body=QuoteRequest,
    answers={200: Quote},
    summary="Quote a cart",
    is_priced=True,
    refusals=("unknown_member", "no_programme", "too_many_requests"),
)
def quote_cart(call: Call[QuoteRequest]) -> Reply:
    """What it would earn, what may be used on it, and with `use: best` the best of it. Changes nothing."""
    return Reply(quote(call.asked, **looking()))


@api.writes(
    "PUT",
    "/redemptions/{redemption_id}",
    who=(CHECKOUT,),
    body=ReservationRequest,
    answers={201: Reserved},
    summary="Reserve units and vouchers for a cart",
    is_priced=True,
    refusals=(
        "unknown_member",
        "insufficient_balance",
        "voucher_not_applicable",
        "too_many_requests",
        "blocked",
        "limit_reached",
        "conflict",
        "busy",
    ),
)
def reserve_for_cart(call: Call[ReservationRequest]) -> Answer:
    """Clamped like a quote; what is reserved is out of reach until it is captured, released, or lapses."""
    with counted_refusals("RedemptionsRefused"):
        return reserve(call.path["redemption_id"], call.asked, **writing())


@api.reads(
    "/redemptions/{redemption_id}",
    who=(CHECKOUT,),
    query=Query,
    answers={200: Reserved | Closed},
    summary="Read a redemption",
    refusals=("unknown_redemption",),
)
def read_redemption(call: Call[Query]) -> Reply:
    """Whether it is reserved, captured, released or lapsed."""
    here = looking()
    return Reply(redemption_state(call.path["redemption_id"], ledger=here["ledger"], now=here["now"]))


@api.writes(
    "POST",
    "/redemptions/{redemption_id}/capture",
    who=(CHECKOUT,),
    body=CaptureRequest,
    answers={200: ClosedNow},
    summary="Capture a redemption",
    is_priced=True,
    refusals=("unknown_redemption", "reservation_expired", "over_capture", "blocked", "conflict", "busy"),
)
def capture_redemption(call: Call[CaptureRequest]) -> Answer:
    """The order is paid: what is reserved is burned, or less, and the rest released."""
    with counted_refusals("RedemptionsRefused"):
        return capture(call.path["redemption_id"], call.asked, **writing())


@api.writes(
    "POST",
    "/redemptions/{redemption_id}/release",
    who=(CHECKOUT,),
    body=NoBody,
    answers={200: ClosedNow},
    summary="Release a redemption",
    refusals=("unknown_redemption", "conflict", "busy"),
)
def release_redemption(call: Call[NoBody]) -> Answer:
    """The order is not paid: everything is within reach again."""
    return release(call.path["redemption_id"], **writing())


handler = api

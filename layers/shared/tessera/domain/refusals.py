"""Refusals: the answers that say no, why, and what the caller may do (docs/rules.md §10)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in what was sent: where (`lines[0].unit_price`) and a sentence."""

    path: str
    message: str


class Refusal(Exception):
    """The request is understood and refused; nothing was changed (but see Busy).

    `code` is one of the stable words of docs/rules.md §10, `detail` a sentence for the caller,
    `faults` the places at fault, if any; `retry_after_seconds` when the same may be sent again, where time helps.
    """

    code = "invalid_request"
    retry_after_seconds: int | None = None

    def __init__(self, detail: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = faults


class InvalidRequest(Refusal):
    """What was sent cannot be read as what was asked for: every fault is named."""


class UnknownMember(Refusal):
    """No member has this id; enrol first."""

    code = "unknown_member"


class UnknownOrder(Refusal):
    """No order has this id."""

    code = "unknown_order"


class UnknownEntry(Refusal):
    """The member's statement has no entry of this id."""

    code = "unknown_entry"


class UnknownRedemption(Refusal):
    """No redemption has this id."""

    code = "unknown_redemption"


class UnknownReward(Refusal):
    """The programme in force has no reward of this id."""

    code = "unknown_reward"


class UnknownVoucher(Refusal):
    """The member holds no unused voucher of this code."""

    code = "unknown_voucher"


class UnknownAction(Refusal):
    """The programme in force rewards no action of this id."""

    code = "unknown_action"


class UnknownPlan(Refusal):
    """The programme in force has no membership of this id."""

    code = "unknown_plan"


class UnknownSubscription(Refusal):
    """No webhook subscription has this id."""

    code = "unknown_subscription"


class UnknownDelivery(Refusal):
    """Nothing of this id was to be delivered to the subscription's endpoint, or not in the last thirty days."""

    code = "unknown_delivery"


class EndpointPaused(Refusal):
    """Nothing is sent to the endpoint until an operator resumes it."""

    code = "endpoint_paused"


class NoProgramme(Refusal):
    """Nothing has been published yet; publish a programme first."""

    code = "no_programme"


class InsufficientBalance(Refusal):
    """The available units do not cover what was asked; said only after a consistent read."""

    code = "insufficient_balance"


class ReservationExpired(Refusal):
    """The reservation lapsed and its units are no longer there; reserve again."""

    code = "reservation_expired"


class VoucherNotApplicable(Refusal):
    """A named voucher cannot be used on this cart; the detail says why."""

    code = "voucher_not_applicable"


class UnknownCodes(VoucherNotApplicable):
    """The member holds no unused voucher with these codes: `codes` are guesses, and counted as such."""

    def __init__(self, detail: str, faults: tuple[Fault, ...] = (), codes: tuple[str, ...] = ()) -> None:
        super().__init__(detail, faults)
        self.codes = codes


class TooManyGuesses(Refusal):
    """Too many codes were wrong: even a right one is refused until some time has passed."""

    code = "too_many_requests"

    def __init__(self, detail: str, *, retry_after_seconds: int = 1) -> None:
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds


class CurrencyMismatch(Refusal):
    """The order is in another currency than the programme."""

    code = "currency_mismatch"


class Conflict(Refusal):
    """The same key came before with other content; `faults` names the fields that differ."""

    code = "conflict"


class OverRefund(Refusal):
    """More would be refunded than is left of the order or line."""

    code = "over_refund"


class OverCapture(Refusal):
    """More would be captured than is reserved."""

    code = "over_capture"


class LimitReached(Refusal):
    """A limit of the programme or of the ledger is reached; the detail says which."""

    code = "limit_reached"


class Blocked(Refusal):
    """The member is blocked and may not burn anything; an operator may undo that."""

    code = "blocked"


class PushNotSetUp(Refusal):
    """The shop has set up nothing that reaches phones of this platform."""

    code = "push_not_set_up"


class NotSupportedYet(Refusal):
    """The programme uses a section that this version does not carry out yet."""

    code = "not_supported_yet"


class Busy(Refusal):
    """The write lost its race, or the ledger took no more, until the deadline; the same request is to be sent again.

    The one refusal of which it is not known whether anything was changed: if so, the answer is found under its key.
    """

    code = "busy"
    retry_after_seconds = 1

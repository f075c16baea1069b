"""The desk without HTTP: the operations over whatever ledger they are given, each body read as the API reads it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from tessera.commands.calls import CALLS, PUBLICATION, PUBLISH, Call, Json, refused
from tessera.domain.book import Mint
from tessera.domain.calendar import show_instant
from tessera.domain.completing import Completion
from tessera.domain.member_body import MemberBody
from tessera.domain.order import Order, Reading
from tessera.domain.ports import EmailKey, Ledger, Patience, Programmes
from tessera.domain.redeeming import CaptureRequest, QuoteRequest, ReservationRequest
from tessera.domain.refunding import Refund
from tessera.domain.refusals import Refusal
from tessera.edge.bodies import NoBody, read
from tessera.edge.routes import checked_ids
from tessera.operations.adjust import Adjustment, adjust
from tessera.operations.award_order import award_order
from tessera.operations.block_member import Block, block_member
from tessera.operations.change_membership import MembershipChange, cancel_membership, start_or_renew
from tessera.operations.claim_reward import Claim, claim_reward
from tessera.operations.close_redemption import capture, release
from tessera.operations.complete_order import complete_order
from tessera.operations.decide_referral import Decision, decide_referral
from tessera.operations.enrol import enrol
from tessera.operations.erase_member import erase_member, erasure_view
from tessera.operations.looking import account_of
from tessera.operations.publish import publish
from tessera.operations.quote import quote
from tessera.operations.refund_order import refund_order
from tessera.operations.report_action import ActionReport, report_action
from tessera.operations.reserve import reserve
from tessera.operations.void_voucher import Voiding, void_voucher


class InProcessDesk:
    """A `Desk` over the ports, but for its messages; `now` says what time it is."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        programmes: Programmes,
        mint: Mint,
        patience: Patience,
        email_key: EmailKey,
        now: Callable[[], datetime],
    ) -> None:
        self.ledger, self.programmes = ledger, programmes
        self.mint, self.patience, self.email_key, self.now = mint, patience, email_key, now

    def call(self, verb: str, body: Json) -> Json:
        """The answer to a call, or the refusal."""
        try:
            ids, rest = _ids(CALLS.get(verb, PUBLICATION), body)
            return ANSWERS[verb](self, *ids, rest)
        except Refusal as refusal:
            return as_answer(refusal)

    def account(self, member_id: str) -> Json:
        """The member's account now, or the refusal."""
        try:
            return account_of(member_id, ledger=self.ledger, programmes=self.programmes, now=self.now())
        except Refusal as refusal:
            return as_answer(refusal)

    def read(self, model: type[BaseModel], body: Json) -> Any:
        """A body as the operation takes it. Raises InvalidRequest."""
        return read(model, body, Reading(self.programmes.latest().programme.digits))

    @property
    def ports(self) -> dict[str, Any]:
        """What every write takes."""
        return {
            "ledger": self.ledger,
            "programmes": self.programmes,
            "patience": self.patience,
            "mint": self.mint,
            "now": self.now(),
        }


def as_answer(refusal: Refusal) -> Json:
    """A refusal as the API's problem says it."""
    errors = [{"path": fault.path, "message": fault.message} for fault in refusal.faults]
    return refused(refusal.code, refusal.detail, errors)


def _ids(call: Call, body: Json) -> tuple[list[str], Json]:
    ids, rest = call.split(body)
    return list(checked_ids(ids).values()), rest


def _enrol(desk: InProcessDesk, member_id: str, body: Json) -> Json:
    asked = desk.read(MemberBody, body)
    account, _ = enrol(member_id, asked, email_key=desk.email_key, **desk.ports)
    return account


def _order(desk: InProcessDesk, order_id: str, body: Json) -> Json:
    return award_order(order_id, desk.read(Order, body), email_key=desk.email_key, **desk.ports).body


def _complete(desk: InProcessDesk, order_id: str, body: Json) -> Json:
    return complete_order(order_id, desk.read(Completion, body), **desk.ports).body


def _refund(desk: InProcessDesk, order_id: str, body: Json) -> Json:
    return refund_order(order_id, desk.read(Refund, body), **desk.ports).body


def _quote(desk: InProcessDesk, body: Json) -> Json:
    asked = desk.read(QuoteRequest, body)
    return quote(asked, ledger=desk.ledger, programmes=desk.programmes, now=desk.now())


def _reserve(desk: InProcessDesk, redemption_id: str, body: Json) -> Json:
    return reserve(redemption_id, desk.read(ReservationRequest, body), **desk.ports).body


def _capture(desk: InProcessDesk, redemption_id: str, body: Json) -> Json:
    return capture(redemption_id, desk.read(CaptureRequest, body), **desk.ports).body


def _release(desk: InProcessDesk, redemption_id: str, body: Json) -> Json:
    desk.read(NoBody, body)
    return release(redemption_id, **desk.ports).body


def _void(desk: InProcessDesk, code: str, body: Json) -> Json:
    return void_voucher(code, desk.read(Voiding, body), **desk.ports).body


def _block(desk: InProcessDesk, member_id: str, body: Json) -> Json:
    return block_member(member_id, desk.read(Block, body), **desk.ports)


def _claim(desk: InProcessDesk, member_id: str, body: Json) -> Json:
    return claim_reward(member_id, desk.read(Claim, body), **desk.ports).body


def _adjust(desk: InProcessDesk, member_id: str, body: Json) -> Json:
    return adjust(member_id, desk.read(Adjustment, body), **desk.ports).body


def _decide_referral(desk: InProcessDesk, member_id: str, body: Json) -> Json:
    return decide_referral(member_id, desk.read(Decision, body), **desk.ports).body


def _erase(desk: InProcessDesk, member_id: str, body: Json) -> Json:
    desk.read(NoBody, body)
    ports = {name: port for name, port in desk.ports.items() if name != "mint"}
    return erasure_view(erase_member(member_id, **ports))


def _action(desk: InProcessDesk, member_id: str, body: Json) -> Json:
    return report_action(member_id, desk.read(ActionReport, body), **desk.ports).body


def _membership(desk: InProcessDesk, member_id: str, body: Json) -> Json:
    return start_or_renew(member_id, desk.read(MembershipChange, body), **desk.ports).body


def _cancel_membership(desk: InProcessDesk, member_id: str, body: Json) -> Json:
    desk.read(NoBody, body)
    return cancel_membership(member_id, **desk.ports)


def _publish(desk: InProcessDesk, document: Json) -> Json:
    now = desk.now()
    version = publish(document, programmes=desk.programmes, patience=desk.patience, now=now, in_force_from=now)
    return {"version": version.number, "in_force_from": show_instant(version.in_force_from)}


ANSWERS: dict[str, Callable[..., Json]] = {
    "enrol": _enrol,
    "order": _order,
    "complete": _complete,
    "refund": _refund,
    "quote": _quote,
    "reserve": _reserve,
    "capture": _capture,
    "release": _release,
    "claim": _claim,
    "void": _void,
    "block": _block,
    "adjust": _adjust,
    "membership": _membership,
    "cancel_membership": _cancel_membership,
    "action": _action,
    "erase": _erase,
    "decide_referral": _decide_referral,
    PUBLISH: _publish,
}

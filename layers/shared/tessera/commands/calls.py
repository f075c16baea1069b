"""What a shop asks of Tessera, by the words of a story: the ids of each call, its route, and the token it takes."""

from dataclasses import dataclass
from typing import Any, Protocol

from tessera.edge.callers import ADMIN, CHECKOUT

Json = dict[str, Any]
PUBLISH = "publish"
NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the ids that stand in its path (and not in its body), its route, and the scope of its token."""

    verb: str
    path: str
    scope: str = CHECKOUT
    ids: tuple[str, ...] = ()

    def split(self, body: Json) -> tuple[dict[str, str], Json]:
        """The ids of the path, and what is left for the body."""
        rest = {name: value for name, value in body.items() if name not in self.ids}
        return {name: str(body[name]) for name in self.ids}, rest


CALLS = {
    "enrol": Call("PUT", "/members/{member_id}", ids=("member_id",)),
    "order": Call("PUT", "/orders/{order_id}", ids=("order_id",)),
    "complete": Call("POST", "/orders/{order_id}/completion", ids=("order_id",)),
    "refund": Call("POST", "/orders/{order_id}/refunds", ids=("order_id",)),
    "quote": Call("POST", "/quotes"),
    "reserve": Call("PUT", "/redemptions/{redemption_id}", ids=("redemption_id",)),
    "capture": Call("POST", "/redemptions/{redemption_id}/capture", ids=("redemption_id",)),
    "release": Call("POST", "/redemptions/{redemption_id}/release", ids=("redemption_id",)),
    "claim": Call("POST", "/members/{member_id}/rewards", ids=("member_id",)),
    "action": Call("POST", "/members/{member_id}/actions", ids=("member_id",)),
    "membership": Call("PUT", "/members/{member_id}/membership", ids=("member_id",)),
    "cancel_membership": Call("DELETE", "/members/{member_id}/membership", ids=("member_id",)),
    "void": Call("POST", "/vouchers/{code}/void", ADMIN, ids=("code",)),
    "block": Call("PUT", "/members/{member_id}/block", ADMIN, ids=("member_id",)),
    "erase": Call("DELETE", "/members/{member_id}", ADMIN, ids=("member_id",)),
    "decide_referral": Call("PUT", "/members/{member_id}/referral", ADMIN, ids=("member_id",)),
    "adjust": Call("POST", "/members/{member_id}/adjustments", ADMIN, ids=("member_id",)),
}
PUBLICATION = Call("PUT", "/programme", ADMIN)


class Desk(Protocol):
    """Where a shop's calls are answered: by the operations in this process, or by a deployed API."""

    def call(self, verb: str, body: Json) -> Json:
        """The answer to a call of CALLS or to PUBLISH; a refusal is `{refused: code, detail, errors}`."""
        ...

    def account(self, member_id: str) -> Json:
        """The member's account now, or the refusal."""
        ...

    def messages(self, member_id: str, kind: str) -> int:
        """How many messages of a kind were sent to a member so far."""
        ...


def refused(code: str, detail: str, errors: list[Json]) -> Json:
    """A refusal as an answer."""
    return {"refused": code, "detail": detail, "errors": errors}

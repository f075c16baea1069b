"""The routes that the frame around every route is tried on, and what they answer."""

import json
from typing import Any

from tessera.domain.order import Body, Id, Order, Reading
from tessera.domain.refusals import Busy, Conflict, Fault, UnknownMember
from tessera.edge.callers import CHECKOUT, MEMBER, READ
from tessera.edge.http import Api, Reply
from tessera.edge.queries import Limit
from tessera.edge.routes import Call, Query
from tessera.operations.carrying_out import Answer

TILL = {"kind": "shop", "subject": "t1", "scopes": "checkout"}
READER = {"kind": "shop", "subject": "t2", "scopes": "read"}
ANNA = {"kind": "member", "subject": "anna"}


class Gift(Body):
    """What the test's own route takes."""

    member_id: Id | None = None
    kind: str = "given"


class Window(Query):
    """The query of the test's own read."""

    limit: Limit = 20


class ARefusal(Exception):
    """Not a refusal: something unexpected."""


def framed() -> Api:
    """An API with a route of each kind."""
    made = Api("test", reading=lambda: Reading(2))

    @made.reads("/members/{member_id}", who=(READ, MEMBER), query=Window, answers={200: None}, summary="Read")
    def read_one(call: Call[Window]) -> Reply:
        return Reply({"id": call.path["member_id"], "limit": call.asked.limit, "by": call.caller.kind})

    @made.writes("PUT", "/members/{member_id}", who=(CHECKOUT,), body=Gift, answers={201: None}, summary="Write")
    def write_one(call: Call[Gift]) -> Answer | Reply:
        match call.asked.kind:
            case "refused":
                raise UnknownMember("There is no such member.")
            case "busy":
                raise Busy("Later.")
            case "conflict":
                raise Conflict("Other content.", (Fault("kind", "differs"),))
            case "unexpected":
                raise ARefusal("a secret of the house")
            case "replayed":
                return Answer({"ok": True}, replayed=True)
            case "parked":
                return Reply({"ok": True}, 202)
        return Answer({"città": "Forlì"})

    @made.writes("POST", "/quotes", who=(CHECKOUT, MEMBER), body=Gift, answers={200: None}, summary="Quote")
    def quote(call: Call[Gift]) -> Reply:
        return Reply({"for": call.asked.member_id})

    @made.writes(
        "PUT", "/orders/{order_id}", who=(CHECKOUT,), body=Order, answers={201: None}, summary="O", is_priced=True
    )
    def award(call: Call[Order]) -> Reply:
        return Reply({"total": call.asked.total})

    @made.reads("/openapi.json", who=(), query=Query, answers={200: None}, summary="Open")
    def opened(call: Call[Query]) -> Reply:
        return Reply({"by": call.caller.kind})

    return made


def answered(answer: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    return answer["statusCode"], json.loads(answer["body"])


def refused(answer: dict[str, Any], status: int, code: str) -> dict[str, Any]:
    """The problem in an answer, which must have this form, status and code."""
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    found, problem = answered(answer)
    assert set(problem) == {"type", "title", "status", "detail", "code", "errors"}
    assert (found, problem["status"], problem["code"]) == (status, status, code), problem
    return problem

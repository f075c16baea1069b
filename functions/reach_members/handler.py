"""How members are reached: their phones, addresses that mail no longer goes to, and what was sent."""

from tessera.edge import aws
from tessera.edge.answers.posted import DeviceState, MessagesSent
from tessera.edge.answers.suppression import MemberSuppression
from tessera.edge.bodies import NoBody
from tessera.edge.callers import ADMIN, CHECKOUT, MEMBER, READ
from tessera.edge.http import Api, Reply
from tessera.edge.queries import Limit
from tessera.edge.routes import Call, Query
from tessera.edge.settings import settings
from tessera.edge.wiring import kept, looking, world
from tessera.messages.push import SnsPlatforms
from tessera.operations.list_messages import messages_sent
from tessera.operations.register_device import DeviceBody, let_go_device, register_device
from tessera.operations.suppress_address import lift_suppression, suppression_of

api = Api("reach_members")


class MessagesPage(Query):
    """Which part of what was sent."""

    limit: Limit = 20
    cursor: str | None = None


@api.writes(
    "PUT",
    "/members/{member_id}/devices/{token}",
    who=(CHECKOUT, MEMBER),
    body=DeviceBody,
    answers={200: DeviceState},
    summary="Register a phone",
    refusals=("unknown_member", "push_not_set_up", "limit_reached", "busy"),
)
def put_device(call: Call[DeviceBody]) -> Reply:
    """By the token that its platform gave it. A phone is of one member: whoever registered it last."""
    member_id, token = call.path["member_id"], call.path["token"]
    here = {"devices": world().devices, "platforms": _platforms(), "patience": world().patience}
    return Reply(register_device(member_id, token, call.asked, **here, **looking()))


@api.writes(
    "DELETE",
    "/members/{member_id}/devices/{token}",
    who=(CHECKOUT, MEMBER),
    body=NoBody,
    answers={200: DeviceState},
    summary="Let a phone go",
    refusals=("unknown_member",),
)
def delete_device(call: Call[NoBody]) -> Reply:
    """When the member logs out on it, or wants no more pushes there."""
    here, path = {"devices": world().devices, "platforms": _platforms()}, call.path
    return Reply(let_go_device(path["member_id"], path["token"], ledger=kept()["ledger"], **here))


@api.reads(
    "/members/{member_id}/messages",
    who=(READ,),
    query=MessagesPage,
    answers={200: MessagesSent},
    summary="Read what a member was sent",
    refusals=("unknown_member",),
)
def read_messages(call: Call[MessagesPage]) -> Reply:
    """Mails and pushes of the last year, newest first, each with its `state`: `sent`; `failed`, when the provider will
    never take it; `waiting`, when it will be tried again; `unknown`, when it may have left and is not sent again."""
    here, asked = kept(), call.asked
    sent = messages_sent(call.path["member_id"], **here, outbox=world().outbox, limit=asked.limit, cursor=asked.cursor)
    return Reply(sent)


@api.reads(
    "/members/{member_id}/suppression",
    who=(ADMIN,),
    query=Query,
    answers={200: MemberSuppression},
    summary="See whether mail reaches a member",
    refusals=("unknown_member",),
)
def read_suppression(call: Call[Query]) -> Reply:
    """No mail is sent to an address that bounced for good, or from which somebody complained."""
    return Reply(suppression_of(call.path["member_id"], ledger=world().ledger, suppressions=world().suppressions))


@api.writes(
    "DELETE",
    "/members/{member_id}/suppression",
    who=(ADMIN,),
    body=NoBody,
    answers={200: MemberSuppression},
    summary="Send mail to a member's address again",
    refusals=("unknown_member",),
)
def delete_suppression(call: Call[NoBody]) -> Reply:
    """Answers with what was lifted. Marketing that a complaint took back stays so until the member agrees again."""
    return Reply(lift_suppression(call.path["member_id"], ledger=world().ledger, suppressions=world().suppressions))


def _platforms() -> SnsPlatforms:
    return SnsPlatforms(aws.sns(), settings().platforms)


handler = api

"""Phones: registered for pushes, and let go."""

from tessera.edge import aws
from tessera.edge.answers.posted import DeviceState
from tessera.edge.bodies import NoBody
from tessera.edge.callers import CHECKOUT, MEMBER
from tessera.edge.http import Api, Reply
from tessera.edge.routes import Call
from tessera.edge.settings import settings
from tessera.edge.wiring import kept, looking, world
from tessera.messages.push import SnsPlatforms
from tessera.operations.register_device import DeviceBody, let_go_device, register_device

api = Api("register_devices")


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


def _platforms() -> SnsPlatforms:
    return SnsPlatforms(aws.sns(), settings().platforms)


handler = api

"""Phones over HTTP: registered by their tokens, twenty for a member, each of one member."""

import json
from typing import Any

import pytest

from tessera.domain.outbox import DEVICES_MAX
from tessera.edge.settings import settings
from tessera.edge.wiring import world
from tests.operations.shop import Shop

TOKEN = "dQw4w9WgXcQ:APA91bH-jd9Kq0vZ_xYt3mWbR7nS2uPqLcE5fGhJkMnBvCxZaSdFgHjKlPoIuYtReWq1234567890"


@pytest.fixture
def shop(stack: Any) -> Shop:
    shop = Shop(world().ledger)
    shop.programmes = world().programmes
    shop.publish()
    for member_id in ("anna", "bea"):
        shop.enrol(member_id)
    return shop


@pytest.fixture
def send(shop: Shop, function: Any, event: Any, guard: Any) -> Any:
    """Register a phone, or let it go, within what template.yaml allows; gives the status and the body."""

    def hand_over(name: str, *, member: str = "anna", token: str = TOKEN, **body: Any) -> tuple[int, Any]:
        made = event(name)
        made["pathParameters"] = {"member_id": member, "token": token}
        made["requestContext"]["authorizer"] = {"kind": "shop", "subject": "t", "scopes": "checkout"}
        guard.hold_to("reach_members")
        answer = function("reach_members").handler(made | ({"body": json.dumps(body)} if body else {}), None)
        guard.function = None
        return answer["statusCode"], json.loads(answer["body"])

    return hand_over


def test_a_phone_is_registered_and_let_go_any_number_of_times(send: Any) -> None:
    for _ in range(2):
        assert send("put_device") == (200, {"platform": "GCM", "registered": True})
    (phone,) = world().devices.of("anna")
    assert TOKEN not in repr(phone)
    assert send("delete_device") == (200, {"platform": "GCM", "registered": False})
    assert send("delete_device") == (200, {"platform": None, "registered": False})
    assert world().devices.of("anna") == ()


def test_a_token_comes_as_it_is_or_escaped(send: Any) -> None:
    send("put_device", token=TOKEN)
    send("put_device", token=TOKEN.replace(":", "%3A"))
    assert len(world().devices.of("anna")) == 1


@pytest.mark.parametrize("token", ["%20", "a/b", "%2F", "ü", "a" * 1025, "%00"])
def test_what_is_no_token_is_refused(send: Any, token: str) -> None:
    status, problem = send("put_device", token=token)
    assert (status, problem["errors"][0]["path"]) == (400, "token")


def test_a_platform_that_is_not_set_up_is_refused_with_what_to_do(send: Any) -> None:
    status, problem = send("put_device", platform="APNS")
    assert (status, problem["code"]) == (409, "push_not_set_up")
    assert "APNS" in problem["detail"]


def test_a_phone_that_is_handed_on_is_the_next_member_s(send: Any) -> None:
    send("put_device")
    send("put_device", member="bea")
    assert (world().devices.of("anna"), len(world().devices.of("bea"))) == ((), 1)
    send("delete_device")
    assert len(world().devices.of("bea")) == 1


def test_a_member_has_twenty_phones_at_most(send: Any) -> None:
    for number in range(DEVICES_MAX):
        assert send("put_device", token=f"token-{number}")[0] == 200
    status, problem = send("put_device", token="one-more")
    assert (status, problem["code"]) == (409, "limit_reached")
    assert send("put_device", token="token-0")[0] == 200


def test_nobody_s_phone_is_registered(send: Any) -> None:
    assert send("put_device", member="nobody")[0] == 404
    assert settings().platforms.keys() == {"GCM"}

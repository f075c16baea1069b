"""The handlers, played with the events of events/ in the order of a story, and the routes held to what they declare."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter

from tessera.edge.answers.problems import Problem
from tessera.edge.clock import Hands, MovedClock
from tessera.edge.http import Api
from tessera.edge.loading import apis_in
from tessera.edge.settings import settings
from tessera.edge.shops import standard
from tests.stack.templates import of_type

from .conftest import ROOT
from .story import DELIVERIES, PAGES, STORY

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WRITES_WITH_A_KEY = (
    "adjust",
    "report_action",
    "put_membership",
    "decide_referral",
    "award_order",
    "claim_reward",
    "reserve",
    "capture",
    "refund_order",
    "complete_order",
)
RUBBISH = ("", "null", "[]", "7", '"x"', "{", '{"a": 1.5}', '{"lines": 7, "cart": []}', '{"member_id": {}}', "🙂")
RUBBISH += ("[" * 100_000, '{"a":' * 30_000, '{"a":' + "9" * 10_000 + "}", '{"a":"\\ud800"}', '{"a":"\\u0000"}', "\0")

Send = Callable[..., dict[str, Any]]


class Noon:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW

    def wait_until(self, instant: datetime) -> None:
        """It never comes."""


def functions_of_the_template() -> dict[str, Any]:
    """The properties of every function that is called over HTTP or has its folder to itself, by folder."""
    functions = of_type("AWS::Serverless::Function").values()
    return {each["CodeUri"].removeprefix("functions/"): each for each in functions if "Handler" not in each}


@pytest.fixture
def send(stack: Any, event: Any, guard: Any, monkeypatch: pytest.MonkeyPatch) -> Send:
    """Hand an event, or a changed copy of it, to the function that serves its route, which may do no more than
    template.yaml allows it; gives the raw answer."""
    monkeypatch.setenv("TEST_CLOCK", "enabled")
    settings.cache_clear()
    MovedClock(stack.client("dynamodb"), "ledger").put(Hands(NOW, NOW))
    # What is signed says when; the example was at this noon.
    monkeypatch.setattr(standard, "clock", Noon)
    serving = {(route.verb, route.path): api for api in apis_in(ROOT / "functions") for route in api.declared}

    def hand_over(name: str, **changed: Any) -> dict[str, Any]:
        made = {**event(name), **changed}
        api = serving[made["httpMethod"], made["resource"]]
        guard.hold_to(api.app_name)
        answer: dict[str, Any] = api(made, None)
        return answer

    return hand_over


def test_the_events_play_as_one_story_and_every_answer_has_its_declared_shape(send: Send, event: Any) -> None:
    routes = {(route.verb, route.path): route for api in apis_in(ROOT / "functions") for route in api.declared}
    for name, status in STORY:
        answer = send(name)
        assert answer["statusCode"] == status, (name, answer["body"])
        if name in PAGES:
            assert answer["headers"]["Content-Type"] == "text/html; charset=utf-8"
            continue
        body = json.loads(answer["body"])
        route = routes[event(name)["httpMethod"], event(name)["resource"]]
        shape = route.answers[status] if status < 400 else Problem
        assert TypeAdapter(shape).validate_python(body, strict=True) == body, name  # what has no name is dropped


def test_the_same_write_again_is_answered_with_the_first_answer(send: Send) -> None:
    first: dict[str, str] = {}
    for name, _ in STORY:
        answer = send(name)
        first.setdefault(name, answer["body"])
    for name in WRITES_WITH_A_KEY:
        again = send(name)
        assert again["headers"]["Idempotent-Replayed"] == "true", name
        assert again["body"] == first[name]


@pytest.mark.parametrize("name", ["read_statement", "explain_order", "explain_entry"])
def test_sentences_come_in_the_language_asked_for_or_the_refusal_lists_those_there_are(send: Send, name: str) -> None:
    for played, _ in STORY[: [each for each, _ in STORY].index("explain_entry")]:
        send(played)
    told = {
        locale: send(name, multiValueQueryStringParameters={"locale": [locale]}) for locale in ("en", "de-AT", "fr")
    }
    assert told["en"]["body"] != told["de-AT"]["body"]
    refusal = json.loads(told["fr"]["body"])
    assert (told["fr"]["statusCode"], refusal["code"], refusal["errors"][0]["path"]) == (
        400,
        "invalid_request",
        "locale",
    )
    assert "en, it, ro, de" in refusal["errors"][0]["message"]


def test_every_event_of_a_route_is_in_the_story(event: Any) -> None:
    verbs = {path.stem: event(path.stem).get("httpMethod") for path in (ROOT / "events").glob("*.json")}
    names = {name for name, verb in verbs.items() if verb not in (None, "OPTIONS")}
    assert names == {name for name, _ in STORY}


def test_every_route_has_an_event(event: Any) -> None:
    played = {(event(name)["httpMethod"], event(name)["resource"]) for name, _ in STORY}
    declared = {(route.verb, route.path) for api in apis_in(ROOT / "functions") for route in api.declared}
    assert declared == played


def test_chalice_routes_what_is_declared() -> None:
    for api in apis_in(ROOT / "functions"):
        assert isinstance(api, Api)
        routed = {(verb, path) for path, verbs in api.routes.items() for verb in verbs}
        assert routed == {(route.verb, route.path) for route in api.declared}


def test_the_template_routes_what_is_declared() -> None:
    for api in apis_in(ROOT / "functions"):
        events = functions_of_the_template()[api.app_name]["Events"].values()
        led = {(event["Properties"]["Method"].upper(), event["Properties"]["Path"]) for event in events}
        assert led == {(route.verb, route.path) for route in api.declared}


def test_what_is_open_is_open_in_the_template_too() -> None:
    for api in apis_in(ROOT / "functions"):
        for event in functions_of_the_template()[api.app_name]["Events"].values():
            (route,) = (
                each
                for each in api.declared
                if (each.verb, each.path) == (event["Properties"]["Method"].upper(), event["Properties"]["Path"])
            )
            assert (not route.who) == ("Auth" in event["Properties"]), route.path


def test_nobody_gets_in_with_another_members_token_or_a_scope_too_few(send: Send, event: Any) -> None:
    for name, _ in STORY:
        send(name)
    for name in sorted({name for name, _ in STORY} - {"read_openapi", *PAGES, *DELIVERIES}):
        for caller in ({"kind": "member", "subject": "bruno"}, {"kind": "shop", "subject": "t", "scopes": ""}):
            if name == "read_rewards" and caller["kind"] == "member":
                continue  # nobody's in particular
            answer = send(name, requestContext={**event(name)["requestContext"], "authorizer": caller})
            is_hidden = name == "explain_order" and caller["kind"] == "member"  # another's order is unknown
            assert answer["statusCode"] == (404 if is_hidden else 403), (name, answer["body"])


def test_no_body_makes_a_5xx(send: Send, event: Any) -> None:
    for name in ("publish_programme", "put_member"):
        send(name)
    for name in sorted({name for name, _ in STORY if event(name)["httpMethod"] != "GET"}):
        for body in RUBBISH:
            answer = send(name, body=body)
            assert answer["statusCode"] < 500, (name, body, answer["body"])

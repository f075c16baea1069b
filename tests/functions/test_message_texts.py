"""The texts of messages over HTTP: put in force, given up, and refused with what is wrong where."""

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

Ask = Callable[..., tuple[int, Any]]


@pytest.fixture
def ask(stack: Any, function: Callable[[str], ModuleType], event: Callable[[str], Any]) -> Ask:
    """Hand an event, with another body or path, to the function; gives the status and the answer."""
    function("programme").handler(event("publish_programme"), None)

    def hand_over(name: str, body: Any = None, **path: str) -> tuple[int, Any]:
        made = event(name)
        changed = {"body": json.dumps(body)} if body is not None else {}
        answer = function("message_texts").handler(
            {**made, **changed, "pathParameters": {**made["pathParameters"], **path}}, None
        )
        return answer["statusCode"], json.loads(answer["body"])

    return hand_over


def test_a_text_is_in_force_from_its_saving_until_it_is_given_up(ask: Ask, event: Callable[[str], Any]) -> None:
    mine = json.loads(event("put_message_text")["body"])
    assert ask("put_message_text")[1]["text"] == mine
    shown = ask("read_message_text")[1]
    assert (shown["is_built_in"], shown["text"], shown["purpose"]) == (False, mine, "marketing")
    assert ask("read_message_text", locale="en")[1]["is_built_in"]
    assert ask("preview_message_text", {})[1]["subject"] == "Tanti auguri, Anna!"
    assert ask("delete_message_text")[1]["is_built_in"]
    assert ask("preview_message_text", {})[1]["subject"] == "Buon compleanno, Anna!"


def test_a_broken_text_is_refused_with_its_line_and_the_old_one_stays(ask: Ask, event: Callable[[str], Any]) -> None:
    mine = json.loads(event("put_message_text")["body"])
    status, problem = ask("put_message_text", {**mine, "body": "Uno\n\n{{ tier }}", "subject": "{% if name %}"})
    assert (status, problem["code"]) == (400, "invalid_request")
    assert [each["path"] for each in problem["errors"]] == ["subject", "body"]
    assert problem["errors"][1]["message"].startswith("line 3: there is no tier here")
    assert ask("read_message_text")[1]["is_built_in"]
    assert ask("preview_message_text", {"text": {**mine, "button": "{{ name.x }}"}})[0] == 400


@pytest.mark.parametrize(("path", "fault"), [({"kind": "birthdays"}, "kind"), ({"locale": "de-AT"}, "locale")])
def test_a_text_that_there_is_not_is_refused_with_those_there_are(ask: Ask, path: dict[str, str], fault: str) -> None:
    status, problem = ask("read_message_text", **path)
    assert (status, [each["path"] for each in problem["errors"]]) == (400, [fault])

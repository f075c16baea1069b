"""A shop on the deployed stack, and whoever calls it with whatever token, or none."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, NamedTuple

import boto3

from tessera.commands.emulators import ROOT
from tessera.commands.local_stack import LocalStack

NOW = "2026-03-02T12:00:00Z"
TIMEOUT_SECONDS = 60


class Said(NamedTuple):
    """An answer as it came."""

    status: int
    media_type: str
    headers: Any
    body: Any


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop that stands at NOW, with the programme of events/publish_programme.json and anna as its member."""

    stack: LocalStack
    anna: str = ""

    def ask(
        self,
        verb: str,
        path: str,
        token: str | None = None,
        body: object = None,
        *,
        raw: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Said:
        """One request; `token` is a scope, `anna`, or a token itself."""
        known = {**self.stack.tokens, "anna": self.anna}
        bearer = {"Authorization": f"Bearer {known.get(token, token)}"} if token else {}
        sent = raw if raw is not None else (None if body is None else json.dumps(body).encode())
        given = {"Content-Type": "application/json", **bearer, **(headers or {})}
        return _said(urllib.request.Request(self.stack.api_url + path, sent, given, method=verb))

    def client(self, service: str) -> Any:
        """A client of the emulated AWS in which the stack runs."""
        session = boto3.Session("test", "test", region_name=self.stack.region)
        return session.client(service, endpoint_url=self.stack.endpoint)


def opened(stack: LocalStack) -> Shop:
    """The shop as it opens: nothing has happened but that anna has enrolled."""
    opening = Shop(stack)
    assert opening.ask("PUT", "/clock", "admin", {"now": NOW, "fresh": True}).status == 202
    assert opening.ask("PUT", "/programme", "admin", example("publish_programme")).status == 201
    assert opening.ask("PUT", "/members/anna", "checkout", example("put_member")).status == 201
    return Shop(stack, opening.ask("POST", "/members/anna/token", "checkout").body["token"])


def example(name: str) -> Any:
    """The body of an event of events/."""
    return json.loads(event(name)["body"])


def event(name: str) -> Any:
    """An event of events/."""
    return json.loads((ROOT / "events" / f"{name}.json").read_text())


def _said(request: urllib.request.Request) -> Said:
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            return Said(answer.status, answer.headers["Content-Type"], answer.headers, json.load(answer))
    except urllib.error.HTTPError as refused:
        return Said(refused.code, refused.headers["Content-Type"], refused.headers, json.load(refused))

"""A client of a deployed API: one connection a thread, kept open; every answer is JSON or a problem."""

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from threading import local
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from tessera.commands.calls import CALLS, PUBLICATION, Json, refused
from tessera.commands.local_stack import LocalStack
from tessera.commands.stack_file import NoStack
from tessera.edge.callers import READ
from tessera.edge.queries import LIMIT_MAX

TIMEOUT_SECONDS = 60


class Response(NamedTuple):
    """An answer: its status, its body, and whether it had been given before."""

    status: int
    body: Json
    replayed: bool

    @property
    def answer(self) -> Json:
        """The body, or the refusal."""
        if self.status < 400:
            return self.body
        code, detail = self.body.get("code", str(self.status)), self.body.get("detail", "")
        return refused(code, detail, self.body.get("errors", []))


class ServerFailed(Exception):
    """The API answered with a 5xx, or with what is not JSON: a failure of ours, never the caller's."""


@dataclass(frozen=True, slots=True)
class _Target:
    """The host and the base path of an API."""

    scheme: str
    host: str
    base: str


class ApiClient:
    """The calls of a shop over HTTP, with the shop token that each of them takes."""

    def __init__(self, stack: LocalStack) -> None:
        parts = urlsplit(stack.api_url)
        self._target = _Target(parts.scheme, parts.netloc, parts.path)
        self._tokens = stack.tokens
        self._mine = local()

    def call(self, verb: str, body: Json) -> Json:
        """The answer to a call of CALLS or to a publication, or the refusal."""
        return self.send(verb, body).answer

    def account(self, member_id: str) -> Json:
        """The member's account now, or the refusal."""
        return self.get("/members/{member_id}", member_id=member_id)

    def messages(self, member_id: str) -> Iterator[Json]:
        """All that the member was sent, newest first; nothing for a member that there is not."""
        query, path = {"limit": str(LIMIT_MAX)}, "/members/{member_id}/messages"
        while True:
            page = self.get(path, query, member_id=member_id)
            yield from page.get("messages", [])
            if not page.get("next_cursor"):
                return
            query["cursor"] = page["next_cursor"]

    def get(self, path: str, query: dict[str, str] | None = None, **ids: str) -> Json:
        """What a read answers, or the refusal."""
        target = _filled(path, ids) + (f"?{urlencode(query)}" if query else "")
        return self.request("GET", target, READ).answer

    def send(self, verb: str, body: Json) -> Response:
        """The whole response to a call of CALLS or to a publication."""
        call = CALLS.get(verb, PUBLICATION)
        ids, rest = call.split(body)
        return self.request(call.verb, _filled(call.path, ids), call.scope, rest)

    def request(self, verb: str, path: str, scope: str, body: Any = None) -> Response:
        """One request. Sent again once when the kept connection has been closed meanwhile: a write counts once.

        Raises ServerFailed, and NoStack when nothing answers at all.
        """
        try:
            return self._request(verb, path, scope, body)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self._mine.connection.close()
            return self._request(verb, path, scope, body)
        except ConnectionRefusedError:
            raise NoStack(f"nothing answers at {self._target.host}: is the stack up?") from None

    def _request(self, verb: str, path: str, scope: str, body: Any) -> Response:
        headers = {"Authorization": f"Bearer {self._tokens[scope]}", "Content-Type": "application/json"}
        connection = self._connection()
        connection.request(verb, self._target.base + path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        text = response.read()
        if response.status >= 500:
            raise ServerFailed(f"{verb} {path} answered {response.status}: {text[:500].decode(errors='replace')}")
        return Response(response.status, _json(verb, path, text), response.headers.get("Idempotent-Replayed") == "true")

    def _connection(self) -> http.client.HTTPConnection:
        if not hasattr(self._mine, "connection"):
            kind = http.client.HTTPSConnection if self._target.scheme == "https" else http.client.HTTPConnection
            self._mine.connection = kind(self._target.host, timeout=TIMEOUT_SECONDS)
        connection: http.client.HTTPConnection = self._mine.connection
        return connection


def _filled(path: str, ids: dict[str, str]) -> str:
    return path.format(**{name: quote(value, safe="") for name, value in ids.items()})


def _json(verb: str, path: str, text: bytes) -> Json:
    try:
        body = json.loads(text)
    except ValueError:
        raise ServerFailed(f"{verb} {path} answered what is not JSON: {text[:500]!r}") from None
    if not isinstance(body, dict):
        raise ServerFailed(f"{verb} {path} answered no JSON object: {text[:500]!r}")
    return body

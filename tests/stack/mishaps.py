"""A way to the stack on which things go wrong as told: answers are lost or late, others are quicker, gateways fail."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Literal, NamedTuple

from tests.stack.calling import TIMEOUT_SECONDS

Mishap = Literal["lost", "late", "busy", "failed"]
BUSY = {
    "type": "urn:tessera:problem:busy",
    "title": "Busy",
    "status": 409,
    "detail": "Others",
    "code": "busy",
    "errors": [],
}


class Answer(NamedTuple):
    """What is sent back: a status, headers and a body."""

    status: int
    headers: dict[str, str]
    body: bytes


PROBLEM = {"Content-Type": "application/problem+json", "Retry-After": "1"}
MADE_UP = {
    "busy": Answer(409, PROBLEM, json.dumps(BUSY).encode()),
    "failed": Answer(502, {"Content-Type": "text/html"}, b"<h1>Bad Gateway</h1>"),
}


@dataclass(slots=True)
class Way:
    """`mishaps` are what befalls the first requests of a kind (`PUT orders`); `asked` is what has come."""

    api_url: str
    mishaps: dict[str, list[Mishap]]
    url: str = ""
    asked: list[str] = field(default_factory=list)
    came_again: dict[str, Event] = field(default_factory=dict)

    def befalls(self, kind: str) -> Mishap | None:
        """What goes wrong with this request; whoever waited for the same one to come again is told."""
        self.asked.append(kind)
        self.came_again.pop(kind, Event()).set()
        return self.mishaps[kind].pop(0) if self.mishaps.get(kind) else None


@contextmanager
def way_to(api_url: str, mishaps: dict[str, list[Mishap]]) -> Iterator[Way]:
    """A server on 127.0.0.1 that hands on to the stack whatever no mishap keeps back."""
    way = Way(api_url, {kind: [*each] for kind, each in mishaps.items()})
    handler = type("Handler", (_Handler,), {"way": way})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        way.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield way
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    way: Way

    def handle_one_way(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0))) or None
        kind = f"{self.command} {self.path.split('/')[1]}"
        mishap = self.way.befalls(kind)
        answer = MADE_UP.get(mishap or "") or self._handed_on(sent)
        if mishap == "late":
            again = self.way.came_again.setdefault(kind, Event())
            assert again.wait(TIMEOUT_SECONDS)
        if mishap in ("late", "lost"):
            self.close_connection = True
        else:
            self._answer(answer)

    do_GET = do_PUT = do_POST = handle_one_way

    def _handed_on(self, sent: bytes | None) -> Answer:
        headers = {name: self.headers[name] for name in ("Authorization", "Content-Type")}
        request = urllib.request.Request(self.way.api_url + self.path, sent, headers, method=self.command)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                return Answer(answer.status, {"Content-Type": answer.headers["Content-Type"]}, answer.read())
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, {"Content-Type": refused.headers["Content-Type"]}, refused.read())

    def _answer(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in {**answer.headers, "Content-Length": str(len(answer.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: Any) -> None:
        """Not on the tests' output."""

"""A shop's endpoint on this machine: it keeps what it is sent, and answers what it is told to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread
from typing import Any, NamedTuple


class Received(NamedTuple):
    """A request as it came; names of headers in small letters."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Receiver:
    """An endpoint at `url`: it answers with `status` and `headers`."""

    url: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    received: Queue[Received] = field(default_factory=Queue)

    def next(self, *, seconds: float = 60) -> Received:
        """What comes next; raises queue.Empty when nothing does."""
        return self.received.get(timeout=seconds)


@contextmanager
def receiver() -> Iterator[Receiver]:
    """An endpoint, as long as somebody needs it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        made = Receiver(f"http://127.0.0.1:{server.server_port}/tessera?shop=1")
        server.RequestHandlerClass = _handler_of(made)
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield made
        server.shutdown()


def _handler_of(kept_by: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): text for name, text in self.headers.items()}
            kept_by.received.put(Received(self.path, headers, self.rfile.read(int(headers["content-length"]))))
            self.send_response(kept_by.status)
            for name, text in {"Content-Length": "0", **kept_by.headers}.items():
                self.send_header(name, text)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing: a test says what it wants to know."""

    return Handler

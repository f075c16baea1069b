"""Posting to an address that somebody else has named: to public machines only, encrypted, within ten seconds.

A name is resolved once, every address that it has is judged, and the connection goes to an address that was judged:
whoever answers differently the second time (DNS rebinding) is not asked a second time. TLS holds the machine to the
name. Nothing is followed, and of the answer's body a little is read and nothing kept.
"""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooSlow
from contextlib import contextmanager
from functools import cache
from http.client import HTTPConnection, HTTPException
from threading import Thread, Timer
from time import monotonic
from urllib.parse import urlsplit

from tessera.domain.endpoints import LOOPBACK, endpoint_of, fault_in, is_public

CONNECT_SECONDS_MAX = 3.0
WHOLE_SECONDS_MAX = 10.0
BODY_BYTES_MAX = 4096

Resolve = Callable[[str, int], list[str]]
"""The addresses of a host, in the order in which they are to be tried."""


class Unreachable(Exception):
    """Nothing was answered; the text is a word for why, and tells nothing of what lies behind the address."""


class Poster:
    """Posts, each time over a connection of its own. `takes_loopback`: http to 127.0.0.1 will do, for test stacks."""

    def __init__(
        self,
        *,
        takes_loopback: bool = False,
        resolve: Resolve | None = None,
        judge: Callable[[str], bool] = is_public,
        trust: Callable[[], ssl.SSLContext] | None = None,
        whole_seconds: float = WHOLE_SECONDS_MAX,
    ) -> None:
        self._takes_loopback = takes_loopback
        self._resolve, self._judge, self._trust = resolve or _resolved, judge, trust or _trust
        self._whole_seconds = whole_seconds

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send once; gives the status of the answer. Raises Unreachable."""
        if fault_in(url, takes_loopback=self._takes_loopback):
            raise Unreachable("address_refused")
        parts, (host, port) = urlsplit(url), endpoint_of(url)
        ends_at = monotonic() + self._whole_seconds
        addresses = self._judged(host, port)
        with _put_through(addresses, port, ends_at) as raw, _cut_off_at(ends_at, raw):
            try:
                secured = self._trust().wrap_socket(raw, server_hostname=host) if parts.scheme == "https" else raw
                with _Connection(host, port, secured) as connection:
                    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                    return connection.exchange(target, body, {"Host": parts.netloc, **headers}, ends_at)
            except ssl.SSLCertVerificationError:
                raise Unreachable("certificate_refused") from None
            except ssl.SSLError:
                raise Unreachable("late" if monotonic() >= ends_at else "not_encrypted") from None
            except (OSError, HTTPException):
                raise Unreachable("late" if monotonic() >= ends_at else "cut_off") from None

    def _judged(self, host: str, port: int) -> list[str]:
        """The addresses of a host, all of them public. Raises Unreachable where there is none, or one that is not."""
        if self._takes_loopback and host == LOOPBACK:
            return [LOOPBACK]
        addresses = self._resolve(host, port)
        if not addresses:
            raise Unreachable("unknown_host")
        if not all(map(self._judge, addresses)):
            raise Unreachable("address_refused")
        return addresses


class _Connection(HTTPConnection):
    """One exchange over a socket that is put through already."""

    def __init__(self, host: str, port: int, put_through: socket.socket) -> None:
        super().__init__(host, port)
        self.sock = put_through

    def __enter__(self) -> "_Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def exchange(self, target: str, body: bytes, headers: Mapping[str, str], ends_at: float) -> int:
        """Send a request, and give the status of its answer; headers that the end has cut short are none."""
        self.request("POST", target, body, dict(headers))
        answer = self.getresponse()
        if monotonic() >= ends_at:
            raise Unreachable("late")
        self._hear_out(answer.read)
        return answer.status

    @staticmethod
    def _hear_out(read: Callable[[int], bytes]) -> None:
        """A little of the body is read, so that a server with little to say has said it all; the status counts."""
        try:
            read(BODY_BYTES_MAX)
        except (OSError, HTTPException):
            return


@contextmanager
def _put_through(addresses: list[str], port: int, ends_at: float) -> Iterator[socket.socket]:
    """A connection to the first of these addresses that takes one, each given three seconds at most."""
    for address in addresses:
        seconds = min(CONNECT_SECONDS_MAX, ends_at - monotonic())
        if seconds <= 0:
            break
        try:
            made = socket.create_connection((address, port), seconds)
        except OSError:
            continue
        with made:
            made.settimeout(max(ends_at - monotonic(), 0.001))
            yield made
            return
    raise Unreachable("no_connection")


@contextmanager
def _cut_off_at(ends_at: float, made: socket.socket) -> Iterator[None]:
    """A server that says a letter a second keeps within every single time-out: at the end the line is cut."""
    with made.dup() as line:  # TLS takes the socket itself over
        timer = Timer(max(ends_at - monotonic(), 0), _cut, (line,))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _cut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:  # it was hung up already
        return


def _resolved(host: str, port: int) -> list[str]:
    """What the machine's resolver says, as long as a connection may take: it has time-outs of its own, and long ones.
    Raises Unreachable."""
    found: Future[list[str]] = Future()
    Thread(target=_look_up, args=(host, port, found), daemon=True).start()
    try:
        return found.result(CONNECT_SECONDS_MAX)
    except (OSError, UnicodeError, TooSlow):
        raise Unreachable("unknown_host") from None


def _look_up(host: str, port: int, found: "Future[list[str]]") -> None:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found.set_result(list(dict.fromkeys(str(address[0]) for *_, address in answers)))
    except (OSError, UnicodeError) as failed:
        found.set_exception(failed)


@cache
def _trust() -> ssl.SSLContext:
    """The authorities that this machine trusts; to read them takes a while, so it is done once."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context

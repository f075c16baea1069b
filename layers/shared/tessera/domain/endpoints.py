"""Where webhooks may be sent: to public addresses, encrypted, and nowhere else (docs/rules.md §11).

An address is judged twice: as it is written when the shop subscribes, and as its name is resolved, at each sending.
"""

import ipaddress
import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, urlsplit

URL_LENGTH_MAX = 2000
HTTPS_PORT, HTTP_PORT = 443, 80
PRINTABLE = re.compile(r"[!-~]+")
HOST = re.compile(r"[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]+\]")
LOOPBACK = "127.0.0.1"

Address = IPv4Address | IPv6Address

# All of IPv6 that the internet has so far; whatever carries IPv4 otherwise lies outside.
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Networks without IPv4 reach it by these addresses, whose last four bytes are an IPv4 address."""


def fault_in(url: str, *, takes_loopback: bool = False) -> str | None:
    """What is wrong with an endpoint's address, as a sentence; None when nothing is. `takes_loopback`: http to
    127.0.0.1 will do, which only test stacks allow."""
    if len(url) > URL_LENGTH_MAX or not PRINTABLE.fullmatch(url):
        return f"write an address of at most {URL_LENGTH_MAX} letters, all of ASCII and without blanks"
    parts, port = _parts(url)
    if parts is None:
        return "is not an address such as https://shop.example/tessera"
    if takes_loopback and (parts.scheme, parts.hostname) == ("http", LOOPBACK):
        return None
    return next(_faults(parts, port), None)


def endpoint_of(url: str) -> tuple[str, int]:
    """The host and the port of an address in which there is no fault."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (HTTPS_PORT if parts.scheme == "https" else HTTP_PORT)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, where a webhook may go.

    None of a private, shared, loopback, link-local (where cloud machines find their credentials), multicast, reserved
    or documentation network is, nor is IPv6 that carries such an IPv4 address.
    """
    try:
        given = ipaddress.ip_address(address)
    except ValueError:
        return False
    return _is_public(given)


def _parts(url: str) -> tuple[SplitResult | None, int | None]:
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError:
        return None, None


def _faults(parts: SplitResult, port: int | None) -> Iterator[str]:
    if parts.scheme != "https":
        yield "must begin with https://; nothing is sent unencrypted"
    if parts.username is not None or parts.password is not None:
        yield "must hold no name and no password; what is sent is signed"
    if parts.fragment:
        yield "must not end with a fragment (#…), which no server ever sees"
    host = parts.netloc.rpartition("@")[2]
    if not HOST.fullmatch(re.sub(r":\d*$", "", host)) or port == 0:
        yield "names no host"
    if _is_literal(parts.hostname or "") and not is_public(parts.hostname or ""):
        yield "leads to an address that is not of the public internet"


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not address.is_reserved
    if address in NAT64:
        return _is_public(IPv4Address(address.packed[-4:]))
    if address.sixtofour is not None and not _is_public(address.sixtofour):
        return False
    return address in GLOBAL_UNICAST and address.is_global

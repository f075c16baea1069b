"""Connecting anything: the code on the page believes what we sign, and nothing else."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tessera.edge.standard_webhooks import secret_of, signed, verified
from tests.docs.pages import ROOT, blocks
from tests.receiver import receiver

PAGE = ROOT / "docs/connect-anything.md"
OURS, NEXT, OTHER = (bytes([number]) * 32 for number in range(3))
BODY = b'{"type":"PointsEarned"}'


@pytest.fixture(scope="module")
def is_from_tessera() -> Callable[..., bool]:
    return _written("is_from_tessera")


def test_the_code_on_the_page_believes_what_we_sign(is_from_tessera: Callable[..., bool]) -> None:
    for keys in ([OURS], [NEXT, OURS]):
        headers = signed("anna/2/0", datetime.now(UTC), BODY, keys)
        assert is_from_tessera(headers, BODY, [secret_of(OURS)])
        assert is_from_tessera(headers, BODY, [secret_of(OTHER), secret_of(OURS)])


def test_it_believes_nothing_else(is_from_tessera: Callable[..., bool]) -> None:
    now, secrets = datetime.now(UTC), [secret_of(OURS)]
    headers = signed("anna/2/0", now, BODY, [OURS])
    assert not is_from_tessera(headers, BODY + b" ", secrets)
    assert not is_from_tessera(headers, BODY, [secret_of(OTHER)])
    assert not is_from_tessera(headers | {"webhook-id": "anna/3/0"}, BODY, secrets)
    assert not is_from_tessera(signed("anna/2/0", now - timedelta(minutes=6), BODY, [OURS]), BODY, secrets)


def test_what_the_page_tells_us_is_signed_as_we_believe_it() -> None:
    with receiver() as endpoint:
        told = ("evt_1", "OrderPaid", {"order_id": "o1"})
        assert _written("tell_tessera")(endpoint.url.partition("/tessera")[0], secret_of(OURS), *told) == 200
        received = endpoint.next()
    assert received.path == "/webhooks/standard"
    assert verified(received.headers, received.body, keys=[OURS], now=datetime.now(UTC)) == "evt_1"
    assert json.loads(received.body) == {"type": "OrderPaid", "data": {"order_id": "o1"}}


def _written(name: str) -> Callable[..., Any]:
    """A function of the page's own Python."""
    names: dict[str, Any] = {}
    for block in blocks("python", page=PAGE):
        exec(compile(block.text, block.name, "exec"), names)
    made: Callable[..., Any] = names[name]
    return made

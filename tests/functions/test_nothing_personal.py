"""Nothing personal is ever written into a log, whatever is called and whatever fails (docs/security.md).

Who a member is stands in the examples of events/: here all that any function writes, or fails with, is searched for it.
"""

import io
import logging
import re
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from tessera.edge import http
from tessera.edge.clock import Hands, MovedClock
from tessera.edge.loading import apis_in, handler_module
from tessera.edge.observe import logger
from tessera.edge.settings import settings
from tessera.edge.shops import standard
from tests.stack.templates import of_type

from .conftest import ROOT
from .story import STORY
from .test_routes import Noon

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SEEDS = (
    "anna@example.com",
    "anna+new@example.com",
    "Bruno@Example.com",
    "Anna Verdi",
    "Bruno Bianchi",
    "1990-05-04",
    "a7f2c1",
    "torino",
    "The parcel came late.",
    "issued by mistake",
    "203.0.113.7",
)
SHAPES = {
    "a shop token": "tsk_[A-Za-z0-9_-]",
    "a member token": r"eyJ[A-Za-z0-9_-]+\.",
    "a voucher's code": "[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}",
    "a code of referral": "ANNA[2-9A-Z]{6}",
    "a phone": "dQw4w9WgXcQ",
}
# Which examples wake which function, beside those that come over HTTP.
WAKES = {
    "action_reported": "members/from_bus",
    "birthday_bonuses": "birthday_bonuses/handler",
    "bounce": "suppress_addresses/handler",
    "complaint": "suppress_addresses/handler",
    "credit_referrals": "credit_referrals/handler",
    "customer_registered": "members/from_bus",
    "deliveries": "receive_webhooks/from_queue",
    "delivery": "suppress_addresses/handler",
    "erase_members": "erase_members/handler",
    "expiry_reminders": "expiry_reminders/handler",
    "notify_asks": "notify_members/handler",
    "notify_members": "notify_members/handler",
    "open_webhooks": "send_webhooks/handler",
    "order_completed": "award_orders/from_bus",
    "order_paid": "award_orders/from_bus",
    "order_refunded": "refund_orders/from_bus",
    "plan_agenda": "plan_agenda/handler",
    "publish_agenda": "publish_facts/handler",
    "publish_asks": "publish_facts/handler",
    "publish_facts": "publish_facts/handler",
    "retry_webhooks": "send_webhooks/handler",
    "segment_gifts": "segment_gifts/handler",
    "send_digest": "send_digest/handler",
    "send_webhooks": "send_webhooks/handler",
    "settle_accounts": "settle_accounts/handler",
    "transient_bounce": "suppress_addresses/handler",
}
NEED_NOTHING = ("read_openapi", "woocommerce_ping")
"""Routes that answer whatever else fails."""
COUNTS = [(name, "count_figures/handler") for name in ("publish_facts", "publish_agenda")]
WOKEN = [*WAKES.items(), *COUNTS, ("authorize", "authorize/handler")]


class Written:
    """All that was written: to the logger, to whatever other logger, to the standard output, and by Lambda of what a
    function failed with."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.stream, self._capsys = io.StringIO(), capsys

    def text(self) -> str:
        """Everything so far."""
        captured = self._capsys.readouterr()
        self.stream.write(captured.out + captured.err)
        return self.stream.getvalue()


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Written]:
    written = Written(capsys)
    for handler in logger.handlers:
        monkeypatch.setattr(handler, "stream", written.stream)
    everybody_s = logging.StreamHandler(written.stream)
    logging.getLogger().addHandler(everybody_s)
    yield written
    logging.getLogger().removeHandler(everybody_s)


@pytest.fixture
def world_stands(stack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stack whose time stands, and whose operator has a topic."""
    monkeypatch.setenv("TEST_CLOCK", "enabled")
    monkeypatch.setenv("DIGEST_TOPIC_ARN", stack.client("sns").create_topic(Name="digest")["TopicArn"])
    settings.cache_clear()
    MovedClock(stack.client("dynamodb"), "ledger").put(Hands(NOW, NOW))
    monkeypatch.setattr(standard, "clock", Noon)


@pytest.fixture
def call(world_stands: None, event: Any) -> Callable[[str], int]:
    """Call the route of an example; gives the status."""
    serving = {(route.verb, route.path): api for api in apis_in(ROOT / "functions") for route in api.declared}

    def called(name: str) -> int:
        sent = event(name)
        return int(serving[sent["httpMethod"], sent["resource"]](sent, None)["statusCode"])

    return called


@pytest.fixture
def wake(world_stands: None, event: Any, written: Written) -> Callable[[str, str], None]:
    """Hand an example to a function. What it fails with is written, as Lambda does."""

    def woken(name: str, place: str) -> None:
        folder, _, module = place.partition("/")
        try:
            handler_module(ROOT / "functions" / folder, module).handler(event(name), None)
        except Exception as failure:  # noqa: BLE001 - whatever it fails with, Lambda writes it
            written.stream.write("".join(traceback.format_exception(failure)))

    return woken


def test_the_seeds_stand_in_the_examples_and_every_function_is_woken() -> None:
    examples = " ".join(path.read_text() for path in (ROOT / "events").glob("*.json"))
    assert [seed for seed in SEEDS if seed not in examples] == []
    functions = of_type("AWS::Serverless::Function").values()
    woken = {_place(it) for it in functions for source in it.get("Events", {}).values() if source["Type"] != "Api"}
    assert woken == {place for _, place in WOKEN} - {"authorize/handler"}


@pytest.mark.parametrize("planted", [*SEEDS, "tsk_aB3", "eyJhbGciOi.x", "7KQ2M-XW9TA-BH4CZ", "ANNA7KQ2MX"])
def test_whatever_is_written_would_be_found(planted: str, written: Written) -> None:
    for write in (print, logger.info, logging.getLogger("any").warning):
        write(f"a {planted.upper() if '@' in planted else planted} b")
        with pytest.raises(AssertionError):
            assert_nothing_of_anybody(written.text())
        written.stream.truncate(0)


def test_nothing_personal_is_written_while_all_goes_well(call: Any, wake: Any, written: Written) -> None:
    for name, status in STORY:
        assert call(name) == status, name
    for name, place in WOKEN:
        wake(name, place)
    assert_nothing_of_anybody(written.text())
    assert '"Refusals"' in written.text()  # something was written


def test_nothing_personal_is_written_when_aws_fails_with_all_it_was_sent(
    call: Any, wake: Any, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(client: Any, operation: str, parameters: dict[str, Any]) -> None:
        words = f"{parameters} {SEEDS}"
        raise ClientError({"Error": {"Code": "ValidationException", "Message": words}}, operation)

    monkeypatch.setattr(BaseClient, "_make_api_call", fail)
    for name in {name for name, _ in STORY}:
        assert call(name) >= 400 or name in NEED_NOTHING, name
    for name, place in WOKEN:
        wake(name, place)
    assert_nothing_of_anybody(written.text())
    assert '"code":"ValidationException"' in written.text()


def test_nothing_personal_is_written_when_a_route_fails_with_the_whole_request(
    call: Any, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(route: Any, event: Any, reading: Any) -> None:
        try:
            raise KeyError(str(event))
        except KeyError:
            raise RuntimeError(str(event)) from KeyError(str(SEEDS))

    monkeypatch.setattr(http, "call_of", fail)
    for name in {name for name, _ in STORY}:
        assert call(name) == 500, name
    assert_nothing_of_anybody(written.text())
    assert '"kind":"RuntimeError"' in written.text()


def assert_nothing_of_anybody(text: str) -> None:
    """Every seed in any spelling of capitals, and what codes and tokens look like."""
    assert [seed for seed in SEEDS if seed.lower() in text.lower()] == []
    assert [kind for kind, shape in SHAPES.items() if re.search(shape, text)] == []


def _place(function: dict[str, Any]) -> str:
    folder, module = function["CodeUri"].removeprefix("functions/"), function.get("Handler", "handler.handler")
    return f"{folder}/{module.partition('.')[0]}"

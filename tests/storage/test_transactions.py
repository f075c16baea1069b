"""What DynamoDB may answer to a transaction and neither emulator ever does; and answers that are lost on the way."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.exceptions import ConnectionClosedError
from pynamodb.exceptions import TransactWriteError

from tessera.domain.outcome import AlreadyFiled, Recorded, RefundsWaiting, Stale
from tessera.domain.write import Parked, Write
from tessera.storage.ledger import DynamoLedger
from tessera.storage.table import Table
from tests.storage.samples import newcomer, order_write, profile

EVENT = "before-send.dynamodb.TransactWriteItems"
PARKED = Parked("o1", ({"refund_id": "r1"},))


class Body:
    """The raw side of an answer that botocore reads."""

    def __init__(self, content: bytes) -> None:
        self._content = [content]

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield from self._content


@contextmanager
def on_the_way(table: Table, handler: Callable[..., Any]) -> Iterator[None]:
    """Every transaction passes the handler before it is sent; what the handler gives back is the answer."""
    table.client.meta.events.register_first(EVENT, handler)
    yield
    table.client.meta.events.unregister(EVENT, handler)


def refusal(code: str, *reasons: str) -> Callable[..., AWSResponse]:
    """An answer of 400 with that code and those reasons."""
    content = {
        "__type": f"com.amazonaws.dynamodb.v20120810#{code}",
        "CancellationReasons": [{"Code": r} for r in reasons],
    }
    raw = Body(json.dumps(content).encode())
    return lambda **_: AWSResponse("http://127.0.0.1", 400, {"x-amzn-requestid": "r"}, raw)


@pytest.fixture
def ledger(table: Table, monkeypatch: pytest.MonkeyPatch) -> DynamoLedger:
    """A ledger whose client sends again without pausing."""
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    return DynamoLedger(table)


@pytest.mark.parametrize("code", ["TransactionConflict", "ThrottlingError"])
def test_a_transaction_in_the_way_of_another_is_stale(ledger: DynamoLedger, table: Table, code: str) -> None:
    write = order_write(newcomer())
    with on_the_way(table, refusal("TransactionCanceledException", "None", code)):
        assert isinstance(ledger.record(write), Stale)
    assert isinstance(ledger.record(write), Recorded)


def test_a_transaction_whose_first_sending_is_still_under_way_is_stale(ledger: DynamoLedger, table: Table) -> None:
    with on_the_way(table, refusal("TransactionInProgressException")):
        assert isinstance(ledger.record(order_write(newcomer())), Stale)


@pytest.mark.parametrize(
    ("code", "reasons"),
    [
        ("TransactionCanceledException", ("ValidationError", "None")),
        ("TransactionCanceledException", ("ConditionalCheckFailed", "ItemCollectionSizeLimitExceeded")),
        ("ResourceNotFoundException", ()),
        ("AccessDeniedException", ()),
    ],
)
def test_what_is_none_of_ours_escapes(ledger: DynamoLedger, table: Table, code: str, reasons: tuple[str, ...]) -> None:
    with on_the_way(table, refusal(code, *reasons)), pytest.raises(TransactWriteError):
        ledger.record(order_write(newcomer()))


def test_a_conflict_beside_a_filing_is_told_as_what_is_filed(ledger: DynamoLedger, table: Table) -> None:
    """The reasons come in the order of sending: the delete of the old look-up, then the puts."""
    first, second = profile(), profile(email_key="key-2", revision=2)
    order = order_write(newcomer())
    ledger.record(Write(order.filings, order.account, profile=first))
    assert ledger.record(Write(order.filings, profile=second, profile_was=first)) == AlreadyFiled(order.filings[0])
    assert isinstance(ledger.record(Write(profile=second, profile_was=replace(first, revision=9))), Stale)
    assert ledger.members_with_email("key-1", limit=2) == ("anna",)


class LostAnswer:
    """Lets the first transaction through and loses its answer; botocore sends it again under the same token."""

    def __init__(self, table: Table, *, times: int) -> None:
        self.table = table
        self.tokens: list[str] = []
        self._left = times

    def __call__(self, request: AWSRequest, **_: Any) -> None:
        self.tokens.append(json.loads(request.body)["ClientRequestToken"])
        if self._left:
            self._left -= 1
            self.table.client._endpoint.http_session.send(request)
            raise ConnectionClosedError(endpoint_url=request.url)


def test_an_answer_that_was_lost_is_asked_for_again_and_written_once(ledger: DynamoLedger, table: Table) -> None:
    write, lost = order_write(newcomer()), LostAnswer(table, times=1)
    with on_the_way(table, lost):
        assert isinstance(ledger.record(write), Recorded)
    assert (len(lost.tokens), len(set(lost.tokens))) == (2, 1)
    assert ledger.account("anna", consistent=True) == write.account
    assert len(ledger.records("anna", limit=9).records) == 1


def test_a_write_whose_every_answer_was_lost_is_found_under_its_key(ledger: DynamoLedger, table: Table) -> None:
    write = order_write(newcomer())
    with on_the_way(table, LostAnswer(table, times=99)), pytest.raises(TransactWriteError):
        ledger.record(write)
    assert ledger.record(write) == AlreadyFiled(write.filings[0])
    assert len(ledger.records("anna", limit=9).records) == 1


def test_an_award_whose_answer_was_lost_does_not_wait_for_the_refunds_it_took_in(
    ledger: DynamoLedger, table: Table
) -> None:
    ledger.record(Write(park=PARKED))
    write = order_write(newcomer())
    assert ledger.record(write) == RefundsWaiting(PARKED)
    with on_the_way(table, LostAnswer(table, times=99)), pytest.raises(TransactWriteError):
        ledger.record(replace(write, unpark=PARKED))
    assert ledger.record(replace(write, unpark=PARKED)) == AlreadyFiled(write.filings[0])


def test_a_ledger_is_made_without_environment_or_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        monkeypatch.delenv(name)
    DynamoLedger(Table("nowhere"))

"""Calls of the table that fail in passing are sent again; what goes on failing is busy, and nothing else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from botocore.awsrequest import AWSRequest
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from pynamodb.exceptions import GetError

from bench.faults import EVENT, answer
from tessera.domain.account import Account
from tessera.domain.outcome import Recorded
from tessera.domain.refusals import Busy
from tessera.storage import keys
from tessera.storage.ledger import DynamoLedger
from tessera.storage.rows import AccountRow
from tessera.storage.table import ABSENT, Put, Table
from tests.operations.shop import START, Patience
from tests.storage.samples import newcomer, order_write

TRIES = 5
PLACE = keys.account("anna")
ANNA = AccountRow.of(Account("anna", date(2026, 1, 10), START))
CALLS: dict[str, Callable[[Table], object]] = {
    "GetItem": lambda table: table.get(PLACE, consistent=True),
    "Query": lambda table: list(table.query(ANNA.pk, consistent=True)),
    "PutItem": lambda table: table.put_if_absent(ANNA),
    "DeleteItem": lambda table: table.delete(ANNA),
    "TransactWriteItems": lambda table: table.transact([Put(ANNA, ABSENT)], ()),
}


def throttled(request: AWSRequest) -> Any:
    return answer(400, "ProvisionedThroughputExceededException")


def slowed(request: AWSRequest) -> Any:
    return answer(400, "ThrottlingException")


def failed(request: AWSRequest) -> Any:
    return answer(500, "InternalServerError")


def in_the_way(request: AWSRequest) -> Any:
    return answer(400, "TransactionConflictException")


def closed(request: AWSRequest) -> Any:
    raise ConnectionClosedError(endpoint_url=request.url)


def late(request: AWSRequest) -> Any:
    raise ReadTimeoutError(endpoint_url=request.url)


PASSING = (throttled, slowed, failed, in_the_way, closed, late)


@pytest.fixture
def patient(table: Table) -> Table:
    """The same table, sent to so many times."""
    endpoint, region = table.client.meta.endpoint_url, table.client.meta.region_name
    return Table(table.name, region=region, endpoint=endpoint, patience=Patience(TRIES))


@contextmanager
def meeting(table: Table, fate: Callable[[AWSRequest], Any], *, times: int) -> Iterator[list[AWSRequest]]:
    """The first so many sendings meet a fate; gives all that are sent."""
    sent = list[AWSRequest]()

    def handler(request: AWSRequest, **_: Any) -> Any:
        sent.append(request)
        return fate(request) if len(sent) <= times else None

    table.client.meta.events.register_first(EVENT, handler)
    yield sent
    table.client.meta.events.unregister(EVENT, handler)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_what_fails_in_passing_is_sent_again_until_it_goes_through(
    patient: Table, call: Callable[[Table], object]
) -> None:
    for fate in PASSING:
        patient.delete(ANNA)
        with meeting(patient, fate, times=TRIES - 1) as sent:
            call(patient)
        assert len(sent) == TRIES
        assert len({request.body for request in sent}) == 1, "the same request, under the same token"


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_what_goes_on_failing_is_busy(patient: Table, call: Callable[[Table], object]) -> None:
    for fate in PASSING:
        with meeting(patient, fate, times=99) as sent, pytest.raises(Busy):
            call(patient)
        assert len(sent) == TRIES


def test_what_will_not_pass_is_not_sent_again(patient: Table) -> None:
    def forbidden(request: AWSRequest) -> Any:
        return answer(400, "AccessDeniedException")

    with meeting(patient, forbidden, times=99) as sent, pytest.raises(GetError):
        patient.get(PLACE, consistent=True)
    assert len(sent) == 1


def test_what_goes_well_is_sent_once(patient: Table) -> None:
    with meeting(patient, closed, times=0) as sent:
        assert isinstance(DynamoLedger(patient).record(order_write(newcomer())), Recorded)
    assert len(sent) == 1

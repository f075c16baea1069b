"""What every room of tests shares: the servers they are judged by, started once for all workers."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from botocore.client import BaseClient

from tessera.commands.local_stack import LocalStack
from tessera.storage.table import Table
from tests.shared_servers import RUN_FOLDER, Dynamodb, missing_for_dynamodb, started_dynamodb, started_stack, stop_all
from tests.stack.permissions import Guard


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a skipped test is a failure: nothing may be missing here")
    parser.addoption("--seeds", type=int, default=25, help="by how many seeds tests/properties make up stories")
    parser.addoption("--steps", type=int, default=100, help="how long those stories are")
    parser.addoption("--fuzz", type=int, default=2, help="how many made-up requests each route is sent at most")
    parser.addoption("--storm", type=int, default=200, help="how many stories are played while the table falters")
    told = "in how many orders of arrival tests/stack tells the life of an order at a platform"
    parser.addoption("--permutations", type=int, default=100, help=told)


def pytest_configure(config: pytest.Config) -> None:
    """The first process makes the folder of this run; the workers that it starts inherit its name."""
    if not hasattr(config, "workerinput"):
        os.environ[RUN_FOLDER] = tempfile.mkdtemp(prefix="tessera-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        folder = Path(os.environ.pop(RUN_FOLDER))
        stop_all(folder)
        shutil.rmtree(folder)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[Any]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.config.getoption("--no-skips"):
        report.outcome = "failed"
    return report


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> Guard:
    """Holds the calls of this test to a function's policy, once it is told which."""
    guard, call = Guard(), BaseClient._make_api_call

    def judged(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        guard.judge(client.meta.service_model.service_name, operation, parameters)
        return call(client, operation, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", judged)
    return guard


@pytest.fixture(scope="session")
def dynamodb_local() -> Dynamodb:
    """DynamoDB Local, one for all workers: make tables with names of your own."""
    if missing := missing_for_dynamodb():
        pytest.skip(missing)
    return started_dynamodb()


@pytest.fixture
def table(dynamodb_local: Dynamodb, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    """An empty table of the test's own in DynamoDB Local."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", dynamodb_local.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", dynamodb_local.secret_key)
    table = Table(f"tests-{uuid4()}", region=dynamodb_local.region, endpoint=dynamodb_local.endpoint)
    table.create()
    yield table
    table.client.delete_table(TableName=table.name)


@pytest.fixture(scope="session")
def local_stack() -> LocalStack:
    """The whole system, deployed with its test clock, one for all workers: use members of your own."""
    return started_stack()

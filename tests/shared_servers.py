"""Servers that one run of the tests starts once, whichever worker needs them first, and stops at its end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tessera.commands.builds import alone
from tessera.commands.emulators import ROOT, free_port, start_dynamodb, stop
from tessera.commands.local_stack import LocalStack, Site, bring_up, read_stack

RUN_FOLDER = "TESSERA_TEST_RUN"


@dataclass(frozen=True, slots=True)
class Dynamodb:
    """Where DynamoDB Local answers, and what a client must say to it."""

    endpoint: str
    region: str = "eu-south-1"
    access_key: str = "local"
    secret_key: str = "local"


def missing_for_dynamodb() -> str | None:
    """Why DynamoDB Local cannot run here, None when it can."""
    if (ROOT / ".local/dynamodb/DynamoDBLocal.jar").exists():
        return None
    return "npm is missing: `make setup` could not fetch DynamoDB Local, which these tests are judged by"


def started_dynamodb() -> Dynamodb:
    """The run's DynamoDB Local."""
    folder = _run_folder() / "dynamodb"
    with alone(_run_folder() / "dynamodb.lock"):
        if not (folder / "port").exists():
            port = free_port()
            _remember(folder / "dynamodb.pid", start_dynamodb(port, folder))
            _remember(folder / "port", port)
    return Dynamodb(f"http://127.0.0.1:{(folder / 'port').read_text()}")


def started_stack() -> LocalStack:
    """The run's own stack, beside whatever `make up` has running."""
    folder = _run_folder() / "stack"
    with alone(_run_folder() / "stack.lock"):
        stack = read_stack(Site(folder=folder))
        if stack is None:
            stack = bring_up(Site(port=free_port(), name="tessera-tests", folder=folder, has_test_clock=True))
    return stack


@contextmanager
def stage() -> Iterator[LocalStack]:
    """The run's own stack for one test at a time: for whoever moves its clock, or empties it."""
    stack = started_stack()
    with alone(_run_folder() / "stage.lock"):
        yield stack


def stop_all(folder: Path) -> None:
    """Ends what this run has started, by process id."""
    for pid_file in folder.glob("*/*.pid"):
        stop(int(pid_file.read_text()))


def _run_folder() -> Path:
    return Path(os.environ[RUN_FOLDER])


def _remember(file: Path, number: int) -> None:
    file.write_text(str(number))

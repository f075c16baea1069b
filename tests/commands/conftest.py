"""The command line, called as a shell calls it."""

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result

from tessera.commands.local_stack import LocalStack
from tessera.commands.main import cli
from tests import shared_servers

Tessera = Callable[..., Result]


@pytest.fixture
def tessera() -> Tessera:
    """Runs `tessera` with these arguments; what it printed and its exit code. Nothing but an exit may escape it."""

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(cli, [str(each) for each in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def stage() -> Iterator[LocalStack]:
    """The deployed stack, for one test alone: its stories begin with an empty one."""
    with shared_servers.stage() as stack:
        yield stack


@pytest.fixture
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that call an emulator replace the AWS settings of their process: give them back afterwards."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "local")

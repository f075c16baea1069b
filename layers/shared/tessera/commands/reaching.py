"""How commands reach a stack's table: by the file of a local stack, or by its name with one's AWS credentials."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from tessera.commands.emulators import ROOT
from tessera.commands.stack_file import NoStack, call_as, called_stack
from tessera.domain.ports import EmailKey
from tessera.edge.keychain import Keychain
from tessera.storage.table import Table

Command = TypeVar("Command", bound=Callable[..., Any])
ANYBODY = "local"


class Place(NamedTuple):
    """A stack's table, and, where it is known, its secret, from which the keys of e-mails come."""

    table: Table
    secret: str | None
    region: str | None
    endpoint: str | None

    @property
    def name(self) -> str:
        """What tells this table from all others."""
        return f"{self.endpoint or 'AWS'} {self.region} {self.table.name}"

    def email_key(self) -> EmailKey:
        """The keyed hash by which e-mails are looked up. Raises NoStack without the stack's secret."""
        if not self.secret:
            raise NoStack("e-mails are looked up by keys of the stack's secret: name its ARN with --secret")
        from boto3.session import Session

        client = Session(region_name=self.region).client("secretsmanager", endpoint_url=self.endpoint)
        return Keychain(client.get_secret_value(SecretId=self.secret)["SecretString"].encode()).email_key


def place_options(command: Command) -> Command:
    """The options that name a stack or a table."""
    for option in (
        click.option("--endpoint", help="Where that table is, when not on AWS."),
        click.option("--region", help="The region of that table."),
        click.option("--table", help="A table by its name instead, in the AWS account of your credentials."),
        click.option("--stack", type=click.Path(path_type=Path), help="The stack [default: .local/stack.json]."),
    ):
        command = option(command)
    return command


def place_of(
    stack: Path | None, table: str | None, region: str | None, endpoint: str | None, secret: str | None = None
) -> Place:
    """The place that the options name. Raises NoStack."""
    if table is None:
        found = called_stack(stack or ROOT / ".local/stack.json")
        at = Table(found.table, region=found.region, endpoint=found.endpoint)
        return Place(at, secret or found.secret, found.region, found.endpoint)
    if endpoint:
        call_as(ANYBODY, ANYBODY)
    return Place(Table(table, region=region, endpoint=endpoint), secret, region, endpoint)

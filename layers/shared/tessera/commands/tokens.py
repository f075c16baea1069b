"""`tessera tokens create | revoke | list`: the shop tokens of a stack."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from tessera.commands.emulators import ROOT
from tessera.commands.stack_file import called_stack
from tessera.edge.callers import SCOPES
from tessera.edge.tokens import ShopToken, create_token, list_tokens, revoke_token


@click.group()
@click.option("--stack", type=click.Path(path_type=Path), help="The stack they are for [default: .local/stack.json].")
@click.option("--table", help="A stack's table by its name instead, in the AWS account of your credentials.")
@click.option("--region", help="The region of that table.")
@click.pass_context
def tokens(context: click.Context, stack: Path | None, table: str | None, region: str | None) -> None:
    """Create, revoke and list the tokens with which a shop calls the API."""
    context.obj = _client_and_table(stack, table, region)


@tokens.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(SCOPES), help="What it may do.")
@click.pass_obj
def create(place: tuple[Any, str], name: str, scopes: tuple[str, ...]) -> None:
    """Make a token and print it: this is the only time it is shown."""
    token, kept = create_token(*place, name=name, scopes=set(scopes), now=datetime.now(UTC))
    click.echo(token)
    click.echo(f"{kept.id} {kept.name}: {', '.join(kept.scopes)}. Keep it now, it is not shown again.", err=True)


@tokens.command()
@click.argument("token_id")
@click.pass_obj
def revoke(place: tuple[Any, str], token_id: str) -> None:
    """Revoke a token by its id (see list): it is out within a minute, for ever."""
    if not revoke_token(*place, token_id):
        raise click.ClickException(f"there is no token {token_id}; `tessera tokens list` shows them")
    click.echo(f"{token_id} is revoked.")


@tokens.command(name="list")
@click.pass_obj
def list_all(place: tuple[Any, str]) -> None:
    """List all tokens, the revoked ones too."""
    for token in sorted(list_tokens(*place), key=lambda each: each.created_at):
        click.echo(_line(token))


def _line(token: ShopToken) -> str:
    state = click.style("revoked", fg="red") if token.revoked else "valid"
    scopes = ",".join(token.scopes)
    return f"{token.id}  …{token.last_four}  {token.created_at[:19]}  {state:8}  {scopes:20}  {token.name}"


def _client_and_table(stack_file: Path | None, table: str | None, region: str | None) -> tuple[Any, str]:
    from boto3.session import Session

    if table:
        return Session(region_name=region).client("dynamodb"), table
    stack = called_stack(stack_file or ROOT / ".local/stack.json")
    return Session(region_name=stack.region).client("dynamodb", endpoint_url=stack.endpoint), stack.table

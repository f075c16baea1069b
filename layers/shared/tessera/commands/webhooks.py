"""`tessera webhooks connect | rotate | show`: the shop whose platform calls us, and what it signs with."""

import json
from pathlib import Path
from typing import Any

import click

from tessera.commands.emulators import ROOT
from tessera.commands.stack_file import called_stack
from tessera.edge.shops.connections import SECRETS_MAX
from tessera.edge.shops.receiving import RECEIVERS
from tessera.edge.standard_webhooks import key_of

NAMES = {"shopify": "domain", "woocommerce": "source"}
"""What each kind of shop is known by: its myshopify.com domain, or the address of its site. Any other (`standard`) is
known by its secret alone."""

KIND = click.argument("kind", type=click.Choice(tuple(RECEIVERS)))
SECRET = click.option("--secret", type=click.File("r"), help="Where the secret is read from, - for standard input.")


@click.group()
@click.option("--stack", type=click.Path(path_type=Path), help="The stack they are for [default: .local/stack.json].")
@click.option("--secret-arn", help="ShopSecretsArn of a stack instead, in the AWS account of your credentials.")
@click.option("--region", help="The region of that stack.")
@click.pass_context
def webhooks(context: click.Context, stack: Path | None, secret_arn: str | None, region: str | None) -> None:
    """Say which shop may call, and what it signs with. A change is known everywhere within two minutes."""
    context.obj = _client_and_arn(stack, secret_arn, region)


@webhooks.command()
@KIND
@click.option("--name", help="shopify: shop.myshopify.com; woocommerce: the address of the site; standard: none.")
@SECRET
@click.pass_obj
def connect(place: tuple[Any, str], kind: str, name: str | None, secret: Any) -> None:
    """Connect a shop: nobody else of its kind is let in."""
    if (kind in NAMES) != bool(name):
        raise click.UsageError(f"{kind} is known by its {NAMES[kind]}" if kind in NAMES else f"{kind} has no name")
    shops = _read(place)
    shops[kind] = {**({NAMES[kind]: name} if name else {}), "secrets": [_asked_for(kind, secret)]}
    _write(place, shops)
    click.echo(f"{kind}: {name or 'whoever has the secret'} may call POST /webhooks/{kind}.")


@webhooks.command()
@KIND
@SECRET
@click.pass_obj
def rotate(place: tuple[Any, str], kind: str, secret: Any) -> None:
    """Take another secret, beside the one before it: what is under way is signed with that."""
    shops = _read(place)
    if kind not in shops:
        raise click.ClickException(f"no {kind} shop is connected; `tessera webhooks connect {kind}` connects one")
    before = shops[kind]["secrets"]
    shops[kind]["secrets"] = [_asked_for(kind, secret), *before][:SECRETS_MAX]
    _write(place, shops)
    click.echo(f"{kind}: the new secret and the one before it are right. Rotate again to let go of that.")


@webhooks.command()
@click.pass_obj
def show(place: tuple[Any, str]) -> None:
    """Show which shops are connected, and never a secret."""
    for kind, shop in sorted(_read(place).items()):
        click.echo(f"{kind:12} {shop.get(NAMES.get(kind, ''), '')}  {len(shop['secrets'])} secret(s)")


def _asked_for(kind: str, file: Any) -> str:
    """Never an argument: those are kept in a shell's history."""
    text: str = file.read() if file else click.prompt("The secret", hide_input=True)
    if not text.strip():
        raise click.ClickException("the secret is empty")
    if kind not in NAMES:
        _must_be_a_key(text.strip())
    return text.strip()


def _must_be_a_key(secret: str) -> None:
    try:
        key_of(secret)
    except ValueError as refused:
        raise click.ClickException(str(refused)) from None


def _read(place: tuple[Any, str]) -> dict[str, Any]:
    client, arn = place
    shops: dict[str, Any] = json.loads(client.get_secret_value(SecretId=arn)["SecretString"])
    return shops


def _write(place: tuple[Any, str], shops: dict[str, Any]) -> None:
    client, arn = place
    client.put_secret_value(SecretId=arn, SecretString=json.dumps(shops))


def _client_and_arn(stack_file: Path | None, arn: str | None, region: str | None) -> tuple[Any, str]:
    from boto3.session import Session

    if arn:
        return Session(region_name=region).client("secretsmanager"), arn
    stack = called_stack(stack_file or ROOT / ".local/stack.json")
    return Session(region_name=stack.region).client("secretsmanager", endpoint_url=stack.endpoint), stack.shop_secrets

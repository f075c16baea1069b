"""`tessera up` and `tessera down`: the whole system on this machine."""

import click

from tessera.commands.local_stack import LocalStack, Site, bring_up, take_down

DEFAULT = Site()
PORT = click.option("--port", default=DEFAULT.port, show_default=True, help="Where the emulated AWS listens.")


@click.command()
@PORT
@click.option("--test-clock", is_flag=True, help="Deploy with PUT /clock, for trying stories.")
def up(port: int, test_clock: bool) -> None:
    """Deploy the whole system on this machine, and write .local/stack.json."""
    click.echo("Bringing Tessera up; the first time takes half a minute.", err=True)
    site = _site(port, test_clock)
    _show(site, bring_up(site))


@click.command()
@PORT
def down(port: int) -> None:
    """Stop what `tessera up` started. What it held is gone."""
    click.echo("Tessera is down." if take_down(_site(port)) else "Nothing was up.")


def _site(port: int, test_clock: bool = False) -> Site:
    """Two ports are two stacks, each with files of its own."""
    folder = DEFAULT.folder if port == DEFAULT.port else DEFAULT.folder / f"port-{port}"
    return Site(port=port, folder=folder, has_test_clock=test_clock)


def _show(site: Site, stack: LocalStack) -> None:
    click.echo(f"  the API      {stack.api_url}")
    click.echo(f"  everything   {site.stack_file}")
    click.echo(f"  try          curl -H 'Authorization: Bearer {stack.tokens['read']}' {stack.api_url}/programme")

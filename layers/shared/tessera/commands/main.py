"""The `tessera` command. Each verb is a module of this package, imported only when it is called."""

from importlib import import_module
from keyword import iskeyword

import click

VERBS = {
    "up": "stack",
    "down": "stack",
    "play": "play.command",
    "check": "check.command",
    "prove": "prove",
    "erasures": "erasures",
    "tokens": "tokens",
    "import": "importing.command",
    "ledger": "ledger.command",
    "webhooks": "webhooks",
    "demo": "demo.command",
}


class Verbs(click.Group):
    """A group whose commands stay unimported until they are asked for: `tessera check` must not wait for boto3."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = getattr(import_module(f"tessera.commands.{VERBS[cmd_name]}"), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tessera")
def cli() -> None:
    """Tessera: the loyalty and cashback ledger of an online shop."""

"""`tessera prove`: recompute every balance from the ledger, and print what does not agree."""

import sys
from pathlib import Path

import click

from tessera.commands.emulators import ROOT
from tessera.commands.stack_file import call_as, called_stack
from tessera.storage.prove import Proof
from tessera.storage.prove import prove as prove_table
from tessera.storage.table import Table

SHOWN_MAX = 100


@click.command()
@click.option("--stack", type=click.Path(path_type=Path), help="The stack to prove [default: .local/stack.json].")
@click.option("--table", help="A table by its name instead, in the AWS account of your credentials.")
@click.option("--region", help="The region of that table.")
@click.option("--endpoint", help="Where that table is, when not on AWS.")
@click.option("--segments", default=4, show_default=True, help="How many parts of the table are read at once.")
def prove(stack: Path | None, table: str | None, region: str | None, endpoint: str | None, segments: int) -> None:
    """Recompute every balance from the ledger's entries.

    Exit 0: every account equals its entries. 1: something does not agree, and is printed.
    """
    proof = prove_table(_table(stack, table, region, endpoint), segments=segments)
    for disagreement in proof.disagreements[:SHOWN_MAX]:
        click.echo(f"{click.style('✗', fg='red', bold=True)} {disagreement.member_id}: {disagreement.what}")
    click.echo(verdict(proof))
    sys.exit(1 if proof.disagreements else 0)


def verdict(proof: Proof) -> str:
    """What was read, and whether all of it agrees, in one line."""
    read = f"{proof.members:,} accounts, {proof.records:,} writes, {proof.entries:,} entries"
    if proof.disagreements:
        return f"{read}: {len(proof.disagreements)} disagreements"
    return f"{read}: every account equals its entries"


def table_of(stack_file: Path) -> Table:
    """The table of the stack that the file tells of."""
    stack = called_stack(stack_file)
    return Table(stack.table, region=stack.region, endpoint=stack.endpoint)


def _table(stack: Path | None, name: str | None, region: str | None, endpoint: str | None) -> Table:
    if name is None:
        return table_of(stack or ROOT / ".local/stack.json")
    if endpoint:
        call_as("local", "local")
    return Table(name, region=region, endpoint=endpoint)

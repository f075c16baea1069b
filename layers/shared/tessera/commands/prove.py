"""`tessera prove`: recompute every balance from the ledger, and print what does not agree."""

import sys
from pathlib import Path

import click

from tessera.commands.reaching import place_of, place_options
from tessera.storage.prove import Proof
from tessera.storage.prove import prove as prove_table

SHOWN_MAX = 100


@click.command()
@place_options
@click.option("--segments", default=4, show_default=True, help="How many parts of the table are read at once.")
def prove(stack: Path | None, table: str | None, region: str | None, endpoint: str | None, segments: int) -> None:
    """Recompute every balance from the ledger's entries.

    Exit 0: every account equals its entries. 1: something does not agree, and is printed.
    """
    proof = prove_table(place_of(stack, table, region, endpoint).table, segments=segments)
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

"""`tessera demo`."""

import hashlib
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from tessera.commands.calls import PUBLISH, Json
from tessera.commands.client import ApiClient
from tessera.commands.demo.acquaintances import acquaintances, meet
from tessera.commands.demo.figures import figures_of
from tessera.commands.demo.history import Customer, customers_of, read_history
from tessera.commands.demo.night import Night, NightShift, coming_day
from tessera.commands.demo.replay import TimedShop, Timing, replay
from tessera.commands.demo.shopping import DemoFailed, is_shown
from tessera.commands.demo.telling import Played, tell
from tessera.commands.documents import read_document
from tessera.commands.emulators import ROOT
from tessera.commands.local_stack import LocalStack
from tessera.commands.stack_file import called_stack
from tessera.domain.calendar import day_of
from tessera.storage.prove import prove
from tessera.storage.table import Table

HISTORY = ROOT / "demo/cdnow_sample.csv"
PROGRAMME = ROOT / "programmes/cdnow.yaml"


@click.command()
@click.option("--stack", "stack_file", type=click.Path(path_type=Path), default=ROOT / ".local/stack.json")
@click.option("--workers", default=4, show_default=True, help="How many customers shop at once.")
def demo(stack_file: Path, workers: int) -> None:
    """Replay a record shop's real orders through the API, and show what came of them.

    A second run finds the orders there, and shows the same account again.
    """
    stack = called_stack(stack_file)
    programme: Json = read_document(PROGRAMME).value
    today = day_of(datetime.now(UTC), programme["timezone"])
    customers = customers_of(read_history(HISTORY), today=today, zone=programme["timezone"])
    try:
        played = _played(stack, programme, customers, stack_file.with_name("demo.json"), workers)
    except DemoFailed as failed:
        raise click.ClickException(f"{failed}\nIs this stack used otherwise? `make down up` begins anew.") from failed
    table = Table(stack.table, region=stack.region, endpoint=stack.endpoint)
    proof = prove(table)
    tell(customers, played, figures_of(proof), proof, stack, next(filter(is_shown, customers)))
    sys.exit(1 if proof.disagreements else 0)


def _played(stack: LocalStack, programme: Json, customers: list[Customer], memory: Path, workers: int) -> Played:
    """The replay and the night: of this run, or of the one that has loaded the stack before."""
    client, mark = ApiClient(stack), _mark(stack, programme, customers)
    if known := _remembered(memory, mark):
        return known
    answer = client.call(PUBLISH, programme)
    if "refused" in answer:
        raise DemoFailed(f"publishing {PROGRAMME.name} was refused ({answer['refused']}): {answer['detail']}")
    timing = replay(customers, client, workers=workers)
    played = Played(timing, _night(stack, programme, client))
    memory.write_text(json.dumps({"mark": mark, **asdict(played)}) + "\n")
    return played


def _night(stack: LocalStack, programme: Json, client: ApiClient) -> Night:
    zone = programme["timezone"]
    day = coming_day(datetime.now(UTC), zone)
    met = acquaintances(day, programme)
    for each in met:
        meet(each, TimedShop(client))
    return NightShift(stack, day, zone, met).run()


def _remembered(memory: Path, mark: str) -> Played | None:
    """What is known of a run that has loaded this very history into this very table."""
    told: Json = json.loads(memory.read_text()) if memory.exists() else {}
    return Played(Timing(**told["timing"]), Night(**told["night"])) if told.get("mark") == mark else None


def _mark(stack: LocalStack, programme: Json, customers: list[Customer]) -> str:
    """Changes with the stack's table, the programme and every order."""
    orders = [(purchase.placed_at, purchase.cart) for customer in customers for purchase in customer.purchases]
    told = json.dumps([stack.table, stack.tokens["read"], programme, orders])
    return hashlib.sha256(told.encode()).hexdigest()

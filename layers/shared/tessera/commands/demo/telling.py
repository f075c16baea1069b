"""The demo told: what was done and how fast, what came of it, and how to go on by hand."""

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

import click
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from tessera.commands.calls import Json
from tessera.commands.client import ApiClient
from tessera.commands.demo.acquaintances import BIRTHDAY, NAMES, address_of
from tessera.commands.demo.emulated import CapturedMail, Emulated
from tessera.commands.demo.figures import KINDS, Figures
from tessera.commands.demo.history import DIGITS, Customer
from tessera.commands.demo.night import Night
from tessera.commands.demo.replay import Timing
from tessera.commands.demo.telling_night import jobs_of, mails_of
from tessera.commands.local_stack import LocalStack
from tessera.commands.prove import verdict
from tessera.domain.entries import CASHBACK, POINTS
from tessera.domain.money import show_minor
from tessera.storage.prove import Proof

STATEMENT_LENGTH = 12
WIDTH_MAX = 110


@dataclass(frozen=True, slots=True)
class Played:
    """What the demo did: how the replay went, and what the night was."""

    timing: Timing
    night: Night


def tell(
    customers: list[Customer], played: Played, figures: Figures, proof: Proof, stack: LocalStack, shown: Customer
) -> None:
    """Print the whole account; `shown` is the customer whose statement and last order are in it."""
    console = Console(highlight=False, soft_wrap=False)
    console.width = min(console.width, WIDTH_MAX)
    client, order_id = ApiClient(stack), shown.purchases[-1].order_id
    explained = client.get("/orders/{order_id}/explanation", order_id=order_id)
    for title, part in (
        (_heading(customers), _speed(played.timing)),
        ("What all members were given and took", _units(figures)),
        (f"The statement of {shown.member_id}, newest first", _statement(client, shown.member_id)),
        (f"Order {order_id}, explained", _sentences(explained)),
        (f"The night to {played.night.day}, come early", jobs_of(played.night)),
        (f"The birthday of {BIRTHDAY}", _statement(client, BIRTHDAY)),
        ("What the night had for members, told by mail", mails_of(_mails(stack))),
        ("Proved", Text(verdict(proof), style="red" if proof.disagreements else "green")),
    ):
        console.print(Text(f"\n{title}", style="bold"))
        console.print(Padding(part, (0, 0, 0, 2)))
    console.print(Text("\nGo on by hand", style="bold"))
    for line in _by_hand(stack, shown, order_id):
        click.echo(line)


def _heading(customers: list[Customer]) -> str:
    days = sorted(purchase.placed_at[:10] for customer in customers for purchase in customer.purchases)
    return f"CD Club: {len(customers)} customers, {len(days)} real orders, moved to {days[0]} … {days[-1]}"


def _speed(timing: Timing) -> Text:
    rate = timing.requests / timing.seconds
    said = f"{timing.requests:,} requests in {timing.seconds:.0f} s by {timing.workers} workers, {rate:.0f} a second"
    return Text(f"{said}; half of them within {timing.p50_ms:.0f} ms (p50), 99 % within {timing.p99_ms:.0f} ms (p99)")


def _units(figures: Figures) -> Grid:
    grid = Grid("", box=None, pad_edge=False)
    grid.add_column("points", justify="right")
    grid.add_column("cashback, USD", justify="right")
    for name in KINDS.values():
        if figures.of(POINTS, name) or figures.of(CASHBACK, name):
            grid.add_row(name, *_both(figures.of(POINTS, name), figures.of(CASHBACK, name)))
    grid.add_row("outstanding", *_both(figures.outstanding(POINTS), figures.outstanding(CASHBACK)), style="bold")
    return grid


def _both(points: int, cashback_minor: int) -> tuple[str, str]:
    return f"{points:,}", show_minor(cashback_minor, DIGITS)


def _statement(client: ApiClient, member_id: str) -> Grid:
    query = {"limit": str(STATEMENT_LENGTH)}
    statement = client.get("/members/{member_id}/entries", query, member_id=member_id)
    grid = Grid("", "", box=None, pad_edge=False, show_header=True)
    grid.add_column("balance", justify="right", no_wrap=True)
    for entry in statement["entries"][:STATEMENT_LENGTH]:
        grid.add_row(entry["at"][:10], entry["text"], str(entry["balance"]))
    return grid


def _mails(stack: LocalStack) -> Iterator[CapturedMail]:
    """The last mail of each made-up member: that of the night."""
    aws = Emulated(stack)
    return (aws.mails_to(address_of(member_id))[-1] for member_id in NAMES)


def _sentences(explained: Json) -> RenderableType:
    return Group(*(Text(sentence) for sentence in explained["sentences"]))


def _by_hand(stack: LocalStack, shown: Customer, order_id: str) -> Iterator[str]:
    """Commands that work as they are printed: on lines of their own, and never broken."""
    yield f"curl -s {stack.api_url}/openapi.json"
    for path in ("/programme", f"/members/{shown.member_id}", f"/orders/{order_id}/explanation"):
        yield f"curl -s -H {_bearer(stack, 'read')} {stack.api_url}{path}"
    cart = {"lines": [{"line_id": "1", "sku": "CD", "quantity": 1, "unit_price": "15.00"}]}
    quote = json.dumps({"member_id": shown.member_id, "use": "best", "cart": cart})
    yield f"curl -s -H {_bearer(stack, 'checkout')} -d {shlex.quote(quote)} {stack.api_url}/quotes"


def _bearer(stack: LocalStack, scope: str) -> str:
    return shlex.quote(f"Authorization: Bearer {stack.tokens[scope]}")

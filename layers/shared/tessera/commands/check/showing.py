"""A comparison of two programmes for people: what differs, and who gains or loses what."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tessera.commands.calls import Json
from tessera.commands.documents import Document

WIDTH_MAX = 110
SHOWN_MAX = 5
VALUE_MAX = 34
SIGNS = {"added": ("+", "green"), "removed": ("−", "red"), "changed": ("~", "yellow"), "moved": ("↕", "cyan")}
CLOSING = "Nothing already awarded changes: every order keeps the version by which it was awarded."


def show_comparison(answer: Json, document: Document) -> None:
    """Print what `differs`, with its lines in the document, and the `sample` of an answer of a check."""
    console = Console(highlight=False, soft_wrap=False)
    console.width = min(console.width, WIDTH_MAX)
    for title, part in _parts(answer, document):
        console.print(Text(f"\n{title}", style="bold"))
        console.print(Padding(part, (0, 0, 0, 2)))
    console.print(Text(f"\n{CLOSING}", style="dim"))


def _parts(answer: Json, document: Document) -> Iterator[tuple[str, RenderableType]]:
    if answer["against"] is None:
        yield "Nothing is in force yet", Text("this would be the first version")
        return
    name = answer["against"].get("file") or f"version {answer['against']['version']}"
    differs, sample = answer["differs"], answer["sample"]
    yield (
        f"What differs from {name}",
        _differences(differs, document) if differs else Text("nothing: both mean the same"),
    )
    if sample is None:
        return
    who = _counted(sample["members"], "member")
    shown = Group(_totals(sample), _verdicts(sample)) if sample["orders"] else _verdicts(sample)
    yield f"What {who} would earn with their latest {_counted(sample['orders'], 'order')}", shown
    for verdict, title in (("loses", "Who loses most"), ("mixed", "Who gains and loses"), ("gains", "Who gains most")):
        members = [each for each in sample["each"] if each["verdict"] == verdict]
        if members:
            yield f"{title} ({len(members[:SHOWN_MAX])} of {len(members)})", _members(members[:SHOWN_MAX])


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _differences(differs: Sequence[Json], document: Document) -> Table:
    grid = Table("", box=None, pad_edge=False)
    for heading in ("what", "now", "then"):
        grid.add_column(heading, overflow="fold")
    grid.add_column("line", justify="right")
    for each in differs:
        sign, colour = SIGNS[each["change"]]
        line = document.line_at(each["path"]) if each["change"] != "removed" else 0
        cells = (each["what"], _value(each["before"]), _value(each["after"]), str(line or ""))
        grid.add_row(Text(sign, style=colour), *map(Text, cells))
    return grid


def _value(value: Any) -> str:
    text = "—" if value is None else _flow(value)
    return text if len(text) <= VALUE_MAX else f"{text[:VALUE_MAX]}…"


def _flow(value: Any) -> str:
    """A value as YAML has it on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _totals(sample: Json) -> Table:
    grid = _amounts("", "now", "then", "difference")
    for each in sample["wallets"]:
        shown = [each["wallet"], _units(each["now"]), _units(each["then"]), _signed(each["difference"])]
        grid.add_row(*shown[:3], _coloured(shown[3]))
    for each in sample["levels"]:
        change = _signed(each["then"] - each["now"])
        grid.add_row(f"on level {each['level']}", str(each["now"]), str(each["then"]), change)
    return grid


def _verdicts(sample: Json) -> Text:
    told = (("lose", "lose"), ("mixed", "gain and lose"), ("gain", "gain"), ("same", "stay as they are"))
    return Text(" · ".join(f"{sample[name]:,} {said}" for name, said in told))


def _members(members: Sequence[Json]) -> Table:
    grid = _amounts("member", "orders", "points", "cashback", "off a cart", "level")
    for each in members:
        earned = {wallet["wallet"]: wallet["difference"] for wallet in each["wallets"]}
        off = each["checkout"]["difference"] if each["checkout"] else None
        amounts = [_coloured(_signed(amount)) for amount in (earned.get("points"), earned.get("cashback"), off)]
        grid.add_row(each["member_id"], str(len(each["orders"])), *amounts, _level(each["level"]))
    return grid


def _amounts(first: str, *others: str) -> Table:
    grid = Table(first, box=None, pad_edge=False)
    for heading in others:
        grid.add_column(heading, justify="right", no_wrap=True)
    return grid


def _level(level: Json) -> str:
    now, then = (level[side] or "none" for side in ("now", "then"))
    return ("" if level["now"] is None else now) if now == then else f"{now} → {then}"


def _units(amount: int | str) -> str:
    return f"{amount:,}" if isinstance(amount, int) else amount


def _signed(amount: int | str | None) -> str:
    """A difference with its sign; nothing where nothing changes."""
    text = "" if amount is None else _units(amount)
    if not text.strip("0.,"):
        return ""
    return f"−{text[1:]}" if text.startswith("-") else f"+{text}"


def _coloured(text: str) -> Text:
    return Text(text, style="red" if text.startswith("−") else "green")

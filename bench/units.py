"""Counts what a DynamoDB client's calls cost: round trips, write units and read units.

Emulators count transactions and reads wrongly, so units are computed from the items, by DynamoDB's own rules. A write
unit is a kilobyte of the larger of the item before and after; a transaction takes two of them. An index entry takes one
a kilobyte when it comes, goes or changes, both when its key moves, none when the item is not in the index or nothing
that it projects has changed. A read unit is 4 KB read consistently, or twice as much eventually.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from threading import local
from typing import Any

from tessera.storage.keys import PROJECTED

Item = Mapping[str, Mapping[str, Any]]
Params = Mapping[str, Any]

KILOBYTE = 1024
READ_BYTES = 4 * KILOBYTE
INDEX_KEYS = ("member", "moment")
ENTRY = frozenset({"pk", "sk", *INDEX_KEYS, *PROJECTED})
CONTAINER_BYTES = 3
READS: Mapping[str, Callable[[Params], list[Item]]] = {
    "GetItem": lambda answer: [answer["Item"]] if "Item" in answer else [],
    "Query": lambda answer: list(answer["Items"]),
    "Scan": lambda answer: list(answer["Items"]),
}
NEITHER = frozenset({"CreateTable", "DeleteTable", "DescribeTable"})


@dataclass(slots=True)
class Count:
    """What was sent since counting began: requests by operation (one that is sent again counts again), and units."""

    requests: Counter[str] = field(default_factory=Counter)
    write_units: int = 0
    read_units: Fraction = Fraction(0)

    @property
    def round_trips(self) -> int:
        """How many requests were sent."""
        return self.requests.total()


@contextmanager
def counted(client: Any) -> Iterator[Count]:
    """Counts what this botocore client sends while the block runs. What a write replaces is asked for on the side and
    not counted; a write that is refused costs as much as one that is not.

    Raises ValueError for an update in place: what becomes of the item cannot be seen in the request.
    """
    counter = _Counter(client)
    hooks = {
        "provide-client-params.dynamodb": counter.about_to_call,
        "before-send.dynamodb": counter.about_to_send,
        "after-call.dynamodb": counter.answered,
    }
    for event, hook in hooks.items():
        client.meta.events.register(event, hook)
    try:
        yield counter.count
    finally:
        for event, hook in hooks.items():
            client.meta.events.unregister(event, hook)


class _Counter:
    def __init__(self, client: Any) -> None:
        self.count = Count()
        self._client = client
        self._aside = local()

    def about_to_call(self, params: Params, model: Any, context: dict[str, Any], **_: Any) -> None:
        if self._is_aside():
            return
        context["asked"] = params
        if model.name not in READS and model.name not in NEITHER:
            self.count.write_units += sum(self._cost(*write) for write in _writes(model.name, params))

    def about_to_send(self, event_name: str, **_: Any) -> None:
        if not self._is_aside():
            self.count.requests[event_name.rpartition(".")[2]] += 1

    def answered(self, parsed: Params, model: Any, context: Mapping[str, Any], **_: Any) -> None:
        if model.name in READS and not self._is_aside() and "Error" not in parsed:
            read_bytes = sum(map(item_bytes, READS[model.name](parsed)))
            self.count.read_units += read_units(read_bytes, consistent=context["asked"].get("ConsistentRead", False))

    def _cost(self, kind: str, write: Params, in_transaction: bool) -> int:
        before = self._stored(write)
        after = {"Put": write.get("Item"), "Delete": None, "ConditionCheck": before}[kind]
        return write_units(before, after, in_transaction=in_transaction)

    def _stored(self, write: Params) -> Item | None:
        key = write.get("Key") or {name: write["Item"][name] for name in ("pk", "sk")}
        self._aside.busy = True
        try:
            found = self._client.get_item(TableName=write["TableName"], Key=key, ConsistentRead=True)
        finally:
            self._aside.busy = False
        item: Item | None = found.get("Item")
        return item

    def _is_aside(self) -> bool:
        return getattr(self._aside, "busy", False)


def _writes(operation: str, params: Params) -> Iterator[tuple[str, Params, bool]]:
    """The writes of a request: their kind, what is asked, whether in a transaction."""
    if operation == "TransactWriteItems":
        writes = [write for item in params["TransactItems"] for write in item.items()]
    else:
        writes = [(operation.removesuffix("Item"), params)]
    for kind, write in writes:
        if kind not in ("Put", "Delete", "ConditionCheck"):
            raise ValueError(f"the cost of {kind} cannot be told from its request")
        yield kind, write, operation == "TransactWriteItems"


def write_units(before: Item | None, after: Item | None, *, in_transaction: bool) -> int:
    """What replacing an item by another costs, the index included; None: there was or will be none."""
    units = _kilobytes(before or {}, after or {})
    return units * (2 if in_transaction else 1) + _index_units(_entry(before), _entry(after))


def read_units(read_bytes: int, *, consistent: bool) -> Fraction:
    """What reading so many bytes at once costs; to find nothing costs the least there is."""
    return Fraction(ceil(max(read_bytes, 1) / READ_BYTES), 1 if consistent else 2)


def item_bytes(item: Item) -> int:
    """What an item weighs: the names of its attributes and their values."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _kilobytes(*items: Item) -> int:
    return ceil(max(1, *map(item_bytes, items)) / KILOBYTE)


def _entry(item: Item | None) -> Item:
    """What the index holds of an item, nothing of one without its keys."""
    if not item or any(name not in item for name in INDEX_KEYS):
        return {}
    return {name: value for name, value in item.items() if name in ENTRY}


def _index_units(before: Item, after: Item) -> int:
    if before == after:
        return 0
    if before and after and all(before[name] == after[name] for name in INDEX_KEYS):
        return _kilobytes(before, after)
    return sum(_kilobytes(entry) for entry in (before, after) if entry)


def _value_bytes(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return _number_bytes(content)
        case "B":
            return len(content)
        case "SS" | "NS" | "BS":
            return sum(_value_bytes({kind[0]: each}) for each in content)
        case "L":
            return CONTAINER_BYTES + sum(1 + _value_bytes(each) for each in content)
        case "M":
            return CONTAINER_BYTES + len(content) + item_bytes(content)
        case _:
            return 1


def _number_bytes(number: str) -> int:
    """A byte for two significant digits, one more, and one for a sign."""
    digits = number.lstrip("-").strip("0")
    return ceil(len(digits) / 2) + 1 + number.startswith("-")

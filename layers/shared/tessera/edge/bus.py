"""The stack's own bus: where facts are told."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tessera.domain.calendar import parse_instant
from tessera.domain.facts import Fact
from tessera.edge import aws
from tessera.edge.settings import need, settings

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

SOURCE = "tessera"
ENTRIES_MAX = 10


class Unpublished(Exception):
    """The bus did not take some of the facts; all of them are to be told again."""


def publish(facts: Sequence[Fact]) -> None:
    """Tell facts, in their order, in tens (what the bus takes at once). Raises Unpublished."""
    bus = need(settings().bus_name, "BUS_NAME")
    for start in range(0, len(facts), ENTRIES_MAX):
        entries = [_entry(fact, bus) for fact in facts[start : start + ENTRIES_MAX]]
        answer = aws.events().put_events(Entries=entries)
        if answer["FailedEntryCount"]:
            codes = {entry["ErrorCode"] for entry in answer["Entries"] if "ErrorCode" in entry}
            raise Unpublished(f"{answer['FailedEntryCount']} facts were not taken: {', '.join(sorted(codes))}")


def _entry(fact: Fact, bus: str) -> "PutEventsRequestEntryTypeDef":
    return {
        "EventBusName": bus,
        "Source": SOURCE,
        "DetailType": fact.name,
        "Time": parse_instant(fact.detail["at"]),
        "Detail": json.dumps(fact.detail, ensure_ascii=False, separators=(",", ":")),
    }

"""What a batch of the table's stream comes to (docs/rules.md §9)."""

from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any

from tessera.domain.figures import Tally
from tessera.domain.tallying import tallies_of
from tessera.edge.wiring import world
from tessera.storage.rows import FilingRow


def tallies_in(event: Mapping[str, Any]) -> Iterator[Tally]:
    """The tallies of the records that a batch has put into the ledger; whatever else it brings is none. Raises
    NoProgramme."""
    for change in event["Records"]:
        image = change["dynamodb"].get("NewImage", {})
        if "seq" in image:
            yield from _tallies(image)


def _tallies(image: Mapping[str, Any]) -> Iterator[Tally]:
    row = FilingRow.from_raw_data({**image, "papers": {"B": b64decode(image["papers"]["B"])}})
    if record := row.record():
        programme = world().programmes.in_force(record.recorded_at).programme
        _, _, content = row.papers
        yield from tallies_of(record, kind=row.kind, content=content, programme=programme)

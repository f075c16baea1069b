"""Imports in memory, as the command carries them out."""

from pathlib import Path
from typing import Any

from tessera.commands.importing.entering import Ports
from tessera.commands.importing.mapping import Mapping, What, packaged
from tessera.commands.importing.reconciling import Reconciliation
from tessera.commands.importing.running import Asked, carry_out
from tessera.commands.reaching import Place
from tessera.domain.ports import Ledger
from tessera.storage.table import Table
from tests.operations.shop import Shop

SAMPLES = Path(__file__).parent / "imports"
CUSTOMERS = SAMPLES / "customers.csv"
NOWHERE = Place(Table("tests"), None, None, None)


class Import:
    """Imports into a shop."""

    def __init__(self, shop: Shop | None = None, ledger: Ledger | None = None) -> None:
        self.shop = shop or Shop()
        self.ledger = ledger or self.shop.ledger

    @property
    def ports(self) -> Ports:
        """The shop's."""
        writing: dict[str, Any] = {**self.shop.writing, "ledger": self.ledger}
        return Ports(email_key=lambda email: f"key of {email.strip().lower()}", **writing)

    def run(self, file: Path, mapping: Mapping, **asked: Any) -> Reconciliation:
        """One run, for real unless asked otherwise."""
        given = {"ids": None, "for_real": True, "report": None, "workers": 1, "per_second": None, **asked}
        return carry_out(Asked(file=file, **given), mapping, NOWHERE, self.ports)

    def sample(self, what: What, source: str, file: str, **asked: Any) -> Reconciliation:
        """A sample, as its source's mapping reads it."""
        return self.run(SAMPLES / file, packaged(what, source), **asked)


def outcomes(end: Reconciliation) -> dict[str, int]:
    """How many items had which outcome."""
    return dict(end.tally.items)


def rejects(end: Reconciliation) -> list[tuple[int, str, str]]:
    """Which rows are rejected, because of which field, and why."""
    rejected = [each for each in end.found.remarks if each.kind in ("rejected", "refused")]
    return [(each.row, each.field, each.reason) for each in sorted(rejected)]


def with_changes(mapping: Mapping, **changes: Any) -> Mapping:
    """A mapping with something else in it."""
    return Mapping.model_validate({**mapping.model_dump(), **changes})


def journal_of(file: Path) -> Path:
    """The journal that a run leaves beside its file, if it is not through."""
    return file.with_name(f"{file.name}.progress")

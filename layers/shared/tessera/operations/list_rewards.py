"""List what points buy: the catalogue of the version in force (docs/rules.md §10)."""

from datetime import datetime

from tessera.domain.catalogue import catalogue_view
from tessera.domain.filing import Json
from tessera.domain.ports import Ledger, Programmes


def list_rewards(*, ledger: Ledger, programmes: Programmes, now: datetime) -> Json:
    """Every reward with what is left of it and what its charity was given, and every stamp card.

    The answer is that of `GET /rewards`.
    """
    return catalogue_view(programmes.in_force(now).programme, ledger.counted)

"""The night: what the clock did is entered for whoever has not written since."""

from typing import Any

from tessera.edge.nights import run_job
from tessera.operations.settle_account import settle_account


def handler(event: dict[str, Any], context: object) -> Any:
    """A tick at half past midnight, or shards of it; again and at once with others as often as may be."""
    return run_job("settle_accounts", settle_account, event, context)

"""The agenda is planned for everybody: after a publication, or where there was none yet."""

from functools import partial
from typing import Any

from tessera.edge.batches import each_message
from tessera.edge.observe import observed
from tessera.edge.plans import plan_part


def handler(event: dict[str, Any], context: Any) -> Any:
    """Take parts of the table, in whatever order and however often they come; each that fails comes again by itself."""
    with observed(event):
        return each_message(event, partial(plan_part, context))

"""Members are erased: one by one as somebody asks for it, or all of them when a shop goes."""

from functools import partial
from typing import Any

from tessera.edge.batches import each_message
from tessera.edge.carrying_erasures import erase_called
from tessera.edge.observe import observed


def handler(event: dict[str, Any], context: Any) -> Any:
    """Take calls for erasures, in whatever order and however often they come; each that fails comes again by itself."""
    with observed(event):
        return each_message(event, partial(erase_called, context))

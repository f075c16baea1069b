"""What was heard of orders, in memory."""

from threading import Lock

from tessera.domain.shop_orders.heard import Heard
from tessera.domain.shop_orders.writing import in_order


class MemoryNews:
    """The twin in memory; safe from any number of threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._heard: dict[str, tuple[Heard, ...]] = {}

    def of(self, order_id: str) -> tuple[Heard, ...]:
        """All that was heard of an order."""
        return self._heard.get(order_id, ())

    def keep(self, order_id: str, heard: Heard) -> None:
        """Under the lock."""
        with self._lock:
            self._heard[order_id] = tuple(in_order([*self.of(order_id), heard]))

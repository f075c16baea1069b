"""Items of the table as the rows they are."""

from tessera.storage.columns import Item, Row
from tessera.storage.erased_rows import ERASED, ERASURE, ErasedRow, ErasureRow
from tessera.storage.postings import (
    DEVICE,
    DISPATCH,
    HANDLED,
    HOLDER,
    UNSENT,
    DeviceRow,
    DispatchRow,
    HandledRow,
    HolderRow,
    UnsentRow,
)
from tessera.storage.rows import SHAPES, FilingRow
from tessera.storage.shop_orders import HEARD, HeardRow
from tessera.storage.subscription_rows import DELIVERY, SUBSCRIPTION, DeliveryRow, SubscriptionRow

ALL: dict[str, type[Row]] = {
    **SHAPES,
    DISPATCH: DispatchRow,
    UNSENT: UnsentRow,
    DEVICE: DeviceRow,
    HOLDER: HolderRow,
    HANDLED: HandledRow,
    HEARD: HeardRow,
    ERASED: ErasedRow,
    ERASURE: ErasureRow,
    SUBSCRIPTION: SubscriptionRow,
    DELIVERY: DeliveryRow,
}


def row_of(item: Item) -> Row:
    """An item of the table as the row it is; what is none of the shapes above is a filing."""
    return ALL.get(item["kind"]["S"], FilingRow).from_raw_data(item)

"""What lies in the ledger as JSON, read and written as what it is."""

from typing import Any, TypeVar

from pydantic import TypeAdapter

from tessera.domain.filing import Json
from tessera.domain.order import STORED, Body, Order

Paper = TypeVar("Paper")


_ADAPTERS: dict[object, TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def packed(paper: object) -> Json:
    """A frozen dataclass as JSON values; what stands at its default is left out."""
    shown: Json = _adapter(type(paper)).dump_python(paper, mode="json", exclude_defaults=True)
    return shown


def unpacked(kind: type[Paper], content: Json) -> Paper:
    """The dataclass again."""
    paper: Paper = _adapter(kind).validate_python(content)
    return paper


def canonical(body: Body) -> Json:
    """A request as it is kept and compared: money in minor units, nothing that stands at its default, and neither
    names of products nor an e-mail, which the ledger has no use for."""
    hidden = {"name", "email"}
    shown: Json = body.model_dump(mode="json", exclude_defaults=True, exclude=hidden)
    for cart in (shown, shown.get("cart", {})):
        for line in cart.get("lines", ()):
            line.pop("name", None)
    return shown


def stored_order(body: Json) -> Order:
    """An order as it was filed."""
    return Order.model_validate(body, context=STORED)

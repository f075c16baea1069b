"""An order and a cart, read from what the shop sends (docs/rules.md §10). Money is minor units of the programme."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import attrgetter, sub
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Strict,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from tessera.domain.calendar import parse_instant
from tessera.domain.money import parse_minor, spread

LINES_MAX = 500
QUANTITY_MAX = 1_000_000
GROSS, IS_GOODS = attrgetter("gross"), attrgetter("is_goods")


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a body takes from the programme: how many decimals its money has. None: the body comes from the
    ledger, where money is whole minor units already."""

    digits: int | None


STORED = Reading(None)


class Body(BaseModel):
    """What a client sends: frozen, nothing converted, no field but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


def _money(value: object, info: ValidationInfo) -> int:
    if not isinstance(info.context, Reading):
        raise TypeError("a body is read with the programme's currency")
    if info.context.digits is None and isinstance(value, int):
        return value
    return parse_minor(value, info.context.digits or 0)


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:\-]{1,64}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Money = Annotated[int, PlainValidator(_money), WithJsonSchema({"type": "string", "examples": ["12.34"]})]
Instant = Annotated[datetime, BeforeValidator(parse_instant)]
Names = Annotated[tuple[Text, ...], Strict(False), Field(max_length=50)]
LineKind = Literal["product", "shipping", "gift_card", "membership", "deposit", "tip"]


class Line(Body):
    """One line of a cart. Amounts include tax; `tax` says how much of the line it is."""

    line_id: Id
    sku: Text
    quantity: Annotated[int, Field(ge=1, le=QUANTITY_MAX)]
    unit_price: Money
    name: Annotated[str, StringConstraints(max_length=500)] | None = None
    discount: Money = 0
    tax: Money = 0
    kind: LineKind = "product"
    categories: Names = ()
    brand: Text | None = None
    labels: Names = ()

    @model_validator(mode="after")
    def _adds_up(self) -> "Line":
        if self.discount > self.quantity * self.unit_price:
            raise ValueError("its discount is more than its quantity times its unit_price")
        if self.tax > self.gross:
            raise ValueError("its tax is more than the line amounts to")
        return self

    @property
    def gross(self) -> int:
        """Quantity × unit price − the line's own discount."""
        return self.quantity * self.unit_price - self.discount

    @property
    def is_goods(self) -> bool:
        """Goods earn, share discounts and can be paid from wallets; nothing else does all three."""
        return self.kind == "product"


class Cart(Body):
    """Lines, and the shop's own discount on the whole of them."""

    lines: Annotated[tuple[Line, ...], Strict(False), Field(min_length=1, max_length=LINES_MAX)]
    discount: Money = 0

    @model_validator(mode="after")
    def _is_possible(self) -> "Cart":
        ids = [line.line_id for line in self.lines]
        twice = sorted({each for each in ids if ids.count(each) > 1}) if len(set(ids)) < len(ids) else []
        if twice:
            raise ValueError(f'two lines have the line_id "{twice[0]}"')
        if self.discount > sum(line.gross for line in self.lines if line.is_goods):
            raise ValueError("its discount is more than its goods amount to")
        return self

    @cached_property
    def amounts(self) -> tuple[int, ...]:
        """What each line amounts to after the shop's own discounts, before anything of Tessera's."""
        gross = tuple(map(GROSS, self.lines))
        return less_spread(gross, self.discount, self.lines) if self.discount else gross

    @cached_property
    def goods(self) -> tuple[int, ...]:
        """What each line of goods amounts to after the shop's own discounts; 0 of any other line."""
        if all(map(IS_GOODS, self.lines)):
            return self.amounts
        return tuple(amount if line.is_goods else 0 for amount, line in zip(self.amounts, self.lines, strict=True))

    @property
    def goods_amount(self) -> int:
        """The goods after the shop's own discounts: what `min_order` looks at."""
        return sum(self.goods)

    @property
    def total(self) -> int:
        """All there is to pay before anything of Tessera's."""
        return sum(self.amounts)


class Order(Cart):
    """A paid order."""

    placed_at: Instant
    member_id: Id | None = None
    email: Annotated[str, StringConstraints(max_length=254)] | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    channel: Text | None = None
    redemption_id: Id | None = None
    tags: Names = ()


def less_spread(
    amounts: tuple[int, ...], part: int, lines: tuple[Line, ...], *, kind: LineKind = "product"
) -> tuple[int, ...]:
    """Take `part` off the lines of a kind (the goods), in proportion to their amounts; the parts sum exactly.

    No more is taken than there is: a redemption may have been reserved for a larger cart than was ordered.
    """
    if not part:
        return amounts
    weights = [amount if line.kind == kind else 0 for amount, line in zip(amounts, lines, strict=True)]
    shares = spread(min(part, sum(weights)), weights)
    return tuple(map(sub, amounts, shares))

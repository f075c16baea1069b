"""What happens to a paid order at Shopify: units removed by an edit, and refunds.
https://shopify.dev/docs/api/admin-rest/latest/resources/refund"""

from collections.abc import Mapping
from typing import Any

from pydantic import Field, model_validator

from tessera.domain.order import Reading
from tessera.domain.shop_orders.heard import GivenBack, Refunded, Removed, Units
from tessera.edge.bodies import read
from tessera.edge.shops.lines import SHIPPING
from tessera.edge.shops.news import OrderNews
from tessera.edge.shops.payloads import Amount, PlatformId, Several, Told, When
from tessera.edge.shops.shopify.parts import MoneySet

SHIPPING_REFUND = "shipping_refund"


class Change(Told):
    """So many units of a line."""

    id: PlatformId
    delta: int = Field(ge=0)


class Changes(Told):
    """What an edit took away. What it adds has no price here: it is told with the order, once that is paid again."""

    removals: Several[Change] = ()


class OrderEdit(Told):
    """An edit."""

    id: PlatformId
    order_id: PlatformId
    created_at: When
    line_items: Changes


class OrderEdited(Told):
    """orders/edited."""

    order_edit: OrderEdit


class RefundedLine(Told):
    """Units of a line that were refunded."""

    line_item_id: PlatformId
    quantity: int = Field(ge=0)
    subtotal_set: MoneySet | None = None

    def given_back(self) -> GivenBack:
        """What its units cost is told without its tax, where tax comes on top."""
        told = max(self.subtotal_set.shop_money.amount, 0) if self.subtotal_set else None
        return GivenBack(self.line_item_id, self.quantity, told_minor=told)


class Adjustment(Told):
    """What a refund gave back beside its lines, below zero; above zero, what the shop kept of them."""

    amount: Amount
    amount_set: MoneySet | None = None
    tax_amount: Amount = 0
    tax_amount_set: MoneySet | None = None
    kind: str | None = None

    @property
    def given_back_minor(self) -> int:
        """With its tax, in the shop's currency."""
        amount = self.amount_set.shop_money.amount if self.amount_set else self.amount
        tax = self.tax_amount_set.shop_money.amount if self.tax_amount_set else self.tax_amount
        return -(amount + tax)


class RefundedShipping(Told):
    """What was given back of a way of shipping; since 2024-10 it is no adjustment any more."""

    subtotal_amount_set: MoneySet | None = None
    tax_amount_set: MoneySet | None = None

    @property
    def given_back_minor(self) -> int:
        """With its tax, in the shop's currency."""
        sets = (self.subtotal_amount_set, self.tax_amount_set)
        return sum(each.shop_money.amount for each in sets if each)


class RefundMade(Told):
    """A refund, as it is told by itself and again with its order."""

    id: PlatformId
    created_at: When | None = None
    processed_at: When | None = None
    refund_line_items: Several[RefundedLine] = ()
    refund_shipping_lines: Several[RefundedShipping] = ()
    order_adjustments: Several[Adjustment] = ()

    @model_validator(mode="after")
    def _says_when(self) -> "RefundMade":
        if self.processed_at is None and self.created_at is None:
            raise ValueError("it says neither processed_at nor created_at")
        return self

    @property
    def at(self) -> Any:
        """When it was made."""
        return self.processed_at or self.created_at

    def refunded(self) -> Refunded | None:
        """Shopify refunds units: they count as what they cost, in whatever currency they were given back. Of units that
        the shop kept a part of the money for, the customer still has none; what it kept (beside, below zero) may be
        given back later. None: nothing was given back."""
        lines = [each.given_back() for each in self.refund_line_items if each.quantity]
        shipping = self._shipping_given_back()
        shipped = [GivenBack(SHIPPING, 1, shipping)] if shipping else []
        beside = self._adjusted(is_shipping=False)
        told = Refunded(self.at, self.id, (*lines, *shipped), beside)
        return told if told.lines or beside > 0 else None

    def _shipping_given_back(self) -> int:
        """Told in one of two places, or for some time in both."""
        of_lines = sum(each.given_back_minor for each in self.refund_shipping_lines)
        return max(of_lines, self._adjusted(is_shipping=True), 0)

    def _adjusted(self, *, is_shipping: bool) -> int:
        meant = (each for each in self.order_adjustments if (each.kind == SHIPPING_REFUND) is is_shipping)
        return sum(each.given_back_minor for each in meant)


class RefundCreated(RefundMade):
    """refunds/create."""

    order_id: PlatformId


def edited(payload: Mapping[str, Any], reading: Reading) -> OrderNews | None:
    """orders/edited."""
    edit = read(OrderEdited, payload, reading).order_edit
    units = tuple(Units(each.id, each.delta) for each in edit.line_items.removals if each.delta)
    return OrderNews(edit.order_id, (Removed(edit.created_at, edit.id, units),)) if units else None


def refunded(payload: Mapping[str, Any], reading: Reading) -> OrderNews | None:
    """refunds/create."""
    refund = read(RefundCreated, payload, reading)
    told = refund.refunded()
    return OrderNews(refund.order_id, (told,)) if told else None

"""What Shopify's payloads share: https://shopify.dev/docs/api/admin-rest/latest/resources/order"""

from collections.abc import Collection
from typing import Any, Self

from tessera.domain.shop_orders.customer import Customer
from tessera.edge.shops.payloads import Amount, PlatformId, Several, Told, When, labels_in
from tessera.edge.shops.persons import customer_of

AGREED, CONFIRMED = "subscribed", "confirmed_opt_in"
REFUSED = ("unsubscribed", "redacted", "invalid")


class ShopMoney(Told):
    """An amount in the shop's own currency."""

    amount: Amount


class MoneySet(Told):
    """An amount as the shop counts it, and as it was shown to the customer, which nobody asks for here."""

    shop_money: ShopMoney


class Allocation(Told):
    """A line's share of a discount, which is told by its place among those of the order."""

    amount: Amount
    amount_set: MoneySet | None = None
    discount_application_index: int | None = None

    @property
    def minor(self) -> int:
        """In the shop's currency."""
        return self.amount_set.shop_money.amount if self.amount_set else self.amount


class Discounted(Told):
    """What discounts are spread over."""

    discount_allocations: Several[Allocation] = ()

    def but_for(self, places: Collection[int]) -> Self:
        """The same without its share of the discounts at these places."""
        kept = tuple(each for each in self.discount_allocations if each.discount_application_index not in places)
        return self.model_copy(update={"discount_allocations": kept})


class TaxLine(Told):
    """A tax on a line."""

    price: Amount
    price_set: MoneySet | None = None

    @property
    def minor(self) -> int:
        """In the shop's currency."""
        return self.price_set.shop_money.amount if self.price_set else self.price


class MarketingConsent(Told):
    """What the customer agreed to be sent by mail."""

    state: str
    opt_in_level: str | None = None

    def words(self) -> dict[str, bool]:
        """The consents that it comes to; of one who was never asked, nothing."""
        if self.state in REFUSED:
            return {"marketing": False}
        if self.state != AGREED:
            return {}
        return {"email": True, "marketing": True, **({"marketing_confirmed": True} if self._is_confirmed else {})}

    @property
    def _is_confirmed(self) -> bool:
        return self.opt_in_level == CONFIRMED


class Address(Told):
    """Of an address, where it is."""

    country_code: str | None = None


class ShopifyCustomer(Told):
    """A customer: their e-mail may be missing, where they registered with a phone."""

    id: PlatformId
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    tags: str | None = None
    updated_at: When | None = None
    default_address: Address | None = None
    email_marketing_consent: MarketingConsent | None = None

    def as_customer(self) -> Customer | None:
        """None without an e-mail. Raises InvalidRequest."""
        return customer_of(
            self.id,
            email=self.email,
            names=(self.first_name, self.last_name),
            country=self.default_address.country_code if self.default_address else None,
            told_at=self.updated_at,
            others=self._others(),
        )

    def _others(self) -> dict[str, Any]:
        consents = self.email_marketing_consent.words() if self.email_marketing_consent else {}
        tags = {} if self.tags is None else {"tags": labels_in(self.tags)}
        return {**tags, **({"consents": consents} if consents else {})}

"""What the customers of the demo do: all of them buy, some spend what they have earned, some send things back.

Everything is decided by a customer's number and by what the API answers, and each request has a key of its own that
says the same each time: played again, the whole demo is answered from the ledger and changes nothing.
"""

from collections.abc import Callable
from typing import Protocol

from tessera.commands.calls import Json
from tessera.commands.demo.history import Customer, Purchase

EVERYTHING_POINTS = 1_000_000
EVERYTHING_CASHBACK = "1000.00"
MAY_BE_REFUSED = {"claim": ("insufficient_balance",), "reserve": ("insufficient_balance", "voucher_not_applicable")}
REWARD = "five-off"
# Many orders, the last paid with points and cashback, and a unit of it sent back.
SHOWN = 100


class Shop(Protocol):
    """What the demo asks of a shop's system."""

    def call(self, verb: str, body: Json) -> Json:
        """The answer to a call, or the refusal, as a `Desk` gives it."""
        ...

    def knows_order(self, order_id: str) -> bool:
        """Whether the order has been recorded."""
        ...


class DemoFailed(Exception):
    """The API refused what the demo must be able to do; the message says what and why."""


def enrol(customer: Customer, shop: Shop) -> None:
    """Make the customer a member, who wants no mail: a year of it in a minute would be what the demo waits for."""
    consents = {"email": False, "text_version": "demo"}
    email = f"{customer.member_id}@example.com"
    must(shop, "enrol", {"member_id": customer.member_id, "email": email, "consents": consents})


def visit(customer: Customer, shop: Shop, bought: Callable[[], None]) -> None:
    """Enrol, and place the customer's orders one after the other; `bought` is called after each."""
    enrol(customer, shop)
    for purchase in customer.purchases:
        if _comes_back_early(customer, purchase):
            _refund(purchase, "early", {"amount": "5.00"}, shop)
        _buy(customer, purchase, shop)
        bought()
    _send_back(customer, shop)


def is_shown(customer: Customer) -> bool:
    """Whether the demo tells this customer's story."""
    return customer.number == SHOWN


def _is_last_of_many(customer: Customer, purchase: Purchase) -> bool:
    return len(customer.purchases) > 1 and purchase is customer.purchases[-1]


def _comes_back_early(customer: Customer, purchase: Purchase) -> bool:
    """One order in the whole history whose refund is told before it."""
    return customer.number == 3 and purchase is customer.purchases[0]


def _buy(customer: Customer, purchase: Purchase, shop: Shop) -> None:
    """The last order of many pays with the wallets what it can; once it is there, nothing is asked of them again."""
    order = purchase.cart | {
        "order_id": purchase.order_id,
        "member_id": customer.member_id,
        "placed_at": purchase.placed_at,
        "currency": "USD",
    }
    if not _is_last_of_many(customer, purchase):
        must(shop, "order", order)
    elif not shop.knows_order(purchase.order_id):
        must(shop, "order", order | _redeem(customer, purchase, shop))


def _redeem(customer: Customer, purchase: Purchase, shop: Shop) -> Json:
    """At checkout: ask what may be used, and reserve it for the order; every third customer claims a voucher first."""
    codes = _claimed(customer, shop) if customer.number % 3 == 0 else []
    wanted: Json = {"points": EVERYTHING_POINTS, "cashback": EVERYTHING_CASHBACK, "vouchers": codes}
    basket = {"member_id": customer.member_id, "cart": purchase.cart}
    if not must(shop, "quote", basket | {"use": wanted})["applied"]:
        return {}
    redemption_id = f"{purchase.order_id}-pay"
    reserved = must(shop, "reserve", basket | wanted | {"redemption_id": redemption_id})
    return {} if "refused" in reserved else {"redemption_id": redemption_id}


def _claimed(customer: Customer, shop: Shop) -> list[str]:
    answer = must(shop, "claim", {"member_id": customer.member_id, "reward_id": REWARD, "reference": "first"})
    return [] if "refused" in answer else [answer["voucher"]["code"]]


def _send_back(customer: Customer, shop: Shop) -> None:
    """Every seventh customer returns a unit of the last order, every eleventh the whole of it."""
    last = customer.purchases[-1]
    line = last.cart["lines"][0]
    if customer.number % 11 == 5:
        _refund(last, "all", {"lines": [{"line_id": "1", "quantity": line["quantity"]}]}, shop)
    elif customer.number % 7 == 2:
        _refund(last, "one", {"lines": [{"line_id": "1", "quantity": 1}]}, shop)


def _refund(purchase: Purchase, refund_id: str, what: Json, shop: Shop) -> None:
    must(shop, "refund", {"order_id": purchase.order_id, "refund_id": refund_id} | what)


def must(shop: Shop, verb: str, body: Json) -> Json:
    """The answer to a call that may be refused for no other reason than MAY_BE_REFUSED says. Raises DemoFailed."""
    answer = shop.call(verb, body)
    code = answer.get("refused")
    if code and code not in MAY_BE_REFUSED.get(verb, ()):
        said = "; ".join([answer["detail"], *(f"{each['path']} {each['message']}" for each in answer["errors"])])
        raise DemoFailed(f"{verb} of {body.get('order_id') or body.get('member_id')} was refused ({code}): {said}")
    return answer

"""What news of a platform lead to."""

from functools import partial

from tessera.domain.shop_orders.customer import Customer
from tessera.edge.keychain import email_key
from tessera.edge.settings import settings
from tessera.edge.shops.news import CustomerNews, OrderNews, PrivacyNews
from tessera.edge.wiring import world, writing
from tessera.operations.enrol import enrol
from tessera.operations.follow_shop import follow_customer, follow_order
from tessera.operations.hear_of_order import hear_of_order

AUTOMATIC = "automatic"


def carry_out(news: OrderNews | CustomerNews | PrivacyNews) -> None:
    """Carry out what was told. Raises a refusal, which the same delivery may overcome when it comes again."""
    ledger, enrols = world().ledger, settings().shop_enrolment == AUTOMATIC
    match news:
        case OrderNews(order_id, heard, customer):
            hear = partial(hear_of_order, news=world().news, email_key=email_key, **writing())
            follow_order(order_id, heard, customer, enrols=enrols, ledger=ledger, hear=hear, enrol=_enrol)
        case CustomerNews(customer):
            follow_customer(customer, enrols=enrols, ledger=ledger, enrol=_enrol)
        case PrivacyNews():
            pass


def _enrol(customer: Customer) -> None:
    enrol(customer.member_id, customer.body, told_at=customer.told_at, email_key=email_key, **writing())

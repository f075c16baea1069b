"""What news of a platform lead to."""

from functools import partial

from tessera.domain.shop_orders.customer import Customer
from tessera.edge import aws
from tessera.edge.erasing import call_for_erasure, call_for_erasure_of_all
from tessera.edge.keychain import email_key
from tessera.edge.observe import count
from tessera.edge.settings import need, settings
from tessera.edge.shops.news import CustomerNews, OrderNews, PrivacyNews
from tessera.edge.wiring import world, writing
from tessera.operations.enrol import enrol
from tessera.operations.follow_shop import follow_customer, follow_order
from tessera.operations.hear_of_order import hear_of_order

AUTOMATIC = "automatic"
ASKED = """Shopify passes on that the customer {0} asks for the data that is kept of them.

GET /members/{0}/export has it, if they are a member; with ?format=csv as a sheet. Shopify expects it to be handed to
them within thirty days.
"""


def carry_out(news: OrderNews | CustomerNews | PrivacyNews) -> None:
    """Carry out what was told. Raises a refusal, which the same delivery may overcome when it comes again."""
    ledger, enrols = world().ledger, settings().shop_enrolment == AUTOMATIC
    match news:
        case OrderNews(order_id, heard, customer):
            hear = partial(hear_of_order, news=world().news, email_key=email_key, **writing())
            follow_order(order_id, heard, customer, enrols=enrols, ledger=ledger, hear=hear, enrol=_enrol)
        case CustomerNews(customer):
            follow_customer(customer, enrols=enrols, ledger=ledger, enrol=_enrol)
        case PrivacyNews("erase", None):
            call_for_erasure_of_all()
        case PrivacyNews("erase", str(member_id)):
            call_for_erasure([member_id], asked_at=world().clock.now())
        case PrivacyNews("export", member_id):
            _ask_operator(str(member_id))


def _ask_operator(member_id: str) -> None:
    """Shopify leaves it to the shop to answer its customer, within thirty days."""
    topic = need(settings().digest_topic_arn, "DIGEST_TOPIC_ARN")
    aws.sns().publish(TopicArn=topic, Subject="A customer asks for their data", Message=ASKED.format(member_id))
    count("DataRequests")


def _enrol(customer: Customer) -> None:
    enrol(customer.member_id, customer.body, told_at=customer.told_at, email_key=email_key, **writing())

"""What shops' platforms call: each delivery is checked and put on a queue, and answered before anything comes of it."""

from tessera.edge.answers.deliveries import DeliveryTaken
from tessera.edge.http import Api, Reply
from tessera.edge.routes import Call, Signed
from tessera.edge.shops.receiving import receive

api = Api("receive_webhooks")


@api.hears(
    "/webhooks/{shop}",
    answers={200: DeliveryTaken},
    summary="Deliver a webhook",
    refusals=("unauthorized",),
)
def take(call: Call[Signed]) -> Reply:
    """For Shopify (`shopify`) and WooCommerce (`woocommerce`) in their own form, for any other shop (`standard`) in
    that of Standard Webhooks; signed with the secret that the shop was connected with. Topics of the first two that
    nobody asks for are answered with 200 too."""
    return Reply({"state": receive(call.path["shop"], call.asked)})


handler = api

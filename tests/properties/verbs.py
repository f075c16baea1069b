"""What may happen in a shop: a table of verbs, each of which makes up a body that is possible, or nearly so.

A verb gives None where there is nothing yet for it to be about.
"""

from collections.abc import Callable

from tests.amounts import minor, money
from tests.properties import member_verbs
from tests.properties.carts import a_cart
from tests.properties.choosing import Chooser
from tests.properties.member_verbs import MEMBERS, a_member, an_email, an_instant
from tests.properties.programmes import POOL
from tests.properties.world import Json, World

Verb = Callable[[World, Chooser], Json | None]


def order(world: World, choose: Chooser) -> Json:
    body: Json = {"order_id": world.new_id("o"), "placed_at": an_instant(world, choose)}
    reserved = world.ids("reserve", "redemption_id")[:4]
    if reserved and choose.once_in(2):
        reservation = world.body_of("reserve", "redemption_id", redemption_id := choose.among(reserved)) or {}
        cart = reservation["cart"] if choose.once_in(2) else a_cart(choose)
        return {**body, "member_id": reservation["member_id"], "redemption_id": redemption_id, **cart}
    if choose.once_in(8):
        return {**body, "email": an_email(choose, choose.among(MEMBERS)), **a_cart(choose)}
    return {**body, "member_id": a_member(world, choose), **a_cart(choose)}


def complete(world: World, choose: Chooser) -> Json | None:
    """An order that came, or, now and then, one that has not come yet."""
    known = world.ids("order", "order_id")[:6]
    order_id = world.id_to_come("o") if not known or choose.once_in(6) else choose.among(known)
    return {"order_id": order_id} | choose.some_of({"completed_at": an_instant(world, choose)}, once_in=2)


def refund(world: World, choose: Chooser) -> Json | None:
    """Of an order that came, or, now and then, of one that has not come yet."""
    known = world.ids("order", "order_id")
    refund_id = world.new_id("r")
    if not known or choose.once_in(8):
        early = world.id_to_come("o", 1 + choose.up_to(1))
        part: Json = choose.among(({"lines": [{"line_id": "1", "quantity": 1}]}, {"amount": "2.50"}))
        return {"order_id": early, "refund_id": refund_id, **part}
    order_id = choose.among(known[:6])
    return {"order_id": order_id, "refund_id": refund_id, **_part(world, choose, order_id)}


def _part(world: World, choose: Chooser, order_id: str) -> Json:
    lines = world.order(order_id)["lines"]
    left = sum(minor(line["amount"]) - minor(line["refunded"]) for line in lines)
    line = choose.among(lines)
    of_line = minor(line["amount"]) - minor(line["refunded"])
    parts: tuple[Json, ...] = (
        {"amount": money(left)},
        {"amount": money(left // 2)},
        {"lines": [{"line_id": line["line_id"], "quantity": 1}]},
        {"lines": [{"line_id": line["line_id"], "amount": money(of_line)}]},
        {"lines": [{"line_id": line["line_id"], "amount": money(of_line // 3)}]},
        {"lines": [{"line_id": each["line_id"], "quantity": 1} for each in lines]},
        {"amount": money(left + 1)},
    )
    return choose.among(parts)


def cancel(world: World, order_id: str) -> Json | None:
    """The refund of all that is left of an order, None when nothing is: of its money, or, where nothing costs anything,
    of its units."""
    lines = world.order(order_id)["lines"]
    left = sum(minor(line["amount"]) - minor(line["refunded"]) for line in lines)
    costs = any(minor(line["amount"]) for line in lines)
    units = [] if costs else _units_left(world, order_id)
    part: Json = {"lines": units} if units else {"amount": money(left)}
    return {"order_id": order_id, "refund_id": "all", **part} if left or units else None


def halve(world: World, order_id: str) -> Json:
    """The refund of half of what is left of an order."""
    lines = world.order(order_id)["lines"]
    left = sum(minor(line["amount"]) - minor(line["refunded"]) for line in lines)
    return {"order_id": order_id, "refund_id": "half", "amount": money(left // 2)}


def _units_left(world: World, order_id: str) -> list[Json]:
    file = world.stores.ledger.order(order_id)
    sent = (world.body_of("order", "order_id", order_id) or {})["lines"]
    back = file.progress.refunded.quantity if file and file.progress else (0,) * len(sent)
    left = {line["line_id"]: line["quantity"] - units for line, units in zip(sent, back, strict=True)}
    return [{"line_id": name, "quantity": units} for name, units in left.items() if units]


def reserve(world: World, choose: Chooser) -> Json:
    member_id = a_member(world, choose)
    account = world.scene.account(member_id)
    codes = [each["code"] for each in account.get("vouchers", ()) if each["state"] == "issued"]
    return {
        "redemption_id": world.new_id("x"),
        "member_id": member_id,
        "points": choose.among((0, 10, 50, 120, 100_000)),
        "cashback": choose.among(("0.00", "0.37", "5.00", "1000.00")),
        "vouchers": codes[: choose.up_to(min(2, len(codes)))],
        "cart": a_cart(choose),
    }


def capture(world: World, choose: Chooser) -> Json | None:
    """For an order that came, or for the next one."""
    reserved = world.ids("reserve", "redemption_id")[:4]
    if not reserved:
        return None
    orders = [*world.ids("order", "order_id")[:3], world.id_to_come("o")]
    fewer = choose.some_of({"points": 10, "cashback": "0.11"}, once_in=5)
    return {"redemption_id": choose.among(reserved), "order_id": choose.among(orders), **fewer}


def release(world: World, choose: Chooser) -> Json | None:
    reserved = world.ids("reserve", "redemption_id")[:4]
    return {"redemption_id": choose.among(reserved)} if reserved else None


def quote(world: World, choose: Chooser) -> Json:
    return {"member_id": a_member(world, choose), "use": "best", "cart": a_cart(choose)}


def night(world: World, choose: Chooser) -> Json:
    return {}


def publish(world: World, choose: Chooser) -> Json:
    return choose.among(POOL)


VERBS: dict[str, Verb] = {
    "night": night,
    "order": order,
    "complete": complete,
    "refund": refund,
    "reserve": reserve,
    "capture": capture,
    "release": release,
    "quote": quote,
    "publish": publish,
    "enrol": member_verbs.enrol,
    "decide_referral": member_verbs.decide_referral,
    "membership": member_verbs.membership,
    "cancel_membership": member_verbs.cancel_membership,
    "block": member_verbs.block,
    "claim": member_verbs.claim,
    "void": member_verbs.void,
    "action": member_verbs.action,
    "adjust": member_verbs.adjust,
}
OFTEN = ("order", "refund", "order", "complete", "reserve", "capture", "claim", "enrol", "order", "refund", "order")
"""What happens more often than other things."""

"""What may happen in a shop: a table of verbs, each of which makes up a body that is possible, or nearly so.

A verb gives None where there is nothing yet for it to be about.
"""

from collections.abc import Callable
from datetime import timedelta

from tessera.domain.calendar import show_instant
from tests.properties.choosing import Chooser
from tests.properties.programmes import POOL
from tests.properties.world import ZONE, Json, World

ANNA = "anna"
MEMBERS = (ANNA, "bob", "carla")
AGO = (0, 0, 0, -2, 60 * 24, 60 * 24 * 12, 60 * 24 * 40)
"""How many minutes before now something happened: now, mostly, or in the future of a clock that is a little fast."""

PRODUCTS: tuple[Json, ...] = (
    {"sku": "TEE", "unit_price": "20.00"},
    {"sku": "CUP", "unit_price": "9.99"},
    {"sku": "TEA", "unit_price": "3.35", "categories": ["tea"]},
    {"sku": "BAG", "unit_price": "33.33", "labels": ["sale"], "tax": "1.01"},
    {"sku": "PIN", "unit_price": "0.01"},
    {"sku": "TAG", "unit_price": "0.00"},
    {"sku": "SOFA", "unit_price": "250.00", "brand": "Sit"},
    {"sku": "SHIP", "unit_price": "4.90", "kind": "shipping"},
    {"sku": "CARD", "unit_price": "50.00", "kind": "gift_card"},
)

Verb = Callable[[World, Chooser], Json | None]


def money(minor: int) -> str:
    """Minor units of the euro as the API says them."""
    return f"{minor // 100}.{minor % 100:02d}"


def minor(text: str) -> int:
    """The other way round."""
    return int(text.replace(".", ""))


def _member(choose: Chooser) -> str:
    return choose.among(MEMBERS)


def a_cart(choose: Chooser) -> Json:
    """One to three lines, and perhaps a discount on the whole."""
    lines = [_line(choose, number) for number in range(1, 2 + choose.up_to(2))]
    goods = sum(_gross(line) for line in lines if "kind" not in line)
    off = choose.among((0, 0, 0, 3, 50, 100))
    return {"lines": lines, "discount": money(goods * off // 100)} if off else {"lines": lines}


def _line(choose: Chooser, number: int) -> Json:
    line = {"line_id": str(number), **choose.among(PRODUCTS), "quantity": choose.among((1, 1, 2, 3, 7))}
    off = _gross(line) // 7 if choose.once_in(6) else 0
    return {**line, "discount": money(off)} if off else line


def _gross(line: Json) -> int:
    quantity: int = line["quantity"]
    return minor(line["unit_price"]) * quantity - minor(line.get("discount", "0.00"))


def _instant(world: World, choose: Chooser) -> str:
    return show_instant(world.now - timedelta(minutes=choose.among(AGO)), ZONE)


def enrol(world: World, choose: Chooser) -> Json:
    member_id = _member(choose)
    return {"member_id": member_id, "email": f"{member_id}@example.com"} | choose.some_of({"locale": "it"}, once_in=3)


def order(world: World, choose: Chooser) -> Json:
    body: Json = {"order_id": world.new_id("o"), "placed_at": _instant(world, choose)}
    reserved = world.ids("reserve", "redemption_id")[:4]
    if reserved and choose.once_in(2):
        reservation = world.body_of("reserve", "redemption_id", redemption_id := choose.among(reserved)) or {}
        cart = reservation["cart"] if choose.once_in(2) else a_cart(choose)
        return {**body, "member_id": reservation["member_id"], "redemption_id": redemption_id, **cart}
    who = {} if choose.once_in(12) else {"member_id": _member(choose)}
    return body | who | a_cart(choose)


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


def _units_left(world: World, order_id: str) -> list[Json]:
    file = world.stores.ledger.order(order_id)
    sent = (world.body_of("order", "order_id", order_id) or {})["lines"]
    back = file.progress.refunded.quantity if file and file.progress else (0,) * len(sent)
    left = {line["line_id"]: line["quantity"] - units for line, units in zip(sent, back, strict=True)}
    return [{"line_id": name, "quantity": units} for name, units in left.items() if units]


def reserve(world: World, choose: Chooser) -> Json:
    member_id = _member(choose)
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


def claim(world: World, choose: Chooser) -> Json:
    return {
        "member_id": _member(choose),
        "reward_id": choose.among(("five-off", "tenth-off")),
        "reference": world.new_id("c"),
    }


def action(world: World, choose: Chooser) -> Json:
    when = choose.some_of({"occurred_at": _instant(world, choose)}, once_in=3)
    name = choose.among(("share", "review", "newsletter"))
    return {"member_id": _member(choose), "action": name, "reference": world.new_id("a"), **when}


def adjust(world: World, choose: Chooser) -> Json:
    wallet = choose.among(("points", "cashback"))
    amount = choose.among((100, -30, 7, -1, 1000))
    said = amount if wallet == "points" else f"{'-' if amount < 0 else ''}{money(abs(amount))}"
    who = {"member_id": _member(choose), "wallet": wallet, "amount": said}
    return {**who, "reason": "goodwill", "reference": world.new_id("g")}


def quote(world: World, choose: Chooser) -> Json:
    return {"member_id": _member(choose), "use": "best", "cart": a_cart(choose)}


def night(world: World, choose: Chooser) -> Json:
    return {}


def publish(world: World, choose: Chooser) -> Json:
    return choose.among(POOL)


VERBS: dict[str, Verb] = {
    "night": night,
    "order": order,
    "refund": refund,
    "reserve": reserve,
    "capture": capture,
    "release": release,
    "claim": claim,
    "action": action,
    "adjust": adjust,
    "quote": quote,
    "enrol": enrol,
    "publish": publish,
}
OFTEN = ("order", "refund", "reserve", "capture", "order", "refund")
"""What happens more often than other things."""

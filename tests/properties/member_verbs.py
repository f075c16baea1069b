"""What may happen to members: who they are and become, what they do and hold beside their orders."""

from datetime import timedelta

from tessera.domain.calendar import show_instant
from tests.amounts import money
from tests.properties.choosing import Chooser
from tests.properties.world import ZONE, Json, World

ANNA = "anna"
MEMBERS = (ANNA, "bob", "carla", "dora")
AGO = (0, 0, 0, -2, 60 * 24, 60 * 24 * 12, 60 * 24 * 40)
"""How many minutes before now something happened: now, mostly, or in the future of a clock that is a little fast."""
TRAITS: Json = {"locale": "it", "country": "RO", "tags": ["nurse"], "birthday": "1990-02-14"}


def a_member(world: World, choose: Chooser) -> str:
    """One of those who are enrolled, or, now and then, of those whom there may be."""
    enrolled = world.ids("enrol", "member_id")
    return choose.among(MEMBERS if not enrolled or choose.once_in(12) else sorted(enrolled))


def an_email(choose: Chooser, member_id: str) -> str:
    """Their own, or, now and then, one that leads to the mailbox of another member."""
    return f"{ANNA}+{member_id}@example.com" if choose.once_in(6) else f"{member_id}@example.com"


def an_instant(world: World, choose: Chooser) -> str:
    """When something happened."""
    return show_instant(world.now - timedelta(minutes=choose.among(AGO)), ZONE)


def enrol(world: World, choose: Chooser) -> Json:
    """A new member, perhaps a friend of another, or the same one with something changed."""
    member_id = choose.among(MEMBERS)
    who = {"member_id": member_id, "email": an_email(choose, member_id)}
    return who | choose.some_of(TRAITS, once_in=4) | _brought_by(world, choose, member_id)


def _brought_by(world: World, choose: Chooser, member_id: str) -> Json:
    enrolled = [each for each in MEMBERS if each != member_id and world.stores.ledger.account(each)]
    if not enrolled or choose.once_in(4):
        return {}
    advocate = world.stores.ledger.account(choose.among(enrolled), consistent=True)
    return {"referral_code": advocate.referral.code} if choose.once_in(2) else {"referred_by": advocate.member_id}


def decide_referral(world: World, choose: Chooser) -> Json:
    """Of a friend whose referral is held, if there is one."""
    held = [each.member_id for each in world.stores.ledger.held_referrals(limit=len(MEMBERS)).referrals]
    decision = choose.among(("approve", "approve", "reject"))
    return {"member_id": choose.among(held or MEMBERS), "decision": decision}


def membership(world: World, choose: Chooser) -> Json:
    state = choose.among(("paid", "trial"))
    return {"member_id": a_member(world, choose), "plan": "plus", "state": state, "reference": world.new_id("m")}


def cancel_membership(world: World, choose: Chooser) -> Json:
    return {"member_id": a_member(world, choose)}


def block(world: World, choose: Chooser) -> Json:
    """More often not any more than from now on."""
    return {"member_id": a_member(world, choose), "blocked": choose.among((False, True, False))}


def claim(world: World, choose: Chooser) -> Json:
    rewards = ("five-off", "tenth-off", "free-tea", "ship", "trees")
    return {"member_id": a_member(world, choose), "reward_id": choose.among(rewards), "reference": world.new_id("c")}


def void(world: World, choose: Chooser) -> Json | None:
    """A voucher that the member holds."""
    member_id = a_member(world, choose)
    held = world.scene.account(member_id).get("vouchers", ())
    return {"code": choose.among(held)["code"], "member_id": member_id} if held else None


def action(world: World, choose: Chooser) -> Json:
    when = choose.some_of({"occurred_at": an_instant(world, choose)}, once_in=3)
    name = choose.among(("share", "review", "newsletter"))
    return {"member_id": a_member(world, choose), "action": name, "reference": world.new_id("a"), **when}


def adjust(world: World, choose: Chooser) -> Json:
    wallet = choose.among(("points", "cashback"))
    amount = choose.among((100, -30, 7, -1, 1000))
    said = amount if wallet == "points" else f"{'-' if amount < 0 else ''}{money(abs(amount))}"
    who = {"member_id": a_member(world, choose), "wallet": wallet, "amount": said}
    return {**who, "reason": "goodwill", "reference": world.new_id("g")}

"""Entries of referrals: which side the member is on, what the programme says of it, what was entered before."""

from tessera.domain.explanation import Story
from tessera.domain.filing import Json
from tessera.domain.friends import share_of
from tessera.domain.programme.members import Referral
from tessera.operations.why.case import Case, Why


def why_referral(case: Case) -> Why:
    """What the order is worth to the member by the version that awarded it, and what the entry made of what was there
    before. Of a friend's order an advocate is told no more than its id and its share."""
    (order_id,) = case.ids
    story, before = case.story(order_id), _before(case)
    policy, side = case.programme.referral or Referral(), _side(case, story)
    moved = case.entry.amount if case.entry.kind in MOVES else 0
    written: Json = case.programme.source.get("referral", {})
    view = {
        "about": "referral",
        "version": case.version.number,
        "side": side,
        "order_id": order_id,
        "says": written.get(side, {}),
        "qualify": written.get("qualify") if side != "every_order" else None,
        "limit": written.get("limit") if side == "advocate" else None,
        "worth": case.units(_worth(policy, side, story)),
        "before": case.units(before),
        "after": case.units(before + moved),
    }
    return Why(view, _sentences(case, policy, side, story, before + moved))


MOVES = ("accrual", "reversal")
"""The kinds of entries that bring what the member has of an order to what it should be."""


def _side(case: Case, story: Story) -> str:
    if story.order.member_id == case.member_id:
        return "friend"
    return "every_order" if case.entry.wallet == "cashback" else "advocate"


def _before(case: Case) -> int:
    """What was entered because of the order before, all in all."""
    entries = (entry for _, record in case.earlier() for entry in record.entries)
    same = (each for each in entries if (each.cause, each.wallet) == (case.entry.cause, case.entry.wallet))
    return sum(each.amount for each in same if each.kind in MOVES)


def _worth(policy: Referral, side: str, story: Story) -> int:
    """What the whole order is worth to that side, before refunds."""
    if side == "every_order":
        return share_of(policy.every_order, story.awarded.spend_minor) if policy.every_order else 0
    grant = policy.friend if side == "friend" else policy.advocate
    return grant.points if grant else 0


def _sentences(case: Case, policy: Referral, side: str, story: Story, after: int) -> list[str]:
    match case.entry.kind:
        case "restoration":
            return [case.say("why.void")]
        case "shortage":
            refunds = case.programme.refunds
            return [case.say(f"refund.short.{refunds.shortage}", units=case.entry.units, floor=-refunds.floor)]
        case "reversal" if side == "every_order":
            return [case.say("why.referral.refunded", share=_worth(policy, side, story), after=after)]
        case "reversal":
            return [case.say("why.referral.undone")]
    return [_say_given(case, policy, side, story), *_say_limit(case, policy, side)]


def _say_given(case: Case, policy: Referral, side: str, story: Story) -> str:
    values: dict[str, object] = {"version": str(case.version.number)}
    if side == "every_order" and policy.every_order:
        percent = case.words.number(policy.every_order.percent)
        return case.say("why.referral.every_order", percent=percent, share=_worth(policy, side, story), **values)
    return case.say(f"why.referral.{side}", units=case.entry.units, order=story.order_id, **values)


def _say_limit(case: Case, policy: Referral, side: str) -> list[str]:
    if policy.limit is None or side != "advocate":
        return []
    friends, days = case.words.count("friend", policy.limit.rewards), case.words.count("day", policy.limit.per_days)
    return [case.say("why.referral.limit", friends=friends, days=days)]

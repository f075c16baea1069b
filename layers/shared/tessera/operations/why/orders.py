"""Entries of orders and refunds: drawn from the order's own explanation, as one wallet tells it."""

from tessera.domain.calendar import show_instant
from tessera.domain.explanation.order import award_explanation
from tessera.domain.explanation.order_sentences import award_sentences, line_sentences
from tessera.domain.explanation.refund import refund_view
from tessera.domain.explanation.refund_sentences import refund_sentences
from tessera.operations.why.case import Case, Why


def why_order(case: Case) -> Why:
    """What the order earned in this wallet: lines, rules, the rounding, caps, the hold."""
    story = case.story(case.ids[0])
    view = {
        "about": "order",
        "order_id": story.order_id,
        "placed_at": show_instant(story.order.placed_at, story.programme.timezone),
        "version": story.version.number,
        **award_explanation(story),
    }
    return Why(view, [*line_sentences(story, case.words), *award_sentences(story, case.words)])


def why_refund(case: Case) -> Why:
    """What the refund took and gave back in this wallet."""
    order_id, refund_id = case.ids
    story = case.story(order_id)
    refunding = next(each for each in story.refunds if each.step.refund_id == refund_id)
    view = {"about": "refund", "order_id": order_id, "refund": refund_view(story, refunding)}
    return Why(view, refund_sentences(story, refunding, case.words))

"""What refunds undid of an order, and why, as sentences."""

from tessera.domain.entries import POINTS
from tessera.domain.explanation.referral import referral_back_sentences
from tessera.domain.explanation.refund import (
    Restored,
    Reversal,
    earned_of,
    lines_of,
    restorations,
    restored_late,
    reversals,
)
from tessera.domain.explanation.stamps import stamps_back_sentences
from tessera.domain.explanation.story import LateCapture, Refunding, Story
from tessera.domain.refunding import part_refunded
from tessera.domain.wording import Words


def refund_sentences(story: Story, refunding: Refunding, words: Words) -> list[str]:
    """What the refund did, and below it why: so much of each line, from where, what was short, what came back."""
    taken, given = reversals(story, refunding), restorations(refunding)
    back = [words.say("voucher.back")] if refunding.undone.vouchers else []
    return [
        _say_refund(refunding, taken, given, words),
        *[_say_restored(story, each, words) for each in given],
        *back,
        *[said for each in taken for said in _say_reversal(story, refunding, each, words)],
        *referral_back_sentences(refunding, words),
        *[_say_short(story, *each, words) for each in _short_of_referral(refunding)],
        *stamps_back_sentences(story, refunding, words),
    ]


def _short_of_referral(refunding: Refunding) -> list[tuple[str, int]]:
    collected = refunding.undone.referral
    return [(POINTS, collected.short)] if collected and collected.short else []


def _say_refund(refunding: Refunding, taken: list[Reversal], given: list[Restored], words: Words) -> str:
    did = [words.say("refund.took", units=words.units(each.wallet, each.reversed)) for each in taken if each.reversed]
    did += [words.say("refund.gave", units=words.units(each.wallet, each.due)) for each in given]
    did += [words.say("refund.wrote_off", units=words.units(each.wallet, each.short)) for each in taken if each.short]
    did += [words.say("refund.voucher") for _ in refunding.undone.vouchers]
    if refunding.undone.referral:
        units = words.units(POINTS, refunding.undone.referral.sources.total)
        did.append(words.say("refund.referral", units=units))
    money = words.money(sum(refunding.undone.minor))
    said = words.listed(did or [words.say("refund.nothing")])
    return words.say("refund", refund=refunding.undone.refund_id, money=money, did=said)


def _say_reversal(story: Story, refunding: Refunding, reversal: Reversal, words: Words) -> list[str]:
    said = [_say_line(story, refunding, reversal, index, words) for index in lines_of(reversal)]
    if reversal.voided:
        said.append(words.say("refund.voided", units=words.units(reversal.wallet, reversal.voided)))
    if reversal.sources and reversal.reversed:
        said.append(words.say("refund.sources", parts=_say_sources(reversal, words)))
    if reversal.left_expired:
        said.append(words.say("refund.expired", units=words.units(reversal.wallet, reversal.left_expired)))
    if reversal.short:
        said.append(_say_short(story, reversal.wallet, reversal.short, words))
    return said


def _say_line(story: Story, refunding: Refunding, reversal: Reversal, index: int, words: Words) -> str:
    step, wallet = refunding.step, reversal.wallet
    units = {
        "earned": earned_of(story, wallet, index),
        "target": reversal.after[index],
        "before": reversal.before[index],
        "due": reversal.after[index] - reversal.before[index],
    }
    said = {name: words.units(wallet, number) for name, number in units.items()}
    so_far, amount = _part(story, step.after.minor[index], part_refunded(story.order, step.after, index), words)
    return words.say("refund.line", line=story.order.lines[index].line_id, so_far=so_far, amount=amount, **said)


def _part(story: Story, minor: int, part: tuple[int, int], words: Words) -> tuple[str, str]:
    """Both sides of the refunded part: money, or the units of a line that costs nothing."""
    refunded, whole = part
    if refunded == minor:
        return words.money(refunded), words.money(whole)
    return words.number(refunded), words.number(whole)


def _say_sources(reversal: Reversal, words: Words) -> str:
    units = reversal.sources.units if reversal.sources else {}
    parts = [
        words.say(f"source.{name}", units=words.units(reversal.wallet, taken)) for name, taken in units.items() if taken
    ]
    return words.listed(parts)


def _say_short(story: Story, wallet: str, short: int, words: Words) -> str:
    policy = story.programme.refunds
    units, floor = (words.units(wallet, each) for each in (short, -policy.floor))
    return words.say(f"refund.short.{policy.shortage}", units=units, floor=floor)


def _say_restored(story: Story, restored: Restored, words: Words) -> str:
    return words.say("refund.restored", **_restored_words(story, restored, words))


def late_sentence(story: Story, late: LateCapture, words: Words) -> str | None:
    """What a capture gave back at once, if anything."""
    given = restored_late(story, late)
    return " ".join(words.say("capture.restored", **_restored_words(story, each, words)) for each in given) or None


def _restored_words(story: Story, restored: Restored, words: Words) -> dict[str, object]:
    units = {"burned": restored.burned, "target": restored.after, "before": restored.before, "due": restored.due}
    said: dict[str, object] = {name: words.units(restored.wallet, number) for name, number in units.items()}
    return {**said, "redemption": restored.redemption_id, "part": _say_part(story, restored.part, words)}


def _say_part(story: Story, part: tuple[int, int], words: Words) -> str:
    """How much of the goods is refunded: money, or units where nothing that decides costs anything."""
    has_goods = any(line.is_goods for line in story.order.lines)
    is_money = story.order.goods_amount if has_goods else story.order.total
    so_far, amount = map(words.money if is_money else words.number, part)
    return words.say("part", so_far=so_far, amount=amount)

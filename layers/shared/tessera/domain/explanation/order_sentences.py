"""What an order earned, as sentences."""

from tessera.domain.awarding import Credit
from tessera.domain.earning import WalletAward
from tessera.domain.expiry import expiry_of
from tessera.domain.explanation.caps import CapStep, cap_steps
from tessera.domain.explanation.story import Contributor, Story, contributors
from tessera.domain.lots import Lot
from tessera.domain.programme import EarnPercent, EarnPoints, Expiry, Fixed, Rolling
from tessera.domain.wording import Words


def line_sentences(story: Story, words: Words) -> list[str]:
    """What each line gave each wallet, rule by rule."""
    return [
        _say_line(story, award, index, words)
        for index in range(len(story.order.lines))
        for award in story.evaluation.awards
        if award.lines[index]
    ]


def award_sentences(story: Story, words: Words) -> list[str]:
    """The one rounding, the caps, the hold and the last day of each wallet's award."""
    if story.order.member_id is None:
        return [words.say("award.guest")]
    if story.is_imported:
        return [words.say("award.imported")]
    claimed = [words.say("award.claimed")] if story.is_claimed else []
    if not story.evaluation.awards:
        return [*claimed, words.say("award.none")]
    return [*claimed, *(" ".join(_say_award(story, award, words)) for award in story.evaluation.awards)]


def _say_line(story: Story, award: WalletAward, index: int, words: Words) -> str:
    line, known = story.order.lines[index], contributors(story.programme)
    rules = [
        _say_rule(known[rule], words.units(award.wallet, exact), words)
        for rule, exact in award.shares_of(index).items()
    ]
    basis = words.money(story.basis_of(index))
    return words.say("line", line=line.line_id, sku=line.sku, basis=basis, rules=words.listed(rules))


def _say_rule(by: Contributor, amount: object, words: Words) -> str:
    if by.effect == "multiply":
        return words.say("rule.multiply", rule=by.name, factor=words.number(by.factor or 1), amount=amount)
    earn = by.rule.earn if by.rule else None
    if isinstance(earn, EarnPoints):
        points, per = words.count("point", earn.points), words.money(earn.per)
        return words.say("rule.points", rule=by.name, points=points, per=per, amount=amount)
    if isinstance(earn, EarnPercent):
        return words.say("rule.percent", rule=by.name, percent=words.number(earn.percent), amount=amount)
    return words.say("rule.bonus", rule=by.name, amount=amount)


def _say_award(story: Story, award: WalletAward, words: Words) -> list[str]:
    said = [
        words.say(
            f"award.{story.programme.earning.rounding}",
            exact=words.units(award.wallet, award.exact_total),
            units=words.units(award.wallet, award.uncapped),
            version=story.version.number,
        )
    ]
    steps = cap_steps(story.programme, award, story.awarded.standing)
    said += [_say_cap(step, words) for step in steps if step.before != step.after]
    credit = next((each for each in story.awarded.credits if each.wallet == award.wallet), None)
    return [*said, *_say_when(story, credit, words)] if credit else said


def _say_cap(step: CapStep, words: Words) -> str:
    wallet = step.cap.wallet
    units = {"room": step.room, "before": step.before, "after": step.after}
    said = {name: words.units(wallet, number) for name, number in units.items()}
    cap = words.say(f"cap.{step.cap.per}", limit=words.units(wallet, step.cap.amount))
    return words.say(f"cap.{step.cap.overflow}", cap=cap, **said)


def _say_when(story: Story, credit: Credit, words: Words) -> list[str]:
    if credit.lot.is_open:
        return [_say_open(story, words)]
    policy = expiry_of(story.programme, credit.wallet)
    return [_say_hold(story, credit.lot, words), say_last_day(policy, credit.lot, words)]


def _say_open(story: Story, words: Words) -> str:
    days = story.programme.earning.hold.days
    return words.say("hold.open.days", days=words.count("day", days)) if days else words.say("hold.open")


def _say_hold(story: Story, lot: Lot, words: Words) -> str:
    hold, start = story.programme.earning.hold, story.hold_starts_on
    if (lot.activates_on - start).days != hold.days:
        return words.say("hold.late", day=words.day(lot.activates_on))
    said = {"days": words.count("day", hold.days), "day": words.day(lot.activates_on)}
    if hold.from_ == "completed":
        return words.say("hold.completed.days" if hold.days else "hold.completed", completed=words.day(start), **said)
    return words.say("hold.days", placed=words.day(start), **said) if hold.days else words.say("hold.none")


def say_last_day(policy: Expiry, lot: Lot, words: Words) -> str:
    """Until when a credit is valid, and by which policy."""
    if isinstance(policy, Rolling):
        return words.say("expiry.rolling", months=words.count("month", policy.months))
    if lot.last_day is None:
        return words.say("expiry.never")
    if not isinstance(policy, Fixed):
        return words.say("expiry.calendar", day=words.day(lot.last_day))
    return words.say(_fixed(policy), day=words.day(lot.last_day), span=_span(policy, words))


def _fixed(policy: Fixed) -> str:
    return "expiry.fixed" if policy.round_to == "day" else f"expiry.fixed.{policy.round_to}"


def _span(policy: Fixed, words: Words) -> object:
    return words.count("month", policy.months) if policy.months else words.count("day", policy.days or 0)

"""What an order is to whoever referred the member, and what a refund took of the member's own referral
(docs/rules.md §2 and §4)."""

from tessera.domain.entries import POINTS
from tessera.domain.explanation.story import Refunding, Story
from tessera.domain.views import Json, show_units
from tessera.domain.wording import Words


def referral_view(story: Story) -> Json | None:
    """What the order brings the advocate, as it was recorded."""
    referral = story.awarded.referral
    if referral is None:
        return None
    share = show_units(story.programme, referral.wallet, sum(referral.lines))
    return {"referred_by": referral.advocate_id, "qualified": referral.qualified, "share": share}


def referral_sentences(story: Story, words: Words) -> list[str]:
    """The same, as sentences."""
    referral = story.awarded.referral
    if referral is None:
        return []
    said = [words.say("referral.qualified", advocate=referral.advocate_id)] if referral.qualified else []
    if not referral.lines:
        return said
    share = words.units(referral.wallet, sum(referral.lines))
    return [*said, words.say("referral.share", advocate=referral.advocate_id, share=share)]


def referral_back_view(refunding: Refunding) -> Json | None:
    """The member's own points for the order, where the refund took them, and what could not be collected."""
    collected = refunding.undone.referral
    if collected is None:
        return None
    sources = collected.sources
    return {
        "wallet": POINTS,
        "due": sources.total,
        "voided": sources.voided,
        "written_off": collected.short,
        "taken_from": sources.units,
    }


def referral_back_sentences(refunding: Refunding, words: Words) -> list[str]:
    """The same, as sentences."""
    collected = refunding.undone.referral
    if collected is None:
        return []
    said = [words.say("referral.back", units=words.units(POINTS, collected.sources.total))]
    if collected.sources.voided:
        said.append(words.say("referral.voided", units=words.units(POINTS, collected.sources.voided)))
    return said

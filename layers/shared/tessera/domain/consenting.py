"""Who may be written to, and what a yes or a no changes in it (docs/rules.md §8)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from tessera.domain.member import Consents, Declared, Profile, Subject
from tessera.domain.messaging import Channel, MessageKind, purpose_of

HISTORY_MAX = 60
"""Of so many words the oldest goes that a later one on the same subject has overtaken: there are fewer subjects."""


def is_allowed(consents: Consents, kind: MessageKind, channel: Channel, *, is_suppressed: bool) -> bool:
    """Whether a message of a kind may go to a member through a channel.

    Nothing goes where a channel or the kind was switched off, and no mail to a suppressed address. Marketing goes
    where it was agreed to twice, through channels with a yes; the mail that asks for the second yes goes while it is
    missing.
    """
    on_channel = consents.email if channel == "mail" else consents.push
    if on_channel is False or kind in consents.declined or (is_suppressed and channel == "mail"):
        return False
    if kind == "marketing_confirmation":
        return channel == "mail" and awaits_confirmation(consents)
    return purpose_of(kind) == "service" or (on_channel is True and has_marketing(consents))


def has_marketing(consents: Consents) -> bool:
    """Whether the member agreed to marketing, and confirmed it."""
    return consents.marketing is True and consents.is_confirmed


def awaits_confirmation(consents: Consents) -> bool:
    """Whether a yes to marketing is waiting for the member's own, by mail."""
    return consents.marketing is True and not consents.is_confirmed and consents.email is not False


def declare(consents: Consents, word: Declared) -> Consents:
    """The consents after one more yes or no. A shop's yes is no news after a no of the member's own, unless the shop
    has said no itself since: what it knew before is not what the member decided."""
    last = last_word(consents, word.subject)
    is_after_own_no = last is not None and not last.value and last.source != "shop" and word.source == "shop"
    is_so_already = value_of(consents, word.subject) is word.value
    is_of_nothing = word.subject == "confirmation" and word.value and not consents.marketing
    if is_of_nothing or (word.value if is_after_own_no else is_so_already):
        return consents
    return replace(consents, **_changes(consents, word), history=_kept((*consents.history, word)))


def last_word(consents: Consents, subject: Subject) -> Declared | None:
    """What was said last on a subject."""
    return next((word for word in reversed(consents.history) if word.subject == subject), None)


def value_of(consents: Consents, subject: Subject) -> bool | None:
    """How a subject stands: yes, no, or not a word on it. A single kind is on until it is switched off."""
    match subject:
        case "email" | "push" | "marketing":
            said: bool | None = getattr(consents, subject)
            return said
        case "confirmation":
            return consents.is_confirmed
        case _:
            return subject not in consents.declined


def is_on(consents: Consents, subject: Subject) -> bool:
    """Whether a subject is shown as on: all but marketing is, until there was a no."""
    value = value_of(consents, subject)
    return value is True if subject == "marketing" else value is not False


def readdressed(profile: Profile, email: str, email_key: str, at: datetime) -> Profile:
    """The profile with this e-mail. What was confirmed by mail, was by whoever reads it at the one before."""
    if email_key == profile.email_key:
        return replace(profile, email=email)
    consents = declare(profile.consents, Declared("confirmation", False, at, "shop"))
    return replace(profile, email=email, email_key=email_key, consents=consents)


def with_asking(before: Profile | None, after: Profile) -> Profile:
    """The profile after a change, which says so where the member is now to be asked for the second yes: it is missing,
    and was not asked for before, or of another address."""
    was_asked = before is not None and before.email_key == after.email_key and awaits_confirmation(before.consents)
    if was_asked or not awaits_confirmation(after.consents):
        return after
    return replace(after, consents=replace(after.consents, asked_in=after.revision))


def is_asking(profile: Profile) -> bool:
    """Whether it was this revision of the profile that made the member be asked."""
    return profile.consents.asked_in == profile.revision


def _changes(consents: Consents, word: Declared) -> dict[str, Any]:
    match word.subject:
        case "email" | "push":
            return {word.subject: word.value}
        case "marketing":
            return {"marketing": word.value, "is_confirmed": consents.is_confirmed and word.value}
        case "confirmation":  # it is given in answer to a mail: to mail it is a yes, where nothing was said before
            email = True if word.value and consents.email is None else consents.email
            return {"is_confirmed": word.value, "email": email}
        case kind:
            others = {each for each in consents.declined if each != kind}
            return {"declined": tuple(sorted(others if word.value else {*others, kind}))}


def _kept(history: tuple[Declared, ...]) -> tuple[Declared, ...]:
    if len(history) <= HISTORY_MAX:
        return history
    last = {word.subject: word for word in history}
    overtaken = next(word for word in history if last[word.subject] is not word)
    return tuple(word for word in history if word is not overtaken)

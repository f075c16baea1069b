"""What a member says of their consents by the links in their mails, and what their mailbox provider says for them
(docs/rules.md §8)."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime

from tessera.domain.consenting import declare, is_on, with_asking
from tessera.domain.member import Consents, Declared, Profile, Source, Subject
from tessera.domain.outcome import Recorded
from tessera.domain.ports import Ledger, Patience
from tessera.domain.refusals import Busy
from tessera.domain.write import Write

Words = Iterable[tuple[Subject, bool]]
Saying = Callable[[Consents], Words]


def change_consents(
    member_id: str,
    said: Saying,
    *,
    source: Source,
    text: str | None,
    ledger: Ledger,
    patience: Patience,
    now: datetime,
) -> Profile | None:
    """Enter each yes and no that `said` gives of the consents as they stand; the profile after it, None where there is
    no such member (any more). `text` is the version of the text that was answered. Raises Busy.
    """
    for _ in patience.attempts():
        profile = ledger.profile(member_id)
        if profile is None:
            return None
        after = _after(profile, said(profile.consents), source, text, now)
        if after == profile or isinstance(ledger.record(Write(profile=after, profile_was=profile)), Recorded):
            return after
    raise Busy("Many changes of this member are under way; try again in a moment.")


def confirming_words(consents: Consents, asked_in: int) -> Words:
    """The second yes, in answer to the mail of one revision: to an older mail, or after a no, it is none."""
    return [("confirmation", True)] if consents.asked_in == asked_in and consents.marketing else []


def choosing_words(consents: Consents, offered: Iterable[Subject], chosen: Collection[str]) -> Words:
    """What the member chose of what was offered. A box that was left as it was shown says nothing: it may have been
    ticked by nobody."""
    return [(each, each in chosen) for each in offered if (each in chosen) != is_on(consents, each)]


def _after(profile: Profile, said: Words, source: Source, text: str | None, now: datetime) -> Profile:
    consents = profile.consents
    for subject, value in said:
        consents = declare(consents, Declared(subject, value, now, source, text))
    if consents == profile.consents:
        return profile
    return with_asking(profile, replace(profile, consents=consents, revision=profile.revision + 1))

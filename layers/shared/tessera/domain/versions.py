"""Versions of the programme: immutable once published; every entry names the one that produced it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tessera.domain.entries import WALLETS
from tessera.domain.plan import Plan, compiled
from tessera.domain.programme import Programme
from tessera.domain.refusals import NoProgramme


@dataclass(frozen=True, slots=True)
class Version:
    """One published version: its number (from 1), when it came into force, the document and its compiled rates."""

    number: int
    in_force_from: datetime
    programme: Programme
    plan: Plan
    since: dict[str, datetime]

    def is_published(self, part: str, instant: datetime) -> bool:
        """Whether a part (`segments/vip`, `gifts/we-miss-you`, `bonuses/birthday`) was in the programme, as it is in
        this version, at an instant."""
        return self.since[part] <= instant


def version_of(programme: Programme, *, number: int, in_force_from: datetime, before: Version | None = None) -> Version:
    """A version of a checked programme, its rates compiled; `before` is the one that it follows.

    `since` says from when on each part holds whose beginning matters: what is for those who enter a segment, or for a
    birthday, goes to nobody for what happened before that. A gift is the same while it has the same occasion. The first
    version holds from the beginning of time.
    """
    begun = in_force_from if before else datetime.min.replace(tzinfo=UTC)
    told = dict(_parts(before.programme)) if before else {}
    since = {
        name: before.since[name] if before and told.get(name) == part else begun for name, part in _parts(programme)
    }
    return Version(number, in_force_from, programme, compiled(programme), since)


def _parts(programme: Programme) -> Iterator[tuple[str, object]]:
    yield from ((f"segments/{each.id}", each) for each in programme.segments)
    yield from ((f"gifts/{each.id}", each.when) for each in programme.gifts)
    yield from ((f"rewards/{each.id}", each) for each in programme.rewards)
    yield from ((f"stamp_cards/{each.id}", each) for each in programme.stamp_cards)
    if programme.tiers:
        yield "tiers", programme.tiers
    if programme.bonuses.birthday:
        yield "bonuses/birthday", True
    for name in WALLETS:
        if reminders := getattr(programme.wallets, name).reminders:
            yield f"reminders/{name}", reminders


def in_force(versions: Sequence[Version], instant: datetime) -> Version:
    """The newest of the versions (in ascending order) that was in force at `instant`; the first also before it.

    Raises NoProgramme when there is none.
    """
    if not versions:
        raise NoProgramme("No programme has been published yet; publish one with PUT /programme.")
    started = [version for version in versions if version.in_force_from <= instant]
    return started[-1] if started else versions[0]

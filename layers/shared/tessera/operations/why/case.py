"""One entry to be explained, and what may be read for it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from tessera.domain.calendar import day_of
from tessera.domain.entries import Entry, Record
from tessera.domain.explanation import Story
from tessera.domain.filing import Json
from tessera.domain.found import Entered
from tessera.domain.ports import Ledger, Programmes
from tessera.domain.programme import Programme
from tessera.domain.versions import Version
from tessera.domain.views import show_units
from tessera.domain.wording import Words
from tessera.operations.order_story import story_of

EARLIER_MAX = 1_000
"""How many of the member's writes before an entry are looked through for what led to it."""


class Why(NamedTuple):
    """An answer: as data, and as sentences."""

    view: Json
    sentences: list[str]


@dataclass
class Case:
    """One entry: its record, the member's records before it (newest first), and where more is found.

    `for_member`: the member asks, who is not shown what operators noted for each other.
    """

    record: Record
    place: int
    older: Iterator[Entered]
    ledger: Ledger
    programmes: Programmes
    words: Words
    for_member: bool
    _stories: dict[str, Story] = field(default_factory=dict)
    _earlier: list[Entered] | None = None

    @property
    def member_id(self) -> str:
        """Whose entry it is."""
        return self.record.member_id

    @property
    def entry(self) -> Entry:
        """The entry."""
        return self.record.entries[self.place]

    @property
    def ids(self) -> list[str]:
        """What follows the kind of its cause: `["o1", "r1"]` of `refund/o1/r1`."""
        return self.entry.cause.split("/")[1:]

    @property
    def version(self) -> Version:
        """The version of the programme by which the entry was made."""
        return self.programmes.version(self.entry.version)

    @property
    def programme(self) -> Programme:
        """The programme as that version has it."""
        return self.version.programme

    def earlier(self) -> list[Entered]:
        """What was entered before, newest first: of the same write, then of the writes before it."""
        if self._earlier is None:
            of_this_write = Entered("", replace(self.record, entries=self.record.entries[: self.place]))
            self._earlier = [of_this_write, *islice(self.older, EARLIER_MAX)]
        return self._earlier

    def story(self, order_id: str) -> Story:
        """An order's story, as the wallet of the entry tells it. Raises UnknownOrder."""
        if order_id not in self._stories:
            self._stories[order_id] = story_of(order_id, ledger=self.ledger, programmes=self.programmes)
        return self._stories[order_id].of_wallet(self.entry.wallet)

    def day(self, instant: datetime) -> date:
        """The day it was in the programme's time zone."""
        return day_of(instant, self.programme.timezone)

    def units(self, units: int) -> int | str:
        """Units of the entry's wallet as clients read them."""
        return show_units(self.programme, self.entry.wallet, units)

    def say(self, key: str, **values: object) -> str:
        """A sentence; integers in it are units of the entry's wallet, dates are days."""
        return self.words.say(key, **{name: self._said(value) for name, value in values.items()})

    def _said(self, value: object) -> object:
        if isinstance(value, datetime):
            return self.words.moment(value)
        if isinstance(value, date):
            return self.words.day(value)
        return self.words.units(self.entry.wallet, value) if isinstance(value, int) else value

"""What rules, segments and gifts look at of who a member is: kept with the account, so that no write has to read the
profile (docs/rules.md §2). It is personal, and is erased with the profile."""

from dataclasses import dataclass
from datetime import date

from tessera.domain.calendar import day_in_year
from tessera.domain.member import Profile

COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Traits:
    """A birthday as month and day, and since when it is known to be that one; language, country, tags, attributes."""

    birthday: tuple[int, int] | None = None
    birthday_since: date | None = None
    locale: str | None = None
    country: str | None = None
    tags: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()

    def attribute(self, name: str) -> str | None:
        """One attribute; the country is one like the others."""
        return dict(self.attributes).get(name) or (self.country if name == COUNTRY else None)

    def birthday_in(self, year: int) -> date | None:
        """The birthday of a year: one on 29 February falls on the 28th of common years."""
        return day_in_year(*self.birthday, year) if self.birthday else None


NO_TRAITS = Traits()


def traits_of(profile: Profile, before: Traits, today: date) -> Traits:
    """The traits of a profile that was put today; whoever changes the birthday has the new one from today on."""
    birthday = (profile.birthday.month, profile.birthday.day) if profile.birthday else None
    return Traits(
        birthday,
        before.birthday_since if birthday == before.birthday else today,
        profile.locale,
        profile.country,
        profile.tags,
        tuple(sorted(profile.attributes.items())),
    )

"""Saying things in one language: sentences of its catalogue, filled with numbers, money and days as it writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from tessera.domain.calendar import zone_of
from tessera.domain.entries import CASHBACK
from tessera.domain.exact import show_exact
from tessera.domain.programme import Programme
from tessera.domain.refusals import Fault, InvalidRequest
from tessera.domain.wording.catalogue import Catalogue
from tessera.domain.wording.de import GERMAN
from tessera.domain.wording.en import ENGLISH
from tessera.domain.wording.it import ITALIAN
from tessera.domain.wording.ro import ROMANIAN

CATALOGUES = {each.language: each for each in (ENGLISH, ITALIAN, ROMANIAN, GERMAN)}
LANGUAGES = tuple(CATALOGUES)


@dataclass(frozen=True, slots=True)
class Counted:
    """A number in words. `{units}` is the whole of it, `{units:is|are}` the form of another word that goes with it."""

    text: str
    form: int

    def __format__(self, forms: str) -> str:
        return forms.split("|")[self.form] if forms else self.text


@dataclass(frozen=True, slots=True)
class Words:
    """One language, for one programme's money and days."""

    catalogue: Catalogue
    programme: Programme

    @property
    def language(self) -> str:
        """Its tag, such as `it`."""
        return self.catalogue.language

    def say(self, key: str, **values: object) -> str:
        """A sentence or a part of one, filled in."""
        return self.catalogue.sentences[key].format_map(values)

    def knows(self, key: str) -> bool:
        """Whether there are words of this name."""
        return key in self.catalogue.sentences

    def count(self, noun: str, number: int | Fraction) -> Counted:
        """So many points, months, days, vouchers or times: `1 point`, `20 de puncte`."""
        form = self.catalogue.form_of(Fraction(number))
        noun_form = self.catalogue.sentences[f"noun.{noun}"].split("|")[form]
        return Counted(f"{self.number(number)} {noun_form}", form)

    def units(self, wallet: str, units: int | Fraction) -> Counted:
        """Units of a wallet: `60 points`, `€5.00 cashback`; fractions of a unit, too."""
        if wallet != CASHBACK:
            return self.count("point", units)
        money = self.say("units.cashback", money=self.money(units))
        return Counted(money, self.catalogue.form_of(Fraction(units)))

    def money(self, minor: int | Fraction) -> str:
        """Minor units of the programme's money."""
        digits, code = self.programme.digits, self.programme.currency
        amount = self.number(Fraction(minor) / 10**digits, digits)
        symbol = self.catalogue.symbols.get(code)
        pattern = self.catalogue.money if symbol else self.catalogue.money_by_code
        return pattern.format(amount=amount, symbol=symbol or code)

    def number(self, value: int | Fraction, digits: int = 0) -> str:
        """An exact number with at least so many decimals; one without end is written as the quotient."""
        shown = show_exact(Fraction(value), digits)
        whole, _, decimals = shown.partition(".")
        if "/" in shown:
            return shown
        grouped = f"{int(whole):,}" if whole != "-0" else whole
        grouped = grouped.replace(",", self.catalogue.thousands_mark)
        return f"{grouped}{self.catalogue.decimal_mark}{decimals}" if decimals else grouped

    def day(self, day: date) -> str:
        """A day: `31 March 2026`, `31. März 2026`."""
        number = self.catalogue.first_of_month if day.day == 1 else str(day.day)
        return self.catalogue.day.format(day=number, month=self.catalogue.months[day.month - 1], year=day.year)

    def moment(self, instant: datetime) -> str:
        """A day and the time of it, in the programme's time zone."""
        here = instant.astimezone(zone_of(self.programme.timezone))
        return f"{self.day(here.date())}, {here:%H:%M}"

    def listed(self, parts: Sequence[str]) -> str:
        """`a, b and c`."""
        comma, last = self.catalogue.joined
        return last.join([comma.join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def words_of(programme: Programme, locale: str | None = None) -> Words:
    """The words of a locale, or of the first of the programme's locales that there are words for, or English.

    A regional tag (`de-AT`) falls back to its language. Raises InvalidRequest, which lists the languages, for one
    without words.
    """
    if locale is None:
        known = (CATALOGUES[each] for each in map(_language, programme.locales) if each in CATALOGUES)
        return Words(next(known, ENGLISH), programme)
    language = _language(locale)
    if language not in CATALOGUES:
        fault = Fault("locale", f"there are words in {', '.join(LANGUAGES)}; write one of them, or say en-GB")
        raise InvalidRequest("There are no words in this language.", (fault,))
    return Words(CATALOGUES[language], programme)


def _language(locale: str) -> str:
    return locale.replace("_", "-").partition("-")[0].lower()

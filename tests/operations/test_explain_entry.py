"""Every entry says why it was made, in the language asked for, to whoever may know it."""

import pytest

from tessera.domain.book import Book
from tessera.domain.filing import Filing, Key
from tessera.domain.lots import Lot, deposit
from tessera.domain.outcome import Recorded
from tessera.domain.refusals import InvalidRequest, UnknownEntry, UnknownMember
from tessera.domain.write import Write
from tests.operations.explaining import newest
from tests.operations.shop import Shop


def test_an_adjustment_says_its_reason_and_to_operators_its_note(shop: Shop) -> None:
    shop.publish()
    shop.enrol()
    shop.adjust("points", 5, note="she was very cross on the phone")
    told = newest(shop, "adjustment")
    assert told["why"] == {
        "about": "adjustment",
        "reference": "g1",
        "reason": "goodwill",
        "note": "she was very cross on the phone",
    }
    shown = newest(shop, "adjustment", for_member=True)
    assert shown["why"]["note"] is None
    assert "cross" not in " ".join(shown["sentences"])


def test_a_cause_that_is_not_known_is_told_as_it_is_written(shop: Shop) -> None:
    shop.publish()
    shop.enrol()
    account = shop.ledger.account("anna")
    assert account
    book = Book(account, at=shop.now, version=1)
    book.post("accrual", "moonshine/o1", "points", deposit(book.wallet("points"), Lot(shop.now.date(), None, 1)))
    account, record = book.close()
    filing = Filing(Key("settlement", "anna", str(account.version)), {}, {}, record=record)
    assert isinstance(shop.ledger.record(Write(filings=(filing,), account=account)), Recorded)
    told = newest(shop, cause="moonshine/o1")
    assert told["why"] == {"about": "other", "cause": "moonshine/o1"}
    assert told["sentences"] == ["It was made by moonshine/o1."]


def test_entries_are_explained_in_the_language_asked_for(shop: Shop) -> None:
    shop.publish(bonuses={"welcome": {"points": 20}})
    shop.enrol()
    said = [newest(shop, "accrual", locale=locale)["sentences"][0] for locale in ("it", "ro", "de")]
    assert said == [
        "La versione 1 del programma dà 20 punti all'iscrizione.",
        "Versiunea 1 a programului dă 20 de puncte la înscriere.",
        "Version 1 des Programms gibt 20 Punkte für die Anmeldung.",
    ]
    with pytest.raises(InvalidRequest):
        newest(shop, "accrual", locale="fr")


@pytest.mark.parametrize("entry_id", ["2-0", "1-1", "0-0", "1", "x", "1-0-0", "-1-0", "99999999999-0", "01-0"])
def test_an_entry_that_is_not_there_is_unknown(shop: Shop, entry_id: str) -> None:
    shop.publish(bonuses={"welcome": {"points": 20}})
    shop.enrol()
    assert shop.explain("1-0")
    with pytest.raises(UnknownEntry):
        shop.explain(entry_id)


def test_an_entry_of_nobody_is_an_unknown_member(shop: Shop) -> None:
    shop.publish()
    with pytest.raises(UnknownMember):
        shop.explain("1-0", "nobody")

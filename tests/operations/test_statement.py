"""The statement in a member's language."""

from typing import Any

import pytest

from tessera.storage.memory.ledger import MemoryLedger
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, Shop, lines


@pytest.fixture
def told(shop: Shop) -> Shop:
    """A shop in which Anna bought for 20.00 and gave half of it back; its programme is Italian."""
    shop.publish(ONE_POINT_PER_EURO, FIVE_PERCENT_BACK, earning={"hold": {"days": 14}})
    shop.enrol()
    shop.order("o1", lines=lines("20.00"))
    shop.refund("o1", amount="10.00")
    return shop


@pytest.mark.parametrize(
    ("locale", "texts"),
    [
        ("en", ["20 points earned with order o1.", "€0.50 of cashback taken back by refund r1 of order o1."]),
        ("it", ["Accredito di 20 punti: ordine o1.", "Storno di 0,50\u00a0€ di cashback: rimborso r1 dell'ordine o1."]),
        (
            "ro",
            ["Acumulare: 20 de puncte, comanda o1.", "Stornare: 0,50\u00a0€ cashback, rambursarea r1 a comenzii o1."],
        ),
        (
            "de-AT",
            [
                "20 Punkte gutgeschrieben: Bestellung o1.",
                "0,50\u00a0€ Cashback zurückgebucht: Erstattung r1 der Bestellung o1.",
            ],
        ),
    ],
)
def test_a_statement_is_told_in_the_language_asked_for(told: Shop, locale: str, texts: list[str]) -> None:
    newest, *_ = (entry["text"] for entry in told.statement(locale=locale))
    *_, oldest = [entry["text"] for entry in told.statement(locale=locale) if entry["wallet"] == "points"]
    assert [oldest, newest] == texts


def test_left_out_it_is_the_language_of_the_programme(told: Shop) -> None:
    assert told.statement(locale=None) == told.statement(locale="it")
    assert told.explanation("o1", locale=None) == told.explanation("o1", locale="it")


def test_the_language_changes_no_number(told: Shop) -> None:
    def numbers(locale: str) -> list[dict[str, object]]:
        return [{**entry, "text": ""} for entry in told.statement(locale=locale)]

    assert numbers("en") == numbers("ro")
    assert {**told.explanation("o1"), "sentences": []} == {**told.explanation("o1", locale="de"), "sentences": []}


class LaggingLedger(MemoryLedger):
    """A ledger in memory whose accounts only a consistent read finds."""

    def account(self, member_id: str, *, consistent: bool = False) -> Any:
        return super().account(member_id, consistent=True) if consistent else None


def test_nobody_who_enrolled_just_now_is_unknown() -> None:
    shop = Shop(LaggingLedger())
    shop.publish(bonuses={"welcome": {"points": 50}})
    shop.enrol()
    (entry,) = shop.statement()
    assert shop.explain(entry["entry_id"])["entry"] == entry

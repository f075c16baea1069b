"""Whatever is kept is on the page that says what is kept of a person."""

from tessera.storage import agenda, keys, texts
from tessera.storage.shapes import ALL
from tessera.storage.trial import KEPT
from tests.docs.pages import ROOT, codes, rows

BESIDE_THE_LEDGER = {agenda.AGENDA, agenda.MARK, agenda.BEGINS, texts.TEXT, *KEPT}


def test_the_table_of_what_is_kept_has_every_kind_of_row() -> None:
    told = [kind for row in rows(ROOT / "docs/privacy.md", "row", "what it says of a person") for kind in codes(row[0])]
    assert sorted(told) == sorted({*ALL, *keys.FILINGS, *BESIDE_THE_LEDGER})

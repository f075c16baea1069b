"""The page of the checkout shows the very files that tests/stack runs, and names refusals that there are."""

import pytest

from tessera.edge.problems import STATUS_BY_CODE
from tests.docs.pages import ROOT, blocks, codes, rows

PAGE = ROOT / "docs/checkout.md"


@pytest.mark.parametrize(("language", "file"), [("python", "checkout.py"), ("typescript", "checkout.ts")])
def test_the_page_shows_the_file(language: str, file: str) -> None:
    (shown,) = blocks(language, page=PAGE)
    assert shown.text == (ROOT / "docs/snippets" / file).read_text()


def test_the_page_names_refusals_that_there_are() -> None:
    named = {code for row in rows(PAGE, "`code` at the checkout", "then") for code in codes(row[0])}
    assert named and named <= STATUS_BY_CODE.keys()

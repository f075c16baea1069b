"""Sheets hold every value once, and nothing that a spreadsheet would carry out."""

import csv
import io

import pytest

from tessera.edge.sheets import csv_text, flat_sheet


@pytest.mark.parametrize("text", ["=1+1", "+39 02", "-1+1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_looks_like_a_formula_has_an_apostrophe_before_it(text: str) -> None:
    [[cell]] = csv.reader(io.StringIO(csv_text([[text]])))
    assert cell == f"'{text}"


@pytest.mark.parametrize(
    ("value", "cell"),
    [(-5, "-5"), ("-5.00", "-5.00"), ("12.34", "12.34"), (None, ""), (True, "true"), ('a "b", c', 'a "b", c')],
)
def test_numbers_and_plain_texts_stay_as_they_are(value: object, cell: str) -> None:
    assert list(csv.reader(io.StringIO(csv_text([[value, "x"]])))) == [[cell, "x"]]


def test_every_value_has_a_row_with_its_section_its_number_and_its_path() -> None:
    paper = {"id": "anna", "who": {"tags": ["a", "b"], "none": {}}, "seen": [{"at": 1}, {"at": 2, "of": {"x": None}}]}
    sheet = flat_sheet(paper, "anna.csv")
    assert list(csv.reader(io.StringIO(sheet.text))) == [
        ["section", "number", "name", "value"],
        ["id", "", "", "anna"],
        ["who", "", "tags[0]", "a"],
        ["who", "", "tags[1]", "b"],
        ["seen", "1", "at", "1"],
        ["seen", "2", "at", "2"],
        ["seen", "2", "of.x", ""],
    ]

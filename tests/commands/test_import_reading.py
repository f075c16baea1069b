"""What exports look like: encodings, separators, numbers and dates are read as the mapping says, or refused."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tessera.commands.documents import Unreadable
from tessera.commands.importing.mapping import Mapping, Numbers, packaged, read_mapping
from tessera.commands.importing.reading import read_export
from tessera.commands.importing.values import day_in, instant_in, minor_of, whole_of
from tests.commands.importing import Import, outcomes, rejects, with_changes
from tests.operations.shop import Shop

PLAIN, GERMAN, ENGLISH = Numbers(), Numbers(decimal=",", thousands="."), Numbers(thousands=",")
MINE = Mapping.model_validate(
    {
        "source": "mine",
        "what": "members",
        "columns": {
            **{"member_id": "id", "email": "mail", "points": "points", "cashback": "credit"},
            **{"points_expire_on": "until", "cashback_expire_on": "credit until", "tags": "tags", "locale": "language"},
        },
    }
)


@pytest.fixture
def shop() -> Shop:
    shop = Shop()
    shop.publish()
    return shop


def export(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    file = folder / "export.csv"
    file.write_bytes("\n".join(lines).encode(encoding))
    return file


def test_whole_numbers_may_be_grouped_as_the_mapping_says_and_have_no_fraction() -> None:
    assert [whole_of(text, ENGLISH) for text in ("1,250", "1250", "-3", "12.00")] == [1250, 1250, -3, 12]
    assert whole_of("1.250", GERMAN) == 1250
    for text, numbers in (("1,25", ENGLISH), ("7.5", PLAIN), ("1,250", PLAIN), ("12 pts", PLAIN), ("1e3", PLAIN)):
        with pytest.raises(ValueError, match=r"is not a number|has a fraction"):
            whole_of(text, numbers)


def test_money_is_read_to_the_minor_unit_and_never_rounded() -> None:
    assert [minor_of(text, GERMAN, 2) for text in ("1.234,5", "0,05", "-3", "007,10")] == [123450, 5, -300, 710]
    assert minor_of("12.3400", PLAIN, 2) == 1234
    with pytest.raises(ValueError, match="more decimals"):
        minor_of("12.345", PLAIN, 2)
    with pytest.raises(ValueError, match="is not a number"):
        minor_of("€ 12.00", PLAIN, 2)


def test_days_are_those_of_the_programme_s_time_zone_and_no_other_form_is_guessed() -> None:
    assert day_in("2025-12-31T23:30:00Z", ("iso",), "Europe/Rome") == date(2026, 1, 1)
    assert day_in("31/12/2025", ("%d/%m/%Y",), "Europe/Rome") == date(2025, 12, 31)
    assert instant_in("2025-07-01 12:00:00", ("iso",), "Europe/Rome") == datetime(2025, 7, 1, 10, tzinfo=UTC)
    for text in ("01/02/2025", "0001-01-01", "yesterday"):
        with pytest.raises(ValueError, match="is not"):
            day_in(text, ("iso",), "Europe/Rome")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_separators_are_told_by_the_heading_and_a_byte_order_mark_is_no_letter(
    tmp_path: Path, sign: str, encoding: str
) -> None:
    file = export(
        tmp_path, sign.join(("id", "mail", "points")), sign.join(("a", "ä@example.com", "5")), encoding=encoding
    )
    (row,) = read_export(file, MINE).rows
    assert (row.number, row.values) == (2, {"id": "a", "mail": "ä@example.com", "points": "5"})


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_heading_in_quotes_tells_the_separator_also_with_a_line_break_in_it(tmp_path: Path, sign: str) -> None:
    file = export(
        tmp_path, sign.join(('"id"', '"mail"', '"my\nnote"', '"points"')), sign.join(('"a"', "b@c.it", "", '"5"'))
    )
    (row,) = read_export(file, MINE).rows
    assert row.values == {"id": "a", "mail": "b@c.it", "my\nnote": "", "points": "5"}


def test_a_byte_order_mark_is_no_letter_however_the_encoding_is_spelled(tmp_path: Path) -> None:
    file = export(tmp_path, "id,mail,points", "a,a@example.com,5", encoding="utf-8-sig")
    assert len(read_export(file, with_changes(MINE, encoding="UTF8")).rows) == 1


def test_another_encoding_is_refused_until_it_is_named(tmp_path: Path) -> None:
    file = export(tmp_path, "id,mail,points,name", "a,a@example.com,5,Renée", encoding="windows-1252")
    with pytest.raises(Unreadable, match=r"is not utf-8 at byte .*--encoding"):
        read_export(file, MINE)
    assert read_export(file, with_changes(MINE, encoding="windows-1252")).unread == ("name",)
    with pytest.raises(Unreadable, match="there is no encoding"):
        read_export(file, with_changes(MINE, encoding="klingon"))


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("id,points", "lacks a column for email"),
        ("id,mail", "lacks a column for points or cashback"),
        ("id,mail,points,points", "has the column points twice"),
        ("", "lacks a column for email"),
    ],
)
def test_a_file_without_the_columns_that_are_needed_is_refused_with_those_it_has(
    tmp_path: Path, heading: str, said: str
) -> None:
    with pytest.raises(Unreadable, match=said):
        read_export(export(tmp_path, heading), MINE)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"columns": {"email": "e", "points": "p", "karma": "k"}}, "karma is no field"),
        ({"columns": {"points": "p"}}, "email is needed"),
        ({"numbers": {"decimal": ",", "thousands": ","}}, "same sign"),
        ({"guess": True}, "guess"),
        (
            {"what": "orders", "columns": {"order_id": "o", "placed_at": "d", "amount": "a", "email": "e"}},
            "not of members",
        ),
    ],
)
def test_a_mapping_with_something_wrong_in_it_is_refused(tmp_path: Path, fields: Any, said: str) -> None:
    file = tmp_path / "mapping.json"
    mapping = {"source": "mine", "what": "members", "columns": {"email": "e", "points": "p"}, **fields}
    file.write_text(json.dumps(mapping))
    with pytest.raises(Unreadable, match=said):
        read_mapping(file, "members")


def test_each_row_is_taken_or_rejected_with_its_field_and_reason(tmp_path: Path, shop: Shop) -> None:
    rows = [
        "id,mail,points,credit,until,credit until,tags,language",
        'a,a@example.com,100,12.34,2026-03-01,2026-04-01,"vip, red",it',
        "b,b@example.com,100,0,2026-01-09,,,",
        "not an id,c@example.com,1,0,,,,",
        "d,d@example.com,1,1.005,,,,",
        "e,e@example.com,1",
        "f,f@example.com,2000000000,0,,,,",
        "g,g@example.com,1,0,soon,,,",
        "h,a@example.com,1,0,,,,",
        "i,i@example.com,1,0,,,,Italian of the mountains",
        "j,,1,0,,,,",
    ]
    end = Import(shop).run(export(tmp_path, *rows), MINE)
    assert [(row, field) for row, field, _ in rejects(end)] == [
        (3, "points_expire_on"),
        (4, "member_id"),
        (5, "cashback"),
        (6, ""),
        (7, "points"),
        (8, "points_expire_on"),
        (11, "email"),
    ]
    assert outcomes(end) == {"new": 3}
    notes = [(each.row, each.field) for each in end.found.remarks if each.kind == "note"]
    assert sorted(notes) == [(9, "email"), (10, "locale")]
    assert shop.wallet("cashback", "a")["expires"] == [{"last_day": "2026-04-01", "amount": "12.34"}]
    assert end.agrees


def test_a_birthday_that_has_not_come_yet_stays_behind(tmp_path: Path, shop: Shop) -> None:
    mapping = with_changes(MINE, columns={**MINE.model_dump()["columns"], "birthday": "born"})
    file = export(tmp_path, "id,mail,points,born", "a,a@x.it,5,2062-05-04", "b,b@x.it,5,1962-05-04")
    end = Import(shop).run(file, mapping)
    assert outcomes(end) == {"new": 2}
    assert [(each.row, each.field) for each in end.found.remarks] == [(2, "birthday")]
    (first, second) = (shop.ledger.profile(each) for each in "ab")
    assert first and second and (first.birthday, second.birthday) == (None, date(1962, 5, 4))


def test_no_remark_is_a_formula_in_the_report(tmp_path: Path, shop: Shop) -> None:
    file, report = export(tmp_path, "id,mail,points", "=HYPERLINK(1),a@x.it,5"), tmp_path / "report.csv"
    Import(shop).run(file, MINE, report=report)
    assert report.read_text().splitlines()[1].startswith("2,rejected,'=HYPERLINK(1),member_id,")


def test_rows_that_the_mapping_does_not_ask_for_are_left_out_and_counted(tmp_path: Path, shop: Shop) -> None:
    mapping = with_changes(MINE, only={"state": ("Member",)})
    file = export(tmp_path, "id,mail,points,state", "a,a@x.it,5,member", "b,b@x.it,7,guest", "c,c@x.it,8,")
    end = Import(shop).run(file, mapping)
    assert (outcomes(end), end.found.rows_left_out, end.into("points")["left out"]) == ({"new": 1}, 2, 15)


def test_lots_of_several_rows_come_together_and_one_that_is_wrong_keeps_all_back(tmp_path: Path, shop: Shop) -> None:
    mapping = with_changes(MINE, rows="lots")
    rows = ["id,mail,points,until", "a,a@x.it,5,2026-02-01", "b,b@x.it,1,", "a,a@x.it,7,2026-03-01", "b,b@x.it,no,"]
    end = Import(shop).run(export(tmp_path, *rows), mapping)
    assert shop.wallet(member_id="a")["active"] == 12
    assert [row for row, _, _ in rejects(end)] == [3, 5]
    assert sum(end.tally.lots.values()) == 2


def test_an_import_from_elsewhere_adds_to_what_came_from_the_first_programme(tmp_path: Path, shop: Shop) -> None:
    file = export(tmp_path, "id,mail,points", "a,a@x.it,5")
    Import(shop).run(file, MINE)
    end = Import(shop).run(file, with_changes(MINE, source="second"))
    assert (outcomes(end), shop.wallet(member_id="a")["active"]) == ({"known": 1}, 10)
    changed = export(tmp_path, "id,mail,points", "a,a@x.it,6")
    ((row, _, reason),) = rejects(Import(shop).run(changed, MINE))
    assert row == 2 and "other content" in reason


def test_every_packaged_mapping_says_where_its_columns_are_known_from() -> None:
    from tessera.commands.importing.mapping import PACKAGED

    for file in PACKAGED.glob("*/*.yaml"):
        assert file.read_text().startswith("# "), file
    assert packaged("members", "smile").numbers.thousands == ","

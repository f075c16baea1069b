"""Documents are read as YAML 1.2: nothing becomes what its writer did not mean."""

from pathlib import Path
from typing import Any

import pytest

from tessera.commands.documents import Document, Unreadable, read_document


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def read_text(text: str, name: str = "document.yaml") -> Document:
        file = tmp_path / name
        file.write_text(text)
        return read_document(file)

    return read_text


TEXTS = ["yes", "no", "on", "off", "True", "NO", "2026-03-01", "1:30", "012", "0o7", "0x1F", "1_000", ".inf", "1e999"]


@pytest.mark.parametrize("text", TEXTS)
def test_what_looks_like_something_else_is_a_text(read: Any, text: str) -> None:
    assert read(f"value: {text}").value == {"value": text}


VALUES = [("true", True), ("false", False), ("~", None), ("", None), ("12", 12), ("-3", -3), ("'12'", "12")]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_booleans_integers_and_nothing_are_read(read: Any, text: str, value: object) -> None:
    found = read(f"value: {text}").value["value"]
    assert (type(found), found) == (type(value), value)


def test_a_float_stays_a_float_so_that_money_can_refuse_it(read: Any) -> None:
    assert isinstance(read("price: 1.50").value["price"], float)


def test_keys_are_texts_whatever_they_look_like(read: Any) -> None:
    assert read("{2026-01-01: 1, true: 2, 12: 3}").value == {"2026-01-01": 1, "true": 2, "12": 3}


def test_a_key_that_stands_twice_is_a_fault_with_its_line(read: Any) -> None:
    with pytest.raises(Unreadable) as refused:
        read("a: 1\nb:\n  c: 1\n  c: 2\n")
    assert refused.value.faults == ((4, 'has the key "c" twice; which one is meant?'),)


@pytest.mark.parametrize(
    "text",
    ["{a: 1", "a: &x [*x]", "? [a]\n: 1", "!thing 3", "!!int x", "[" * 900 + "]" * 900, "a: 1\n---\nb: 2", "\x01"],
)
def test_what_cannot_be_read_is_told_and_never_a_traceback(read: Any, text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


def test_aliases_cannot_multiply_a_small_file_beyond_reading(read: Any) -> None:
    rows = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(Unreadable):
        read("\n".join(rows))


def test_an_alias_is_a_copy(read: Any) -> None:
    value = read("a: &x {b: 1}\nc: *x").value
    value["a"]["b"] = 2
    assert value["c"] == {"b": 1}


def test_lines_are_found_by_steps_and_by_paths(read: Any) -> None:
    document = read("id: x\nrules:\n  - {id: a}\n  - id: b\n    when:\n      until: 2026-01-01\n")
    assert document.line_of("rules", 1, "when", "until") == 6
    assert document.line_at("rules[1].when.until") == 6
    assert document.line_at("rules[1].when.nothing") == 5
    assert document.line_at("nothing") == 1


def test_json_is_read_by_its_name(read: Any) -> None:
    assert read('{"a": "\\ud83d\\ude00"}', "document.json").value == {"a": "😀"}
    with pytest.raises(Unreadable):
        read('{"a": 1, "a": 2}', "document.json")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="No such file"):
        read_document(tmp_path / "nothing.yaml")

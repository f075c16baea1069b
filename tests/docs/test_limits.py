"""The page of limits says the numbers that the code holds, and has every one that a refusal names."""

import re
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest

from tessera.edge.description import description
from tessera.edge.problems import STATUS_BY_CODE
from tests.docs.pages import ROOT, codes, rows

PAGE = ROOT / "docs/limits.md"
SOURCES = ROOT / "layers/shared/tessera"
LIMITS = [(limit, codes(where)) for _, limit, _, where in rows(PAGE, "what", "limit", "beyond it", "in")]
KEPT = [(kept, codes(where)) for _, kept, where in rows(PAGE, "what", "is kept", "in")]
HELD = [(said, *where) for said, where in LIMITS + KEPT if len(where) == 2]
FIELDS = [(field, said) for cell, said in rows(PAGE, "field", "limit") for field in codes(cell)]


@pytest.mark.parametrize(("said", "file", "name"), HELD, ids=lambda each: each.split("/")[-1])
def test_a_limit_is_the_number_in_the_code(said: str, file: str, name: str) -> None:
    module = import_module("tessera." + file.removesuffix(".py").replace("/", "."))
    assert re.match(rf"{re.escape(shown(name, getattr(module, name)))}(,? |$)", said)


@pytest.mark.parametrize(("field", "said"), FIELDS)
def test_a_length_is_that_of_the_openapi(field: str, said: str) -> None:
    model, name = field.split(".")
    held = description()["components"]["schemas"][model]["properties"][name]
    kinds = [held, *held.get("anyOf", [])]
    lengths = {kind[key] for kind in kinds for key in ("maxLength", "maxItems", "maxProperties") if key in kind}
    assert {f"{length:,}" for length in lengths} == {said}


def test_a_limit_that_a_refusal_names_is_on_the_page() -> None:
    named = {
        name
        for room in ("domain", "operations", "edge")
        for file in (SOURCES / room).rglob("*.py")
        for said in re.findall(r"raise \w+\((.*?)\)$", file.read_text(), re.MULTILINE | re.DOTALL)
        for name in re.findall(r"\{([A-Z][A-Z_]*_MAX)", said)
    }
    assert named
    assert named - {name for _, _, name in HELD} == set()


def test_what_is_said_beyond_a_limit_is_a_code() -> None:
    said = {code for row in rows(PAGE, "what", "limit", "beyond it") for code in codes(row[2])} - {"Retry-After"}
    assert said and said <= STATUS_BY_CODE.keys()


def shown(name: str, value: Any) -> str:
    """A constant as the page writes it."""
    if isinstance(value, timedelta):
        return f"{value.days} days" if value.days else f"{value.seconds // 60} minutes"
    if name == "DEADLINE_SECONDS":
        return f"{value:g} s"
    return f"{value // 1024} KB" if "BYTES" in name else f"{value:,}"

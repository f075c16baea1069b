"""Whatever JSON someone sends as a programme, the answer is a programme or its faults, never a traceback."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from tessera.domain.programme import Programme, ProgrammeRefused, check, unsupported

FULL = yaml.safe_load(Path(__file__).with_name("programme_full.yaml").read_text())


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for held in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _keys(held)


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield place
    for step, held in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _places(held, (*place, step))


KEYS = st.sampled_from(sorted(set(_keys(FULL)))) | st.text(st.characters(), max_size=5)
WORDS = st.sampled_from(
    ["points", "cashback", "order", "rolling", "amount_off", "5", "1.00", "-1", "2026-02-30", "gold"]
)
NUMBERS = st.integers() | st.floats() | st.sampled_from([2**63, 10**400, -(10**30)])
LEAVES = st.none() | st.booleans() | NUMBERS | WORDS | st.text(st.characters(), max_size=20)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=25
)


def is_answered(document: object) -> None:
    try:
        programme = check(document)
    except ProgrammeRefused as refusal:
        assert refusal.faults
        assert json.dumps([(fault.path, fault.message) for fault in refusal.faults], ensure_ascii=False).encode()
    else:
        assert isinstance(programme, Programme)
        unsupported(programme)


@given(JSON)
def test_any_json_is_answered(document: object) -> None:
    is_answered(document)


@given(st.dictionaries(st.sampled_from(sorted(FULL)), JSON))
def test_any_json_in_the_sections_is_answered(document: dict[str, Any]) -> None:
    is_answered({"id": "p", "name": "P", "currency": "EUR", "timezone": "Europe/Rome", **document})


@given(st.sampled_from(list(_places(FULL))[1:]), JSON)
def test_a_whole_document_with_anything_anywhere_is_answered(place: tuple[Any, ...], value: object) -> None:
    document = json.loads(json.dumps(FULL))
    around = document
    for step in place[:-1]:
        around = around[step]
    around[place[-1]] = value
    is_answered(document)


def test_a_document_nested_beyond_reason_is_answered() -> None:
    document: Any = {}
    for _ in range(5000):
        document = {"earning": [document]}
    is_answered(document)

"""Packed JSON comes back exactly, whatever it is; a float never gets in."""

import json
from typing import Any

import pytest
from hypothesis import given

from tessera.storage.packing import pack, text_of, unpack
from tests.storage import strategies

ORDER = {
    "placed_at": "2026-01-11T09:00:00Z",
    "member_id": "anna",
    "lines": [
        {"line_id": str(number), "sku": f"TEE-{number}", "quantity": 2, "unit_price": 1990} for number in range(1, 4)
    ],
}


@given(strategies.values)
def test_every_value_comes_back_exactly(value: Any) -> None:
    assert unpack(pack(value)) == value
    assert text_of(unpack(pack(value))) == text_of(value)


@pytest.mark.parametrize("value", [1.5, [{"amount": 0.1}], {"lines": [{"tax": float("nan")}]}, (1, 2.0)])
def test_a_float_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="float"):
        pack(value)


def test_an_order_is_packed_into_less_than_a_third_of_its_text() -> None:
    assert len(pack(ORDER)) * 3 < len(json.dumps(ORDER, separators=(",", ":")))


def test_a_lone_surrogate_stays_what_it_was() -> None:
    assert unpack(pack({"note": "\ud800"})) == {"note": "\ud800"}


def test_a_value_packed_with_an_unknown_dictionary_is_not_guessed_at() -> None:
    with pytest.raises(KeyError):
        unpack(b"\xff" + pack(ORDER)[1:])

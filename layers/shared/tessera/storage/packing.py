"""JSON, packed: what the ledger keeps of a request and its answer, in as few bytes as it takes.

A packed value is one byte that names a dictionary, then a raw deflate stream primed with it. Money and points are
integers; a float is refused here too, whatever let it through before.
"""

import json
import zlib
from typing import Any

from tessera.storage.words import WORDS_1

_DICTIONARIES = {1: WORDS_1}
_NEWEST = 1
_RAW = -zlib.MAX_WBITS


def pack(value: Any) -> bytes:
    """A JSON value without floats in as few bytes as it takes. Raises TypeError for a float."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, _RAW, 9, zlib.Z_DEFAULT_STRATEGY, _DICTIONARIES[_NEWEST])
    return bytes([_NEWEST]) + squeeze.compress(text_of(value).encode()) + squeeze.flush()


def unpack(packed: bytes) -> Any:
    """The value that was packed, exactly. Raises KeyError for a dictionary that this version does not know."""
    return json.loads(zlib.decompressobj(_RAW, _DICTIONARIES[packed[0]]).decompress(packed[1:]))


def text_of(value: Any) -> str:
    """A JSON value without floats as compact text. Raises TypeError for a float."""
    _refuse_floats(value)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if _is_encodable(text) else json.dumps(value, separators=(",", ":"))


def _is_encodable(text: str) -> bool:
    """A lone surrogate is a possible JSON string and an impossible UTF-8 one: only escaped can it be kept."""
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def _refuse_floats(value: Any) -> None:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, float):
            raise TypeError("a float cannot be kept exactly; money is in minor units, rates are text")
        if isinstance(each, dict):
            waiting.extend(each.values())
        elif isinstance(each, (list, tuple)):
            waiting.extend(each)

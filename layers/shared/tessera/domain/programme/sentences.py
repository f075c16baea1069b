"""What pydantic found, in the words of a merchant."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from pydantic_core import ErrorDetails

from tessera.domain.programme.faults import Finding, did_you_mean, one_of
from tessera.domain.programme.keys import keys_at
from tessera.domain.programme.places import Loc
from tessera.domain.quoting import quoted

TAG = re.compile(r"<[a-z_]+>")
QUOTED = re.compile(r"'([^']*)'")


def findings(errors: Iterable[ErrorDetails]) -> list[Finding]:
    """Each error with its place in the document and a sentence."""
    return [_finding(error) for error in errors]


def _finding(error: ErrorDetails) -> Finding:
    loc = _place(error["loc"])
    if error["type"] == "unknown_kind" and isinstance(error["input"], dict):
        return Finding((*loc, str(_context(error)["key"])), _no_such_kind(error))
    return Finding(loc, SENTENCES.get(error["type"], _impossible)(error))


def _place(loc: Loc) -> Loc:
    """Without what pydantic adds to a place: the tag of a shape, the mark of a key."""
    return tuple(step for step in loc if not (isinstance(step, str) and (TAG.fullmatch(step) or step == "[key]")))


def _context(error: ErrorDetails) -> dict[str, Any]:
    return error.get("ctx", {})


def _impossible(error: ErrorDetails) -> str:
    return f"{_what(error['input'])} is not possible here"


def _own_words(error: ErrorDetails) -> str:
    return str(_context(error)["error"])


def _no_such_kind(error: ErrorDetails) -> str:
    allowed = str(_context(error)["expected"]).split(", ")
    key = str(_context(error)["key"])
    return _not_among(error["input"].get(key), allowed) if key in error["input"] else _is_missing(allowed)


def _is_missing(allowed: list[str]) -> str:
    return f"it is missing; write {one_of(allowed)}"


def _not_among(value: object, allowed: list[str]) -> str:
    if not isinstance(value, str):
        return f"write {one_of(allowed)}; this is {_what(value)}"
    return f"{quoted(value)} is not possible; write {one_of(allowed)}{did_you_mean(value, allowed)}"


def _no_such_choice(error: ErrorDetails) -> str:
    allowed = QUOTED.findall(str(_context(error)["expected"])) or ["true"]
    return _not_among(error["input"], allowed)


def _no_such_key(error: ErrorDetails) -> str:
    *around, key = error["loc"]
    known = keys_at(tuple(around))
    inner = next((inner for inner in known if key in keys_at((*around, inner))), None)
    hint = f"; did you mean it inside {quoted(inner)}?" if inner else did_you_mean(str(key), known)
    return f"there is no such key here{hint or '; the keys are ' + ', '.join(known)}"


def _no_whole_number(error: ErrorDetails) -> str:
    return f"write a whole number, such as 5; this is {_what(error['input'])}"


def _no_text(error: ErrorDetails) -> str:
    value = error["input"]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"write it as a text, in quotes: {quoted(quoted(value))}"
    return f"write a text; this is {_what(value)}"


def _no_list(error: ErrorDetails) -> str:
    value = error["input"]
    example = value if isinstance(value, str) and len(value) < 40 else "first, second"
    return f"write a list, such as [{example}]; this is {_what(value)}"


def _no_section(error: ErrorDetails) -> str:
    known = keys_at(error["loc"])
    keys = f" with keys of its own ({', '.join(known)})" if known else " with keys of its own"
    return f"write a section{keys}; this is {_what(error['input'])}"


def _what(value: object) -> str:
    """How a merchant would call what stands there."""
    if value is None:
        return "nothing (leave the key out instead)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return "a section" if isinstance(value, dict) else "a list"
    return f"the number {quoted(value)}" if isinstance(value, (int, float)) else f"the text {quoted(value)}"


SENTENCES: dict[str, Callable[[ErrorDetails], str]] = {
    "missing": lambda error: "it is missing",
    "extra_forbidden": _no_such_key,
    "invalid_key": lambda error: "a key is a text",
    "literal_error": _no_such_choice,
    "string_type": _no_text,
    "string_unicode": lambda error: "the text is not valid Unicode",
    "int_type": _no_whole_number,
    "int_from_float": _no_whole_number,
    "int_parsing_size": _no_whole_number,
    "bool_type": lambda error: f"write true or false; this is {_what(error['input'])}",
    "tuple_type": _no_list,
    "dict_type": _no_section,
    "model_type": _no_section,
    "model_attributes_type": _no_section,
    "unknown_kind": _no_section,
    "greater_than_equal": lambda error: f"must be {_context(error)['ge']} or more",
    "less_than_equal": lambda error: f"must be {_context(error)['le']} or less",
    "value_error": _own_words,
    "no_condition": lambda error: "a condition names a metric, an attribute, a tier, a locale or a tag",
}

"""Bodies: from the bytes of a request to a value that may be trusted, or to every fault in it."""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tessera.domain.order import Body
from tessera.domain.quoting import quoted
from tessera.domain.refusals import InvalidRequest
from tessera.edge.faults import faults_of
from tessera.edge.problems import TooLarge

Model = TypeVar("Model", bound=BaseModel)
BODY_BYTES_MAX = 256 * 1024
LEVELS_MAX = 40
NO_TEXT = "The body is not UTF-8 text."


class NoBody(Body):
    """Of what needs nothing to be said."""


def json_of(event: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON object in an API Gateway event's body; no body is an empty one.

    Money written as a JSON float stays a float, so that whoever reads it can say why it is refused.
    Raises TooLarge, and InvalidRequest for what is no JSON object or cannot be kept as one.
    """
    text = text_of(event)
    return object_in(text) if text.strip() else {}


def object_in(text: str, *, fractions: Callable[[str], object] | None = None) -> dict[str, Any]:
    """The JSON object that a text is, read as strictly as a body; `fractions` makes something else than a float of a
    number that is not whole. Raises InvalidRequest for anything else."""
    value = _parsed(text, fractions or _float)
    if not isinstance(value, dict):
        raise InvalidRequest('The body must be a JSON object, such as {"member_id": "anna"}.')
    if _nests_deeper_than(LEVELS_MAX, value):
        raise InvalidRequest(f"The body nests its lists and objects more than {LEVELS_MAX} deep.")
    if "\\u0000" in text and _holds_a_zero(value):
        raise InvalidRequest("The body has an escape \\u0000: no text holds a zero character.")
    return value


def read(model: type[Model], value: Mapping[str, Any], context: object = None) -> Model:
    """A body as what the route takes. Raises InvalidRequest with every fault."""
    try:
        return model.model_validate(value, context=context)
    except ValidationError as error:
        faults = faults_of(error, model)
        said = "one thing is" if len(faults) == 1 else f"{len(faults)} things are"
        raise InvalidRequest(f"The request cannot be carried out: {said} wrong with it.", faults) from None


def text_of(event: Mapping[str, Any]) -> str:
    """The text of an API Gateway event's body. Raises TooLarge, and InvalidRequest for what is no text."""
    return text_in(raw_of(event))


def raw_of(event: Mapping[str, Any]) -> bytes:
    """The bytes of an API Gateway event's body, as they were signed. Raises TooLarge, and InvalidRequest for what is
    none."""
    body = event.get("body") or ""
    try:
        raw = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()
    except ValueError:  # no base64, or no text to begin with
        raise InvalidRequest(NO_TEXT) from None
    if len(raw) > BODY_BYTES_MAX:
        raise TooLarge("The body is over 256 KB; an order has at most 500 lines.")
    return bytes(raw)


def text_in(raw: bytes) -> str:
    """The text that bytes are. Raises InvalidRequest."""
    try:
        return str(raw, "utf-8-sig")
    except UnicodeError:
        raise InvalidRequest(NO_TEXT) from None


def _parsed(text: str, fractions: Callable[[str], object]) -> Any:
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number, parse_float=fractions)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InvalidRequest(f"The body is not JSON: {error.msg} at {place}.") from None
    except RecursionError:
        raise InvalidRequest(f"The body nests its lists and objects more than {LEVELS_MAX} deep.") from None
    except ValueError:
        raise InvalidRequest("The body has a number with thousands of digits.") from None
    if "\\ud" in text or "\\uD" in text:
        _must_be_unicode(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InvalidRequest(f"The key {quoted(twice)} stands twice in one object; which one is meant?")
    return made


def _no_number(name: str) -> Any:
    raise InvalidRequest(f"{name} is not JSON; leave the field out, or write a number.")


def _float(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise InvalidRequest(f"{text[:40]} is beyond every number that JSON can hold.")
    return number


def _must_be_unicode(value: Any) -> None:
    """An escape may name half a character (a lone surrogate), which no store and no answer can hold."""
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        raise InvalidRequest("The body has an escape \\ud… that is only half a character.") from None


def _holds_a_zero(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_holds_a_zero(each) for each in (*value, *value.values()))
    return isinstance(value, list) and any(_holds_a_zero(each) for each in value)


def _nests_deeper_than(levels: int, value: Any) -> bool:
    layer = [value]
    for _ in range(levels):
        layer = [child for each in layer for child in _children(each) if isinstance(child, (dict, list))]
        if not layer:
            return False
    return True


def _children(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value

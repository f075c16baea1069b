"""What pydantic finds in a request, in the words of whoever sent it."""

import re
from collections.abc import Callable, Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tessera.domain.programme.faults import did_you_mean, one_of, path_of
from tessera.domain.programme.places import Loc
from tessera.domain.programme.sentences import SENTENCES as GENERAL_SENTENCES
from tessera.domain.quoting import quoted
from tessera.domain.refusals import Fault

FAULTS_MAX = 100
EXAMPLES = {
    "[A-Za-z0-9._:": "write 1 to 64 letters, digits, dots, colons, dashes or underscores",
    "[A-Z]{3}": "write the three letters of ISO 4217, such as EUR",
    "[A-Z]{2}": "write the two letters of ISO 3166, such as IT",
}


def faults_of(error: ValidationError, model: type[BaseModel]) -> tuple[Fault, ...]:
    """Every fault (the first hundred of very many), each with its path and a sentence."""
    errors = error.errors(include_url=False)
    return tuple(_fault(each, model) for each in errors if not _is_echo(each, errors))[:FAULTS_MAX]


def _is_echo(error: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """A list whose items are all wrong is called too short as well, and that is not what is wrong with it."""
    loc = error["loc"]
    return error["type"] == "too_short" and any(other["loc"][: len(loc)] == loc != other["loc"] for other in errors)


def _fault(error: ErrorDetails, model: type[BaseModel]) -> Fault:
    place = _place(error, model)
    sentence = _no_such_field(place, model) if error["type"] == "extra_forbidden" else _sentence(error)
    named = [step for step in place if isinstance(step, str)]
    subject = quoted(named[-1]) if named else "The request"
    return Fault(path_of(place), f"{subject}: {sentence}{'' if sentence.endswith('?') else '.'}")


def _place(error: ErrorDetails, model: type[BaseModel]) -> Loc:
    """Without what pydantic adds: the branch of a choice (a model's name, a literal), the mark of a key."""
    *around, last = error["loc"] or ("",)
    shapes = {each.__name__ for each in _all_models_in(model)}
    marked = [step for step in around if not _is_mark(step, shapes)]
    return tuple(marked if error["type"] != "extra_forbidden" and _is_mark(last, shapes) else [*marked, last])


def _is_mark(step: str | int, shapes: set[str]) -> bool:
    return isinstance(step, str) and (step in shapes or step in ("", "[key]") or step.startswith("literal["))


def _sentence(error: ErrorDetails) -> str:
    tell = SENTENCES.get(error["type"]) or GENERAL_SENTENCES.get(error["type"], _not_possible)
    return tell(error)


def _no_such_field(loc: Loc, model: type[BaseModel]) -> str:
    *around, key = loc
    known = list(_shape_at(tuple(around), model).model_fields)
    fields = f"; the fields are {', '.join(known)}" if known else "; nothing is expected"
    return f"there is no such field here{did_you_mean(str(key), known) or fields}"


def _shape_at(loc: Loc, model: type[BaseModel]) -> type[BaseModel]:
    for step in loc:
        if isinstance(step, str) and step in model.model_fields:
            model = next(_models_in(model.model_fields[step].annotation), model)
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _all_models_in(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for field in model.model_fields.values():
        for inner in _models_in(field.annotation):
            yield from _all_models_in(inner)


def _context(error: ErrorDetails) -> dict[str, Any]:
    return error.get("ctx", {})


def _wrong_letters(error: ErrorDetails) -> str:
    pattern = str(_context(error)["pattern"])
    told = next((told for part, told in EXAMPLES.items() if part in pattern), f"it must match {pattern}")
    return f"{told}; this is {quoted(error['input'])}"


def _too_many(error: ErrorDetails) -> str:
    found = _context(error).get("actual_length") or len(error["input"])
    return f"at most {_context(error)['max_length']} are possible, these are {found}"


def _no_such_choice(error: ErrorDetails) -> str:
    allowed = re.findall(r"'([^']*)'", str(_context(error)["expected"]))
    return f"{quoted(error['input'])} is not possible; write {one_of(allowed)}"


def _not_possible(error: ErrorDetails) -> str:
    return f"{quoted(error['input'])} is not possible here"


SENTENCES: dict[str, Callable[[ErrorDetails], str]] = {
    "string_pattern_mismatch": _wrong_letters,
    "string_too_short": lambda error: f"write at least {_context(error)['min_length']} letters",
    "string_too_long": lambda error: f"write at most {_context(error)['max_length']} letters",
    "too_long": _too_many,
    "too_short": lambda error: f"at least {_context(error)['min_length']} must be given",
    "greater_than": lambda error: f"must be more than {_context(error)['gt']}",
    "less_than": lambda error: f"must be less than {_context(error)['lt']}",
    "literal_error": _no_such_choice,
    "int_parsing": lambda error: f"write a whole number, such as 20; this is {quoted(error['input'])}",
    "model_type": lambda error: "write a JSON object",
    "model_attributes_type": lambda error: "write a JSON object",
    "dict_type": lambda error: "write a JSON object",
    "tuple_type": lambda error: "write a JSON list",
    "list_type": lambda error: "write a JSON list",
    "bool_type": lambda error: "write true or false",
    "string_type": lambda error: f"write a JSON string, in quotes; this is {quoted(error['input'])}",
}

"""Routes as they are declared, and how a request becomes a call that may be trusted."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import unquote

from pydantic import BaseModel, ConfigDict

from tessera.domain.refusals import Fault, InvalidRequest
from tessera.edge.bodies import json_of, raw_of, read
from tessera.edge.callers import ANYBODY, Caller, caller_of
from tessera.edge.forms import read_form

Asked = TypeVar("Asked", bound=BaseModel)
ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
NO_ID = "write 1 to 64 letters, digits, dots, colons, dashes or underscores."
# A phone's token is its platform's, and long; API Gateway hands on whatever a path may hold, escaped or not.
TOKEN = re.compile(r"[A-Za-z0-9._~:=+-]{1,1024}")
NO_TOKEN = "write it as the phone's platform gave it: 1 to 1024 letters, digits, and . _ ~ : = + -."
IN_PATH = {"token": (TOKEN, NO_TOKEN)}
"""What stands in a path and is no id."""
ORDER = re.compile(r"[A-Za-z0-9._:-]{1,64}(~[0-9]{1,3})?")
"""An order that is read: also one of those that a shop's order has become, such as `o1~2`, which no shop sends."""


class Query(BaseModel):
    """The query of a read: texts that are converted, and no parameter but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


@dataclass(frozen=True, slots=True)
class Route(Generic[Asked]):
    """One route: its verb and path, who may call it (nobody named: open to all), what it takes and what it answers.

    `takes` is the body, or the query where `is_read`. The first of `answers` (a status and the shape that goes with
    it) is the usual one. `is_priced`: amounts of money in the body are in the programme's currency. `is_page`: it is
    for people, takes a form and answers with HTML. `has_sheet`: it answers with CSV, where that is asked for.
    `is_signed`: the body is handed on as it came, for its signature to be checked before it is read.
    """

    verb: str
    path: str
    who: tuple[str, ...]
    takes: type[Asked]
    answers: Mapping[int, Any]
    summary: str
    description: str
    is_read: bool
    is_priced: bool = False
    refusals: tuple[str, ...] = ()
    is_page: bool = False
    has_sheet: bool = False
    is_signed: bool = False


class Signed(BaseModel):
    """A request as it came: the bytes that were signed, and its headers by their names in small letters."""

    model_config = ConfigDict(frozen=True)

    headers: Mapping[str, str]
    raw: bytes


@dataclass(frozen=True, slots=True)
class Call(Generic[Asked]):
    """A request that has passed the edge: who calls, the ids of the path, and what was asked (body or query)."""

    caller: Caller
    path: Mapping[str, str]
    asked: Asked


def call_of(route: Route[Asked], event: Mapping[str, Any], reading: Callable[[], object]) -> Call[Asked]:
    """The call in an API Gateway event, once everything is in order with it; `reading` gives what amounts of money
    are read with.

    Raises Unauthorized, Forbidden, TooLarge, and InvalidRequest with every fault. Where a member may call, the member
    is that of the path or of the body; a read that names neither asks `caller.must_be_about` itself.
    """
    if route.is_page:
        return Call(ANYBODY, dict(event.get("pathParameters") or {}), read_form(route.takes, event))
    caller = _caller(route, event)
    path = _path(event, is_read=route.is_read)
    if route.is_signed:
        return Call(caller, path, route.takes(headers=_headers(event), raw=raw_of(event)))
    if "member_id" in path:
        caller.must_be_about(path["member_id"])
    if route.is_read:
        return Call(caller, path, read(route.takes, _parameters(event)))
    read(Query, _parameters(event))
    body = json_of(event)
    if "member_id" not in path:
        caller.must_be_about(body.get("member_id"))
    return Call(caller, path, read(route.takes, body, reading() if route.is_priced else None))


def _caller(route: Route[Any], event: Mapping[str, Any]) -> Caller:
    if not route.who:
        return ANYBODY
    caller = caller_of(event)
    caller.must_be_one_of(route.who)
    return caller


def shape_in_path(name: str, *, is_read: bool) -> tuple[re.Pattern[str], str]:
    """How what stands in a path is written, and what is said to whoever writes it otherwise."""
    return (ORDER, NO_ID) if is_read and name == "order_id" else IN_PATH.get(name, (ID, NO_ID))


def checked_ids(ids: Mapping[str, str], *, is_read: bool = False) -> Mapping[str, str]:
    """The ids of a call, each of them one. Raises InvalidRequest."""
    shapes = {name: shape_in_path(name, is_read=is_read) for name in ids}
    wrong = tuple(
        Fault(name, f'"{name}": {said}') for name, (shape, said) in shapes.items() if not shape.fullmatch(ids[name])
    )
    if wrong:
        raise InvalidRequest("An id in the path is not one.", wrong)
    return ids


def _path(event: Mapping[str, Any], *, is_read: bool) -> Mapping[str, str]:
    ids = {name: unquote(text) for name, text in (event.get("pathParameters") or {}).items()}
    return checked_ids(ids, is_read=is_read)


def _headers(event: Mapping[str, Any]) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in (event.get("headers") or {}).items()}


def _parameters(event: Mapping[str, Any]) -> dict[str, str]:
    given = event.get("multiValueQueryStringParameters") or {}
    twice = tuple(Fault(name, f'"{name}": is given twice.') for name, values in given.items() if len(values) > 1)
    if twice:
        raise InvalidRequest("A query parameter is given twice; which one is meant?", twice)
    return {name: values[0] for name, values in given.items()}

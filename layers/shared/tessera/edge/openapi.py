"""OpenAPI 3.1, generated from what the handlers declare: `python -m tessera.edge.openapi FUNCTIONS EVENTS > FILE`.

FUNCTIONS is the folder of functions, EVENTS that of real events: their bodies are the examples.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from tessera.edge.answers.problems import Problem
from tessera.edge.callers import MEMBER, SCOPES
from tessera.edge.http import Api
from tessera.edge.loading import apis_in
from tessera.edge.problems import PROBLEM_JSON
from tessera.edge.routes import Route, shape_in_path

TITLE = "Tessera"
DESCRIPTION = (
    "The loyalty and cashback ledger of an online shop. Money is a decimal string in the programme's currency, points "
    "are integers. A write has a natural key (the id in its path or body): the same again is answered with the first "
    "answer and `Idempotent-Replayed: true`, other content under the same key is a 409 `conflict`."
)
BEARER = "token"
JSON, FORM, HTML, CSV = "application/json", "application/x-www-form-urlencoded", "text/html", "text/csv"
SIGNED = {"type": "object", "description": "As the platform that signs it documents it."}
DONE = {202: "Taken, and kept.", 404: "A page that says that there is none."}
REFERENCES = "#/components/schemas/{model}"

Json = dict[str, Any]
Mode = Literal["validation", "serialization"]


def openapi(apis: Iterable[Api], examples: Json) -> Json:
    """The document for these APIs; `examples` has a body by the name of its route, such as `PUT /orders/{order_id}`."""
    declared = (route for api in apis if not api.is_for_trials for route in api.declared)
    routes = sorted(declared, key=lambda each: (each.path, each.verb))
    schemas, components = _schemas(routes)
    paths: Json = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.verb.lower()] = _operation(route, schemas, examples)
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": "1", "description": DESCRIPTION},
        "servers": [{"url": "/v1"}],
        "paths": _tidied(paths),
        "components": {"schemas": _tidied(components), "securitySchemes": _security()},
    }


def examples_in(events: Path) -> Json:
    """The bodies of the API Gateway events under a folder, by route."""
    found = (json.loads(path.read_text()) for path in sorted(events.glob("*.json")))
    return {_name(event): json.loads(event["body"]) for event in found if event.get("body") and _takes_json(event)}


def written(document: Json) -> str:
    """The document as its file holds it."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _takes_json(event: Json) -> bool:
    return "json" in str({name.lower(): value for name, value in event["headers"].items()}.get("content-type"))


def _name(event: Json) -> str:
    return f"{event.get('httpMethod')} {event.get('resource')}"


def _schemas(routes: list[Route[Any]]) -> tuple[dict[tuple[Any, Mode], Json], Json]:
    """A reference for every shape that routes take or answer, and the components that they refer to."""
    wanted: dict[tuple[Any, Mode], TypeAdapter[Any]] = {(Problem, "serialization"): TypeAdapter(Problem)}
    for route in routes:
        if not route.is_read and not route.is_signed:
            wanted[(route.takes, "validation")] = TypeAdapter(route.takes)
        for shape in route.answers.values():
            wanted[(shape, "serialization")] = TypeAdapter(shape)
    inputs = [(key, key[1], adapter) for key, adapter in wanted.items()]
    made, shared = TypeAdapter.json_schemas(inputs, ref_template=REFERENCES, schema_generator=GenerateJsonSchema)
    return {key: schema for (key, _), schema in made.items()}, shared.get("$defs", {})


def _operation(route: Route[Any], schemas: dict[tuple[Any, Mode], Json], examples: Json) -> Json:
    told: Json = {"summary": route.summary, "description": _description(route), "operationId": _operation_id(route)}
    told["security"] = [{BEARER: []}] if route.who else []
    told["parameters"] = [*_ids(route), *(_query(route, schemas) if route.is_read else [])]
    if not route.is_read:
        content: Json = {"schema": SIGNED if route.is_signed else schemas[(route.takes, "validation")]}
        if f"{route.verb} {route.path}" in examples:
            content["example"] = examples[f"{route.verb} {route.path}"]
        needed = any(field.is_required() for field in route.takes.model_fields.values())
        told["requestBody"] = {"required": needed, "content": {FORM if route.is_page else JSON: content}}
    told["responses"] = _responses(route, schemas)
    return told


def _description(route: Route[Any]) -> str:
    scopes = [f"`{scope}`" for scope in SCOPES if scope in route.who]
    who = [f"a shop token with the scope {' or '.join(scopes)}"] if scopes else []
    who += ["that member's own token"] if MEMBER in route.who else []
    may = f"For {' or '.join(who)}." if who else "Open."
    refused = f" Refused with {', '.join(f'`{code}`' for code in route.refusals)}." if route.refusals else ""
    return f"{' '.join(route.description.split())} {may}{refused}".strip()


def _operation_id(route: Route[Any]) -> str:
    words = route.path.replace(".", "/").replace("{", "").replace("}", "").split("/")
    return "_".join([route.verb.lower(), *(word for word in words if word)])


def _ids(route: Route[Any]) -> Iterator[Json]:
    for part in route.path.split("/"):
        if part.startswith("{"):
            shape, _ = shape_in_path(part[1:-1], is_read=route.is_read)
            schema = {"type": "string"} if route.is_page else {"type": "string", "pattern": f"^{shape.pattern}$"}
            yield {"name": part[1:-1], "in": "path", "required": True, "schema": schema}


def _query(route: Route[Any], schemas: dict[tuple[Any, Mode], Json]) -> Iterator[Json]:
    schema = route.takes.model_json_schema(ref_template=REFERENCES)
    for name, shape in schema.get("properties", {}).items():
        yield {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": shape}


def _responses(route: Route[Any], schemas: dict[tuple[Any, Mode], Json]) -> Json:
    responses: Json = {}
    for status, shape in route.answers.items():
        content = {HTML if route.is_page else JSON: {"schema": schemas[(shape, "serialization")]}}
        content |= {CSV: {"schema": {"type": "string"}}} if route.has_sheet else {}
        responses[str(status)] = {"description": DONE.get(status, "Done."), "content": content}
    problem = {PROBLEM_JSON: {"schema": schemas[(Problem, "serialization")]}}
    responses["default"] = {"description": "A problem: its `code` says which.", "content": problem}
    return responses


def _tidied(part: Any) -> Any:
    """Without what pydantic makes of names, and without defaults in minor units, which no client ever sees."""
    if isinstance(part, list):
        return [_tidied(each) for each in part]
    if not isinstance(part, dict):
        return part
    is_money = part.get("type") == "string" and isinstance(part.get("default"), int)
    unwanted = {"default"} if is_money or part.get("default", 0) is None else set()
    named = {"title"} if isinstance(part.get("title"), str) else set()
    return {name: _tidied(each) for name, each in part.items() if name not in unwanted | named}


def _security() -> Json:
    told = "A shop token (`tsk_…`), or a member token made by `POST /members/{member_id}/token`."
    return {BEARER: {"type": "http", "scheme": "bearer", "description": told}}


if __name__ == "__main__":
    functions, events = map(Path, sys.argv[1:])
    sys.stdout.write(written(openapi(apis_in(functions), examples_in(events))))

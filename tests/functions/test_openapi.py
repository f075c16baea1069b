"""The description that is served is the one that the handlers and the events make."""

import json

from tessera.edge.description import FILE, description
from tessera.edge.loading import apis_in
from tessera.edge.openapi import examples_in, openapi, written

from .conftest import ROOT

AGAIN = "`.venv/bin/python -m tessera.edge.openapi functions events > layers/shared/tessera/edge/openapi.json`"


def test_the_committed_description_is_the_generated_one() -> None:
    made = written(openapi(apis_in(ROOT / "functions"), examples_in(ROOT / "events")))
    assert FILE.read_text() == made, f"the API has changed; describe it again: {AGAIN}"


def test_every_reference_leads_somewhere() -> None:
    components = description()["components"]["schemas"]
    named = {part.split('"')[0] for part in json.dumps(description()).split('"#/components/schemas/')[1:]}
    assert named == set(components)


def test_every_route_but_those_of_a_test_stack_is_described() -> None:
    declared = {(route.verb.lower(), route.path) for api in apis_in(ROOT / "functions") for route in api.declared}
    described = {(verb, path) for path, verbs in description()["paths"].items() for verb in verbs}
    assert declared - described == {("put", "/clock"), ("get", "/clock")}
    assert described < declared


def test_every_body_has_a_real_example() -> None:
    for path, verbs in description()["paths"].items():
        for verb, operation in verbs.items():
            if operation.get("requestBody", {}).get("required"):
                assert operation["requestBody"]["content"]["application/json"]["example"], f"{verb} {path}"

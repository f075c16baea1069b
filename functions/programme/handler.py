"""The programme: read, checked and published; and the description of this API."""

from typing import Any

from pydantic import RootModel

from tessera.domain.calendar import show_instant
from tessera.edge.answers.programme import Checked, Published
from tessera.edge.callers import ADMIN, READ
from tessera.edge.description import description
from tessera.edge.http import Api, Reply
from tessera.edge.publishing import publish_and_wait
from tessera.edge.routes import Call, Query
from tessera.edge.wiring import looking
from tessera.operations.check_programme import check_programme as checked

api = Api("programme")


class Document(RootModel[dict[str, Any]]):
    """A programme document (docs/programme.md)."""


@api.reads(
    "/programme",
    who=(READ,),
    query=Query,
    answers={200: dict[str, Any]},
    summary="Read the programme",
    refusals=("no_programme",),
)
def read_programme(call: Call[Query]) -> Reply:
    """The document in force, as it was published."""
    here = looking()
    return Reply(here["programmes"].in_force(here["now"]).programme.source)


@api.writes(
    "PUT",
    "/programme",
    who=(ADMIN,),
    body=Document,
    answers={201: Published, 200: Published},
    summary="Publish the programme",
    refusals=("invalid_request", "not_supported_yet", "busy"),
)
def publish_programme(call: Call[Document]) -> Reply:
    """201: it has become the next version, which never changes, and is in force by now. 200: it is the latest one."""
    version, is_new = publish_and_wait(call.asked.root)
    answer = {"version": version.number, "in_force_from": show_instant(version.in_force_from)}
    return Reply(answer, 201 if is_new else 200)


@api.writes(
    "POST",
    "/programme/check",
    who=(ADMIN,),
    body=Document,
    answers={200: Checked},
    summary="Check a programme",
    refusals=("invalid_request",),
)
def check_programme(call: Call[Document]) -> Reply:
    """Every fault at once, each with its path and a sentence. Of a programme without any: what differs from the one in
    force, and who of a sample of members would gain or lose what. Nothing is written."""
    return Reply(checked(call.asked.root, **looking()))


@api.reads("/openapi.json", who=(), query=Query, answers={200: dict[str, Any]}, summary="Read this description")
def read_openapi(call: Call[Query]) -> Reply:
    """OpenAPI 3.1."""
    return Reply(description())


handler = api

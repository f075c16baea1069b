"""What is kept of a member: handed out whole, and erased."""

from typing import Literal

from tessera.edge.answers.privacy import Erased, Export
from tessera.edge.bodies import NoBody
from tessera.edge.callers import ADMIN
from tessera.edge.http import Api, Reply
from tessera.edge.queries import Limit
from tessera.edge.routes import Call, Query
from tessera.edge.sheets import Sheet, flat_sheet
from tessera.edge.wiring import looking, world
from tessera.operations.erase_member import erase_member, erasure_view
from tessera.operations.export_member import export_member
from tessera.operations.member_record import Stores

api = Api("personal_data")


class ExportPage(Query):
    """Which part, and in which form."""

    format: Literal["json", "csv"] = "json"
    limit: Limit = 100
    cursor: str | None = None


@api.reads(
    "/members/{member_id}/export",
    who=(ADMIN,),
    query=ExportPage,
    answers={200: Export},
    summary="Export all personal data of a member",
    refusals=("unknown_member",),
    has_sheet=True,
)
def export(call: Call[ExportPage]) -> Reply | Sheet:
    """Who the member is, every consent with its history, and how they stand; then every record and every message, page
    by page. As `csv` each page is one flat table."""
    here, member_id, asked = world(), call.path["member_id"], call.asked
    stores = Stores(here.outbox, here.devices, here.suppressions)
    page = export_member(member_id, stores=stores, limit=asked.limit, cursor=asked.cursor, **looking())
    return flat_sheet(page, f"{member_id}.csv") if asked.format == "csv" else Reply(page)


@api.writes(
    "DELETE",
    "/members/{member_id}",
    who=(ADMIN,),
    body=NoBody,
    answers={200: Erased},
    summary="Erase a member",
    refusals=("unknown_member", "busy"),
)
def erase(call: Call[NoBody]) -> Reply:
    """The account is closed at once, and cannot be opened again: what it held is gone, and so is who the member was.
    What else is written of them is cleared away within minutes; then the same id may enrol as a new member."""
    erased = erase_member(call.path["member_id"], patience=world().patience, **looking())
    return Reply(erasure_view(erased))


handler = api

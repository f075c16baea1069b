"""Plans of the whole agenda: called for by a publication, segment by segment, each message a part of the table."""

import json
from typing import Any, NamedTuple

from tessera.edge.agenda import follow, has_time, table
from tessera.edge.observe import count
from tessera.edge.queues import send
from tessera.edge.settings import need, settings
from tessera.storage.account_pages import account_page
from tessera.storage.keys import Place

SEGMENTS = 8

LEAD_SECONDS = 60
"""By then the version is in force, every function knows it, and a Scan has what was written by an older one."""


class Part(NamedTuple):
    """A segment of the table that is to be gone through, from the row after a place on."""

    segment: int
    segments: int
    after: Place | None = None


def call_for_plan() -> None:
    """Call for a plan of everybody. Raises Unsent."""
    _send([Part(segment, SEGMENTS) for segment in range(SEGMENTS)], delay_seconds=LEAD_SECONDS)


def plan_part(context: Any, body: str) -> None:
    """Go through a part, page by page, and call for what there is no time for. Raises Unsent, Busy."""
    left = _plan_page(read_part(body))
    while left and has_time(context):
        left = _plan_page(left)
    if left:
        _send([left])


def message_of(part: Part) -> str:
    """The body of a part's message."""
    return json.dumps(part._asdict(), separators=(",", ":"))


def read_part(body: str) -> Part:
    """The part in a message's body."""
    said = json.loads(body)
    after = said.get("after")
    return Part(said["segment"], said["segments"], Place(*after) if after else None)


def _plan_page(part: Part) -> Part | None:
    """Put the members of a page on the agenda; gives what is left of the part."""
    page = account_page(table(), **part._asdict())
    for account in page.accounts:
        follow(None, account)
    count("MembersPlanned", len(page.accounts))
    return part._replace(after=page.after) if page.after else None


def _send(parts: list[Part], delay_seconds: int = 0) -> None:
    queue = need(settings().plan_queue_url, "PLAN_QUEUE_URL")
    send(queue, [message_of(each) for each in parts], what="parts of a plan", delay_seconds=delay_seconds)

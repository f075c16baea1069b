"""Erasures that were called for are carried out: of one member, or of everybody, part of the table by part
(docs/rules.md §11a)."""

import json
from datetime import datetime
from functools import partial
from typing import Any

from tessera.domain.calendar import parse_instant
from tessera.domain.erased import Erased, HasTime
from tessera.domain.refusals import UnknownMember
from tessera.edge import aws
from tessera.edge.agenda import agenda, has_time, table
from tessera.edge.batches import Later
from tessera.edge.erasing import Closed, call_for_clearing, call_for_erasure, call_with, erasures_queue
from tessera.edge.observe import count
from tessera.edge.plans import SEGMENTS, Part, message_of, read_part
from tessera.edge.records import mark_done
from tessera.edge.settings import settings
from tessera.edge.wiring import looking, world
from tessera.messages.push import SnsPlatforms
from tessera.operations.erase_member import clear_member, erase_member
from tessera.storage.account_pages import account_page
from tessera.storage.erasures import DynamoErasures

AGAIN_SECONDS = 30
"""By then the index has what was written before."""


def erase_called(context: Any, body: str) -> None:
    """Do what a message calls for, and call for what there is no time for. Raises Unsent, Busy, and Later where the
    index may not have all of it yet."""
    said = json.loads(body)
    if "segment" in said:
        _call_for_each(context, read_part(body))
    elif "everybody" in said:
        call_with([message_of(Part(segment, SEGMENTS)) for segment in range(SEGMENTS)])
    elif "closed" in said:
        _clear_away(context, Closed(said["member_id"], said["closed"]))
    else:
        asked_at = parse_instant(said["asked_at"]) if "asked_at" in said else None
        _erase(context, said["member_id"], asked_at)


def _call_for_each(context: Any, part: Part) -> None:
    """Call for each member of a part, page by page."""
    left: Part | None = part
    while left:
        page = account_page(table(), **left._asdict())
        call_for_erasure([account.member_id for account in page.accounts], asked_at=world().clock.now())
        left = left._replace(after=page.after) if page.after else None
        if left and not has_time(context):
            call_with([message_of(left)])
            return


def _erase(context: Any, member_id: str, asked_at: datetime | None) -> None:
    """Whoever is no member, or enrolled after it was asked for, is nothing to do. What is not cleared at once is called
    for by its number: by the time that this call came again, somebody new might have the id."""
    profile = world().ledger.profile(member_id)
    if asked_at and profile and profile.enrolled_at > asked_at:
        return
    try:
        erased = erase_member(member_id, patience=world().patience, **looking())
    except UnknownMember:
        return
    if not _is_cleared(context, erased):
        later = AGAIN_SECONDS if has_time(context) else 0
        call_for_clearing([Closed(member_id, erased.version)], delay_seconds=later)


def _clear_away(context: Any, closed: Closed) -> None:
    """Nothing is to do where somebody new has the id, or was erased since in their turn."""
    erased = world().ledger.erased(closed.member_id)
    if erased is None or erased.version != closed.number or _is_cleared(context, erased):
        return
    if has_time(context):
        raise Later(erasures_queue(), AGAIN_SECONDS)
    call_for_clearing([closed])


def _is_cleared(context: Any, erased: Erased) -> bool:
    is_done = _clear(erased, partial(has_time, context))
    if is_done:
        count("MembersErased")
        if settings().has_test_clock:
            mark_done(erased.member_id, erased.version, "clearing")
    return is_done


def _clear(erased: Erased, has_time: HasTime) -> bool:
    here = world()
    return clear_member(
        erased,
        erasures=DynamoErasures(table()),
        outbox=here.outbox,
        devices=here.devices,
        forget_endpoint=SnsPlatforms(aws.sns(), settings().platforms).forget,
        agenda=agenda(),
        has_time=has_time,
    )

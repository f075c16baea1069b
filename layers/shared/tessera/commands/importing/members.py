"""Members of an export, read row by row: who they are, what they hold, and what is wrong with it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from tessera.commands.importing.gathering import Brought, gather
from tessera.commands.importing.items import Desk, Fault, Item, Sorted, about, asked
from tessera.commands.importing.reading import Export, Row, left_out
from tessera.commands.importing.values import day_in, minor_of, whole_of
from tessera.commands.importing.whose import Whose, owner_of, plain
from tessera.domain.entries import CASHBACK, POINTS, WALLETS
from tessera.domain.importing import BroughtLot
from tessera.domain.member_body import MemberBody
from tessera.domain.order import Reading
from tessera.domain.refusals import InvalidRequest
from tessera.edge.bodies import read
from tessera.operations.adjust import UNITS_MAX
from tessera.operations.import_member import Coming

WHO = ("email", "name", "birthday", "locale", "country", "tags")
UNKNOWN_YEAR = 1004
"""What Shopify's world writes where it knows the day of a birthday alone."""


def sort_members(export: Export, desk: Desk, look: Whose) -> Sorted:
    """The members of an export, each with all that they hold."""
    found = Sorted(read=len(export.rows))
    by_member = defaultdict[str, list[Brought]](list)
    for row in export.rows:
        brought = Brought(row, _sums(row, desk, found))
        found.all.update(brought.sums)
        if why := left_out(row, desk.mapping):
            found.leave_out(row.number, about(row, desk), why, brought.sums)
            continue
        _read_into(brought, desk, look, found)
        by_member[brought.member_id].append(brought)
    for member_id, rows in by_member.items():
        gather(member_id, rows, desk, found)
    _note_shared_emails(found)
    return found


def _read_into(brought: Brought, desk: Desk, look: Whose, found: Sorted) -> None:
    row = brought.row
    try:
        if row.fault:
            raise Fault("", row.fault)
        brought.member_id = asked("member_id", lambda: owner_of(row, desk.mapping, look))
        brought.who = _who(row, desk, found)
        brought.enrolled_on = _day(row, "enrolled_on", desk)
        if brought.enrolled_on and brought.enrolled_on > desk.today:
            raise Fault("enrolled_on", f"{brought.enrolled_on} has not come yet")
        brought.lots = tuple(_lots(row, desk))
    except Fault as fault:
        brought.fault = fault


def _sums(row: Row, desk: Desk, found: Sorted) -> Counter[str]:
    """What the row's amounts come to, as far as they can be read."""
    sums = Counter[str]()
    for wallet in WALLETS:
        try:
            sums[wallet] += _units(row, wallet, desk)
        except ValueError:
            found.unreadable += 1
    return sums


def _units(row: Row, wallet: str, desk: Desk) -> int:
    text = row.text(desk.mapping.columns.get(wallet))
    if not text:
        return 0
    if wallet == CASHBACK:
        return minor_of(text, desk.mapping.numbers, desk.version.programme.digits)
    return whole_of(text, desk.mapping.numbers)


def _day(row: Row, where: str, desk: Desk) -> date | None:
    text = row.text(desk.mapping.columns.get(where))
    return asked(where, lambda: day_in(text, desk.mapping.dates, desk.zone)) if text else None


def _lots(row: Row, desk: Desk) -> Iterator[BroughtLot]:
    earned_on = _day(row, "earned_on", desk)
    if earned_on and earned_on > desk.today:
        raise Fault("earned_on", f"{earned_on} has not come yet")
    for wallet in (POINTS, CASHBACK):
        units = asked(wallet, partial(_units, row, wallet, desk))
        if abs(units) > UNITS_MAX:
            raise Fault(wallet, "is more than a thousand million units")
        if units < 0 and desk.mapping.negative == "refuse":
            raise Fault(wallet, "is negative: settle it there, or import it as a debt (negative: owed)")
        last_day = _day(row, f"{wallet}_expire_on", desk)
        if units:
            yield BroughtLot(wallet, units, earned_on, last_day if units > 0 else None)


def _who(row: Row, desk: Desk, found: Sorted) -> MemberBody:
    """Who the member is. An e-mail has to be one; whatever else cannot be taken over is noted, and stays behind."""
    body: dict[str, Any] = {name: text for name in WHO if (text := row.text(desk.mapping.columns.get(name)))}
    if "tags" in body:
        body["tags"] = [tag.strip() for tag in body["tags"].split(",") if tag.strip()]
    if "birthday" in body:
        body |= _birthday(row, desk, found, body.pop("birthday"))
    if "email" not in body:
        raise Fault("email", "is missing")
    while True:
        try:
            return read(MemberBody, body, Reading(0))
        except InvalidRequest as refused:
            faults = {fault.path.partition("[")[0]: fault.message for fault in refused.faults}
            if "email" in faults:
                raise Fault("email", faults["email"]) from None
            for where, message in faults.items():
                found.note(row.number, about(row, desk), where, f"{message}: it stays behind")
                del body[where]


def _birthday(row: Row, desk: Desk, found: Sorted, text: str) -> dict[str, str]:
    try:
        day = (
            date.fromisoformat(text) if text.startswith(str(UNKNOWN_YEAR)) else day_in(text, desk.mapping.dates, "UTC")
        )
        if day.year == UNKNOWN_YEAR:
            raise ValueError("the year is not known")
        if day > desk.today:
            raise ValueError(f"{day} has not come yet")
    except ValueError as fault:
        found.note(row.number, about(row, desk), "birthday", f"{fault}: it stays behind")
        return {}
    return {"birthday": day.isoformat()}


def _note_shared_emails(found: Sorted) -> None:
    """Several members may have one e-mail; somebody may want to look at them."""
    by_email = defaultdict[str, list[Item]](list)
    for item in found.items:
        if isinstance(item.todo, Coming) and item.todo.who.email:
            by_email[plain(item.todo.who.email)].append(item)
    for items in by_email.values():
        for item in items[1:]:
            found.note(item.rows[0], item.id, "email", f"is that of {items[0].id}, too (row {items[0].rows[0]})")

"""Erase a member: close the account at once, then clear away what is written of them (docs/rules.md §11a)."""

from collections.abc import Callable
from datetime import datetime

from tessera.domain.agenda import JOBS, Item
from tessera.domain.agenda_port import Agenda
from tessera.domain.calendar import show_instant
from tessera.domain.erased import Erased, Erasures, HasTime
from tessera.domain.erasing import erasure_of
from tessera.domain.filing import Json
from tessera.domain.outbox import Devices, Outbox
from tessera.domain.outcome import Recorded
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.refusals import Busy, UnknownMember
from tessera.domain.sample import seat_of
from tessera.domain.write import Write
from tessera.operations.carrying_out import Attempt
from tessera.operations.reading import account_for, settled_book


def erase_member(
    member_id: str,
    *,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    now: datetime,
    erased_at: datetime | None = None,
) -> Erased:
    """Close the member's account in one transaction: the wallets are emptied by an entry, the profile and every look-up
    of it are gone, and nothing is entered for the member any more. `erased_at` is said where a restore had undone an
    earlier erasure.

    Gives what is left in its place, the same however often it is asked; the rest is `clear_member`'s. Raises
    UnknownMember, NoProgramme, Busy.
    """
    for _ in patience.attempts():
        try:
            write = _closing(member_id, ledger, programmes, now, erased_at or now)
        except UnknownMember:
            if erased := ledger.erased(member_id):
                return erased
            raise
        if isinstance(ledger.record(write), Recorded) and write.erased:
            return write.erased
    raise Busy("Many writes to this account are under way; send the same request again.")


def _closing(member_id: str, ledger: Ledger, programmes: Programmes, now: datetime, erased_at: datetime) -> Write:
    attempt, version = Attempt(sure=True), programmes.in_force(now)
    account = account_for(attempt, ledger, member_id)
    book = settled_book(attempt, account, version, now, programmes, None)
    sits = ledger.seated(seat_of(member_id)) == member_id
    return erasure_of(book, ledger.profile(member_id), erased_at=erased_at, sits=sits)


def erasure_view(erased: Erased) -> Json:
    """The answer of `DELETE /members/{member_id}`."""
    return {"member_id": erased.member_id, "erased_at": show_instant(erased.erased_at)}


def clear_member(
    erased: Erased,
    *,
    erasures: Erasures,
    outbox: Outbox,
    devices: Devices,
    forget_endpoint: Callable[[str], None],
    agenda: Agenda,
    has_time: HasTime,
) -> bool:
    """Clear away what is written of an erased member; `forget_endpoint` is told where their phones were reached.

    Any number of times: whoever is interrupted begins again, and finds less. False when it is to be asked again.
    """
    if erased.is_cleared:
        return True
    for device in devices.of(erased.member_id):
        forget_endpoint(device.endpoint)
        devices.drop(erased.member_id, device.token_hash)
    _leave_agenda(erased.member_id, agenda)
    is_done = outbox.forget(erased.member_id, has_time=has_time) and erasures.clear(erased, has_time=has_time)
    if is_done:
        erasures.mark_cleared(erased)
    return is_done


def _leave_agenda(member_id: str, agenda: Agenda) -> None:
    for job in JOBS:
        if day := agenda.mark(job, member_id):
            agenda.remove(Item(job, member_id, day))
            agenda.move_mark(job, member_id, day, None)

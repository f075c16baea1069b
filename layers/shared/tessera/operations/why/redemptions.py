"""Entries of redemptions: what was put aside, and what became of it."""

from tessera.domain.awarding import Burn
from tessera.domain.calendar import show_instant
from tessera.domain.explanation.refund import restored_late, restored_view
from tessera.domain.explanation.refund_sentences import late_sentence
from tessera.domain.filing import Json
from tessera.domain.found import RedemptionFile
from tessera.domain.papers import unpacked
from tessera.domain.refusals import UnknownRedemption
from tessera.domain.reservation import Reservation
from tessera.operations.why.case import Case, Why


def why_redemption(case: Case) -> Why:
    """The reservation, until when it held, and how it ended."""
    redemption_id = case.ids[0]
    file = case.ledger.redemption(redemption_id)
    if file is None:
        raise UnknownRedemption(f'There is no redemption "{redemption_id}".')
    reservation = unpacked(Reservation, file.reservation.content["reservation"])
    order_id = file.closing.body.get("order_id") if file.closing else None
    view = {
        "about": "redemption",
        "redemption_id": redemption_id,
        "order_id": order_id,
        "reserved": case.units(_reserved(case, reservation)),
        "captured": case.units(_captured(case, file)),
        "lapses_at": show_instant(reservation.lapses_at, case.programme.timezone),
        "why_restored": _restored(case, order_id),
    }
    return Why(view, [_say(case, reservation, order_id)])


def _reserved(case: Case, reservation: Reservation) -> int:
    return sum(tender.units for tender in reservation.tenders if tender.wallet == case.entry.wallet)


def _captured(case: Case, file: RedemptionFile) -> int:
    if file.closing is None or "burn" not in file.closing.content:
        return 0
    burn = unpacked(Burn, file.closing.content["burn"])
    return sum(tender.units for tender in burn.tenders if tender.wallet == case.entry.wallet)


def _restored(case: Case, order_id: str | None) -> list[Json]:
    """What came back at once, because the order had been refunded before the capture."""
    if case.entry.kind != "restoration" or order_id is None:
        return []
    story = case.story(order_id)
    late = (each for each in story.late if each.burn.redemption_id == case.ids[0])
    return [restored_view(story, given, each.entered_on) for each in late for given in restored_late(story, each)]


def _say(case: Case, reservation: Reservation, order_id: str | None) -> str:
    values = {"redemption": reservation.redemption_id, "units": case.entry.units, "moment": reservation.lapses_at}
    if case.entry.kind == "restoration" and order_id is not None:
        story = case.story(order_id)
        late = (each for each in story.late if each.burn.redemption_id == reservation.redemption_id)
        return " ".join(said for each in late if (said := late_sentence(story, each, case.words)))
    key = SENTENCES[case.entry.kind]
    return case.say(key, order=order_id or "", reserved=_reserved(case, reservation), **values)


SENTENCES = {
    "reservation": "why.reserved",
    "release": "why.released",
    "lapse": "why.lapsed",
    "redemption": "why.captured",
    "shortage": "why.captured.short",
}

"""The laws of explanations: every entry has one, the same in every language, and its parts add up to the entry."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from tessera.domain.entries import Entry, Kind, Record
from tessera.domain.filing import Key
from tessera.domain.wording import LANGUAGES
from tessera.operations.explain_entry import explain_entry
from tests.properties.books import Books, hold
from tests.properties.carts import minor
from tests.properties.world import Json, World

Sums = Iterator[tuple[str, int, int]]
"""What an explanation adds up, and the two numbers that this is about."""


class Told(NamedTuple):
    """An entry as its explanation tells it, the record that it is in, and the books that it was entered in."""

    why: Json
    entry: Entry
    record: Record
    books: Books
    world: World

    def entered(self, kind: Kind) -> int:
        """All that its cause moved in its wallet, by entries of a kind."""
        of = (self.entry.cause, self.entry.wallet, kind)
        return sum(each.amount for each in self.record.entries if (each.cause, each.wallet, each.kind) == of)


def every_entry_is_explained(record: Record, books: Books, world: World) -> None:
    """Each entry of one write adds up, in each language."""
    for place, entry in enumerate(record.entries):
        told = [_told(record, place, world, locale) for locale in LANGUAGES]
        said, why = f"{entry} of {record.member_id}", told[0]["why"]
        hold(_is_one_explanation(told), f"{said} is explained otherwise in another language: {told}")
        hold(why["about"] in SUMS, f"{said} is not explained: {why}")
        wrong = [each for each in SUMS[why["about"]](Told(why, entry, record, books, world)) if each[1] != each[2]]
        hold(not wrong, f"{said} is not what its explanation adds up to, {wrong}: {why}")


def _told(record: Record, place: int, world: World, locale: str) -> Json:
    stores, now = world.stores, world.scene.now()
    entry_id = f"{record.seq}-{place}"
    return explain_entry(
        record.member_id, entry_id, ledger=stores.ledger, programmes=stores.programmes, now=now, locale=locale
    )


def _is_one_explanation(told: list[Json]) -> bool:
    """The same data, and as many sentences, with something in each."""
    same_data = all(each["why"] == told[0]["why"] for each in told)
    lengths = {len([said for said in each["sentences"] if said.strip()]) for each in told}
    return same_data and lengths == {len(told[0]["sentences"])} and 0 not in lengths


def _of_order(told: Told) -> Sums:
    (award,) = told.why["awards"]
    amount = told.entry.amount
    yield "award", _units(award["amount"]), amount
    yield "lines", _sum(share for line in told.why["lines"] for share in line["earned"]), amount
    yield "rules", _sum(award["rules"]), amount
    yield "caps", _units(award["uncapped"]) - _sum(award["caps"], "cut"), amount


def _of_refund(told: Told) -> Sums:
    refund, of_friend = told.why["refund"], told.why["refund"]["why_referral"]
    taken = [*refund["why_reversed"], *([of_friend] if of_friend else [])]
    sources = [units for each in taken for units in (each["taken_from"] or {}).values()]
    voided, back = _sum(taken, "voided"), _sum(refund["why_restored"], "due")
    yield "reversed", -sum(map(_units, sources)), told.entered("reversal")
    yield "reversed", _sum(refund["reversed"]) + refund["referral"], told.entered("reversal")
    yield "restored", voided + back, told.entered("restoration")
    yield "restored", _sum(refund["restored"]), told.entered("restoration")
    yield "written_off", _sum(taken, "written_off"), told.entered("shortage")
    yield "written_off", _sum(refund["written_off"]), told.entered("shortage")
    for each in refund["why_reversed"]:
        found = map(_units, (each["taken_from"] or {}).values())
        yield "lines", _sum(each["lines"], "due"), _units(each["due"])
        yield "sources", sum(found), _units(each["due"]) - _units(each["left_expired"])
    yield from _of_restored(refund["why_restored"])


def _of_restored(restored: Iterable[Json]) -> Sums:
    for each in restored:
        yield "lots", _sum(each["lots"]), _units(each["due"])
        yield "target", _units(each["target"]) - _units(each["before"]), _units(each["due"])


def _of_expiry(told: Told) -> Sums:
    why = told.why
    yield "credits", _sum(why["credits"]), _units(why["credited"])
    yield "expired", _units(why["expired"]), -told.entry.amount
    left = _units(why["credited"]) - _units(why["gone_before"] or 0)
    yield "not_found", _units(why["not_found"]), 0
    yield "left", left + _units(why["not_found"]), _units(why["expired"])


def _of_hold(told: Told) -> Sums:
    yield "orders", _sum(told.why["orders"]) - _units(told.why["taken_back"]), told.entry.units


def _of_completion(told: Told) -> Sums:
    yield "awarded", _units(told.why["awarded"]) - _units(told.why["taken_back"]), told.entry.units


def _of_rule(told: Told) -> Sums:
    yield "says", told.why["says"]["points"], told.entry.amount


def _of_referral(told: Told) -> Sums:
    """Refunds leave a part of the worth of a share, all or nothing of points."""
    why = told.why
    worth, after = _units(why["worth"]), _units(why["after"])
    moved = told.entry.amount if told.entry.kind in ("accrual", "reversal") else 0
    yield "moved", after - _units(why["before"]), moved
    yield "after", after, min(max(0, after), worth) if why["side"] == "every_order" else worth if after else 0


def _of_redemption(told: Told) -> Sums:
    why, units = told.why, told.entry.units
    reserved, captured = _units(why["reserved"]), _units(why["captured"])
    match told.entry.kind:
        case "reservation" | "lapse":
            yield "reserved", reserved, units
        case "release":
            yield "released", reserved - captured, units
        case "redemption":
            yield "captured", captured, units
        case "restoration":
            yield "restored", _sum(why["why_restored"], "due"), units
    yield from _of_restored(why["why_restored"])


def _of_reward(told: Told) -> Sums:
    why = told.why
    yield "cost", -why["cost"] * (why["vouchers"] or 1), told.entry.amount
    yield "balance_before", why["balance_before"] + told.entry.amount, told.entry.active


def _of_void(told: Told) -> Sums:
    yield "cost", told.books.vouchers[told.why["voucher"]].cost, told.entry.amount


def _of_adjustment(told: Told) -> Sums:
    key = Key("adjustment", told.record.member_id, told.why["reference"])
    filing = told.world.stores.ledger.filed(key)
    yield "asked", filing.body["amount"] if filing else 0, told.entry.amount


def _sum(rows: Iterable[Json], name: str = "amount") -> int:
    return sum(_units(row[name]) for row in rows)


def _units(shown: int | str) -> int:
    return shown if isinstance(shown, int) else minor(shown)


SUMS: dict[str, Callable[[Told], Sums]] = {
    "order": _of_order,
    "refund": _of_refund,
    "expiry": _of_expiry,
    "hold": _of_hold,
    "completion": _of_completion,
    "rule": _of_rule,
    "referral": _of_referral,
    "redemption": _of_redemption,
    "reward": _of_reward,
    "void": _of_void,
    "adjustment": _of_adjustment,
}
"""How the explanation of each kind of cause adds up: two numbers each that are to be one."""

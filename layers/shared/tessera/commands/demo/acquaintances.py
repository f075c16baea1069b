"""Three members who are made up: for each of them the coming night has something."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tessera.commands.calls import Json
from tessera.commands.demo.history import NOON
from tessera.commands.demo.shopping import Shop, must
from tessera.domain.calendar import plus_months, zone_of
from tessera.domain.messaging import MessageKind

AGE_MONTHS = 36 * 12
AGREED = {"marketing": True, "marketing_confirmed": True, "text_version": "demo"}
"""A birthday is marketing: agreed to, and asked for twice."""
ON_HOLD, BIRTHDAY, EXPIRING = NAMES = ("theo", "nora", "ines")
LINE = {"line_id": "1", "sku": "CD", "quantity": 2, "unit_price": "19.50"}


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """A made-up member: what the shop says of them, what they bought if anything, and of which kind the message is that
    the night brings them."""

    member_id: str
    profile: Json
    order: Json | None
    told_by_night: MessageKind

    @property
    def told_at_once(self) -> set[MessageKind]:
        """The kinds of message that leave before the night."""
        return {"welcome", "points_earned"} if self.order else {"welcome"}


def acquaintances(day: date, programme: Json) -> tuple[Acquaintance, ...]:
    """Whose hold ends, whose birthday it is, and whose points expire with the month, as `day` begins."""
    months = programme["wallets"]["points"]["expiry"]["months"]
    on_hold, expiring = (_placed(active, programme) for active in (day, plus_months(day.replace(day=1), -months)))
    birthday = {"birthday": plus_months(day, -AGE_MONTHS).isoformat(), "consents": AGREED}
    return (
        Acquaintance(ON_HOLD, _named(ON_HOLD), _order(ON_HOLD, on_hold), "points_active"),
        Acquaintance(BIRTHDAY, _named(BIRTHDAY) | birthday, None, "birthday"),
        Acquaintance(EXPIRING, _named(EXPIRING), _order(EXPIRING, expiring), "expiry_reminder"),
    )


def meet(each: Acquaintance, shop: Shop) -> None:
    """Enrol them, and place their order. Raises DemoFailed."""
    must(shop, "enrol", {"member_id": each.member_id} | each.profile)
    if each.order:
        must(shop, "order", each.order | {"member_id": each.member_id, "currency": "USD"})


def _placed(active: date, programme: Json) -> str:
    """When the order was placed whose award is active from a day on."""
    day = active - timedelta(days=programme["earning"]["hold"]["days"])
    return datetime.combine(day, NOON, zone_of(programme["timezone"])).isoformat()


def address_of(member_id: str) -> str:
    """Where their mail goes."""
    return f"{member_id}@example.com"


def _named(member_id: str) -> Json:
    return {"name": member_id.capitalize(), "email": address_of(member_id)}


def _order(member_id: str, placed_at: str) -> Json:
    return {"order_id": f"{member_id}-1", "placed_at": placed_at, "lines": [LINE]}

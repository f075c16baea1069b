"""A year of a small shop on the deployed stack: whoever lives it gets the mails of docs/rules.md §8, no more, no fewer.

Anna agrees to marketing, and confirms it when she is asked. Bea, her friend, never says a word on it. Carl wants no
mail, and Dora ends hers with one click.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tessera.commands.calls import Json
from tessera.commands.client import ApiClient
from tessera.commands.local_stack import LocalStack
from tessera.commands.play.api_rig import ApiScene
from tessera.domain.calendar import parse_instant
from tests.shared_servers import stage
from tests.stack.mailbox import CONFIRM, ONE_CLICK, Mail, Mailbox, follow

PROGRAMME, MAILS = (
    yaml.safe_load(Path(__file__).with_name(name).read_text()) for name in ("year.yaml", "year_mails.yaml")
)
OPENS = "2026-01-10T10:00:00+01:00"


class Due(NamedTuple):
    """A mail that is due: it has arrived when the clock next stands still, on `by`; and what it is due to."""

    by: str
    member_id: str
    kind: str
    cause: str
    subject: str


DUE = [Due(by, *mail) for by, mails in MAILS.items() for mail in mails]


class Year:
    """The shop's year as it goes by: what is said to the API, and what has arrived when."""

    def __init__(self, stack: LocalStack) -> None:
        self._stack, self._client = stack, ApiClient(stack)
        self._now = OPENS
        self._scene = ApiScene(self._client, PROGRAMME, parse_instant(OPENS))
        self._mailbox = Mailbox(stack)
        self.arrived: list[tuple[str, Mail]] = []

    def move_to(self, instant: str) -> None:
        """Let time pass, with the nights in it."""
        self.look()
        self._now = instant
        self._scene.move_to(parse_instant(instant))

    def look(self) -> list[Mail]:
        """What has arrived since somebody looked, now that nothing is under way any more."""
        self._scene.settle()
        mails = self._mailbox.new()
        self.arrived += [(self._now[:10], mail) for mail in mails]
        return mails

    def say(self, verb: str, **body: Any) -> None:
        """A call of the shop's, which is not refused."""
        answer = self._scene.call(verb, body)
        assert "refused" not in answer, answer

    def order(self, order_id: str, member_id: str, price: str) -> None:
        """An order of one thing, placed now."""
        line = {"line_id": "1", "sku": "MUG-1", "quantity": 1, "unit_price": price}
        self.say("order", order_id=order_id, member_id=member_id, placed_at=self._now, currency="EUR", lines=[line])

    def follow(self, link: str, form: dict[str, str]) -> None:
        """What a member does with a link of a mail."""
        assert follow(self._stack, link, form) == 200

    def account(self, member_id: str) -> Json:
        return self._client.account(member_id)

    def listed(self, member_id: str) -> list[tuple[str, str, str]]:
        """What the API says that became of a member's messages."""
        return sorted((each["kind"], each["cause"], each["state"]) for each in self._client.messages(member_id))


@pytest.fixture(scope="module")
def year() -> Iterator[Year]:
    """The year, when it is over."""
    with stage() as stack:
        year = Year(stack)
        for part in (anna_and_bea_enrol, carl_and_dora_enrol, bea_orders, anna_orders, nobody_orders):
            part(year)
        yield year


def anna_and_bea_enrol(year: Year) -> None:
    consents = {"email": True, "marketing": True}
    year.say("enrol", member_id="anna", email="anna@example.com", name="Anna", birthday="1990-05-04", consents=consents)
    (asked,) = (mail for mail in year.look() if len(mail.links) == 2)
    year.follow(asked.links[0], CONFIRM)
    year.say("enrol", member_id="bea", email="bea@example.com", birthday="1985-03-20", referred_by="anna")


def carl_and_dora_enrol(year: Year) -> None:
    """Each orders for 300 and has as much to be told of as Anna; Dora is, until she has had enough."""
    year.say("enrol", member_id="carl", email="carl@example.com", birthday="1990-05-04", consents={"email": False})
    year.order("c1", "carl", "300.00")
    year.say("enrol", member_id="dora", email="dora@example.com", birthday="1990-05-04")
    year.look()
    year.order("d1", "dora", "20.00")
    (earned,) = year.look()
    year.follow(earned.links[-1], ONE_CLICK)
    year.order("d2", "dora", "280.00")


def bea_orders(year: Year) -> None:
    """She tries the club, too, and stays with it."""
    year.move_to("2026-01-12T12:00:00+01:00")
    year.order("b1", "bea", "120.00")
    year.say("membership", member_id="bea", plan="plus", state="trial", reference="m1")
    year.move_to("2026-02-10T12:00:00+01:00")
    year.say("membership", member_id="bea", plan="plus", state="paid", reference="m2")


def anna_orders(year: Year) -> None:
    """And gives a part of it back."""
    year.move_to("2026-02-20T12:00:00+01:00")
    year.order("a1", "anna", "250.00")
    year.move_to("2026-03-10T12:00:00+01:00")
    year.say("refund", order_id="a1", refund_id="r1", amount="50.00")


def nobody_orders(year: Year) -> None:
    """Birthdays, last days, a gift; then nothing at all."""
    year.move_to("2026-12-01T12:00:00+01:00")
    gift = {"wallet": "cashback", "amount": "2.00", "reason": "goodwill", "note": "Thanks", "reference": "g1"}
    year.say("adjust", member_id="bea", **gift)
    year.move_to("2027-01-10T10:00:00+01:00")
    year.look()


def test_the_mails_that_arrive_are_those_that_are_due_no_more_no_fewer(year: Year) -> None:
    arrived = sorted((by, mail.to, mail.subject) for by, mail in year.arrived)
    assert arrived == sorted((due.by, f"{due.member_id}@example.com", due.subject) for due in DUE)


@pytest.mark.parametrize("member_id", ["anna", "bea", "carl", "dora"])
def test_each_is_listed_with_its_kind_and_its_cause_and_was_sent(year: Year, member_id: str) -> None:
    due = sorted((due.kind, due.cause, "sent") for due in DUE if due.member_id == member_id)
    assert year.listed(member_id) == due


@pytest.mark.parametrize("member_id", ["carl", "dora"])
def test_who_wants_no_mail_had_as_much_to_be_told_of(year: Year, member_id: str) -> None:
    account = year.account(member_id)
    assert (account["tier"]["id"], len(account["vouchers"])) == ("silver", 1)
    assert account["wallets"]["cashback"]["active"] == "15.00"

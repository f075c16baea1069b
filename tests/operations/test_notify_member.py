"""Each message leaves at most once through each channel, wherever whoever sends it is cut short."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tessera.domain.asking import asking_key
from tessera.domain.filing import Key
from tessera.domain.member import Profile
from tessera.domain.messaging import Channel, Message
from tessera.domain.outbox import Device, DeviceGone, Devices, Mail, NotTaken, Outbox, Push, Undeliverable
from tessera.domain.quiet_hours import quiet_until
from tessera.domain.versions import Version
from tessera.operations.dispatching import Postroom
from tessera.operations.notify_member import Notified, notify_member
from tessera.storage.memory.outbox import MemoryDevices, MemoryOutbox
from tessera.storage.outbox import DynamoDevices, DynamoOutbox
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

ROME = "Europe/Rome"
PHONES = [Device(name, "GCM", f"endpoint of {name}", date(2026, 1, 10)) for name in ("a1", "b2")]
WELCOME, ORDER = Key("enrolment", "anna"), Key("order", "o1")


class Killed(BaseException):
    """The function was ended from outside: nothing in it sees that."""


class Plan:
    """Kills the `number`th call through a port, before or after it takes effect."""

    def __init__(self, number: int = -1, *, after: bool = False) -> None:
        self.number, self.after, self.calls = number, after, 0

    def around(self, call: Any) -> Any:
        def made(*given: Any, **named: Any) -> Any:
            self.calls += 1
            is_mine = self.calls == self.number
            if is_mine and not self.after:
                raise Killed
            answer = call(*given, **named)
            if is_mine:
                raise Killed
            return answer

        return made


class Guarded:
    """A port whose every call a plan sees."""

    def __init__(self, port: Any, plan: Plan) -> None:
        self._port, self._plan = port, plan

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        return self._plan.around(found) if callable(found) else found


class Wordless:
    def mail(self, message: Message, profile: Profile, version: Version) -> Mail:
        return Mail(profile.email, message.cause, "", "", message.kind, None)

    def push(self, message: Message, profile: Profile, version: Version) -> Push:
        return Push(message.kind, message.cause, None)


class Provider:
    """Counts what it took; `answers` are what it says first, by whom it is asked to reach."""

    channels: frozenset[Channel] = frozenset({"mail", "push"})

    def __init__(self) -> None:
        self.took: Counter[tuple[str, str]] = Counter()
        self.answers: dict[str, list[Exception]] = {}

    def send_mail(self, mail: Mail) -> str:
        return self._take(mail.to, mail.subject)

    def send_push(self, push: Push, device: Device) -> str:
        return self._take(device.endpoint, push.body)

    def _take(self, to: str, what: str) -> str:
        if self.answers.get(to):
            raise self.answers[to].pop()
        self.took[to, what] += 1
        return "receipt"


class Members:
    """A shop whose Anna has enrolled and ordered, and all that it takes to tell her."""

    def __init__(self, outbox: Outbox | None = None, devices: Devices | None = None) -> None:
        self.shop = Shop()
        self.shop.publish(ONE_POINT_PER_EURO, bonuses={"welcome": {"points": 50}})
        self.shop.enrol("anna")
        self.shop.order("o1", "anna", lines=lines("40.00"))
        self.provider, self.outbox, self.devices = Provider(), outbox or MemoryOutbox(), devices or MemoryDevices()
        for phone in PHONES:
            self.devices.put("anna", phone, before=None)
        self.now = datetime(2026, 1, 10, 11, tzinfo=UTC)

    def tell(self, key: Key, plan: Plan | None = None, **named: Any) -> Notified:
        plan = plan or Plan()
        ports = (Guarded(port, plan) for port in (self.outbox, self.devices, Wordless(), self.provider))
        postroom: Any = Postroom(*ports, is_suppressed=lambda _: False)
        ledger: Any = Guarded(self.shop.ledger, plan)
        programmes = self.shop.programmes
        return notify_member(key, ledger=ledger, programmes=programmes, postroom=postroom, now=self.now, **named)

    def states(self) -> Counter[tuple[str, str]]:
        traces = self.outbox.posted("anna", limit=100).traces
        return Counter((each.dispatch.channel, each.state) for each in traces)


@pytest.fixture
def members() -> Members:
    return Members()


@pytest.fixture(params=("memory", "dynamodb"))
def kept(request: pytest.FixtureRequest) -> Members:
    """The same, with an outbox and phones of each kind."""
    if request.param == "memory":
        return Members()
    table = request.getfixturevalue("table")
    return Members(DynamoOutbox(table), DynamoDevices(table))


def calls_of_one_telling() -> int:
    plan = Plan()
    Members().tell(ORDER, plan)
    return plan.calls


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("number", range(1, calls_of_one_telling() + 1))
def test_killed_anywhere_and_asked_again_nothing_leaves_twice(kept: Members, number: int, after: bool) -> None:
    with pytest.raises(Killed):
        kept.tell(ORDER, Plan(number, after=after))
    for _ in range(3):
        kept.tell(ORDER)
    assert set(kept.provider.took.values()) <= {1}
    settled = kept.states()
    assert {state for _, state in settled} <= {"sent", "unknown"}
    assert {channel for channel, _ in settled} == {"mail", "push"}
    listed = kept.outbox.unsent(since=kept.now, until=kept.now + timedelta(days=1), limit=9)
    assert len(listed) == settled["mail", "unknown"] + settled["push", "unknown"]


@pytest.mark.parametrize("number", range(1, calls_of_one_telling() + 1))
def test_two_at_once_send_each_message_once(kept: Members, number: int) -> None:
    """The other one does all of it while the first stands before one of its calls."""

    class Overtaken(Plan):
        def around(self, call: Any) -> Any:
            def made(*given: Any, **named: Any) -> Any:
                self.calls += 1
                if self.calls == number:
                    kept.tell(ORDER)
                return call(*given, **named)

            return made

    kept.tell(ORDER, Overtaken())
    assert set(kept.provider.took.values()) == {1}
    assert kept.states() == {("mail", "sent"): 1, ("push", "sent"): 1}


def test_each_cause_is_told_once_through_each_channel_and_to_every_phone(members: Members) -> None:
    for key in (WELCOME, ORDER, ORDER, WELCOME):
        members.tell(key)
    reached = {to for to, _ in members.provider.took}
    assert reached == {"anna@example.com", "endpoint of a1", "endpoint of b2"}
    assert members.states() == {("mail", "sent"): 2, ("push", "sent"): 2}


def test_what_is_not_taken_now_is_given_back_and_leaves_later(members: Members) -> None:
    members.provider.answers = {"anna@example.com": [NotTaken("slow down")]}
    with pytest.raises(NotTaken, match="slow down"):
        members.tell(ORDER)
    assert members.states() == {("mail", "waiting"): 1, ("push", "sent"): 1}
    members.tell(ORDER)
    assert set(members.provider.took.values()) == {1}
    assert members.states() == {("mail", "sent"): 1, ("push", "sent"): 1}


def test_what_is_refused_for_good_says_why(members: Members) -> None:
    members.provider.answers = {"anna@example.com": [Undeliverable("no such mailbox")]}
    members.tell(ORDER)
    (failed,) = members.outbox.unsent(since=members.now, until=members.now + timedelta(days=1), limit=9)
    assert (failed.state, failed.reason) == ("failed", "no such mailbox")


def test_a_phone_that_is_gone_is_dropped_and_the_others_are_told(members: Members) -> None:
    members.provider.answers = {"endpoint of a1": [DeviceGone("EndpointDisabled")]}
    members.tell(ORDER)
    assert members.devices.of("anna") == (PHONES[1],)
    assert members.states()["push", "sent"] == 1


def test_a_push_that_one_phone_took_is_not_sent_to_it_again(members: Members) -> None:
    members.provider.answers = {"endpoint of b2": [NotTaken("slow down")]}
    members.tell(ORDER)
    members.tell(ORDER)
    assert members.provider.took["endpoint of a1", "order/o1"] == 1


def test_pushes_of_quiet_hours_are_held_and_mail_is_not(members: Members) -> None:
    members.now = datetime(2026, 1, 10, 21, 30, tzinfo=UTC)
    assert members.tell(ORDER).held_until == datetime(2026, 1, 11, 7, tzinfo=UTC)
    assert members.states() == {("mail", "sent"): 1}
    members.now = datetime(2026, 1, 11, 7, tzinfo=UTC)
    assert members.tell(ORDER, channels=("push",)).held_until is None
    assert members.states() == {("mail", "sent"): 1, ("push", "sent"): 1}


def test_nothing_is_held_for_a_member_without_a_phone(members: Members) -> None:
    for phone in PHONES:
        members.devices.drop("anna", phone.token_hash)
    members.now = datetime(2026, 1, 10, 21, 30, tzinfo=UTC)
    assert members.tell(ORDER).held_until is None


@pytest.mark.parametrize("consents, channels", [({"email": False}, {"push"}), ({"push": False}, {"mail"})])
def test_nothing_goes_where_the_member_said_no(members: Members, consents: Any, channels: set[str]) -> None:
    members.shop.enrol("anna", consents=consents)
    members.tell(ORDER)
    assert {channel for channel, _ in members.states()} == channels


def test_of_a_write_or_a_member_that_is_not_there_nothing_is_told(members: Members) -> None:
    assert members.tell(Key("order", "o2")) == Notified()
    assert members.tell(Key("enrolment", "bea")) == Notified()


@pytest.mark.parametrize(
    "there, ends",
    [
        ("2026-01-10T20:59:59+01:00", None),
        ("2026-01-10T21:00:00+01:00", "2026-01-11T08:00:00+01:00"),
        ("2026-01-11T00:00:00+01:00", "2026-01-11T08:00:00+01:00"),
        ("2026-01-11T07:59:59+01:00", "2026-01-11T08:00:00+01:00"),
        ("2026-01-11T08:00:00+01:00", None),
        ("2026-03-28T23:00:00+01:00", "2026-03-29T08:00:00+02:00"),
        ("2026-10-24T23:00:00+02:00", "2026-10-25T08:00:00+01:00"),
    ],
)
def test_quiet_hours_go_by_the_clock_of_the_programme(there: str, ends: str | None) -> None:
    found = quiet_until(datetime.fromisoformat(there), ROME)
    assert found == (datetime.fromisoformat(ends) if ends else None)


def test_who_agrees_to_marketing_is_asked_once_and_not_any_more_once_it_is_confirmed(members: Members) -> None:
    members.shop.enrol(consents={"marketing": True})
    ask = asking_key("anna", 2)
    assert members.states() == {}
    members.tell(ask)
    members.tell(ask)
    assert {kind for kind, _ in members.provider.took} == {"anna@example.com"}
    assert members.states() == {("mail", "sent"): 1}
    members.shop.enrol(consents={"marketing": True, "marketing_confirmed": True})
    members.shop.enrol(email="moved@example.com", consents={"marketing": True, "marketing_confirmed": True})
    members.tell(asking_key("anna", 4))
    assert members.states() == {("mail", "sent"): 1}

"""The demo's night has something for each of its made-up members, whatever the day on which it is shown."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as some

from tessera.commands.demo.acquaintances import BIRTHDAY, EXPIRING, NAMES, ON_HOLD, acquaintances, meet
from tessera.commands.demo.command import PROGRAMME
from tessera.commands.demo.emulated import captured_mail
from tessera.commands.demo.night import coming_day, due_by
from tessera.commands.documents import read_document
from tessera.domain.agenda import run_at
from tests.commands.test_demo import ZONE, MemoryShop

SOURCE = read_document(PROGRAMME).value


instants = some.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31), timezones=some.just(UTC))


def met_at(now: datetime) -> tuple[MemoryShop, date]:
    """A shop that has met all three, and the day that begins with the coming night."""
    shop, day = MemoryShop(now), coming_day(now, ZONE)
    for each in acquaintances(day, SOURCE):
        meet(each, shop)
    return shop, day


@given(instants)
@example(datetime(2026, 11, 22, 5, 20, tzinfo=UTC))
@example(datetime(2026, 1, 31, 3, 0, tzinfo=UTC))
@example(datetime(2028, 2, 28, 20, 0, tzinfo=UTC))
@example(datetime(2028, 3, 1, 5, 10, tzinfo=UTC))
def test_each_of_them_is_told_what_the_night_brings_and_nothing_of_it_before(now: datetime) -> None:
    shop, day = met_at(now)
    for each in acquaintances(day, SOURCE):
        assert [shop.messages(each.member_id, kind) for kind in sorted(each.told_at_once)] == [1] * len(
            each.told_at_once
        )
        assert shop.messages(each.member_id, each.told_by_night) == 0
    shop.move_to(run_at("expiry_reminders", day, ZONE) + timedelta(minutes=1))
    for each in acquaintances(day, SOURCE):
        assert shop.messages(each.member_id, each.told_by_night) == 1


@given(instants)
def test_the_agenda_of_the_night_has_each_of_them_with_the_job_that_finds_it(now: datetime) -> None:
    shop, day = met_at(now)
    accounts = [account for account, _ in shop.books]
    due = due_by(day, accounts, shop.programmes.in_force(now), now)
    assert ON_HOLD in due["settle_accounts"]
    assert due["birthday_bonuses"] == {BIRTHDAY}
    assert due["segment_gifts"] == set()
    assert EXPIRING in due["expiry_reminders"]


@given(instants)
def test_the_coming_night_does_not_begin_while_the_orders_are_replayed(now: datetime) -> None:
    ahead = run_at("settle_accounts", coming_day(now, ZONE), ZONE) - now
    assert timedelta(minutes=30) < ahead <= timedelta(hours=26)


def test_meeting_them_again_changes_nothing() -> None:
    shop, day = met_at(datetime(2026, 11, 22, 5, 20, tzinfo=UTC))
    before = shop.figures
    for each in acquaintances(day, SOURCE):
        meet(each, shop)
    assert shop.figures == before
    assert {account.member_id for account, _ in shop.books} == set(NAMES)


def test_a_captured_mail_is_read_without_its_footer() -> None:
    captured = {
        "To": ["nora@example.com"],
        "Subject": " Happy birthday",
        "BodyText": "Happy\n\nTreat yourself.\n\n--\nWhy\n",
    }
    assert captured_mail(captured) == ("nora@example.com", "Happy birthday", "Happy\n\nTreat yourself.")

"""The laws of what members have beside their orders: birthdays, gifts, reminders, memberships, segments, blocks."""

from tessera.domain.calendar import start_of_day
from tessera.domain.segments import segments_of
from tessera.domain.voucher import ISSUED
from tests.properties.books import Books, Written, hold
from tests.properties.world import ZONE, World

ONCE = ("birthday/", "gift/", "enrolment")


def what_is_given_once_is_given_once(written: Written, books: Books, world: World) -> None:
    """A welcome, a gift, and the bonus of one year's birthday."""
    causes = [entry.cause for entry in written.record.entries if entry.kind == "accrual"]
    again = [cause for cause in causes if cause.startswith(ONCE) and books.accrued(cause)]
    hold(not again, f"given again: {again}")
    hold(len({*written.after.gifts}) == len(written.after.gifts), f"noted twice: {written.after.gifts}")


def nobody_is_reminded_twice(written: Written, books: Books, world: World) -> None:
    """Once per wallet, last day and offset."""
    told = {(change.of, change.now, change.was) for change in books.told["reminder"]}
    again = [change for change in written.changes("reminder") if (change.of, change.now, change.was) in told]
    hold(not again, f"reminded again: {again}")


def a_membership_ends_on_its_day(written: Written, books: Books, world: World) -> None:
    now, before = written.after.membership, written.before.membership if written.before else None
    hold(now is None or now.since < now.until, f"ends before it begins: {now}")
    hold(now is None or written.today < now.until, f"still there on {written.today}: {now}")
    ended = [change.at for change in written.changes("membership") if not change.now]
    right = [start_of_day(before.until, ZONE)] if before else []
    hold(not ended or ended == right, f"ended at {ended}, and not on the day of {before}")


def a_trial_is_had_once(written: Written, books: Books, world: World) -> None:
    """And before anything was paid for the plan."""
    for change in written.changes("membership"):
        had = [each.now for each in books.told["membership"] if each.of == change.of and each.now]
        hold(change.now != "trial" or not had, f"a trial of {change.of} after {had}")


def segments_are_those_that_the_member_is_in(written: Written, books: Books, world: World) -> None:
    programme = world.stores.programmes.in_force(written.after.settled_at).programme
    noted, found = {name for name, _ in written.after.segments}, segments_of(written.after, programme, written.today)
    expected = {"member": written.after.member_id, "segments": sorted(found)}
    hold(noted == {*found}, f"in {sorted(found)}, noted are {sorted(noted)}", expected)


def nothing_is_issued_to_who_is_blocked(written: Written, books: Books, world: World) -> None:
    is_blocked = written.before is not None and written.before.is_blocked and written.after.is_blocked
    issued = [change for change in written.changes("voucher") if change.now == ISSUED]
    hold(not (is_blocked and issued), f"issued to who is blocked: {issued}")


LAWS = (
    what_is_given_once_is_given_once,
    nobody_is_reminded_twice,
    a_membership_ends_on_its_day,
    a_trial_is_had_once,
    segments_are_those_that_the_member_is_in,
    nothing_is_issued_to_who_is_blocked,
)

"""What is written of each thing is read back as that thing, whatever is in it."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given

from tessera.domain.account import Account
from tessera.domain.entries import Entry, Record
from tessera.domain.filing import Filing
from tessera.domain.lots import Lot, Wallet
from tessera.domain.member import Profile
from tessera.domain.referral import Friendship, Referral
from tessera.domain.reservation import Reservation, Tender
from tessera.domain.voucher import Voucher
from tessera.domain.write import GuestOrder, HeldReferral, Parked, Progress
from tessera.storage import keys
from tessera.storage.columns import Row
from tessera.storage.entries import write_moment
from tessera.storage.look_ups import GuestRow, HeldRow
from tessera.storage.rows import SHAPES, AccountRow, FilingRow, ParkedRow, ProfileRow, ProgressRow
from tessera.storage.shapes import row_of
from tests.storage import strategies
from tests.storage.samples import newcomer


def _stored(row: Row) -> Any:
    """The row as DynamoDB gives it back."""
    return row_of(row.serialize())


@given(strategies.accounts)
def test_an_account_is_read_as_it_was_written(account: Account) -> None:
    assert _stored(AccountRow.of(account)).read() == account


@given(strategies.filings)
def test_a_filing_is_read_as_it_was_written(filing: Filing) -> None:
    assert _stored(FilingRow.of(filing)).filing(filing.key) == filing


@given(strategies.filings)
def test_the_index_tells_the_record_of_a_filing(filing: Filing) -> None:
    projected = {"pk", "sk", "member", "moment", "entries", "seq", "programme", "cause", "kind"}
    item = FilingRow.of(filing).serialize()
    assert row_of({name: value for name, value in item.items() if name in projected}).record() == filing.record


@given(strategies.parked)
def test_parked_refunds_are_read_as_they_were_written(parked: Parked) -> None:
    assert _stored(ParkedRow.of(parked)).parked(parked.order_id) == parked


@given(strategies.progress)
def test_progress_is_read_as_it_was_written(progress: Progress) -> None:
    assert _stored(ProgressRow.of(progress)).progress(progress.order_id) == progress


@given(strategies.guest_orders)
def test_the_look_up_of_a_guests_order_is_read_as_it_was_written(guest: GuestOrder) -> None:
    assert _stored(GuestRow.of(guest)).read() == guest


@given(strategies.profiles)
def test_a_profile_is_read_as_it_was_written(profile: Profile) -> None:
    assert _stored(ProfileRow.of(profile)).read() == profile


@given(strategies.held_referrals)
def test_a_held_referral_is_read_as_it_was_written(held: HeldReferral) -> None:
    assert _stored(HeldRow.of(held)).read() == held


@given(strategies.records, strategies.records)
def test_moments_sort_as_instants_and_numbers_do(first: Record, second: Record) -> None:
    in_order = (first.recorded_at, first.seq) < (second.recorded_at, second.seq)
    assert (write_moment(first) < write_moment(second)) == in_order


@pytest.mark.parametrize(
    "kind", [Account, Wallet, Lot, Reservation, Tender, Voucher, Record, Entry, Profile, Friendship, Referral]
)
def test_no_field_is_forgotten_by_the_strategies(kind: type[Any]) -> None:
    """A field that is added to the domain has to be written, and so has to be drawn here."""
    names = {each.name for each in fields(kind)}
    drawn = {
        Account: "member_id enrolled_on settled_at version wallets reservations vouchers activity tier actions claims "
        "traits membership plans cards segments gifts birthday_year reminded is_blocked referral",
        Wallet: "lots pending_lots reserved debt shared_last_day shared_expired_on",
        Lot: "activates_on last_day units shared",
        Reservation: "redemption_id lapses_at tenders",
        Tender: "value_minor wallet lots voucher on_shipping",
        Voucher: "code reward_id version issued_on last_day paid automatic stamps most_minor is_of_stock",
        Record: "member_id seq recorded_at before entries changes",
        Entry: "kind cause wallet amount units at active pending reserved version",
        Profile: "member_id email email_key enrolled_at revision name birthday locale country tags attributes consents "
        "fingerprints told_at",
        Friendship: "advocate_id state reasons order_id lot shared waiting",
        Referral: "code friends rewarded recent friendship",
    }[kind]
    assert names == set(drawn.split())


def test_every_row_says_its_kind_and_the_version_of_its_form() -> None:
    row = AccountRow.of(replace(newcomer(), version=1)).serialize()
    assert (row["kind"], row["schema"]) == ({"S": "account"}, {"N": "1"})


def test_no_filing_is_taken_for_another_row() -> None:
    """A row is read by its kind, and a filing's kind is that of its key."""
    assert not set(keys.FILINGS) & set(SHAPES)

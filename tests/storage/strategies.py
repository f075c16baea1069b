"""Any value that the ledger may be given to keep."""

from datetime import UTC, date, datetime
from typing import get_args

from hypothesis import strategies as st

from tessera.domain.account import Account
from tessera.domain.actions import Reported
from tessera.domain.activity import Activity, Deeds
from tessera.domain.entries import WALLETS, Balance, Change, ChangeKind, Entry, Kind, Record
from tessera.domain.filing import Filing, Key
from tessera.domain.lots import Lot, Wallet
from tessera.domain.member import Consents, Declared, Fingerprints, Profile, Source
from tessera.domain.memberships import MembershipState
from tessera.domain.messaging import MessageKind
from tessera.domain.referral import Friendship, FriendshipState, Referral
from tessera.domain.refunding import Refunded
from tessera.domain.reservation import Reservation, Tender
from tessera.domain.stamps import Card, Stamps
from tessera.domain.tiers import TierState
from tessera.domain.traits import Traits
from tessera.domain.voucher import Voucher
from tessera.domain.write import GuestOrder, HeldReferral, Parked, Progress

LARGEST = 2**63

ids = st.text("ABCabc012._:-", min_size=1, max_size=64)
units = st.integers(-LARGEST, LARGEST)
positive = st.integers(1, LARGEST)
days = st.dates(date(1900, 1, 1), date(9000, 1, 1))
instants = st.datetimes(datetime(1900, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC))
wallet_names = st.sampled_from(WALLETS)

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | units | any_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4),
    max_leaves=20,
)
papers = st.dictionaries(any_text, values, max_size=5)

lots = st.builds(Lot, days, st.none() | days, positive, st.booleans())
some_lots = st.lists(lots, max_size=6).map(tuple)
wallets = st.builds(
    Wallet,
    lots=some_lots,
    pending_lots=some_lots,
    reserved=st.integers(0, LARGEST),
    debt=st.integers(0, LARGEST),
    shared_last_day=st.none() | days,
    shared_expired_on=st.none() | days,
)
stamps = st.builds(Stamps, ids, days, st.none() | days, positive, positive)
some_stamps = st.lists(stamps, max_size=3).map(tuple)
vouchers = st.builds(
    Voucher,
    ids,
    ids,
    st.integers(1, 10_000),
    days,
    st.none() | days,
    some_lots,
    st.booleans(),
    some_stamps,
    st.none() | positive,
    st.booleans(),
)
tenders = st.builds(Tender, units, st.none() | wallet_names, some_lots, st.none() | vouchers, st.booleans())
reservations = st.builds(Reservation, ids, instants, st.lists(tenders, max_size=3).map(tuple))
deeds = st.builds(Deeds, units, units, units, units, units)
activities = st.builds(
    Activity,
    st.lists(st.tuples(days, deeds), max_size=3).map(tuple),
    deeds,
    st.none() | days,
)
tiers = st.builds(TierState, ids, days, st.none() | days, st.none() | days)
reported = st.builds(Reported, ids, units, st.lists(st.tuples(days, st.integers(1, 10**6)), max_size=3).map(tuple))
pairs = st.lists(st.tuples(ids, ids), max_size=2, unique_by=lambda pair: pair[0]).map(tuple)
traits = st.builds(
    Traits,
    st.none() | st.tuples(st.integers(1, 12), st.integers(1, 28)),
    st.none() | days,
    st.none() | ids,
    st.none() | ids,
    st.lists(ids, max_size=2).map(tuple),
    pairs,
)
memberships = st.builds(MembershipState, ids, st.sampled_from(["trial", "paid"]), days, days, st.booleans())
cards = st.builds(Card, ids, some_stamps, st.integers(0, LARGEST))
friendships = st.builds(
    Friendship,
    ids,
    st.sampled_from(get_args(FriendshipState)),
    st.lists(ids, max_size=3).map(tuple),
    st.none() | ids,
    st.none() | lots,
    st.integers(0, LARGEST),
    st.lists(ids, max_size=3).map(tuple),
)
referrals = st.builds(
    Referral,
    ids,
    st.integers(0, LARGEST),
    st.integers(0, LARGEST),
    st.lists(st.tuples(days, ids), max_size=3).map(tuple),
    st.none() | friendships,
)
accounts = st.builds(
    Account,
    member_id=ids,
    enrolled_on=days,
    settled_at=instants,
    version=st.integers(1, LARGEST),
    wallets=st.fixed_dictionaries(dict.fromkeys(WALLETS, wallets)),
    reservations=st.lists(reservations, max_size=3).map(tuple),
    vouchers=st.lists(vouchers, max_size=3).map(tuple),
    activity=activities,
    tier=st.none() | tiers,
    claims=st.dictionaries(ids, units, max_size=2).map(lambda claims: tuple(claims.items())),
    actions=st.lists(reported, max_size=2).map(tuple),
    traits=traits,
    membership=st.none() | memberships,
    plans=st.lists(ids, max_size=2).map(tuple),
    cards=st.lists(cards, max_size=2).map(tuple),
    segments=st.lists(st.tuples(ids, st.none() | instants), max_size=2).map(tuple),
    gifts=st.lists(ids, max_size=2).map(tuple),
    birthday_year=st.none() | st.integers(1900, 9000),
    reminded=st.lists(st.tuples(wallet_names, days, st.integers(0, 400)), max_size=2).map(tuple),
    is_blocked=st.booleans(),
    referral=referrals,
)

entries = st.builds(
    Entry,
    kind=st.sampled_from(get_args(Kind)),
    cause=ids,
    wallet=wallet_names,
    amount=units,
    units=units,
    at=instants,
    active=units,
    pending=units,
    reserved=units,
    version=st.integers(0, 10_000),
)
balances = st.fixed_dictionaries(dict.fromkeys(WALLETS, st.builds(Balance, units, units, units)))
changes = st.builds(Change, st.sampled_from(get_args(ChangeKind)), instants, ids, ids, st.just("") | ids)
records = st.builds(
    Record,
    ids,
    st.integers(1, 10**9),
    instants,
    balances,
    st.lists(entries, max_size=5).map(tuple),
    st.lists(changes, max_size=2).map(tuple),
)

ALONE = ("order", "completion", "claimed", "reservation", "closing", "enrolment", "referral_decision")
NAMED = ("refund", "capture", "claim", "adjustment", "action", "friend", "void", "membership", "birthday", "gift")
NUMBERED = ("settlement", "block", "cancellation")
keys = st.one_of(
    *(st.builds(Key, st.just(kind), ids, st.just("")) for kind in ALONE),
    *(st.builds(Key, st.just(kind), ids, ids) for kind in NAMED),
    *(st.builds(Key, st.just(kind), ids, st.integers(1, 10**7).map(str)) for kind in NUMBERED),
    st.builds(Key, st.just("referral"), ids, st.builds("{}/{:06d}".format, ids, st.integers(1, 10**5))),
)
filings = st.builds(Filing, keys, papers, papers, papers, st.none() | records)
parked = st.builds(Parked, ids, st.lists(papers, min_size=1, max_size=4).map(tuple))
line_numbers = st.lists(st.integers(0, LARGEST), max_size=500).map(tuple)
progress = st.builds(Progress, ids, st.integers(1, LARGEST), st.builds(Refunded, line_numbers, line_numbers))

guest_orders = st.builds(GuestOrder, ids, ids, days, instants, instants)

plain_text = st.text(max_size=20)
said = st.none() | st.booleans()
kinds = st.sampled_from(get_args(MessageKind))
subjects = st.sampled_from(["email", "push", "marketing", "confirmation"]) | kinds
words = st.builds(
    Declared, subjects, st.booleans(), instants, st.sampled_from(get_args(Source)), st.none() | plain_text
)
consents = st.builds(
    Consents,
    said,
    said,
    said,
    st.booleans(),
    declined=st.lists(kinds, max_size=3).map(tuple),
    asked_in=st.none() | positive,
    history=st.lists(words, max_size=3).map(tuple),
)
profiles = st.builds(
    Profile,
    member_id=ids,
    email=plain_text,
    email_key=ids,
    enrolled_at=instants,
    revision=positive,
    name=st.none() | plain_text,
    birthday=st.none() | days,
    locale=st.none() | plain_text,
    country=st.none() | plain_text,
    tags=st.lists(plain_text, max_size=3).map(tuple),
    attributes=st.dictionaries(plain_text, plain_text, max_size=3),
    consents=consents,
    fingerprints=st.builds(Fingerprints, st.none() | plain_text, st.none() | plain_text),
    told_at=st.none() | instants,
)
held_referrals = st.builds(HeldReferral, ids, ids, days, st.lists(ids, max_size=3).map(tuple))

"""Whether a member's records and account agree, and where not, in sentences (docs/rules.md §5).

Every record says how the wallets stood before it, so it can be judged alone; records and account then fit together
when each begins where the one before it ended and the account stands where the last one ended.
"""

from collections.abc import Iterator, Sequence

from tessera.domain.account import Account
from tessera.domain.entries import WALLETS, Balance, Entry, Record

Balances = dict[str, Balance]

NOTHING: Balances = {name: Balance(0, 0, 0) for name in WALLETS}

# How pending and reserved units change with an entry that moves units inside the wallet, per unit moved.
_INSIDE = {"activation": (-1, 0), "reservation": (0, 1), "release": (0, -1), "lapse": (0, -1)}


def faults(account: Account | None, records: Sequence[Record]) -> Iterator[str]:
    """What does not agree, of a member's account and all records in the order of their numbers."""
    if account is None:
        yield f"there are {len(records)} records and no account"
        return
    yield from _sequence_faults(account.version, [record.seq for record in records])
    stood = NOTHING
    for record in records:
        yield from _differences(f"record {record.seq} begins", record.before, "the one before ended", stood)
        yield from record_faults(record)
        stood = balances_after(record)
    yield from _differences("the account stands", balances_of(account), "its records end", stood)
    yield from account_faults(account)


def record_faults(record: Record) -> Iterator[str]:
    """What is wrong within a record: an entry whose amount is not the change that it makes."""
    stood = dict(record.before)
    for entry in record.entries:
        before = stood.get(entry.wallet, Balance(0, 0, 0))
        if not _moves(entry, before):
            what = f"{entry.kind} of {entry.units} {entry.wallet}"
            yield f"record {record.seq}: {what} does not lead from {_show(before)} to {_show(entry.after)}"
        stood[entry.wallet] = entry.after


def account_faults(account: Account) -> Iterator[str]:
    """What is wrong within an account: units said to be reserved that no open reservation holds, or lots of nothing."""
    for name, wallet in account.wallets.items():
        tenders = (tender for each in account.reservations for tender in each.tenders if tender.wallet == name)
        held = sum(tender.units for tender in tenders)
        if held != wallet.reserved:
            yield f"the account has {wallet.reserved} {name} reserved, its reservations hold {held}"
        if any(lot.units <= 0 for lot in (*wallet.lots, *wallet.pending_lots)):
            yield f"the account has a lot of no {name}"


def balances_of(account: Account) -> Balances:
    """The wallets of an account: lots, reserved units and debt added up."""
    return {name: wallet.balance for name, wallet in account.wallets.items()}


def balances_after(record: Record) -> Balances:
    """The wallets after a record."""
    return {**record.before, **{entry.wallet: entry.after for entry in record.entries}}


def _moves(entry: Entry, before: Balance) -> bool:
    if entry.amount != entry.balance - before.active - before.pending:
        return False
    pending, reserved = _INSIDE.get(entry.kind, (None, None))
    if pending is None or reserved is None:
        return abs(entry.amount) == entry.units
    changes = (entry.amount, entry.pending - before.pending, entry.reserved - before.reserved)
    return changes == (0, pending * entry.units, reserved * entry.units)


def _sequence_faults(version: int, numbers: Sequence[int]) -> Iterator[str]:
    missing = sorted(set(range(1, version + 1)) - set(numbers))
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    beyond = sorted(number for number in set(numbers) if not 1 <= number <= version)
    for those, fault in ((missing, "missing"), (twice, "there more than once"), (beyond, "beyond the account's last")):
        if those:
            yield f"records {', '.join(map(str, those))} of {version} are {fault}"


def _differences(what: str, found: Balances, other: str, expected: Balances) -> Iterator[str]:
    for name in WALLETS:
        if found[name] != expected[name]:
            yield f"{what} with {_show(found[name])} {name}, {other} with {_show(expected[name])}"


def _show(balance: Balance) -> str:
    return f"{balance.active} active, {balance.pending} pending, {balance.reserved} reserved"

"""The laws of figures: however its records are told, a story's figures come to what its entries and accounts say."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from tessera.commands.play.rigs import Stores
from tessera.domain.account import Account
from tessera.domain.awarding import Burn
from tessera.domain.calendar import day_of
from tessera.domain.entries import WALLETS, Record
from tessera.domain.figures import PENDING, Figures, Tallies, Tally, outstanding
from tessera.domain.filing import Filing
from tessera.domain.papers import unpacked
from tessera.domain.tallying import tallies_of
from tessera.domain.write import Write
from tessera.storage.memory.figures import MemoryTallies
from tests.properties.books import hold
from tests.properties.world import START, ZONE

BATCH_MAX = 10


def figures_come_to_what_was_written(writes: Sequence[Write], stores: Stores) -> None:
    """Judge a whole story by all that was written in it."""
    filings = [each for write in writes for each in write.filings]
    records = [each.record for each in filings if each.record]
    accounts = {write.account.member_id: write.account for write in writes if write.account}
    tallies = _told_anyhow([tally for each in filings for tally in _tallies(each, stores)])
    for day in sorted({day_of(entry.at, ZONE) for record in records for entry in record.entries}):
        _outstanding_is_what_entries_come_to(tallies, records, day)
    _they_come_to_the_accounts(tallies.through(date.max), [*accounts.values()])
    _they_count_what_was_filed(tallies.through(date.max), filings)
    _days_come_to_the_whole(tallies)


def _tallies(filing: Filing, stores: Stores) -> Iterator[Tally]:
    if record := filing.record:
        programme = stores.programmes.in_force(record.recorded_at).programme
        yield from tallies_of(record, kind=filing.key.kind, content=filing.content, programme=programme)


def _told_anyhow(tallies: list[Tally]) -> Tallies:
    """In any order and in any batches, most of them more than once."""
    chance, counted = Random(len(tallies)), MemoryTallies()
    told = tallies * 2
    chance.shuffle(told)
    while told:
        batch = told[: chance.randint(1, BATCH_MAX)]
        told = told[len(batch) :]
        for _ in range(chance.randint(1, 2)):
            counted.count(batch, at=START)
    return counted


def _outstanding_is_what_entries_come_to(tallies: Tallies, records: Sequence[Record], day: date) -> None:
    for wallet in WALLETS:
        entries = (entry for record in records for entry in record.entries if entry.wallet == wallet)
        moved = sum(entry.amount for entry in entries if day_of(entry.at, ZONE) <= day)
        told = outstanding(tallies.through(day), wallet)
        hold(told == moved, f"{told} {wallet} are outstanding after {day}, entries come to {moved}")


def _they_come_to_the_accounts(figures: Figures, accounts: Sequence[Account]) -> None:
    for wallet in WALLETS:
        balances = [account.wallets[wallet].balance for account in accounts]
        held = sum(each.total for each in balances), sum(each.pending for each in balances)
        told = outstanding(figures, wallet), figures[f"{wallet}_{PENDING}"]
        hold(told == held, f"{told} {wallet} are outstanding and pending, accounts have {held}")
    spent = sum(account.activity.lifetime.spend_minor for account in accounts)
    hold(figures["spend"] - figures["refunded"] == spent, f"accounts spent {spent}, the figures are {figures}")
    hold(figures["enrolments"] == len(accounts), f"{figures['enrolments']} enrolled, there are {len(accounts)}")


def _they_count_what_was_filed(figures: Figures, filings: Sequence[Filing]) -> None:
    awarded = sum(each.key.kind in ("order", "claimed") for each in filings if each.record)
    hold(figures["orders"] == awarded, f"{figures['orders']} orders are counted, {awarded} were awarded")
    closings = [each for each in filings if each.key.kind == "closing" and "burn" in each.content]
    burns = [unpacked(Burn, each.content["burn"]) for each in closings]
    used = sum(tender.voucher is not None for burn in burns for tender in burn.tenders)
    hold(figures["vouchers_used"] == used, f"{figures['vouchers_used']} are counted as used, {used} were")


def _days_come_to_the_whole(tallies: Tallies) -> None:
    together = Figures()
    for figures in tallies.days(date.min, date.max - timedelta(1)).values():
        together.update(figures)
    hold(together == tallies.through(date.max), f"the days come to {together}")

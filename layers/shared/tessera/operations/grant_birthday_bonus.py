"""Grant the bonus of a birthday: once in a calendar year, on the day (docs/rules.md §2 and §7)."""

from dataclasses import replace
from datetime import datetime

from tessera.domain.account import Account
from tessera.domain.book import Mint
from tessera.domain.filing import Filing, Key
from tessera.domain.giving import birthday_due, give_points
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.settling import settle
from tessera.domain.write import Write
from tessera.operations.carrying_out import Attempt
from tessera.operations.nightly import write_if_due
from tessera.operations.reading import settled_book


def grant_birthday_bonus(
    member_id: str, *, ledger: Ledger, programmes: Programmes, patience: Patience, mint: Mint, now: datetime
) -> Account | None:
    """Give the points of a birthday that has come; a night that was missed is made up for. Gives the account after
    it, None when nothing was written. Raises Busy."""
    version = programmes.in_force(now)

    def propose(attempt: Attempt, account: Account) -> Write | None:
        birthday, bonus = birthday_due(account, now, version), version.programme.bonuses.birthday
        if birthday is None or bonus is None:
            return None
        key = Key("birthday", member_id, str(birthday.year))
        book = settled_book(attempt, account, version, now, programmes, mint)
        give_points(book, key.cause, bonus.points, version)
        book.account = replace(book.account, birthday_year=birthday.year)
        settle(book, version)
        account, record = book.close()
        return Write(filings=(Filing(key, {}, {}, record=record),), account=account, counts=tuple(book.counts))

    return write_if_due(member_id, propose, ledger=ledger, patience=patience)

"""Erasure: a member goes, and the ledger stays and balances (docs/rules.md §11a).

The first transaction closes the account: from then on nothing is entered for the member, and what is written of them
elsewhere is cleared away, page by page and any number of times. Only then may somebody enrol under the same id: their
records go on with the next number, and nothing of before lies in their way.
"""

from datetime import datetime

from tessera.domain.book import Book
from tessera.domain.erased import Erased
from tessera.domain.filing import Filing, Key
from tessera.domain.lots import Wallet
from tessera.domain.member import Profile
from tessera.domain.settling import give_back
from tessera.domain.write import Write


def erasure_of(book: Book, profile: Profile | None, *, erased_at: datetime, sits: bool) -> Write:
    """The write that closes an account in whose settled book nothing else was entered; `sits`: in the sample."""
    account = book.account
    key = Key("erasure", account.member_id, str(account.version + 1))
    _empty(book, key.cause)
    closed, record = book.close()
    email_key = profile.email_key if profile else None
    return Write(
        filings=(Filing(key, {}, {}, record=record),),
        erased=Erased(account.member_id, closed.version, erased_at, book.at, email_key),
        profile_was=profile,
        code_was=account.referral.code or None,
        decided=account.member_id,
        vacated=account.member_id if sits else None,
        counts=tuple(book.counts),
    )


def _empty(book: Book, cause: str) -> None:
    """What is reserved is released. Active units go first and those on hold then: each entry has an amount of its own,
    also where the one pays the other's debt."""
    for reservation in book.account.reservations:
        give_back(book, reservation, "release", book.at)
    for name in book.account.wallets:
        on_hold = Wallet(pending_lots=book.wallet(name).pending_lots)
        book.post("adjustment", cause, name, on_hold)
        book.post("adjustment", cause, name, Wallet())

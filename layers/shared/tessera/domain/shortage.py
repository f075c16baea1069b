"""How far below zero a wallet may stand: what cannot be collected is written off, by an entry (docs/rules.md §4)."""

from dataclasses import replace

from tessera.domain.book import Book
from tessera.domain.lots import Wallet
from tessera.domain.programme.document import Refunds


def below_policy(wallet: Wallet, policy: Refunds) -> int:
    """By how many owed units a wallet stands below what the policy allows."""
    lowest = 0 if policy.shortage == "clamp" else policy.floor
    return max(0, min(wallet.debt, lowest - wallet.active))


def write_off(book: Book, cause: str, name: str, policy: Refunds) -> None:
    """Write off what a wallet owes beyond what the policy allows."""
    wallet = book.wallet(name)
    forgiven = replace(wallet, debt=wallet.debt - below_policy(wallet, policy))
    book.post("shortage", cause, name, forgiven)

"""Blocked members: nothing is burned, everything else goes on (docs/rules.md §6)."""

from dataclasses import replace

from tessera.domain.account import Account
from tessera.domain.book import Book
from tessera.domain.refusals import Blocked

BLOCKED = "the member is blocked"


def refuse_blocked(account: Account) -> None:
    """Raises Blocked for a member who may not burn anything."""
    if account.is_blocked:
        raise Blocked("The member is blocked: nothing can be claimed or used until that is undone.")


def enter_block(book: Book, *, is_blocked: bool) -> None:
    """Note in a settled book that the member may not burn anything any more, or may again."""
    states = {False: "active", True: "blocked"}
    was, now = states[book.account.is_blocked], states[is_blocked]
    book.account = replace(book.account, is_blocked=is_blocked)
    book.note_change("block", was, now)

"""Whose row it is: many exports name members by e-mail alone, and the shop knows them by its own ids."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from tessera.commands.documents import Unreadable
from tessera.commands.importing.mapping import Column, Mapping, packaged
from tessera.commands.importing.reading import Row, read_export
from tessera.domain.ports import EmailKey, Ledger
from tessera.domain.programme.values import ID

FOUND_MAX = 2

Whose = Callable[[str], tuple[str, ...]]
"""The ids of the members with an e-mail; several where it cannot be told whose it is."""


def id_in(row: Row, column: Column | None) -> str:
    """The member's or order's id in a row; spreadsheets put an apostrophe before numbers that shall stay texts."""
    found = row.text(column).lstrip("'")
    return "" if found == "0" else found


def ids_by_email(file: Path) -> dict[str, tuple[str, ...]]:
    """The shop's own ids by e-mail, from a CSV of its customers. Raises Unreadable."""
    mapping = packaged("ids", "customers")
    found = defaultdict[str, dict[str, None]](dict)
    for row in read_export(file, mapping).rows:
        member_id, email = id_in(row, mapping.columns["member_id"]), row.text(mapping.columns["email"])
        if email and member_id:
            if not ID.fullmatch(member_id):
                raise Unreadable(file, [(row.number, f"{member_id} is no id: 1 to 64 letters, digits or . _ : -")])
            found[plain(email)][member_id] = None
    return {email: tuple(ids) for email, ids in found.items()}


def whose(ids: dict[str, tuple[str, ...]], ledger: Ledger, email_key: EmailKey) -> Whose:
    """By the file of ids, and where it does not know the e-mail, by who is a member with it."""

    def look(email: str) -> tuple[str, ...]:
        return ids.get(plain(email)) or ledger.members_with_email(email_key(email), limit=FOUND_MAX)

    return look


def plain(email: str) -> str:
    """An e-mail as it is looked up: capitals make no difference."""
    return email.strip().lower()


def owner_of(row: Row, mapping: Mapping, look: Whose) -> str:
    """The id of the member whose row it is. Raises ValueError with a sentence."""
    member_id, email = id_in(row, mapping.columns.get("member_id")), row.text(mapping.columns.get("email"))
    if member_id:
        if not ID.fullmatch(member_id):
            raise ValueError(f'"{member_id}" is no id: 1 to 64 letters, digits or . _ : -')
        return member_id
    found = look(email) if email else ()
    if len(found) == 1:
        return found[0]
    if found:
        raise ValueError(f"several members have this e-mail ({', '.join(found)}): which one is it?")
    raise ValueError("the row has no member_id, and its e-mail is nobody's: name the shop's ids with --ids")

"""Changes as the table's stream brings them: what each write of an account brings nearer is put on the agenda
(docs/rules.md §7)."""

from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tessera.domain.account import Account
from tessera.edge.agenda import follow
from tessera.edge.plans import call_for_plan
from tessera.edge.settings import settings
from tessera.storage.accounts import account_of
from tessera.storage.keys import tail
from tessera.storage.packing import unpack

ACCOUNT, PROGRAMME = "account", "programme"


class AccountChange(NamedTuple):
    """An account before a write (None: it was the member's first) and after it."""

    before: Account | None
    after: Account


def keep_agenda(event: Mapping[str, Any]) -> None:
    """Put whoever a batch of the stream brings nearer on the agenda; a publication calls for a plan of all. Raises
    Unsent, Busy.

    Not where time is moved by hand: there nights look at every account.
    """
    if settings().has_test_clock:
        return
    for change in account_changes(event):
        follow(*change)
    if any(_kind(image) == PROGRAMME for _, image in _images(event)):
        call_for_plan()


def account_changes(event: Mapping[str, Any]) -> Iterator[AccountChange]:
    """The accounts that a batch of the stream says were written."""
    for before, after in _images(event):
        if _kind(after) == ACCOUNT:
            yield AccountChange(_account(before) if before and _kind(before) == ACCOUNT else None, _account(after))


def _images(event: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for change in event["Records"]:
        images = change["dynamodb"]
        if "NewImage" in images:
            yield images.get("OldImage", {}), images["NewImage"]


def _kind(image: Mapping[str, Any]) -> str:
    return str(image["kind"]["S"])


def _account(image: Mapping[str, Any]) -> Account:
    form = unpack(b64decode(image["account"]["B"]))
    return account_of(form, member_id=tail(image["pk"]["S"]), version=int(image["version"]["N"]))

"""The agenda of this stack, and who is put on it."""

from functools import cache
from typing import Any

from tessera.domain.account import Account
from tessera.edge.patience import JitteredPatience
from tessera.edge.settings import settings
from tessera.edge.wiring import world
from tessera.operations.keep_agenda import follow_account
from tessera.storage.agenda import DynamoAgenda
from tessera.storage.table import Table

SECONDS_FOR_A_PAGE = 30


@cache
def table() -> Table:
    """The table of this stack, as a whole."""
    return Table(settings().table_name, patience=JitteredPatience())


@cache
def agenda() -> DynamoAgenda:
    """The agenda of this stack."""
    return DynamoAgenda(table())


def follow(before: Account | None, after: Account) -> int:
    """Put a member on the agenda of each job that a write has brought nearer; `before` None: of each that is ahead.
    Gives how many that were. Raises NoProgramme, Busy."""
    here = world()
    return follow_account(
        before, after, agenda=agenda(), programmes=here.programmes, patience=here.patience, now=here.clock.now()
    )


def has_time(context: Any) -> bool:
    """Whether this run of the function has time for another page; if not, it sends on what is left."""
    return bool(context.get_remaining_time_in_millis() > SECONDS_FOR_A_PAGE * 1000)

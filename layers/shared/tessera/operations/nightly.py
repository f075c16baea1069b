"""What every nightly step of one account does: look, write if something is due, and look again if the race was lost
(docs/rules.md §7)."""

from collections.abc import Callable

from tessera.domain.account import Account
from tessera.domain.outcome import AlreadyFiled, Exhausted, Recorded
from tessera.domain.ports import Ledger, Patience
from tessera.domain.refusals import Busy
from tessera.domain.write import Write
from tessera.operations.carrying_out import Attempt


def write_if_due(
    member_id: str, propose: Callable[[Attempt, Account], Write | None], *, ledger: Ledger, patience: Patience
) -> Account | None:
    """Record what `propose` makes of the account as it stands (None: nothing is due). Gives the account
    after it, None when nothing was written. Raises Busy."""
    attempt = Attempt(sure=True)
    for _ in patience.attempts():
        account = ledger.account(member_id, consistent=True)
        write = propose(attempt, account) if account else None
        if write is None:
            return None
        match ledger.record(write):
            case Recorded():
                return write.account
            case AlreadyFiled(filed) if filed.key.kind != "settlement":
                return None
            case Exhausted(counter, left):
                attempt = attempt.with_left(counter, left)
    raise Busy("Many writes to this account are under way.")

"""Who holds an order: a member with an account, or nobody, as of a guest and of whoever was erased."""

from tessera.domain.account import Account
from tessera.domain.ports import Ledger
from tessera.operations.carrying_out import Attempt
from tessera.operations.filed_orders import FiledOrder


def holder_of(filed: FiledOrder, attempt: Attempt, ledger: Ledger) -> Account | None:
    """The account that an order is entered in: none of a guest's, and none where the member was erased."""
    member_id = filed.order.member_id
    if member_id is None:
        return None
    if attempt.account is not None and attempt.account.member_id == member_id:
        return attempt.account
    return ledger.account(member_id, consistent=attempt.sure)

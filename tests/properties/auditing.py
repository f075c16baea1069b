"""Going through the books after each step, by the port of the ledger alone: memory and DynamoDB are judged alike."""

from tessera.commands.calls import CALLS
from tessera.domain.ports import Json
from tests.properties.books import Books, hold
from tests.properties.laws import LAWS, Written, what_is_outstanding_is_what_moved
from tests.properties.order_laws import judge_order
from tests.properties.world import Event, World

ANSWERED_ONCE = {*CALLS} - {"enrol", "quote", "block", "cancel_membership"}
"""Calls with a natural key: sent again they are answered with the first answer."""


class Auditor:
    """Goes through the books after each step."""

    def __init__(self, world: World, members: tuple[str, ...]) -> None:
        self._world, self._ledger = world, world.stores.ledger
        self.books = {member_id: Books() for member_id in members}
        self._first_answers: dict[str, Json] = {}

    def audit(self) -> set[str]:
        """Judge all that was written since the last time; gives the members to whom something was."""
        return {member_id for member_id, books in self.books.items() if self._has_written(member_id, books)}

    def judge(self, event: Event, answer: Json) -> None:
        """Judge an event that just happened."""
        changed = self.audit()
        hold(not ("refused" in answer and changed), f"what was refused changed {sorted(changed)}")
        hold(not (event.verb == "quote" and changed), f"a quote changed {sorted(changed)}")
        self._answered_once(event, answer, changed)
        if order_id := event.body.get("order_id"):
            self.judge_order(order_id)

    def judge_order(self, order_id: str) -> None:
        """Judge an order with all that was entered because of it."""
        file = self._ledger.order(order_id)
        if file is not None and file.filing is not None:
            books = self.books.get(file.filing.body.get("member_id", ""))
            judge_order(order_id, file, file.filing, books, self._world)

    def _has_written(self, member_id: str, books: Books) -> bool:
        account = self._ledger.account(member_id, consistent=True)
        if account is None or account.version == books.version:
            hold(account == books.account, f"the account of {member_id} changed without a record")
            return False
        page = self._ledger.records(member_id, limit=account.version - books.version)
        written = Written(books.account, account, tuple(reversed(page.records)))
        for law in LAWS:
            law(written)
        books.enter(account, written.records)
        what_is_outstanding_is_what_moved(books)
        return True

    def _answered_once(self, event: Event, answer: Json, changed: set[str]) -> None:
        if event.verb not in ANSWERED_ONCE:
            return
        first = self._first_answers.get(event.said)
        if first is not None:
            hold(answer == first, f"{event.verb} was answered otherwise when it was sent again", {"last": first})
            hold(not changed, f"{event.verb} changed {sorted(changed)} when it was sent again")
        elif "refused" not in answer:
            self._first_answers[event.said] = answer

"""Going through the books after each step, by the port of the ledger alone: memory and DynamoDB are judged alike."""

from tessera.commands.calls import CALLS
from tessera.domain.filing import Json
from tessera.domain.write import Write
from tessera.operations.filed_orders import filed_order
from tests.properties import card_laws, member_laws, message_laws, voucher_laws
from tests.properties.books import Books, Written, hold
from tests.properties.card_laws import stamps_are_those_that_orders_gave, stamps_left_of
from tests.properties.counter_laws import Counts
from tests.properties.explanation_laws import every_entry_is_explained
from tests.properties.friend_laws import Referrals
from tests.properties.laws import LAWS, what_is_outstanding_is_what_moved
from tests.properties.order_laws import judge_order
from tests.properties.world import Event, World

OF_ORDERS = ("order", "claimed", "refund", "completion", "capture")
"""The kinds of keys that lie under an order."""
ANSWERED_ONCE = {*CALLS} - {"enrol", "quote", "block", "cancel_membership"}
"""Calls with a natural key: sent again they are answered with the first answer."""


class Auditor:
    """Goes through the books after each step."""

    def __init__(self, world: World, members: tuple[str, ...]) -> None:
        self._world, self._ledger = world, world.stores.ledger
        self.books = {member_id: Books() for member_id in members}
        self._counts, self._referrals = Counts(), Referrals()
        self._first_answers: dict[str, Json] = {}

    def audit(self) -> set[str]:
        """Judge all that was written since the last time; gives the members to whom something was."""
        writes = self._world.witness.since_last_asked()
        stood = {member_id: books.version for member_id, books in self.books.items()}
        for write in writes:
            self._judge_write(write)
        for member_id, books in self.books.items():
            self._lies_in_the_ledger(member_id, books, books.version - stood[member_id])
        for order_id in sorted(
            {each.key.owner for write in writes for each in write.filings if each.key.kind in OF_ORDERS}
        ):
            self.judge_order(order_id)
        self._counts.judge(self.books.values(), self._world)
        self._referrals.judge(self.books)
        for record in [each.record for write in writes for each in write.filings if each.record]:
            every_entry_is_explained(record, self.books[record.member_id], self._world)
        return {write.account.member_id for write in writes if write.account}

    def judge(self, event: Event, answer: Json) -> None:
        """Judge an event that just happened."""
        changed = self.audit()
        hold(not ("refused" in answer and changed), f"what was refused changed {sorted(changed)}")
        hold(not (event.verb == "quote" and changed), f"a quote changed {sorted(changed)}")
        self._answered_once(event, answer, changed)

    def judge_order(self, order_id: str) -> None:
        """Judge an order with all that was entered because of it."""
        file = self._ledger.order(order_id)
        filed = filed_order(file)
        if file is None or filed is None:
            return
        books = self.books.get(filed.order.member_id or "")
        judge_order(order_id, file, filed, books, self._world)
        if books:
            books.stamps_of_orders[order_id] = stamps_left_of(filed, file.progress)
            stamps_are_those_that_orders_gave(books)
            self._referrals.judge_order(order_id, filed, file.progress, self.books, self._world)

    def _judge_write(self, write: Write) -> None:
        self._counts.enter(write)
        self._referrals.enter(write)
        if write.account is None:
            return
        books = self.books[write.account.member_id]
        (record,) = [each.record for each in write.filings if each.record]
        written = Written(books.account, write.account, record, write.filings)
        for law in LAWS:
            law(written)
        for law_of_books in (*card_laws.LAWS, *member_laws.LAWS, *voucher_laws.LAWS, *message_laws.LAWS):
            law_of_books(written, books, self._world)
        books.enter(written)
        what_is_outstanding_is_what_moved(books)

    def _lies_in_the_ledger(self, member_id: str, books: Books, count: int) -> None:
        """What was written is what is read."""
        account = self._ledger.account(member_id, consistent=True)
        hold(account == books.account, f"the account of {member_id} is not the one that was written last")
        if count:
            records = self._ledger.records(member_id, limit=count).records
            versions = [record.seq for record in reversed(records)]
            hold(versions == [*range(books.version - count + 1, books.version + 1)], f"{member_id} has {versions}")

    def _answered_once(self, event: Event, answer: Json, changed: set[str]) -> None:
        if event.verb not in ANSWERED_ONCE:
            return
        first = self._first_answers.get(event.said)
        if first is not None:
            hold(answer == first, f"{event.verb} was answered otherwise when it was sent again", {"last": first})
            hold(not changed, f"{event.verb} changed {sorted(changed)} when it was sent again")
        elif "refused" not in answer:
            self._first_answers[event.said] = answer

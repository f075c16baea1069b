"""The laws of what is counted outside the accounts: the stock of a reward, the budget of a gift, what was donated."""

from collections import Counter
from collections.abc import Iterable

from tessera.domain.counting import donated_to, donations_to, stock_of
from tessera.domain.filing import Filing
from tessera.domain.write import Write
from tests.properties.books import Books, hold
from tests.properties.carts import minor
from tests.properties.programmes import COME_BACK, TREES
from tests.properties.world import World


class Counts:
    """What writes drew on counters, and what they gave for it."""

    def __init__(self) -> None:
        self._drawn: Counter[str] = Counter()
        self._given: Counter[str] = Counter()

    def enter(self, write: Write) -> None:
        """Judge what one write draws: never beyond the most that there is."""
        for counting in write.counts:
            self._drawn[counting.counter] += counting.amount
            drawn, most = self._drawn[counting.counter], counting.most
            hold(most is None or counting.amount <= 0 or drawn <= most, f"{drawn} are drawn with {counting}")
        for filing in write.filings:
            self._given.update(_given_by(filing))

    def judge(self, all_books: Iterable[Books], world: World) -> None:
        """What the counters say is what was drawn, and that is what was given."""
        given = self._given.copy()
        for books in all_books:
            given.update(stock_of(voucher.reward_id) for voucher in books.of_stock())
        for counter in {*self._drawn, *given}:
            found = (world.stores.ledger.counted(counter), self._drawn[counter], given[counter])
            hold(len({*found}) == 1, f"{counter}: what is counted, drawn and given differ: {found}")


def _given_by(filing: Filing) -> dict[str, int]:
    """What a gift gave of its budget, and what one donation counts for."""
    if filing.key.kind == "gift" and filing.key.id == COME_BACK["id"]:
        return {f"budget/{filing.key.id}": filing.content["given"]}
    if "donation" not in filing.content:
        return {}
    charity = TREES["charity"]
    return {stock_of(TREES["id"]): 1, donations_to(charity): 1, donated_to(charity): minor(TREES["value"])}

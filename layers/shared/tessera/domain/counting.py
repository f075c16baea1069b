"""Counters outside the accounts: the stock of a reward, and what was donated to a charity (docs/rules.md §6)."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from unicodedata import normalize

from tessera.domain.book import Book, Counting
from tessera.domain.programme.rewards import Donation, Purchasable
from tessera.domain.refusals import LimitReached


def stock_of(reward_id: str) -> str:
    """The counter of how many of a reward are gone."""
    return f"stock/{reward_id}"


def donated_to(charity: str) -> str:
    """The counter of what a charity was given, in minor units."""
    return f"donated/{_safe(charity)}"


def donations_to(charity: str) -> str:
    """The counter of how often a charity was given something."""
    return f"donations/{_safe(charity)}"


def draw_stock(book: Book, reward: Purchasable) -> None:
    """Take one of a reward, by the stock it has today. Raises LimitReached when none is left."""
    if reward.stock is None:
        return
    if stock_of(reward.id) in used_up(book.left, book.counts):
        raise LimitReached(f'None of the {reward.stock} of the reward "{reward.id}" is left.')
    count_on(book, Counting(stock_of(reward.id), 1, reward.stock))


def return_stock(book: Book, reward_id: str) -> None:
    """Put one of a reward back that was drawn from its stock."""
    count_on(book, Counting(stock_of(reward_id), -1))


def used_up(left: Mapping[str, int], counts: Iterable[Counting] = ()) -> frozenset[str]:
    """The counters that have nothing left once this is drawn on them; one of which nothing is known has enough."""
    drawn = {each.counter: each.amount for each in counts}
    return frozenset(counter for counter, units in left.items() if units <= drawn.get(counter, 0))


def note_donation(book: Book, donation: Donation) -> None:
    """Add a donation to what its charity was given."""
    count_on(book, Counting(donated_to(donation.charity), donation.value))
    count_on(book, Counting(donations_to(donation.charity), 1))


def count_on(book: Book, counting: Counting) -> None:
    """Draw on a counter in a book. A transaction touches an item once, so what is drawn on one counter is added up."""
    same = next((each for each in book.counts if each.counter == counting.counter), None)
    others = [each for each in book.counts if each is not same]
    together = _added(same, counting) if same else counting
    book.counts = [*others, together] if together.amount else others


def _added(first: Counting, second: Counting) -> Counting:
    most = second.most if first.most is None else first.most
    return Counting(first.counter, first.amount + second.amount, most)


def _safe(name: str) -> str:
    """A name of any letters and length as part of a key; the same however its accents are composed."""
    return sha256(normalize("NFC", name).encode()).hexdigest()[:32]

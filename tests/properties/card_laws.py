"""The laws of stamp cards: what a card has is what its changes say, and what its orders gave and refunds left of it."""

from collections import Counter

from tessera.domain.refunding import nothing_refunded
from tessera.domain.write import Progress
from tessera.operations.filed_orders import FiledOrder
from tests.properties.books import Books, Written, hold
from tests.properties.world import World


def what_a_card_has_is_what_was_told(written: Written, books: Books, world: World) -> None:
    """Each change of stamps begins where the one before it ended."""
    stood = {change.of: change.now for change in books.told["stamps"]}
    for change in written.changes("stamps"):
        hold(stood.get(change.of, "0") == change.was, f"{change} follows {stood.get(change.of, '0')}")
        stood[change.of] = change.now
    for card_id in {*stood, *(card.card_id for card in written.after.cards)}:
        have = str(written.after.card(card_id).have)
        hold(stood.get(card_id, "0") == have, f"{card_id} has {have}, told are {stood.get(card_id, '0')}")


def no_card_owes_what_it_has(written: Written, books: Books, world: World) -> None:
    for card in written.after.cards:
        hold(card.owed >= 0 and all(each.count > 0 for each in card.stamps), f"below zero: {card}")
        hold(not (card.owed and card.held), f"owes with stamps in hand: {card}")


def no_stamp_outlives_its_last_day(written: Written, books: Books, world: World) -> None:
    stamps = [each for card in written.after.cards for each in card.stamps]
    over = [each for each in stamps if each.last_day and each.last_day < written.today]
    hold(not over, f"on a card on {written.today}, and over: {over}")


LAWS = (what_a_card_has_is_what_was_told, no_card_owes_what_it_has, no_stamp_outlives_its_last_day)


def stamps_left_of(filed: FiledOrder, progress: Progress | None) -> Counter[str]:
    """What refunds left of the stamps of an order, by card; only of cards whose stamps never expire."""
    refunded = progress.refunded if progress else nothing_refunded(filed.order)
    lasting = [stamped for stamped in filed.awarded.stamped if stamped.last_day is None]
    return Counter({each.card_id: sum(each.counts) - sum(each.undone(filed.order, refunded)) for each in lasting})


def stamps_are_those_that_orders_gave(books: Books) -> None:
    """Of cards whose stamps never expire: those on the card, less what it owes, and those in vouchers, also in used
    ones."""
    if books.account is None:
        return
    given: Counter[str] = Counter()
    for stamps in books.stamps_of_orders.values():
        given.update(stamps)
    for card_id, count in given.items():
        have, turned = books.account.card(card_id).have, books.stamps_in_vouchers(card_id)
        hold(have + turned == count, f"{card_id}: of {count} from orders {have} are there, {turned} are in vouchers")

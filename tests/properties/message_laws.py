"""The laws of what members are told of a write (docs/rules.md §8)."""

from collections.abc import Sequence
from dataclasses import replace

from tessera.domain.messaging import Message, Told, purpose_of
from tessera.domain.telling import is_worth_telling, messages_of
from tessera.domain.voucher import ISSUED
from tests.properties.books import Books, Written, hold
from tests.properties.world import World

NOTHING = Told()


def what_is_told_is_lawful(written: Written, books: Books, world: World) -> None:
    """Every law below, of the messages of one write."""
    (filing,) = (each for each in written.filings if each.record)
    version = world.stores.programmes.in_force(written.record.recorded_at)
    messages = messages_of(written.record, filing.key, filing=filing, account=written.after, version=version)
    is_heard = is_worth_telling(written.record, filing.key)
    hold(is_heard or not messages, f"not worth telling, but told: {messages}")
    _one_cause_makes_one_message(messages)
    for each in messages:
        _it_is_about_something(each)
        _what_needs_no_consent_to_marketing_is_told_without_it(each)
    _every_code_is_told_once(messages, written, books)


def _one_cause_makes_one_message(messages: Sequence[Message]) -> None:
    causes = [each.cause for each in messages]
    hold(len({*causes}) == len(causes), f"several of one cause: {causes}")


def _it_is_about_something(message: Message) -> None:
    """It says something that has changed, not only how things stand; a welcome is one by itself."""
    said = replace(message.told, balances={}, order_id=None, activates_on=None, last_day=None, until=None)
    hold(said != NOTHING or message.kind == "welcome", f"says nothing: {message}")
    amounts = (*said.earned, *said.pending, *said.activated, *said.taken_back, *said.given_back)
    hold(all(each.units > 0 for each in (*amounts, *said.expiring, *said.expired)), f"of nothing: {message}")


def _what_needs_no_consent_to_marketing_is_told_without_it(message: Message) -> None:
    kinds = (message.kind, message.otherwise) if message.otherwise else (message.kind,)
    purposes = [purpose_of(kind) for kind in kinds]
    hold(purposes in (["service"], ["marketing"], ["marketing", "service"]), f"{purposes} of {message}")


def _every_code_is_told_once(messages: Sequence[Message], written: Written, books: Books) -> None:
    """Of the vouchers that this write has issued, and of those that it gave back."""
    told = [voucher.code for each in messages for voucher in each.told.vouchers]
    issued = sum(change.now == ISSUED for change in written.changes("voucher"))
    new = {code for code in written.has if code not in books.vouchers}
    hold(len({*told}) == len(told), f"told twice: {told}")
    hold(len(new) != issued or {*told} >= new, f"issued {new}, told {told}")
    hold({*told} <= {*written.has}, f"told {told}, the member has {[*written.has]}")


LAWS = (what_is_told_is_lawful,)

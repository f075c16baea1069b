"""Adjust a wallet by hand: a gift or a correction, with its reason (docs/rules.md §10)."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, PlainValidator, StringConstraints, ValidationInfo, WithJsonSchema

from tessera.domain.book import Book, Mint
from tessera.domain.calendar import day_of
from tessera.domain.entries import CASHBACK
from tessera.domain.expiry import expiry_of, new_lot
from tessera.domain.filing import Filing, Key
from tessera.domain.lots import deposit, take
from tessera.domain.money import parse_minor
from tessera.domain.order import Body, Id, Reading
from tessera.domain.papers import canonical
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.refusals import InsufficientBalance
from tessera.domain.settling import settle
from tessera.domain.statement import entry_view
from tessera.domain.versions import Version
from tessera.domain.views import account_view
from tessera.domain.wording import words_of
from tessera.domain.write import Write
from tessera.operations.carrying_out import Answer, Attempt, carry_out
from tessera.operations.reading import account_for, settled_book

UNITS_MAX = 1_000_000_000
AMOUNT_SCHEMA = {"type": ["integer", "string"], "examples": [100, "-5.00"]}


def _amount(value: object, info: ValidationInfo) -> int:
    """Whole points, or money of the cashback wallet named before it; not zero."""
    if info.data.get("wallet") == CASHBACK and isinstance(info.context, Reading):
        units = parse_minor(value, info.context.digits or 0, signed=True)
    elif isinstance(value, int) and not isinstance(value, bool):
        units = value
    else:
        raise ValueError("points are a whole number, such as 100 or -100")
    if not 0 < abs(units) <= UNITS_MAX:
        raise ValueError("an adjustment moves at least one unit, and not more than a thousand million")
    return units


class Adjustment(Body):
    """Units to give (or, negative, to take), why, and the operator's own reference and note."""

    wallet: Literal["points", "cashback"]
    amount: Annotated[int, PlainValidator(_amount), WithJsonSchema(AMOUNT_SCHEMA)]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    reference: Id
    note: Annotated[str, StringConstraints(max_length=500)] | None = Field(default=None)


def adjust(
    member_id: str,
    adjustment: Adjustment,
    *,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    mint: Mint,
    now: datetime,
) -> Answer:
    """Enter a gift or a correction.

    The answer is that of `POST /members/{member_id}/adjustments`. Raises UnknownMember, InsufficientBalance when more
    would be taken than is available, Conflict, Busy.
    """
    version = programmes.in_force(now)
    key = Key("adjustment", member_id, adjustment.reference)
    body = canonical(adjustment)

    def propose(attempt: Attempt) -> Write:
        account = account_for(attempt, ledger, member_id)
        # What is taken is taken before points turn into vouchers again: an operator voids one, and then takes its cost.
        book = settled_book(attempt, account, version, now, programmes, mint if adjustment.amount > 0 else None)
        book.mint = mint
        place = len(book.entries)
        _enter(book, key.cause, adjustment, version, day_of(book.at, version.programme.timezone))
        settle(book, version)
        account, record = book.close()
        shown = entry_view(record, place, version.programme, words_of(version.programme))
        answer = {"entry": shown, "account": account_view(account, version.programme)}
        return Write(filings=(Filing(key, body, answer, record=record),), account=account, counts=tuple(book.counts))

    return carry_out(propose, key=key, body=body, ledger=ledger, patience=patience, trusting=False)


def _enter(book: Book, cause: str, adjustment: Adjustment, version: Version, today: date) -> None:
    wallet = book.wallet(adjustment.wallet)
    if adjustment.amount > 0:
        lot = new_lot(expiry_of(version.programme, adjustment.wallet), today, adjustment.amount)
        after = deposit(wallet, lot)
    elif wallet.available >= -adjustment.amount:
        after, _ = take(wallet, -adjustment.amount)
    else:
        raise InsufficientBalance("The adjustment would take more than is available.")
    book.post("adjustment", cause, adjustment.wallet, after)

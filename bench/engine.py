"""How fast the pure engine is: one core, no storage, three-line orders under a programme with ten rules.

Orders are read anew for every figure, a hundred at a time, so nothing that one keeps for itself is counted twice. Of
each hundred the best of many rounds counts, in CPU time: a machine has other things to do.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from cProfile import Profile
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from time import process_time
from types import CodeType
from typing import Any, NamedTuple, TypeVar

from bench.programme import PROGRAMME
from tessera.domain.account import Account
from tessera.domain.awarding import enter_award, evaluated
from tessera.domain.book import Book
from tessera.domain.calendar import day_of, parse_instant
from tessera.domain.order import Order, Reading
from tessera.domain.programme import check
from tessera.domain.settling import settle
from tessera.domain.standing import Standing, standing_of
from tessera.domain.tier_nights import review_tier
from tessera.domain.versions import Version, version_of

START = parse_instant("2026-01-10T10:00:00+01:00")
AFTER = timedelta(weeks=26)
ROUNDS = 50
BATCHES = 8
ORDERS = 100
MEMBERS = 50
EUROS = Reading(2)
SHELF = [f"SKU-{number}" for number in range(200)]
Done = TypeVar("Done")


class Speed(NamedTuple):
    """How many a second of what, on one core."""

    what: str
    per_second: int


class Part(NamedTuple):
    """How much of the time of an award is spent in one file."""

    file: str
    percent: int


class Sale(NamedTuple):
    """An order, and the account of its buyer before it."""

    account: Account
    order: Order


class Round(NamedTuple):
    """CPU seconds for one batch of orders: reading them, evaluating them, working out what each rule gave, awarding."""

    reading: float
    evaluating: float
    by_rule: float
    awarding: float


def engine_speeds() -> list[Speed]:
    """What this machine does."""
    version = version_of(check(PROGRAMME), number=1, in_force_from=START)
    accounts = _accounts(version)
    best = [_best([_round(version, accounts, batch) for _ in range(ROUNDS)]) for batch in range(BATCHES)]
    reading, evaluating, by_rule, awarding = (sum(seconds) / BATCHES / ORDERS for seconds in zip(*best, strict=True))
    return [
        Speed("evaluated: what the order and each line earn", round(1 / evaluating)),
        Speed("evaluated, and what each rule gave", round(1 / (evaluating + by_rule))),
        Speed("read from JSON and evaluated", round(1 / (reading + evaluating))),
        Speed("awarded: settled, evaluated, entered, tier reviewed", round(1 / awarding)),
    ]


def where_time_goes() -> list[Part]:
    """The files in which awards spend their time, as cProfile sees it, most first."""
    version = version_of(check(PROGRAMME), number=1, in_force_from=START)
    accounts = _accounts(version)
    sales = [sale for batch in range(BATCHES) for sale in _sales(accounts, batch)]
    with Profile() as profile:
        for sale in sales:
            award(sale, version)
    spent = Counter[str]()  # microseconds
    for entry in profile.getstats():
        spent[_file_of(entry.code)] += round(entry.inlinetime * 1_000_000)
    return [Part(file, round(100 * seconds / spent.total())) for file, seconds in spent.most_common()]


def _file_of(code: CodeType | str) -> str:
    """Room and file; what is built into Python has none."""
    return "/".join(Path(code.co_filename).parts[-2:]) if isinstance(code, CodeType) else "~"


def award(sale: Sale, version: Version) -> Account:
    """The whole pure award of an order; gives the account after it."""
    book = Book(sale.account, at=sale.order.placed_at, version=version.number)
    settle(book, version)
    enter_award(book, "o1", sale.order, version, None)
    review_tier(book, version)
    return book.close()[0]


def _best(rounds: Sequence[Round]) -> Round:
    return Round(*map(min, zip(*rounds, strict=True)))


def _round(version: Version, accounts: Sequence[Account], batch: int) -> Round:
    texts = _texts(batch)
    _, reading = _timed(lambda: [_read(text) for text in texts])
    sales = _sales(accounts, batch)
    seen = [(sale.order, _standing(sale, version)) for sale in sales]
    done, evaluating = _timed(lambda: [evaluated(order, version, standing, None) for order, standing in seen])
    _, by_rule = _timed(lambda: [award.rules for evaluation in done for award in evaluation.awards])
    sales = _sales(accounts, batch)
    _, awarding = _timed(lambda: [award(sale, version) for sale in sales])
    return Round(reading, evaluating, by_rule, awarding)


def _timed(run: Callable[[], Done]) -> tuple[Done, float]:
    before = process_time()
    done = run()
    return done, process_time() - before


def _accounts(version: Version) -> list[Account]:
    """Members who have bought every week for half a year."""
    chance = Random(0)
    return [_regular(f"m{number}", version, chance) for number in range(MEMBERS)]


def _regular(member_id: str, version: Version, chance: Random) -> Account:
    account = Account(member_id, START.date(), START)
    for week in range(AFTER.days // 7):
        order = _read(json.dumps(_body(chance, timedelta(weeks=week))))
        account = award(Sale(account, order), version)
    return account


def _standing(sale: Sale, version: Version) -> Standing:
    placed_on = day_of(sale.order.placed_at, version.programme.timezone)
    return standing_of(sale.account, version.programme, placed_on=placed_on, today=placed_on)


def _sales(accounts: Sequence[Account], batch: int) -> list[Sale]:
    return [Sale(account, _read(text)) for account, text in zip(cycle(accounts), _texts(batch), strict=False)]


def _texts(batch: int) -> list[str]:
    """Orders of a day and a half, which begins on another day of a week in every batch."""
    chance = Random(batch)
    start = AFTER + timedelta(days=batch % 7)
    return [json.dumps(_body(chance, start + timedelta(minutes=20 * each))) for each in range(ORDERS)]


def _read(text: str) -> Order:
    return Order.model_validate(json.loads(text), context=EUROS)


def _body(chance: Random, after: timedelta) -> dict[str, Any]:
    """An order of three lines, one in four with a discount of the shop."""
    return {
        "member_id": "anna",
        "placed_at": (START + after).isoformat(),
        "channel": chance.choice(["web", "app"]),
        "discount": chance.choice(["5.00", "0.00", "0.00", "0.00"]),
        "lines": [_line(chance, str(number)) for number in range(3)],
    }


def _line(chance: Random, line_id: str) -> dict[str, Any]:
    product = chance.randrange(len(SHELF))
    return {
        "line_id": line_id,
        "sku": SHELF[product],
        "quantity": chance.choice([1, 1, 2]),
        "unit_price": f"{5 + product % 60}.{product % 100:02d}",
        "categories": [("tea", "mugs", "books")[product % 3]],
        "brand": ("Aurora", "Bora", "Corallo", "Dune")[product % 4],
        "labels": ["sale"] if product % 5 == 0 else [],
    }

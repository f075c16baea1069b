"""What it costs: units that were counted (results.md) or reckoned (usage.yaml), at public prices (prices.yaml).

`python -m bench.bill` writes the tables of docs/cost.md again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parent
PAGE = ROOT / "docs/cost.md"
AN_AWARD = re.compile(r"^\| new \| 3 \| \d+ \| (?P<write_unit>\d+) \| (?P<read_unit>[\d/]+) \|$", re.MULTILINE)
A_NIGHT = re.compile(
    r"^\| settle_accounts \| 100,000 \| (?P<members>\d+) \| [\d,]+ "
    r"\| (?P<write_unit>[\d,]+) \| (?P<read_unit>[\d,]+) \|$",
    re.MULTILINE,
)
MINUTES_A_MONTH = 60 * 24 * 365 // 12
BYTES_A_GB = 10**9
Row = tuple[str, ...]


def tables() -> dict[str, str]:
    """The tables of the page, by name."""
    return {
        "prices": _table(("a price", "US dollars", "for", "published at", "seen"), _price_rows()),
        "acts": _table(("what happens", "costs, US dollars", "for an order", f"{_orders():,} orders"), _act_rows()),
        "always": _table(("whether or not anybody buys", "a month, US dollars"), _always_rows()),
    }


def with_tables(page: str) -> str:
    """The page with its tables as they are now: each stands between two marks that name it."""
    for name, table in tables().items():
        begins, ends = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, _, rest = page.partition(begins)
        page = f"{before}{begins}\n{table}\n{ends}{rest.partition(ends)[2]}"
    return page


def alarms_in(file: str) -> int:
    """How many alarms a template makes, with those of the templates inside it."""
    text = (ROOT / "infra" / file).read_text()
    return text.count("Type: AWS::CloudWatch::Alarm") + sum(map(alarms_in, re.findall(r"TemplateURL: (\S+)", text)))


def usage() -> Any:
    """usage.yaml."""
    return _read("usage.yaml")


def _price_rows() -> Iterator[Row]:
    for price in _read("prices.yaml")["prices"].values():
        yield price["is"], price["usd"], f"{price['per']:,}", price["source"], price["seen"]


def _act_rows() -> Iterator[Row]:
    """Each act, and all together: once, and in a month of so many orders."""
    month = [(usage()["acts"][name], Fraction(times)) for name, times in usage()["month"].items()]
    for act, times in month:
        cost = _cost_of(act)
        yield act["is"], _exact(cost), f"{float(times):g} ×", _cents(cost * times * _orders())
    an_order = sum((times * _cost_of(act) for act, times in month), Fraction(0))
    yield "**an order, with all of it**", f"**{_exact(an_order)}**", "", f"**{_cents(an_order * _orders())}**"


def _always_rows() -> Iterator[Row]:
    costs = list(_always())
    yield from ((what, _cents(cost)) for what, cost in costs)
    yield "**together**", f"**{_cents(sum((cost for _, cost in costs), Fraction(0)))}**"


def _always() -> Iterator[tuple[str, Fraction]]:
    always, alarms, queues = usage()["always"], alarms_in("alarms.yaml"), _polled_queues()
    polls = queues * always["polls_a_minute_per_queue"] * MINUTES_A_MONTH
    kept_bytes = 12 * _orders() * usage()["kept_kilobytes_per_order"] * 1000
    yield f"{alarms} alarms", alarms * _price("alarm_month")
    yield f"{queues} queues at which functions wait", polls * _price("sqs_request")
    yield f"{always['metrics']} metrics", always["metrics"] * _price("metric_month")
    yield f"{always['secrets']} secrets", always["secrets"] * _price("secret_month")
    kept = Fraction(kept_bytes, BYTES_A_GB) * (_price("gb_month") + _price("recovery_gb_month"))
    yield f"the orders of a year, kept ({12 * _orders():,})", kept


def _cost_of(act: dict[str, Any]) -> Fraction:
    direct = [Fraction(units) * _price(name) for name, units in act.items() if name in _read("prices.yaml")["prices"]]
    counted = [_counted(pattern) for key, pattern in (("award", AN_AWARD), ("visit", A_NIGHT)) if key in act]
    return sum([*direct, *counted, *map(_cost_of_call, act["calls"])], Fraction(0))


def _cost_of_call(name: str) -> Fraction:
    function = usage()["functions"][name]
    gb_seconds = Fraction(function["memory_mb"], 1024) * Fraction(function["milliseconds"], 1000)
    logs = Fraction(usage()["log_bytes_per_call"], BYTES_A_GB) * _price("log_gb")
    return _price("lambda_request") + gb_seconds * _price("lambda_gb_second") + logs


def _counted(pattern: re.Pattern[str]) -> Fraction:
    """The units of one award, or of one member whom a night looks after, as results.md has them."""
    found = pattern.search((HERE / "results.md").read_text())
    if not found:
        raise SystemExit("bench/results.md has no such row: run `make bench`")
    units = {name: Fraction(text.replace(",", "")) for name, text in found.groupdict().items()}
    members = units.pop("members", Fraction(1))
    return sum((each * _price(name) for name, each in units.items()), Fraction(0)) / members


def _polled_queues() -> int:
    return (ROOT / "template.yaml").read_text().count("FunctionResponseTypes: [ReportBatchItemFailures]")


def _price(name: str) -> Fraction:
    """US dollars for one."""
    price = _read("prices.yaml")["prices"][name]
    return Fraction(price["usd"]) / price["per"]


def _orders() -> int:
    return int(usage()["orders_a_month"])


@cache
def _read(file: str) -> Any:
    return yaml.safe_load((HERE / file).read_text())


def _exact(cost: Fraction) -> str:
    return f"{float(cost):.7f}"


def _cents(cost: Fraction) -> str:
    return f"{float(cost):.2f}"


def _table(headings: Sequence[str], rows: Iterable[Row]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text()))

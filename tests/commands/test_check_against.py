"""`tessera check --against` and `--stack`: what differs, and who gains or loses, before anything is published."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import Result

from tessera.commands.emulators import ROOT
from tessera.commands.local_stack import LocalStack
from tests.operations.shop import FIVE_PERCENT_BACK, ONE_POINT_PER_EURO, PLAIN, Shop, lines

Tessera = Callable[..., Result]
BOTTEGA, STORY = ROOT / "programmes/bottega.yaml", ROOT / "programmes/bottega.story.yaml"
ORDERS = """customer_id,date,amount,units,category
anna,2026-01-10,30.00,2,tea
bo,2026-01-11,10.01,3,
anna,2026-02-01,9.99,,
"""


def programme(file: Path, percent: str, **sections: Any) -> Path:
    rules = [ONE_POINT_PER_EURO, FIVE_PERCENT_BACK | {"earn": {"percent": percent}}]
    file.write_text(json.dumps(PLAIN | {"earning": {"rules": rules}} | sections))
    return file


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return programme(tmp_path / "old.json", "5")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return programme(tmp_path / "new.json", "4")


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS)
    return file


def asked(tessera: Tessera, *arguments: object) -> Any:
    result = tessera("check", "--json", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["programmes"][0]


def test_a_document_alone_says_what_differs(tessera: Tessera, old: Path, new: Path) -> None:
    answer = asked(tessera, new, "--against", old)
    assert (answer["against"], answer["sample"]) == ({"file": str(old)}, None)
    assert [each["text"] for each in answer["differs"]] == ['Rule "back": earn.percent is now "4"; it was "5".']
    shown = tessera("check", new, "--against", old).stdout
    assert 'Rule "back": earn.percent' in shown
    assert "Nothing already awarded changes" in shown


def test_a_csv_of_orders_says_who_gains_and_loses(tessera: Tessera, old: Path, new: Path, orders: Path) -> None:
    sample = asked(tessera, new, "--against", old, "--orders", orders)["sample"]
    assert (sample["members"], sample["orders"], sample["lose"]) == (2, 3, 2)
    assert [(each["member_id"], each["orders"]) for each in sample["each"]] == [
        ("anna", ["line-4", "line-2"]),
        ("bo", ["line-3"]),
    ]
    assert sample["wallets"][1] == {"wallet": "cashback", "now": "2.49", "then": "1.99", "difference": "-0.50"}
    shown = tessera("check", new, "--against", old, "--orders", orders).stdout
    assert "What 2 members would earn with their latest 3 orders" in shown
    assert "Who loses most (2 of 2)" in shown


def test_the_same_programme_leaves_everybody_as_they_are(tessera: Tessera) -> None:
    answer = asked(tessera, BOTTEGA, "--against", BOTTEGA, "--story", STORY)
    assert (answer["differs"], answer["sample"]["same"]) == ([], answer["sample"]["members"])
    assert "nothing: both mean the same" in tessera("check", BOTTEGA, "--against", BOTTEGA).stdout


def test_members_of_several_stories_are_told_apart(tessera: Tessera) -> None:
    other = ROOT / "tests/stories/merchant-points.yaml"
    sample = asked(tessera, BOTTEGA, "--against", BOTTEGA, "--story", STORY, "--story", other)["sample"]
    assert {"bottega/anna", "merchant-points/anna"} <= {each["member_id"] for each in sample["each"]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("customer_id,date\nanna,2026-01-10\n", ":1: has no column amount"),
        ("customer_id,date,amount\nanna,2026-01-10,1.00\nno body,2026-01-10,1.00\n", ":3: customer_id: an id is"),
        ("customer_id,date,amount\nanna,10.01.2026,1.00\n", ":2: "),
        ("customer_id,date,amount\nanna,2026-01-10,1.005\n", ":2: "),
        ("customer_id,date,amount,units\nanna,2026-01-10,1.00,0\n", ":2: units: write a whole number"),
        ("customer_id,date,amount\nanna\n", ":2: "),
        ("customer_id,date,amount\n", ": has no orders"),
        ("", ":1: has no column customer_id"),
    ],
)
def test_orders_that_cannot_be_read_are_told_with_their_line(
    tessera: Tessera, old: Path, new: Path, orders: Path, text: str, said: str
) -> None:
    orders.write_text(text)
    result = tessera("check", new, "--against", old, "--orders", orders)
    assert (result.exit_code, f"{orders}{said}" in result.output) == (2, True), result.output


def test_what_there_is_nothing_to_compare_with_is_told(tessera: Tessera, old: Path, new: Path, tmp_path: Path) -> None:
    faulty = programme(tmp_path / "faulty.json", "500")
    publications = tmp_path / "publications.yaml"
    publications.write_text(
        f'programme: {old}\nevents:\n  - {{at: "2026-01-10T10:00:00+01:00", publish: {new.name}}}\n'
    )
    for arguments in (
        ["--against", tmp_path / "nothing.yaml"],
        ["--against", faulty],
        ["--against", old, "--orders", tmp_path / "nothing.csv"],
        ["--against", old, "--story", publications],
        ["--stack", tmp_path / "nothing.json"],
        ["--orders", tmp_path / "nothing.csv"],
        ["--against", old, "--stack", tmp_path / "nothing.json"],
    ):
        assert tessera("check", new, *arguments).exit_code == 2, arguments


class Counter(BaseHTTPRequestHandler):
    """A stack's one route: the operation over a shop in memory."""

    shop: Shop

    def do_POST(self) -> None:
        document = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        allowed = (self.path, self.headers["Authorization"]) == ("/v1/programme/check", "Bearer admin-token")
        answer = self.shop.check_document(document) if allowed else {"code": "forbidden", "detail": "not this token"}
        body = json.dumps(answer).encode()
        self.send_response(200 if allowed else 403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def deployed(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """The stack file of a shop's stack, with this admin token."""
    shop = Shop()
    shop.publish(ONE_POINT_PER_EURO, FIVE_PERCENT_BACK)
    shop.enrol()
    shop.order("o1", lines=lines("100.00"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("ShopCounter", (Counter,), {"shop": shop}))
    thread = Thread(target=server.serve_forever)
    thread.start()

    def stack_file(token: str = "admin-token") -> Path:
        url = f"http://127.0.0.1:{server.server_port}/v1"
        told = asdict(LocalStack(url, {"admin": token}, "t", "b", "s", "w", "r", "e", {}, False, "b"))
        file = tmp_path / "stack.json"
        file.write_text(json.dumps(told))
        return file

    yield stack_file
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_stack_says_it_of_its_own_members(tessera: Tessera, new: Path, deployed: Callable[..., Path]) -> None:
    answer = asked(tessera, new, "--stack", deployed())
    assert answer["against"] == {"version": 1}
    assert answer["sample"]["wallets"][1]["difference"] == "-1.00"
    shown = tessera("check", new, "--stack", deployed()).stdout
    assert "What differs from version 1" in shown


def test_what_a_stack_refuses_is_told(tessera: Tessera, new: Path, deployed: Callable[..., Path]) -> None:
    result = tessera("check", new, "--stack", deployed("another"))
    assert (result.exit_code, "forbidden" in result.output) == (2, True)

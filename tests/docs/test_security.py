"""What docs/security.md promises is what the code and the template say."""

from datetime import timedelta

from tessera.domain.guessing import FORGOTTEN_AFTER, WRONG_MAX
from tessera.domain.order import LINES_MAX
from tessera.domain.redeeming import QuoteRequest
from tessera.edge.bodies import BODY_BYTES_MAX, LEVELS_MAX
from tessera.edge.description import description
from tessera.edge.forms import FIELDS_MAX
from tessera.edge.security_headers import SECURITY_HEADERS
from tests.docs.pages import ROOT, codes, prose, rows
from tests.stack.templates import template

PAGE = ROOT / "docs/security.md"


def test_the_open_routes_are_those_that_need_no_token() -> None:
    paths = description()["paths"]
    open_ones = {
        f"{verb.upper()} {path}" for path, verbs in paths.items() for verb, it in verbs.items() if not it["security"]
    }
    assert {codes(row[0])[0] for row in rows(PAGE, "open route", "because")} == open_ones


def test_the_limits_are_the_parameters_of_the_template() -> None:
    parameters = template()["Parameters"]
    told = {codes(row[0])[0]: int(row[1]) for row in rows(PAGE, "limit", "default")}
    assert told == {name: it["Default"] for name, it in parameters.items() if name.endswith("RequestsPerSecond")}


def test_the_numbers_are_those_of_the_code() -> None:
    told = {row[0]: int(row[1].split()[0]) for row in rows(PAGE, "limit", "is")}
    use = QuoteRequest.model_json_schema()["$defs"]["Use"]["properties"]
    assert told == {
        "wrong codes": WRONG_MAX,
        "forgotten after": FORGOTTEN_AFTER // timedelta(minutes=1),
        "a body": BODY_BYTES_MAX // 1024,
        "lines of an order or a cart": LINES_MAX,
        "lists and objects in each other": LEVELS_MAX,
        "codes of vouchers in a request": use["vouchers"]["maxItems"],
        "fields of a form": FIELDS_MAX,
    }


def test_the_headers_are_those_of_every_answer() -> None:
    told = " ".join(codes(prose(PAGE)))
    assert [name for name in SECURITY_HEADERS if name not in told] == []

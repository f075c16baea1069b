"""Every refusal has a status of its own."""

from collections.abc import Iterator

import tessera.edge.callers  # noqa: F401 - has refusals too
from tessera.domain.refusals import Refusal
from tessera.edge.problems import STATUS_BY_CODE, TooLarge, problem_of, status_of


def refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    yield kind
    for below in kind.__subclasses__():
        yield from refusals(below)


def test_every_refusal_has_a_status_that_blames_the_request() -> None:
    for kind in refusals():
        assert 400 <= status_of(kind("No.")) < 500, kind


def test_a_problem_says_it_in_words() -> None:
    assert problem_of(TooLarge("Too much.")) == {
        "type": "urn:tessera:problem:invalid_request",
        "title": "Invalid request",
        "status": 413,
        "detail": "Too much.",
        "code": "invalid_request",
        "errors": [],
    }


def test_codes_are_words() -> None:
    assert all(code.replace("_", "").isalpha() and code.islower() for code in STATUS_BY_CODE)

"""A refusal, and the faults that it names."""

from typing_extensions import TypedDict


class Fault(TypedDict):
    """A place in what was sent, and a sentence."""

    path: str
    message: str


class Problem(TypedDict):
    """A refusal (RFC 9457): what is wrong, where, and what the caller may do."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Fault]

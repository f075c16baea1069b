"""The clock of a test stack."""

from typing_extensions import TypedDict

from tessera.edge.answers.values import Instant


class ClockState(TypedDict):
    """The test clock; `unsettled` 0 says that every fact so far has been handled."""

    now: Instant
    target: Instant
    unsettled: int

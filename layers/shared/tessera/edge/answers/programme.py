"""A programme that was published or checked."""

from typing import Literal

from typing_extensions import TypedDict

from tessera.edge.answers.comparison import Difference, Sample
from tessera.edge.answers.problems import Fault
from tessera.edge.answers.values import Instant


class Published(TypedDict):
    """The version that the document has become."""

    version: int
    in_force_from: Instant


class Against(TypedDict):
    """The version in force."""

    version: int


class Checked(TypedDict):
    """The document has no fault; publishing refuses what is not carried out yet. `against` is null before the first
    publication; `sample` is null where the document cannot be tried on orders of the programme in force."""

    valid: Literal[True]
    not_supported_yet: list[Fault]
    against: Against | None
    differs: list[Difference]
    sample: Sample | None

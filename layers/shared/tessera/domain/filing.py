"""What a write leaves under its natural key, which is how it is told when it comes again (docs/rules.md §1)."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tessera.domain.entries import Record

Json = dict[str, Any]


class Key(NamedTuple):
    """The natural key of a write: its kind and the shop's own ids. The row under it is its idempotency key."""

    kind: str
    owner: str
    id: str = ""

    @property
    def cause(self) -> str:
        """How entries name this write, e.g. `order/o1`, `refund/o1/r1`, `redemption/x1`, `claim/c1`, `enrolment`. A
        guest's order that is claimed is the order itself."""
        match self.kind:
            case "refund":
                return f"refund/{self.owner}/{self.id}"
            case "reservation" | "closing":
                return f"redemption/{self.owner}"
            case "order" | "claimed":
                return f"order/{self.owner}"
            case "completion":
                return f"completion/{self.owner}"
            case "referral":  # numbered: each is what one more look at the order entered
                return f"referral/{self.id.rpartition('/')[0]}"
            case _:  # what members do of themselves: `adjustment/g1`, `action/review/rev-1`, `enrolment`
                return f"{self.kind}/{self.id}" if self.id else self.kind


@dataclass(frozen=True, slots=True)
class Filing:
    """What one write leaves under its natural key.

    `body` is the request in canonical form (compared when the key comes again), `answer` the first answer,
    `content` what later operations need of it (an order's shares, a reservation's tenders), `record` the entries.
    All three are plain JSON values, money in minor units.
    """

    key: Key
    body: Json
    answer: Json
    content: Json = field(default_factory=dict)
    record: Record | None = None

"""What is answered of addresses that no mail is sent to."""

from typing import Literal

from typing_extensions import TypedDict

from tessera.edge.answers.values import Instant


class SuppressionState(TypedDict):
    """Why no mail is sent to an address; `detail` is the mail provider's own word for it."""

    reason: Literal["bounce", "complaint"]
    since: Instant
    detail: str | None


class MemberSuppression(TypedDict):
    """Whether mail is sent to a member's address; `suppression` is null where it is."""

    member_id: str
    suppression: SuppressionState | None

"""Who calls, as the authorizer found it, and who may (docs/rules.md §10)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tessera.domain.refusals import Refusal

CHECKOUT = "checkout"
READ = "read"
ADMIN = "admin"
SCOPES = (CHECKOUT, READ, ADMIN)
MEMBER = "member"
SHOP = "shop"


class Unauthorized(Refusal):
    """Nobody has been recognised: the route is not open, and no authorizer has let the call through."""

    code = "unauthorized"


class Forbidden(Refusal):
    """The caller is known and may not do this; the detail says who may."""

    code = "forbidden"


@dataclass(frozen=True, slots=True)
class Caller:
    """A shop token with its scopes, or a member (`subject` is the member_id). Scopes are literal: admin is not read."""

    kind: str
    subject: str
    scopes: frozenset[str] = frozenset()

    def must_be_one_of(self, who: Collection[str]) -> None:
        """Raises Forbidden unless the token has one of the scopes in `who`, or is a member's and members may."""
        is_shop_with_scope = self.kind == SHOP and not self.scopes.isdisjoint(who)
        if not is_shop_with_scope and not (self.kind == MEMBER and MEMBER in who):
            raise Forbidden(_who_may(who))

    def must_be_about(self, member_id: object) -> None:
        """Raises Forbidden when a member asks about anybody else."""
        if self.kind == MEMBER and self.subject != member_id:
            raise Forbidden("A member token reaches that member alone.")


ANYBODY = Caller("anybody", "")


def caller_of(event: Mapping[str, Any]) -> Caller:
    """The caller in an API Gateway event. Raises Unauthorized where no authorizer has written one."""
    context = event["requestContext"].get("authorizer") or {}
    if not context.get("kind"):
        raise Unauthorized("Send Authorization: Bearer and a shop token (tsk_...) or a member token.")
    return Caller(context["kind"], context["subject"], frozenset(context.get("scopes", "").split()))


def _who_may(who: Collection[str]) -> str:
    scopes = [scope for scope in SCOPES if scope in who]
    tokens = [f"a shop token with the scope {' or '.join(scopes)}"] if scopes else []
    return f"This route takes {' or '.join(tokens + (['the member in question'] if MEMBER in who else []))}."

"""What a shop says of a member's consents (docs/rules.md §10)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints, model_validator

from tessera.domain.consenting import declare
from tessera.domain.member import Consents, Declared, Subject
from tessera.domain.order import Body


class ConsentsBody(Body):
    """What the member agreed to; what is left out stays as it was.

    `marketing_confirmed`: the shop has asked for it twice itself (double opt-in), so that Tessera does not ask again;
    false is as if it was left out. `text_version` names the text that the member agreed to.
    """

    email: bool | None = None
    push: bool | None = None
    marketing: bool | None = None
    marketing_confirmed: bool | None = None
    text_version: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None

    @model_validator(mode="after")
    def _confirms_what_is_agreed_to(self) -> "ConsentsBody":
        if self.marketing_confirmed and self.marketing is False:
            raise ValueError("marketing cannot be confirmed and refused at once")
        return self

    def over(self, consents: Consents, at: datetime) -> Consents:
        """The consents once all of it was said, at that instant."""
        for subject, value in self._words():
            consents = declare(consents, Declared(subject, value, at, "shop", self.text_version))
        return consents

    def _words(self) -> Iterator[tuple[Subject, bool]]:
        said: dict[Subject, bool | None] = {"email": self.email, "push": self.push, "marketing": self.marketing}
        yield from ((subject, value) for subject, value in said.items() if value is not None)
        if self.marketing_confirmed:
            yield "confirmation", True

"""What became of mail: to an address that bounced for good, or whose reader complained, none is sent any more."""

from typing import Any

from tessera.domain.suppressing import Suppression
from tessera.edge.keychain import email_key
from tessera.edge.mail_events import Feedback, feedback_in
from tessera.edge.observe import count, observed
from tessera.edge.wiring import world
from tessera.operations.suppress_address import suppress_address


def handler(event: dict[str, Any], context: object) -> None:
    """Take what SES tells, whole: what fails comes again, and what comes again changes nothing more."""
    with observed(event):
        for feedback in feedback_in(event):
            count(f"Mail{feedback.kind.capitalize()}s", len(feedback.addresses))
            if feedback.kind != "delay":
                _suppress(feedback, Suppression(feedback.kind, feedback.at, feedback.detail))


def _suppress(feedback: Feedback, suppression: Suppression) -> None:
    given = world()
    carrying = {"suppressions": given.suppressions, "ledger": given.ledger, "patience": given.patience}
    for address in feedback.addresses:
        suppress_address(email_key(address), suppression, now=given.clock.now(), **carrying)

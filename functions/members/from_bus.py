"""Customers and what they do, as the shop puts it on its bus: enrolled and rewarded as over HTTP."""

from tessera.domain.member_body import MemberBody
from tessera.edge.intake import Intake, Taken
from tessera.edge.keychain import email_key
from tessera.edge.wiring import reading, writing
from tessera.operations.enrol import enrol
from tessera.operations.report_action import ActionReport, report_action

intake = Intake(reading=reading)


@intake.takes("CustomerRegistered", ids=("member_id",), body=MemberBody)
def register(taken: Taken[MemberBody]) -> object:
    """As `PUT /members/{member_id}`."""
    return enrol(taken.ids["member_id"], taken.asked, email_key=email_key, **writing())


@intake.takes("ActionReported", ids=("member_id",), body=ActionReport)
def report(taken: Taken[ActionReport]) -> object:
    """As `POST /members/{member_id}/actions`."""
    return report_action(taken.ids["member_id"], taken.asked, **writing())


handler = intake

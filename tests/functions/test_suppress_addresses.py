"""Bounces and complaints as SES tells them, taken by the function that is deployed."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tessera.domain.member import Profile
from tessera.edge.failures import Failed
from tessera.edge.keychain import email_key
from tessera.edge.wiring import world
from tests.operations.shop import ONE_POINT_PER_EURO, Shop

KINDS = ("bounce", "transient_bounce", "complaint", "delivery")


@pytest.fixture
def shop(stack: Any) -> Shop:
    shop = Shop(world().ledger)
    shop.programmes, shop.email_key = world().programmes, email_key
    shop.publish(ONE_POINT_PER_EURO)
    for member_id in ("anna", "bruno"):
        shop.enrol(member_id, consents={"email": True, "marketing": True, "marketing_confirmed": True})
    return shop


@pytest.fixture
def take(shop: Shop, function: Any, guard: Any) -> Any:
    """Hand an event to the function, which may do no more than template.yaml allows."""

    def hand_over(event: Any) -> None:
        guard.hold_to("suppress_addresses")
        function("suppress_addresses").handler(event, None)
        guard.function = None

    return hand_over


def reason(address: str) -> str | None:
    found = world().suppressions.of(email_key(address))
    return found.reason if found else None


def profile(member_id: str) -> Profile:
    found = world().ledger.profile(member_id)
    assert found is not None
    return found


def changed(event: Any, **fields: Any) -> Any:
    """The event with other words in its feedback."""
    said = json.loads(event["Records"][0]["Sns"]["Message"])
    said[said["eventType"].lower()].update(fields)
    event["Records"][0]["Sns"]["Message"] = json.dumps(said)
    return event


def test_each_recipient_of_a_mail_that_bounced_for_good_is_suppressed(shop: Shop, take: Any, event: Any) -> None:
    take(event("bounce"))
    assert [reason(each) for each in ("anna@example.com", "bruno@example.com", "ada@example.com")] == [
        "bounce", "bounce", None
    ]  # fmt: skip
    found = world().suppressions.of(email_key("anna@example.com"))
    assert found is not None
    assert (found.at, found.detail) == (datetime(2026, 3, 2, 12, 0, 2, 669000, UTC), "General")
    assert profile("anna").consents.marketing is True


def test_a_full_mailbox_is_counted_and_written_to_again(
    shop: Shop, take: Any, event: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    take(event("transient_bounce"))
    assert reason("anna@example.com") is None
    assert '"MailDelays":[1.0]' in capsys.readouterr().out


def test_a_complaint_suppresses_the_address_and_takes_marketing_back(shop: Shop, take: Any, event: Any) -> None:
    for _ in range(2):
        take(event("complaint"))
    assert reason("anna@example.com") == "complaint"
    consents = profile("anna").consents
    assert (consents.marketing, consents.history[-1].source) == (False, "complaint")
    assert profile("anna").revision == 2
    assert profile("bruno").consents.marketing is True


def test_who_says_that_it_is_no_spam_has_not_complained(shop: Shop, take: Any, event: Any) -> None:
    take(changed(event("complaint"), complaintFeedbackType="not-spam"))
    assert reason("anna@example.com") is None


def test_a_complaint_without_a_word_of_its_kind_is_one(shop: Shop, take: Any, event: Any) -> None:
    take(changed(event("complaint"), complaintFeedbackType=None))
    assert reason("anna@example.com") == "complaint"


def test_what_arrived_is_no_news_nor_what_ses_says_of_the_topic(shop: Shop, take: Any, event: Any) -> None:
    take(event("delivery"))
    assert reason("anna@example.com") is None


def test_an_address_of_other_letters_is_found_as_the_member_writes_it(shop: Shop, take: Any, event: Any) -> None:
    take(changed(event("bounce"), bouncedRecipients=[{"emailAddress": "anna@xn--bcher-kva.example"}]))
    assert reason("Anna@bücher.example") == "bounce"


def test_what_cannot_be_read_comes_again(shop: Shop, take: Any, event: Any) -> None:
    said = event("bounce")
    said["Records"][0]["Sns"]["Message"] = "{"
    with pytest.raises(Failed, match="JSONDecodeError at"):
        take(said)


def test_operators_see_it_and_lift_it(shop: Shop, take: Any, event: Any, function: Any) -> None:
    take(event("bounce"))
    reach = function("reach_members").handler
    for name, told in (("read_suppression", "bounce"), ("lift_suppression", "bounce"), ("read_suppression", None)):
        answer = reach(event(name), None)
        suppression = json.loads(answer["body"])["suppression"]
        assert (answer["statusCode"], suppression and suppression["reason"]) == (200, told)
    assert reason("bruno@example.com") == "bounce"

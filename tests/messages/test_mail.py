"""Mail as SES is handed it: whole, once, at the account's pace; what SES answers becomes what may be done next."""

from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from tessera.domain.outbox import Mail, NotTaken, Undeliverable
from tessera.messages.mail import QUOTA_FRESH_FOR_SECONDS, Pace, Sender, SesMail

LINK = "https://a1b2c3d4e5.execute-api.eu-south-1.amazonaws.com/v1/unsubscribe/" + "Zx9" * 80
MAIL = Mail("anna@example.com", "Benvenuta", "<p>Ciao</p>", "Ciao", "welcome", LINK)


class Ses:
    """Keeps what it is given; refuses if it is told so."""

    def __init__(self, rate: float = 1000.0, fails: Exception | None = None) -> None:
        self.rate, self.fails, self.asked = rate, fails, 0
        self.given: list[dict[str, Any]] = []

    def get_account(self) -> dict[str, Any]:
        self.asked += 1
        return {"SendQuota": {"MaxSendRate": self.rate}}

    def send_email(self, **given: Any) -> dict[str, str]:
        if self.fails:
            raise self.fails
        self.given.append(given)
        return {"MessageId": "ses-1"}


class Time:
    """A monotonic clock on which only sleeping takes time."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


def sending(ses: Any, *, name: str = "Bottega Club", reply_to: str | None = None, senders: int = 1) -> SesMail:
    time = Time()
    pace = Pace(ses, senders=senders, monotonic=time.monotonic, sleep=time.sleep)
    sender = Sender(name, "club@bottega.example", reply_to)
    return SesMail(ses, sender=sender, configuration_set="tessera-mail", stack="tessera", pace=pace)


def sent(mail: Mail = MAIL, **named: Any) -> Message:
    ses = Ses()
    assert sending(ses, **named).send(mail) == "ses-1"
    return message_from_bytes(ses.given[0]["Content"]["Raw"]["Data"])


def refusal(code: str, said: str = "no") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": said}}, "SendEmail")


def test_a_mail_has_both_bodies_and_the_link_that_ends_it_in_one_piece() -> None:
    message = sent()
    assert message["List-Unsubscribe"].strip() == f"<{LINK}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = message.get_payload()
    assert (text.get_content_type(), text.get_payload(decode=True)) == ("text/plain", b"Ciao")
    assert (html.get_content_type(), html.get_payload(decode=True)) == ("text/html", b"<p>Ciao</p>")


def test_a_mail_without_such_a_link_has_no_word_of_it() -> None:
    message = sent(replace(MAIL, unsubscribe=None))
    assert message["List-Unsubscribe"] is None
    assert message["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize(
    "subject", ["Your points", "Ținem minte: 20 de puncte " * 8, "Schöne Grüße 🎁", "0,20 € di " * 9]
)
def test_a_subject_of_any_letters_and_length_arrives_as_it_is(subject: str) -> None:
    """It begins beside its name: what began on the line below would arrive with a blank before it."""
    found = sent(replace(MAIL, subject=subject.strip()))["Subject"]
    assert str(make_header(decode_header(found))) == subject.strip()
    assert found.splitlines()[0]


def test_a_word_longer_than_a_line_arrives_whole() -> None:
    assert sent(replace(MAIL, subject="a" * 300))["Subject"].strip() == "a" * 300


def test_mail_is_in_the_name_of_the_shop() -> None:
    message = sent(name="Bottega “Țărm”", reply_to="ciao@bottega.example")
    assert str(make_header(decode_header(message["From"]))) == "Bottega “Țărm” <club@bottega.example>"
    assert message["Reply-To"] == "ciao@bottega.example"


def test_tags_and_envelope_say_nothing_of_the_member_but_the_address() -> None:
    ses = Ses()
    sending(ses).send(MAIL)
    given = {name: value for name, value in ses.given[0].items() if name != "Content"}
    assert given == {
        "FromEmailAddress": "Bottega Club <club@bottega.example>",
        "Destination": {"ToAddresses": ["anna@example.com"]},
        "ConfigurationSetName": "tessera-mail",
        "EmailTags": [{"Name": "kind", "Value": "welcome"}, {"Name": "stack", "Value": "tessera"}],
    }


def test_a_host_of_other_letters_has_a_name_in_ascii_and_a_mailbox_of_others_is_not_reached() -> None:
    ses = Ses()
    sending(ses).send(Mail("anna@bücher.example", "", "", "", "welcome", None))
    assert ses.given[0]["Destination"]["ToAddresses"] == ["anna@xn--bcher-kva.example"]
    with pytest.raises(Undeliverable):
        sending(ses).send(Mail("änna@example.com", "", "", "", "welcome", None))


@pytest.mark.parametrize(
    "answer, meaning",
    [
        (refusal("TooManyRequestsException"), NotTaken),
        (refusal("SendingPausedException"), NotTaken),
        (refusal("MessageRejected", "Email address is not verified."), NotTaken),
        (ConnectTimeoutError(endpoint_url="https://email"), NotTaken),
        (refusal("MessageRejected"), Undeliverable),
        (refusal("BadRequestException"), Undeliverable),
        (refusal("InternalServiceErrorException"), ClientError),
        (ReadTimeoutError(endpoint_url="https://email"), ReadTimeoutError),
    ],
)
def test_what_ses_answers_says_what_may_be_done_next(answer: Exception, meaning: type[Exception]) -> None:
    with pytest.raises(meaning):
        sending(Ses(fails=answer)).send(MAIL)


def test_mails_leave_at_the_account_s_rate_which_all_senders_share() -> None:
    ses, time = Ses(rate=14.0), Time()
    pace = Pace(ses, senders=2, monotonic=time.monotonic, sleep=time.sleep)
    for _ in range(4):
        pace.wait()
    assert time.slept == [round(1 / 7, 6)] * 3
    assert ses.asked == 1


def test_a_pause_that_has_passed_is_not_waited_for_and_the_rate_is_asked_for_again_after_a_while() -> None:
    ses, time = Ses(rate=1.0), Time()
    pace = Pace(ses, senders=1, monotonic=time.monotonic, sleep=time.sleep)
    pace.wait()
    time.now += QUOTA_FRESH_FOR_SECONDS
    pace.wait()
    assert (time.slept, ses.asked) == ([], 2)

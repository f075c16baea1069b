"""Mail, through SES: each as one MIME message with HTML and text, paced so that the account's rate is kept.

What SES answers stays in here: a mail it will never take is `Undeliverable`, one it does not take now is `NotTaken`;
whatever else is raised leaves open whether the mail has left.
"""

from collections.abc import Callable
from dataclasses import dataclass
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formataddr
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError

from tessera.domain.outbox import Mail, NotTaken, Undeliverable

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

QUOTA_FRESH_FOR_SECONDS = 900.0
# The shop's to mend, all of it, and then the mail can leave: its sender is not verified, its sending is paused …
NOT_NOW = {
    "TooManyRequestsException",
    "ThrottlingException",
    "LimitExceededException",
    "AccountSuspendedException",
    "SendingPausedException",
    "MailFromDomainNotVerifiedException",
    "NotFoundException",
    "AccessDeniedException",
}
NEVER = {"MessageRejected", "BadRequestException"}
NOT_VERIFIED = "not verified"


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name mail leaves; answers go to `reply_to`, where that is another address."""

    name: str
    address: str
    reply_to: str | None = None


class Pace:
    """Mails no faster than the account may send, shared with so many others who send at the same time."""

    def __init__(
        self, client: "SESV2Client", *, senders: int, monotonic: Callable[[], float], sleep: Callable[[float], None]
    ) -> None:
        self._client, self._senders = client, senders
        self._monotonic, self._sleep = monotonic, sleep
        self._pause_seconds, self._asked_at, self._next_at = 0.0, float("-inf"), float("-inf")

    def wait(self) -> None:
        """Return once the next mail may leave."""
        now = self._monotonic()
        if now - self._asked_at >= QUOTA_FRESH_FOR_SECONDS:
            quota = self._client.get_account()["SendQuota"]
            self._pause_seconds, self._asked_at = self._senders / quota["MaxSendRate"], now
        if now < self._next_at:
            self._sleep(self._next_at - now)
        self._next_at = max(now, self._next_at) + self._pause_seconds


class SesMail:
    """Sends mail in the name of a sender, by a configuration set that says where bounces are told."""

    def __init__(
        self, client: "SESV2Client", *, sender: Sender, configuration_set: str, stack: str, pace: Pace
    ) -> None:
        self._client, self._sender, self._pace = client, sender, pace
        self._configuration_set, self._stack = configuration_set, stack

    def send(self, mail: Mail) -> str:
        """One SendEmail, never repeated; gives SES's id. Raises Undeliverable, NotTaken."""
        to = _to(mail.to)
        content = self._mime(mail, to)
        self._pace.wait()
        try:
            answer = self._client.send_email(
                FromEmailAddress=_from(self._sender),
                Destination={"ToAddresses": [to]},
                Content={"Raw": {"Data": content}},
                ConfigurationSetName=self._configuration_set,
                EmailTags=[{"Name": "kind", "Value": mail.kind}, {"Name": "stack", "Value": self._stack}],
            )
        except (ConnectTimeoutError, EndpointConnectionError) as unreachable:
            raise NotTaken("SES cannot be reached") from unreachable
        except ClientError as refused:
            raise _meaning(refused) from refused
        return answer["MessageId"]

    def _mime(self, mail: Mail, to: str) -> bytes:
        """By the older of Python's two ways: the newer one encodes a long link as if it were no ASCII."""
        message = MIMEMultipart("alternative")
        message["From"] = _from(self._sender)
        message["To"] = to
        message["Subject"] = Header(mail.subject, header_name="Subject").encode()
        if self._sender.reply_to:
            message["Reply-To"] = self._sender.reply_to
        if mail.unsubscribe:
            message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["Auto-Submitted"] = "auto-generated"
        message.attach(MIMEText(mail.text, "plain", "utf-8"))
        message.attach(MIMEText(mail.html, "html", "utf-8"))
        return message.as_bytes()


def _from(sender: Sender) -> str:
    return formataddr((sender.name, sender.address))


def _to(address: str) -> str:
    """The address as it travels: a host of other letters than ASCII's has a name in these. Raises Undeliverable."""
    local, _, host = address.rpartition("@")
    try:
        return f"{local.encode('ascii').decode()}@{host.encode('idna').decode()}"
    except UnicodeError:
        raise Undeliverable("no mail reaches this address") from None


def _meaning(refused: ClientError) -> Exception:
    """What an answer of SES's means; one that is not known stays what it is."""
    error = refused.response["Error"]
    code, said = error["Code"], error.get("Message", "")
    if code in NOT_NOW or (code in NEVER and NOT_VERIFIED in said):
        return NotTaken(code)
    return Undeliverable(code) if code in NEVER else refused

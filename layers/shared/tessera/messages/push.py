"""Pushes, through SNS: a phone is an endpoint of the platform application that reaches it.

What SNS answers stays in here: a phone that is not there any more is `DeviceGone`, what it does not take now is
`NotTaken`; whatever else is raised leaves open whether the push has left.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError

from tessera.domain.outbox import DeviceGone, NotTaken, Platform, Push, Undeliverable

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

GONE = {"EndpointDisabled", "NotFound", "NotFoundException", "EndpointDisabledException"}
NOT_NOW = {"Throttled", "ThrottledException", "Throttling", "ThrottlingException", "PlatformApplicationDisabled"}
NOT_NOW |= {"PlatformApplicationDisabledException", "AuthorizationError", "AuthorizationErrorException"}
NEVER = {"InvalidParameter", "InvalidParameterException", "InvalidParameterValue", "ParameterValueInvalid"}


class SnsPush:
    """Sends pushes to phones."""

    def __init__(self, client: "SNSClient") -> None:
        self._client = client

    def send(self, push: Push, endpoint: str) -> str:
        """One Publish, never repeated; gives SNS's id. Raises DeviceGone, Undeliverable, NotTaken."""
        try:
            answer = self._client.publish(TargetArn=endpoint, Message=message_of(push), MessageStructure="json")
        except (ConnectTimeoutError, EndpointConnectionError) as unreachable:
            raise NotTaken("SNS cannot be reached") from unreachable
        except ClientError as refused:
            raise _meaning(refused) from refused
        return answer["MessageId"]


def message_of(push: Push) -> str:
    """A push as each platform takes it: SNS picks the shape by where the endpoint is."""
    apple = _text({"aps": {"alert": {"title": push.title, "body": push.body}, "sound": "default"}, **_linked(push)})
    android = {"notification": {"title": push.title, "body": push.body}, "data": _linked(push)}
    shapes = {"default": push.body, "GCM": _text({"fcmV1Message": {"message": android}})}
    return _text({**shapes, "APNS": apple, "APNS_SANDBOX": apple})


def _linked(push: Push) -> dict[str, Any]:
    """What the app is handed besides: the page to open."""
    return {"link": push.link} if push.link else {}


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _meaning(refused: ClientError) -> Exception:
    """What an answer of SNS's means; one that is not known stays what it is."""
    code = refused.response["Error"]["Code"]
    if code in GONE:
        return DeviceGone(code)
    if code in NOT_NOW:
        return NotTaken(code)
    return Undeliverable(code) if code in NEVER else refused


class SnsPlatforms:
    """The `Platforms` of domain/outbox.py: SNS platform applications, by platform."""

    def __init__(self, client: "SNSClient", applications: Mapping[str, str]) -> None:
        self._client, self._applications = client, applications

    def __contains__(self, platform: object) -> bool:
        return platform in self._applications

    def endpoint(self, platform: Platform, token: str) -> str:
        """The endpoint that there is for the token, enabled again if it was not. Raises Undeliverable."""
        application = self._applications[platform]
        try:
            endpoint = self._client.create_platform_endpoint(PlatformApplicationArn=application, Token=token)
            arn = endpoint["EndpointArn"]
            self._client.set_endpoint_attributes(EndpointArn=arn, Attributes={"Enabled": "true", "Token": token})
        except ClientError as refused:
            raise (_meaning(refused) if refused.response["Error"]["Code"] in NEVER else refused) from refused
        return arn

    def forget(self, endpoint: str) -> None:
        """One DeleteEndpoint, which asks for nothing."""
        self._client.delete_endpoint(EndpointArn=endpoint)

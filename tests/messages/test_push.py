"""Pushes as SNS is handed them, for each platform in its shape; and the platforms that phones are registered with."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from moto import mock_aws

from tessera.domain.outbox import DeviceGone, NotTaken, Push, Undeliverable
from tessera.messages.push import SnsPlatforms, SnsPush, message_of

PUSH = Push("20 punti", "Grazie del tuo ordine", "https://bottega.example/club")


class Sns:
    """Answers what it is told to."""

    def __init__(self, fails: Exception) -> None:
        self.fails = fails

    def publish(self, **given: Any) -> dict[str, str]:
        raise self.fails


def test_each_platform_gets_its_own_shape_with_the_page_to_open() -> None:
    shapes = json.loads(message_of(PUSH))
    assert shapes["default"] == PUSH.body
    said = {"title": PUSH.title, "body": PUSH.body}
    android = json.loads(shapes["GCM"])["fcmV1Message"]["message"]
    assert android == {"notification": said, "data": {"link": PUSH.link}}
    assert shapes["APNS"] == shapes["APNS_SANDBOX"]
    assert json.loads(shapes["APNS"]) == {"aps": {"alert": said, "sound": "default"}, "link": PUSH.link}


def test_a_push_without_a_page_leads_nowhere() -> None:
    assert "link" not in message_of(Push("a", "b", None))


@pytest.mark.parametrize(
    "code, meaning",
    [
        ("EndpointDisabled", DeviceGone),
        ("NotFound", DeviceGone),
        ("Throttled", NotTaken),
        ("PlatformApplicationDisabled", NotTaken),
        ("InvalidParameter", Undeliverable),
        ("InternalError", ClientError),
    ],
)
def test_what_sns_answers_says_what_may_be_done_next(code: str, meaning: type[Exception]) -> None:
    refused = ClientError({"Error": {"Code": code, "Message": "no"}}, "Publish")
    with pytest.raises(meaning):
        SnsPush(Sns(refused)).send(PUSH, "arn")


def test_a_push_without_an_answer_may_have_left() -> None:
    with pytest.raises(ReadTimeoutError):
        SnsPush(Sns(ReadTimeoutError(endpoint_url="https://sns"))).send(PUSH, "arn")


@pytest.fixture
def sns() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("sns", "eu-south-1", aws_access_key_id="testing", aws_secret_access_key="testing")


@pytest.fixture
def platforms(sns: Any) -> SnsPlatforms:
    made = sns.create_platform_application(Name="shop", Platform="GCM", Attributes={"PlatformCredential": "testing"})
    return SnsPlatforms(sns, {"GCM": made["PlatformApplicationArn"]})


def test_a_phone_has_one_endpoint_which_is_enabled_again_when_it_comes_back(sns: Any, platforms: SnsPlatforms) -> None:
    endpoint = platforms.endpoint("GCM", "token-1")
    sns.set_endpoint_attributes(EndpointArn=endpoint, Attributes={"Enabled": "false"})
    with pytest.raises(DeviceGone):
        SnsPush(sns).send(PUSH, endpoint)
    assert platforms.endpoint("GCM", "token-2") != endpoint
    assert "GCM" in platforms and "APNS" not in platforms


def test_a_phone_that_is_let_go_is_not_reached(sns: Any, platforms: SnsPlatforms) -> None:
    endpoint = platforms.endpoint("GCM", "token-1")
    assert SnsPush(sns).send(PUSH, endpoint)
    platforms.forget(endpoint)
    platforms.forget(endpoint)
    with pytest.raises(DeviceGone):
        SnsPush(sns).send(PUSH, endpoint)

"""`tessera webhooks`: which shop may call, without its secret ever being shown."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import Result
from moto import mock_aws

Tessera = Callable[..., Result]
REGION = "eu-south-1"
pytestmark = pytest.mark.usefixtures("own_environment")


@pytest.fixture
def kept() -> Iterator[Callable[[], Any]]:
    """What the stack's secret of shops holds; its name is `shops`."""
    with mock_aws():
        client = boto3.client("secretsmanager", region_name=REGION)
        client.create_secret(Name="shops", SecretString="{}")
        yield lambda: json.loads(client.get_secret_value(SecretId="shops")["SecretString"])


@pytest.fixture
def webhooks(tessera: Tessera, kept: Callable[[], Any]) -> Tessera:
    return lambda *arguments: tessera("webhooks", "--secret-arn", "shops", "--region", REGION, *arguments)


@pytest.fixture
def secret(tmp_path: Path) -> Callable[[str], Path]:
    """A file with a secret, as an editor leaves it."""

    def write(text: str) -> Path:
        file = tmp_path / text
        file.write_text(f"{text}\n")
        return file

    return write


def test_a_shop_is_connected_and_its_secret_rotated(
    webhooks: Tessera, kept: Callable[[], Any], secret: Callable[[str], Path]
) -> None:
    told = [webhooks("connect", "shopify", "--name", "bottega.myshopify.com", "--secret", secret("one"))]
    assert kept() == {"shopify": {"domain": "bottega.myshopify.com", "secrets": ["one"]}}
    told += [webhooks("rotate", "shopify", "--secret", secret(each)) for each in ("two", "three")]
    assert kept()["shopify"]["secrets"] == ["three", "two"]
    told.append(webhooks("connect", "woocommerce", "--name", "https://bottega.example", "--secret", secret("four")))
    told.append(webhooks("show"))
    assert [each.exit_code for each in told] == [0] * 5
    assert told[-1].stdout.split() == [
        *("shopify", "bottega.myshopify.com", "2", "secret(s)"),
        *("woocommerce", "https://bottega.example", "1", "secret(s)"),
    ]
    assert not any(word in each.output for each in told for word in ("two", "three", "four"))


def test_what_is_not_connected_is_not_rotated_and_an_empty_secret_is_none(
    webhooks: Tessera, kept: Callable[[], Any], secret: Callable[[str], Path]
) -> None:
    refused = webhooks("rotate", "shopify", "--secret", secret("one"))
    assert (refused.exit_code, "connect shopify" in refused.output) == (1, True)
    assert webhooks("connect", "shopify", "--name", "x.myshopify.com", "--secret", secret(" ")).exit_code == 1
    assert kept() == {}


def test_any_other_shop_has_no_name_and_a_secret_that_is_one(
    webhooks: Tessera, kept: Callable[[], Any], secret: Callable[[str], Path]
) -> None:
    for arguments in (("standard", "--name", "x"), ("shopify",)):
        assert (
            webhooks("connect", *arguments, "--secret", secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).exit_code == 2
        )
    assert webhooks("connect", "standard", "--secret", secret("too-short")).exit_code == 1
    assert kept() == {}
    known = secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    told = [webhooks("connect", "standard", "--secret", known), webhooks("show")]
    assert [each.exit_code for each in told] == [0, 0]
    assert kept() == {"standard": {"secrets": [known.name]}}
    assert not any(known.name in each.output for each in told)

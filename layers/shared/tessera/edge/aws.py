"""Clients of AWS, made when first needed and kept while the function lives."""

from functools import cache
from typing import TYPE_CHECKING, cast

import botocore.session
from botocore.config import Config

from tessera.edge.patience import JitteredPatience
from tessera.storage import resending

if TYPE_CHECKING:
    from botocore.session import Session
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient

# A shop waits for the answer: a call that hangs is given up soon, and tried again before the function's own time is up.
CONFIG = Config(connect_timeout=1, read_timeout=2, retries={"mode": "standard", "max_attempts": 3})
# The table's client is sent again by our own patience, as the ledger's is.
PATIENT = Config(connect_timeout=1, read_timeout=2, retries=resending.ONCE)
# What must not be done twice is never sent again by the client: a message that has left cannot be called back.
ONCE = Config(connect_timeout=1, read_timeout=10, retries={"total_max_attempts": 1})


@cache
def dynamodb() -> "DynamoDBClient":
    """The table's low-level client, for what is kept beside the ledger: tokens, the test clock."""
    client = _session().create_client("dynamodb", config=PATIENT)
    resending.resend(client, JitteredPatience())
    return cast("DynamoDBClient", client)


@cache
def events() -> "EventBridgeClient":
    """The client of the stack's own bus."""
    return cast("EventBridgeClient", _session().create_client("events", config=CONFIG))


@cache
def secretsmanager() -> "SecretsManagerClient":
    """The client of the stack's secret."""
    return cast("SecretsManagerClient", _session().create_client("secretsmanager", config=CONFIG))


@cache
def ses() -> "SESV2Client":
    """The client that sends mail, each once."""
    return cast("SESV2Client", _session().create_client("sesv2", config=ONCE))


@cache
def sns() -> "SNSClient":
    """The client of the platforms that reach phones, and of the topic that tells the operator."""
    return cast("SNSClient", _session().create_client("sns", config=CONFIG))


@cache
def sns_once() -> "SNSClient":
    """The client that sends pushes, each once."""
    return cast("SNSClient", _session().create_client("sns", config=ONCE))


@cache
def sqs() -> "SQSClient":
    """The client of the stack's queues."""
    return cast("SQSClient", _session().create_client("sqs", config=CONFIG))


@cache
def _session() -> "Session":
    """botocore's own session: a twentieth of a second less at a cold start than boto3's around it."""
    return botocore.session.get_session()

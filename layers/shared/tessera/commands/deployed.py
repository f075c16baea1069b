"""What a deployment to the emulated AWS has made: its names, its tokens, and what needs a hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from boto3.session import Session

from tessera.commands.emulated_gateway import STAGE, EmulatedGateway
from tessera.commands.emulators import ROOT
from tessera.edge.callers import SCOPES
from tessera.edge.tokens import create_token, recognised


@dataclass(frozen=True)
class Deployed:
    """A stack by its name, in the emulated AWS at `endpoint`."""

    endpoint: str
    region: str
    owner: str
    name: str

    @cached_property
    def session(self) -> Session:
        """Credentials of no account; each client is told the endpoint, so that none can reach another AWS."""
        return Session(self.owner, self.owner, region_name=self.region)

    def resources(self) -> dict[str, str]:
        """Physical ids by the template's names, written as the folders are: `award_orders`."""
        cloudformation = self.session.client("cloudformation", endpoint_url=self.endpoint)
        stack = cloudformation.describe_stack_resources(StackName=self.name)
        return {_snake(it["LogicalResourceId"]): it["PhysicalResourceId"] for it in stack["StackResources"]}

    def api_url(self, api_id: str) -> str:
        """Where any plain client reaches the API."""
        return f"{self.endpoint}/_aws/execute-api/{api_id}/{STAGE}"

    def shop_tokens(self, table: str, known: Mapping[str, str]) -> dict[str, str]:
        """A shop token for each scope, named after it: those known already where the table still has them."""
        client = self.session.client("dynamodb", endpoint_url=self.endpoint)
        if set(known) == set(SCOPES) and all(recognised(client, table, token) for token in known.values()):
            return dict(known)
        now = datetime.now(UTC)
        return {scope: create_token(client, table, name=scope, scopes=[scope], now=now)[0] for scope in SCOPES}

    def complete_gateway(self, api_id: str) -> None:
        """What the emulated API Gateway leaves out of the template is put in."""
        client = self.session.client("apigateway", endpoint_url=self.endpoint)
        EmulatedGateway(client, api_id, self._processed()).complete()

    def verify_sender(self, address: str) -> None:
        """As a shop verifies the address that its mail comes from; once is enough."""
        client = self.session.client("sesv2", endpoint_url=self.endpoint)
        try:
            client.create_email_identity(EmailIdentity=address)
        except client.exceptions.AlreadyExistsException:
            return

    def _processed(self) -> dict[str, Any]:
        cloudformation = self.session.client("cloudformation", endpoint_url=self.endpoint)
        template = cloudformation.get_template(StackName=self.name, TemplateStage="Processed")
        resources: dict[str, Any] = template["TemplateBody"]["Resources"]
        return resources


def functions() -> set[str]:
    """The names of all functions: each has a folder."""
    return {folder.name for folder in (ROOT / "functions").iterdir() if (folder / "handler.py").exists()}


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")

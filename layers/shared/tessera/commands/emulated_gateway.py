"""The emulated API Gateway, helped along: what AWS takes from the template and the emulator leaves out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

STAGE = "v1"
WRITTEN_BY_CLOUDFORMATION = "/~1"
LIMITS = {"throttlingRateLimit": "rateLimit", "throttlingBurstLimit": "burstLimit"}


@dataclass(frozen=True)
class EmulatedGateway:
    """The API of a stack, by a client of the emulated API Gateway and the stack's template as it was processed."""

    client: Any
    api_id: str
    resources: dict[str, Any]

    def complete(self) -> None:
        """Put in what is missing, and deploy it."""
        self._put_gateway_responses()
        self._throttle_methods()
        self._ask_for_no_key()
        self.client.create_deployment(restApiId=self.api_id, stageName=STAGE)

    def _put_gateway_responses(self) -> None:
        """AWS takes the gateway's own answers from the API's definition."""
        responses = self.resources["Api"]["Properties"]["Body"]["x-amazon-apigateway-gateway-responses"]
        for kind, response in responses.items():
            self.client.put_gateway_response(restApiId=self.api_id, responseType=kind, **response)

    def _throttle_methods(self) -> None:
        """The emulator does not read the path of a method as CloudFormation writes it, only as UpdateStage does."""
        settings = self.client.get_stage(restApiId=self.api_id, stageName=STAGE)["methodSettings"]
        patches = [
            {"op": "replace", "path": f"{method}/throttling/{limit}", "value": str(given[name])}
            for method, given in settings.items()
            if method.startswith(WRITTEN_BY_CLOUDFORMATION)
            for name, limit in LIMITS.items()
        ]
        self.client.update_stage(restApiId=self.api_id, stageName=STAGE, patchOperations=patches)

    def _ask_for_no_key(self) -> None:
        """The emulator looks for API keys in a header alone, never in what the authorizer says: here no plan counts."""
        for resource_id, verb in self._methods():
            self.client.update_method(
                restApiId=self.api_id,
                resourceId=resource_id,
                httpMethod=verb,
                patchOperations=[{"op": "remove", "path": "/apiKeyRequired"}],
            )

    def _methods(self) -> Iterator[tuple[str, str]]:
        pages = self.client.get_paginator("get_resources").paginate(restApiId=self.api_id)
        for page in pages:
            for resource in page["items"]:
                yield from ((resource["id"], verb) for verb in resource.get("resourceMethods", {}))

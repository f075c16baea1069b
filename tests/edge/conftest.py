"""Requests as API Gateway sends them, and an API that they are sent to."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tessera.edge.http import Api
from tests.edge.frame import framed

Request = Callable[..., dict[str, Any]]


@pytest.fixture
def request_event() -> Request:
    """A REST API proxy event; the caller is what the authorizer found."""

    def make(
        verb: str,
        path: str,
        body: object = None,
        *,
        caller: dict[str, str] | None = None,
        ids: dict[str, str] | None = None,
        query: dict[str, list[str]] | None = None,
        raw: str | None = None,
        is_base64: bool = False,
    ) -> dict[str, Any]:
        text = raw if raw is not None else (None if body is None else json.dumps(body))
        return {
            "resource": path,
            "path": path,
            "httpMethod": verb,
            "headers": {"content-type": "application/x-www-form-urlencoded"},
            "multiValueQueryStringParameters": query,
            "pathParameters": ids,
            "stageVariables": None,
            "requestContext": {
                "resourcePath": path,
                "httpMethod": verb,
                "requestId": "req-1",
                "authorizer": caller,
            },
            "body": text,
            "isBase64Encoded": is_base64,
        }

    return make


@pytest.fixture
def api() -> Api:
    """An API with a route of each kind."""
    return framed()

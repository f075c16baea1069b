"""Who calls too often is told to slow down by the gateway, before any function is reached (docs/security.md)."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.stack.calling import Shop
from tests.stack.problems import assert_refused

STAGE = "v1"
OPEN = "/~1unsubscribe~1{token}/GET"
PATH = "/unsubscribe/none"


@pytest.fixture
def gateway(shop: Shop) -> Any:
    return shop.client("apigateway")


@pytest.fixture
def api_id(shop: Shop) -> str:
    return shop.stack.api_url.split("/")[-2]


@pytest.fixture
def nobody_is_let_in(shop: Shop, gateway: Any, api_id: str) -> Iterator[None]:
    """An open route whose calls of this second are used up."""
    before = throttle(gateway, api_id)
    limit(gateway, api_id, (0, 0))
    yield
    limit(gateway, api_id, before)


def throttle(gateway: Any, api_id: str) -> tuple[float, float]:
    settings = gateway.get_stage(restApiId=api_id, stageName=STAGE)["methodSettings"]
    of_method = settings[OPEN.removeprefix("/").replace("~1", "/")]
    return of_method["throttlingRateLimit"], of_method["throttlingBurstLimit"]


def limit(gateway: Any, api_id: str, limits: tuple[float, float]) -> None:
    patches = [
        {"op": "replace", "path": f"{OPEN}/throttling/{name}", "value": str(int(value))}
        for name, value in zip(("rateLimit", "burstLimit"), limits, strict=True)
    ]
    gateway.update_stage(restApiId=api_id, stageName=STAGE, patchOperations=patches)


def test_an_open_route_has_its_own_limit_on_the_deployed_stack(gateway: Any, api_id: str) -> None:
    assert throttle(gateway, api_id) == (50, 50)


def test_who_calls_an_open_route_too_often_is_told_when_to_come_again(nobody_is_let_in: None, shop: Shop) -> None:
    said = shop.ask("GET", PATH)
    assert_refused(said, 429, "too_many_requests", "Slow down")
    assert said.headers["Retry-After"] == "1"
    assert shop.ask("GET", "/rewards", "read").status == 200


def test_each_kind_of_caller_has_a_plan_whose_key_the_authorizer_names(gateway: Any, shop: Shop) -> None:
    authorizer = shop.client("lambda").get_function_configuration(FunctionName=shop.stack.functions["authorize"])
    named = {name: authorizer["Environment"]["Variables"][name] for name in ("SHOP_PLAN", "MEMBER_PLAN")}
    plans = gateway.get_usage_plans()["items"]
    rates = {plan_key["value"]: plan["throttle"]["rateLimit"] for plan in plans for plan_key in keys(gateway, plan)}
    assert rates == {named["SHOP_PLAN"]: 500, named["MEMBER_PLAN"]: 200}
    assert all(20 <= len(key) <= 128 and key.isalnum() for key in rates)


def keys(gateway: Any, plan: Any) -> list[Any]:
    listed = gateway.get_usage_plan_keys(usagePlanId=plan["id"])["items"]
    return [gateway.get_api_key(apiKey=each["id"], includeValue=True) for each in listed]

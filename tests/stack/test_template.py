"""What template.yaml promises: nobody may do more than their job, and nothing is lost or kept for ever."""

import json
import re
from collections.abc import Iterator

import pytest

from tessera.commands.emulators import ROOT
from tessera.domain.agenda import HOURS, JOBS
from tessera.edge.bus import SOURCE
from tessera.edge.callers import MEMBER
from tessera.edge.loading import apis_in, handler_module
from tessera.edge.security_headers import SECURITY_HEADERS
from tessera.edge.settings import settings_from
from tessera.edge.shops.standard import QUEUES
from tests.stack.allowed import ALLOWED, NIGHTLY
from tests.stack.permissions import permissions, statements
from tests.stack.templates import of_type, template

FUNCTION = "AWS::Serverless::Function"
FORTNIGHT_SECONDS = 14 * 24 * 3600


@pytest.mark.parametrize("name", sorted(of_type(FUNCTION)))
def test_each_function_may_do_its_job_and_nothing_else(name: str) -> None:
    assert set(permissions(name)) == ALLOWED[name]


def test_only_a_test_stack_notes_what_has_been_handled() -> None:
    for function in ("PublishFacts", "CreditReferrals", "NotifyMembers", "EraseMembers"):
        conditional = [it["Fn::If"] for it in statements(function) if "Fn::If" in it]
        told = [(condition, then["Action"]) for condition, then, _ in conditional]
        assert [each for each in told if each[0] == "HasTestClock"] == [("HasTestClock", "dynamodb:PutItem")]


def test_only_what_a_shop_has_set_up_may_be_sent_and_mail_only_from_its_own_address() -> None:
    conditional = [it["Fn::If"] for it in statements("NotifyMembers") if "Fn::If" in it]
    sends = {condition: then["Action"] for condition, then, _ in conditional if condition != "HasTestClock"}
    mail_actions = ["ses:SendEmail", "ses:SendRawEmail"]
    assert sends == {"SendsMail": mail_actions, "ReachesAndroid": "sns:Publish", "ReachesApple": "sns:Publish"}
    (mail,) = (then for _, then, _ in conditional if then["Action"] == mail_actions)
    assert mail["Condition"] == {"StringEqualsIfExists": {"ses:FromAddress": {"Ref": "SenderAddress"}}}


def test_only_a_test_stack_has_a_clock_that_moves() -> None:
    resources = template()["Resources"]
    assert resources["MoveClock"]["Condition"] == "HasTestClock"
    assert template()["Conditions"]["HasTestClock"] == {"Fn::Equals": [{"Ref": "TestClock"}, "enabled"]}
    assert template()["Parameters"]["TestClock"]["Default"] == "disabled"


def test_only_a_test_stack_sends_webhooks_to_its_own_machine() -> None:
    parameter = template()["Parameters"]["LoopbackWebhooks"]
    assert (parameter["Default"], parameter["AllowedValues"]) == ("disabled", ["disabled", "enabled"])
    told = {
        name: function.get("Environment", {}).get("Variables", {}).get("LOOPBACK_WEBHOOKS")
        for name, function in of_type(FUNCTION).items()
    }
    asked = {name for name, value in told.items() if value == {"Ref": "LoopbackWebhooks"}}
    assert asked == {"SendWebhooks", "WebhookSubscriptions"} == {name for name, value in told.items() if value}
    deployed = {"TABLE_NAME": "ledger", "TEST_CLOCK": "disabled", "LOOPBACK_WEBHOOKS": "enabled"}
    assert not settings_from(deployed).has_loopback_webhooks
    assert settings_from(deployed | {"TEST_CLOCK": "enabled"}).has_loopback_webhooks


def test_the_ledger_outlives_the_stack() -> None:
    resources = template()["Resources"]
    for kept in ("Table", "Secret"):
        assert (resources[kept]["DeletionPolicy"], resources[kept]["UpdateReplacePolicy"]) == ("Retain", "Retain")
    table = resources["Table"]["Properties"]
    assert table["DeletionProtectionEnabled"] is True
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_every_function_s_log_ends_some_day() -> None:
    groups = of_type("AWS::Logs::LogGroup")
    for function in of_type(FUNCTION).values():
        assert groups[function["LoggingConfig"]["LogGroup"]["Ref"]]["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def test_facts_that_cannot_leave_are_kept() -> None:
    stream = of_type(FUNCTION)["PublishFacts"]["Events"]["Entries"]["Properties"]
    assert stream["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": "PublishFactsFailures.Arn"}
    assert stream["BisectBatchOnFunctionError"] is True
    assert 0 < stream["MaximumRetryAttempts"] < 10000
    assert 0 < stream["MaximumRecordAgeInSeconds"] <= 86400


def _taken_from_queues() -> Iterator[tuple[str, str]]:
    for name, function in of_type(FUNCTION).items():
        for event in function.get("Events", {}).values():
            if event["Type"] == "SQS":
                yield name, event["Properties"]["Queue"]["Fn::GetAtt"].partition(".")[0]


@pytest.mark.parametrize(("taker", "queue_name"), list(_taken_from_queues()))
def test_a_message_comes_again_by_itself_and_is_kept_when_it_fails_too_often(taker: str, queue_name: str) -> None:
    queue, function = of_type("AWS::SQS::Queue")[queue_name], of_type(FUNCTION)[taker]
    (taken,) = (
        event["Properties"]
        for event in function["Events"].values()
        if event["Properties"].get("Queue") == {"Fn::GetAtt": f"{queue_name}.Arn"}
    )
    assert taken["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert queue["VisibilityTimeout"] >= 6 * function["Timeout"]
    assert queue["RedrivePolicy"]["maxReceiveCount"] >= 5
    kept = queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"].partition(".")[0]
    assert kept.endswith("Failures")
    assert of_type("AWS::SQS::Queue")[kept]["MessageRetentionPeriod"] == FORTNIGHT_SECONDS


def test_the_shop_s_events_reach_the_functions_that_take_them() -> None:
    rules = {name.removesuffix("Rule"): rule for name, rule in of_type("AWS::Events::Rule").items()}
    for taker, queue_name in _taken_from_queues():
        function = of_type(FUNCTION)[taker]
        if function.get("Handler") == "from_bus.handler":
            taken = handler_module(ROOT / function["CodeUri"], "from_bus").handler.names
            pattern = rules[queue_name.removesuffix("Queue")]["EventPattern"]
            assert pattern == {"source": [{"Ref": "ShopEventSource"}], "detail-type": list(taken)}


def test_what_any_other_shop_tells_goes_where_its_bus_would_put_it() -> None:
    rules = of_type("AWS::Events::Rule")
    variables = of_type(FUNCTION)["ReceiveWebhooks"]["Environment"]["Variables"]
    for kind, variable in QUEUES.items():
        queue = variables[variable]["Ref"]
        assert kind in rules[f"{queue.removesuffix('Queue')}Rule"]["EventPattern"]["detail-type"]
    shop_s = [rule for rule in rules.values() if rule["EventPattern"]["source"] == [{"Ref": "ShopEventSource"}]]
    assert {kind for rule in shop_s for kind in rule["EventPattern"]["detail-type"]} == set(QUEUES)


def test_our_own_facts_are_never_taken_for_the_shop_s() -> None:
    allowed = template()["Parameters"]["ShopEventSource"]["AllowedPattern"]
    assert not re.fullmatch(allowed, SOURCE)
    assert re.fullmatch(allowed, "shop")


def test_all_who_send_mail_at_once_share_the_account_s_rate() -> None:
    function = of_type(FUNCTION)["NotifyMembers"]
    at_once = function["Events"]["Calls"]["Properties"]["ScalingConfig"]["MaximumConcurrency"]
    assert function["Environment"]["Variables"]["MAIL_SENDERS"] == str(at_once)


@pytest.mark.parametrize("name", NIGHTLY)
def test_each_job_runs_at_its_hour_in_the_programmes_time_zone_and_never_on_a_test_stack(name: str) -> None:
    function = of_type(FUNCTION)[name]
    (job,) = (each for each in JOBS if function["CodeUri"] == f"functions/{each}")
    tick = function["Events"]["Tick"]["Properties"]
    assert tick["ScheduleExpression"] == f"cron({HOURS[job].minute} {HOURS[job].hour} * * ? *)"
    assert tick["ScheduleExpressionTimezone"] == {"Ref": "Timezone"}
    assert tick["State"] == {"Fn::If": ["HasTestClock", "DISABLED", "ENABLED"]}
    assert tick["DeadLetterConfig"]["Arn"] == {"Fn::GetAtt": f"{name}Failures.Arn"}
    assert json.loads(tick["Input"]) == {"time": "<aws.scheduler.scheduled-time>"}


def test_figures_that_cannot_be_counted_are_kept() -> None:
    stream = of_type(FUNCTION)["CountFigures"]["Events"]["Records"]["Properties"]
    assert stream["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": "CountFiguresFailures.Arn"}
    assert stream["BisectBatchOnFunctionError"] is True
    assert stream["MaximumRecordAgeInSeconds"] <= 86400


def test_the_stream_is_read_by_two_and_never_by_a_third() -> None:
    """A third reader would slow down both."""
    events = {name: function.get("Events", {}).values() for name, function in of_type(FUNCTION).items()}
    readers = [name for name, given in events.items() if any(event["Type"] == "DynamoDB" for event in given)]
    assert readers == ["PublishFacts", "CountFigures"]


def test_the_digest_is_sent_each_morning_to_an_operator_and_never_by_a_test_stack() -> None:
    tick = of_type(FUNCTION)["SendDigest"]["Events"]["Morning"]["Properties"]
    assert (tick["ScheduleExpression"], tick["ScheduleExpressionTimezone"]) == (
        "cron(0 7 * * ? *)",
        {"Ref": "Timezone"},
    )
    assert tick["State"] == {"Fn::If": ["SendsDigests", "ENABLED", "DISABLED"]}
    told = [{"Condition": "HasOperator"}, {"Fn::Not": [{"Condition": "HasTestClock"}]}]
    assert template()["Conditions"]["SendsDigests"] == {"Fn::And": told}


def test_every_function_has_a_folder_and_every_folder_a_function() -> None:
    folders = {f"functions/{it.name}" for it in (ROOT / "functions").iterdir() if (it / "handler.py").exists()}
    assert {it["CodeUri"] for it in of_type(FUNCTION).values()} == folders


def test_what_mail_bounces_is_told_and_kept_when_it_cannot_be_taken() -> None:
    function, failures = of_type(FUNCTION)["SuppressAddresses"], {"Fn::GetAtt": "SuppressAddressesFailures.Arn"}
    assert function["Events"]["Feedback"]["Properties"]["RedrivePolicy"] == {"deadLetterTargetArn": failures}
    assert function["DeadLetterQueue"]["TargetArn"] == failures
    told = of_type("AWS::SES::ConfigurationSetEventDestination", ROOT / "infra/messaging.yaml")["FeedbackEvents"]
    assert told["EventDestination"]["MatchingEventTypes"] == ["bounce", "complaint"]


def test_only_the_api_s_description_and_signed_links_are_open() -> None:
    assert sorted(set(_open_routes())) == ["/openapi.json", "/unsubscribe/{token}", "/webhooks/{shop}"]
    assert of_type("AWS::Serverless::Api")["Api"]["Auth"]["DefaultAuthorizer"] == "Token"


def test_what_the_gateway_says_by_itself_is_a_problem() -> None:
    for kind, response in of_type("AWS::Serverless::Api")["Api"]["GatewayResponses"].items():
        assert response["ResponseParameters"]["Headers"]["Content-Type"] == "'application/problem+json'", kind
        assert f'"status":{response["StatusCode"]},' in response["ResponseTemplates"]["application/json"], kind


def test_each_open_route_has_a_limit_of_its_own_and_needs_no_plan() -> None:
    api = of_type("AWS::Serverless::Api")["Api"]
    limits = {(it["ResourcePath"], it["HttpMethod"]): it["ThrottlingRateLimit"] for it in api["MethodSettings"]}
    del limits["/*", "*"]
    written = {("/" + path.replace("/", "~1"), verb.upper()) for path, verb in [*_open(), *_preflights()]}
    assert limits.pop(("/~1webhooks~1{shop}", "POST")) == {"Ref": "ShopRequestsPerSecond"}
    written.remove(("/~1webhooks~1{shop}", "POST"))
    assert limits == {method: {"Ref": "OpenRequestsPerSecond"} for method in written}


def test_whoever_has_a_token_calls_under_a_plan_that_the_authorizer_names() -> None:
    api = of_type("AWS::Serverless::Api")["Api"]
    assert (api["ApiKeySourceType"], api["Auth"]["ApiKeyRequired"]) == ("AUTHORIZER", True)
    named = of_type(FUNCTION)["Authorize"]["Environment"]["Variables"]
    for kind in ("Shop", "Member"):
        of_kind = template()["Resources"][f"{kind}PlanKey"]["Properties"]
        assert of_kind == {"KeyId": {"Ref": f"{kind}Key"}, "KeyType": "API_KEY", "UsagePlanId": {"Ref": f"{kind}Plan"}}
        assert of_type("AWS::ApiGateway::ApiKey")[f"{kind}Key"]["Value"] == named[f"{kind.upper()}_PLAN"]
        assert of_type("AWS::ApiGateway::UsagePlan")[f"{kind}Plan"]["Throttle"] == {
            "RateLimit": {"Ref": f"{kind}RequestsPerSecond"},
            "BurstLimit": {"Ref": f"{kind}RequestsPerSecond"},
        }


def test_a_browser_may_ask_before_it_calls_what_members_may_call_and_nothing_else() -> None:
    of_members = {route.path for api in apis_in(ROOT / "functions") for route in api.declared if MEMBER in route.who}
    assert {path for path, _ in _preflights()} == of_members


def test_what_the_gateway_says_by_itself_has_the_headers_of_every_answer() -> None:
    for kind, response in of_type("AWS::Serverless::Api")["Api"]["GatewayResponses"].items():
        headers = {name: value.strip("'") for name, value in response["ResponseParameters"]["Headers"].items()}
        same = {name: value for name, value in SECURITY_HEADERS.items() if name != "Content-Security-Policy"}
        assert headers.items() >= same.items(), kind
        assert ("Retry-After" in headers) == (response["StatusCode"] == "429")


def _open_routes() -> Iterator[str]:
    yield from (path for path, _ in _open())


def _open() -> Iterator[tuple[str, str]]:
    yield from ((path, verb) for path, verb in _asked_of_nobody() if verb != "options")


def _preflights() -> Iterator[tuple[str, str]]:
    yield from ((path, verb) for path, verb in _asked_of_nobody() if verb == "options")


def _asked_of_nobody() -> Iterator[tuple[str, str]]:
    for function in of_type(FUNCTION).values():
        for event in function.get("Events", {}).values():
            told = event["Properties"]
            if event["Type"] == "Api" and "Auth" in told:
                assert told["Auth"] == {"Authorizer": "NONE", "ApiKeyRequired": False}
                yield told["Path"], told["Method"]

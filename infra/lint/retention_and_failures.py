"""Our own rules for cfn-lint: what every function of Tessera has, and what every asynchronous one has besides."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cfnlint.decode import decode
from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

FUNCTION = "AWS::Serverless::Function"
WAITED_FOR = ("Api", "HttpApi")
QUEUE = "AWS::SQS::Queue"


class FunctionKeepsItsLogForATime(CloudFormationLintRule):
    """A function without a log group of its own writes to one that is kept, and paid for, for ever."""

    id = "E9001"
    shortdesc = "Every function has a log group with a retention"
    description = "LoggingConfig.LogGroup refers to a log group of this template that has RetentionInDays"
    source_url = "docs/operating.md"

    def match(self, cfn: Template) -> list[RuleMatch]:
        groups = cfn.get_resources("AWS::Logs::LogGroup")
        kept = {name for name, group in groups.items() if group.get("Properties", {}).get("RetentionInDays")}
        return [
            RuleMatch(["Resources", name], f"{name} has no log group with a retention")
            for name, function in cfn.get_resources(FUNCTION).items()
            if _target(function["Properties"].get("LoggingConfig", {}).get("LogGroup")) not in kept
        ]


class FailureIsKeptAndRings(CloudFormationLintRule):
    """What nobody waits for fails unseen, unless what failed is kept in a queue and that queue rings."""

    id = "E9002"
    shortdesc = "Every asynchronous function has a dead-letter queue and an alarm"
    description = "Streams, queues, rules and schedules that call a function name a queue for what fails, and it rings"
    source_url = "docs/operating.md"

    def match(self, cfn: Template) -> list[RuleMatch]:
        watched = set(_watched(cfn))
        return [
            RuleMatch(["Resources", name], f"{name}: {complaint}")
            for name, queue in _failures(cfn)
            if (complaint := _complaint(cfn, queue, watched))
        ]


def _complaint(cfn: Template, queue: str | None, watched: set[str]) -> str | None:
    if queue not in cfn.get_resources(QUEUE):
        return "what fails is kept nowhere; name a dead-letter queue of this template"
    return None if queue in watched else f"no alarm watches {queue}"


def _failures(cfn: Template) -> Iterator[tuple[str, str | None]]:
    """Every function that is called asynchronously, with the queue that keeps what fails."""
    for name, function in cfn.get_resources(FUNCTION).items():
        for event in function["Properties"].get("Events", {}).values():
            if event["Type"] not in WAITED_FOR:
                yield name, _kept(cfn, event["Type"], event["Properties"])
            if event["Type"] == "SNS":  # which has done its part when it has handed over
                yield name, _target(function["Properties"].get("DeadLetterQueue", {}).get("TargetArn"))


def _kept(cfn: Template, kind: str, event: dict[str, Any]) -> str | None:
    if kind == "SQS":  # the queue itself hands on what failed too often
        queue = cfn.get_resources(QUEUE).get(_target(event["Queue"]), {})
        return _target(queue.get("Properties", {}).get("RedrivePolicy", {}).get("deadLetterTargetArn"))
    if kind in ("DynamoDB", "Kinesis"):
        return _target(event.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination"))
    if kind == "SNS":
        return _target(event.get("RedrivePolicy", {}).get("deadLetterTargetArn"))
    return _target(event.get("DeadLetterConfig", {}).get("Arn"))


def _watched(cfn: Template) -> Iterator[str]:
    """What alarms look at, be it in this template or, handed over as a parameter, in nested ones."""
    return _watched_by(cfn.get_resources(), Path(cfn.filename).parent)


def _watched_by(resources: dict[str, Any], folder: Path) -> Iterator[str]:
    yield from _in_alarms({name: it for name, it in resources.items() if it["Type"] == "AWS::CloudWatch::Alarm"})
    for nested in resources.values():
        if nested["Type"] == "AWS::CloudFormation::Stack":
            path = folder / str(nested["Properties"]["TemplateURL"])
            inner = set(_watched_by(_resources_of(path), path.parent))
            for parameter, value in nested["Properties"].get("Parameters", {}).items():
                if parameter in inner and _target(value):
                    yield str(_target(value))


def _resources_of(path: Path) -> dict[str, Any]:
    template, _ = decode(str(path)) if path.is_file() else (None, None)
    resources: dict[str, Any] = (template or {}).get("Resources", {})
    return resources


def _in_alarms(alarms: dict[str, Any]) -> Iterator[str]:
    for alarm in alarms.values():
        for dimension in alarm["Properties"].get("Dimensions", []):
            if _target(dimension["Value"]):
                yield str(_target(dimension["Value"]))


def _target(value: Any) -> str | None:
    """The resource or parameter that a Ref or GetAtt means."""
    if not isinstance(value, dict):
        return None
    found = value.get("Ref") or value.get("Fn::GetAtt")
    return str(found[0] if isinstance(found, list) else found).split(".")[0] if found else None

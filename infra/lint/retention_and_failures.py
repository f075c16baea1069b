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
    description = "Streams, queues, topics, rules and schedules name a queue for what fails, and it rings"
    source_url = "docs/operating.md"

    def match(self, cfn: Template) -> list[RuleMatch]:
        watched = set(_watched(cfn))
        return [
            RuleMatch(["Resources", name], f"{name}: {complaint}")
            for name, queue in _failures(cfn)
            if (complaint := _complaint(cfn, queue, watched))
        ]


class QueueHandsOnWhatFails(CloudFormationLintRule):
    """A message that fails each time would come again until it is dropped, unless its queue hands it on."""

    id = "E9003"
    shortdesc = "Every queue hands on what failed too often, or keeps what others handed on"
    description = "A queue has a RedrivePolicy, or is where the failures of something in this template go"
    source_url = "docs/operating.md"

    def match(self, cfn: Template) -> list[RuleMatch]:
        kept = {queue for _, queue in _failures(cfn)}
        return [
            RuleMatch(["Resources", name], f"{name} hands on nothing that fails; give it a RedrivePolicy")
            for name, queue in cfn.get_resources(QUEUE).items()
            if name not in kept and not _handed_on_to(queue.get("Properties", {}))
        ]


def _complaint(cfn: Template, queue: str | None, watched: set[str]) -> str | None:
    if queue not in cfn.get_resources(QUEUE):
        return "what fails is kept nowhere; name a dead-letter queue of this template"
    return None if queue in watched else f"no alarm watches {queue}"


def _failures(cfn: Template) -> Iterator[tuple[str, str | None]]:
    """Everything that nobody waits for, with the queue that keeps what fails."""
    yield from _failures_of_functions(cfn)
    for name, rule in cfn.get_resources("AWS::Events::Rule").items():
        yield from ((name, _dead_letters_of(target)) for target in rule["Properties"].get("Targets", []))
    for name, schedule in cfn.get_resources("AWS::Scheduler::Schedule").items():
        yield name, _dead_letters_of(schedule["Properties"]["Target"])
    for name, subscription in cfn.get_resources("AWS::SNS::Subscription").items():
        if subscription["Properties"]["Protocol"] == "lambda":
            yield name, _handed_on_to(subscription["Properties"])


def _failures_of_functions(cfn: Template) -> Iterator[tuple[str, str | None]]:
    for name, function in cfn.get_resources(FUNCTION).items():
        for event in function["Properties"].get("Events", {}).values():
            if event["Type"] not in WAITED_FOR:
                yield name, _kept(cfn, event["Type"], event["Properties"])
            if event["Type"] == "SNS":  # what is handed over at once is asked for asynchronously, and may fail then
                yield name, _target(function["Properties"].get("DeadLetterQueue", {}).get("TargetArn"))


def _kept(cfn: Template, kind: str, event: dict[str, Any]) -> str | None:
    if kind == "SQS":  # the queue itself hands on what failed too often
        queue = cfn.get_resources(QUEUE).get(_target(event["Queue"]), {})
        return _handed_on_to(queue.get("Properties", {}))
    if kind == "SNS":
        return _handed_on_to(event)
    if kind in ("DynamoDB", "Kinesis"):
        return _target(event.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination"))
    return _dead_letters_of(event)


def _handed_on_to(properties: dict[str, Any]) -> str | None:
    return _target(properties.get("RedrivePolicy", {}).get("deadLetterTargetArn"))


def _dead_letters_of(properties: dict[str, Any]) -> str | None:
    return _target(properties.get("DeadLetterConfig", {}).get("Arn"))


def _watched(cfn: Template) -> Iterator[str]:
    """What alarms look at, be it in this template or, handed over as a parameter, in a nested one."""
    return _in_resources(cfn.template["Resources"], Path(cfn.filename).parent)


def _in_resources(resources: dict[str, Any], folder: Path) -> Iterator[str]:
    for resource in resources.values():
        if resource["Type"] == "AWS::CloudWatch::Alarm":
            values = [each["Value"] for each in resource["Properties"].get("Dimensions", [])]
            yield from filter(None, map(_target, values))
        if resource["Type"] == "AWS::CloudFormation::Stack":
            yield from _handed_over(resource["Properties"], folder)


def _handed_over(nested: dict[str, Any], folder: Path) -> Iterator[str]:
    path = folder / str(nested["TemplateURL"])
    if path.is_file():
        template, _ = decode(str(path))
        inner = set(_in_resources((template or {}).get("Resources", {}), path.parent))
        given = nested.get("Parameters", {})
        yield from filter(None, (_target(value) for parameter, value in given.items() if parameter in inner))


def _target(value: Any) -> str | None:
    """The resource or parameter that a Ref or GetAtt means."""
    if not isinstance(value, dict):
        return None
    found = value.get("Ref") or value.get("Fn::GetAtt")
    return str(found[0] if isinstance(found, list) else found).split(".")[0] if found else None

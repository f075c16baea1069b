"""The page for operators names the alarms, the queues and the outputs that there are, and leaves none out."""

import re

from tests.docs.pages import ROOT, blocks, codes, prose, rows
from tests.stack.templates import of_type, template

PAGE = ROOT / "docs/operating.md"
ALARM, QUEUE = "AWS::CloudWatch::Alarm", "AWS::SQS::Queue"
COMMANDS = "\n".join(block.text for block in blocks("sh", page=PAGE))


def test_every_alarm_is_told_of() -> None:
    alarms = {name for file in (ROOT / "infra").glob("*alarms.yaml") for name in of_type(ALARM, file)}
    told = {name for row in rows(PAGE, "alarm", "says", "do") for name in codes(row[0])}
    assert told == alarms


def test_every_queue_of_failures_is_told_of() -> None:
    failures = {name for name in of_type(QUEUE) if name.endswith("Failures")}
    assert {codes(row[0])[0] for row in rows(PAGE, "queue of failures", "holds")} == failures


def test_whatever_queues_hand_on_to_is_a_queue_of_failures() -> None:
    policies = [queue["RedrivePolicy"] for queue in of_type(QUEUE).values() if "RedrivePolicy" in queue]
    targets = {policy["deadLetterTargetArn"]["Fn::GetAtt"].removesuffix(".Arn") for policy in policies}
    assert all(target.endswith("Failures") and target in of_type(QUEUE) for target in targets)


def test_every_metric_is_told_of() -> None:
    """Of a name that ends with a state or a kind (`MessagesSent`), one that begins so."""
    files = [file for room in ("functions", "layers/shared/tessera/edge") for file in (ROOT / room).rglob("*.py")]
    said = [re.findall(r"count(?:ed_refusals)?\((f?)\"([A-Z][A-Za-z]+)", file.read_text()) for file in files]
    counted, told = {each for names in said for each in names}, set(codes(prose(PAGE)))
    assert {("", "RedemptionsRefused"), ("f", "Messages")} <= counted
    assert [name for begins, name in counted if not _is_among(told, name, is_whole=not begins)] == []


def _is_among(told: set[str], name: str, *, is_whole: bool) -> bool:
    return name in told if is_whole else any(each.startswith(name) for each in told)


def test_the_commands_name_what_the_stack_has() -> None:
    whole = template()
    assert set(re.findall(r"\$\((?:arn|physical) (\w+)\)", COMMANDS)) <= whole["Resources"].keys()
    assert set(re.findall(r"\$\(output (\w+)\)", COMMANDS)) <= whole["Outputs"].keys()
    assert set(re.findall(r"(\w+)=\"\$\(aws dynamodb describe-table", COMMANDS)) <= whole["Parameters"].keys()

"""Our own rules for cfn-lint find what they are there to find: each is shown a template with one thing taken away."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tessera.commands.emulators import ROOT

CFN_LINT = ROOT / ".local/env/sam/bin/cfn-lint"

SAM = "Transform: AWS::Serverless-2016-10-31\n"
PLANTED = {
    "a function without a log group": ("LoggingConfig: {LogGroup: !Ref MembersLogs}", "E9001 Members"),
    "a stream whose failures go nowhere": (
        "DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt PublishFactsFailures.Arn}}",
        "E9002 PublishFacts: what fails is kept nowhere",
    ),
    "a queue whose failures go nowhere": (
        "RedrivePolicy: {deadLetterTargetArn: !GetAtt CreditReferralsFailures.Arn, maxReceiveCount: 5}",
        "E9002 CreditReferrals: what fails is kept nowhere",
    ),
    "a clock whose failures go nowhere": (
        "DeadLetterConfig: {Arn: !GetAtt BirthdayBonusesFailures.Arn}",
        "E9002 BirthdayBonuses: what fails is kept nowhere",
    ),
    "a dead-letter queue whose alarm would lie two templates below": (
        "SegmentGiftsFailures: !GetAtt SegmentGiftsFailures.QueueName",
        "E9002 SegmentGifts: no alarm watches SegmentGiftsFailures",
    ),
    "a subscription whose failures go nowhere": (
        "RedrivePolicy: {deadLetterTargetArn: !GetAtt SuppressAddressesFailures.Arn}",
        "E9002 SuppressAddresses: what fails is kept nowhere",
    ),
    "a subscriber whose failures go nowhere": (
        "DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt SuppressAddressesFailures.Arn}",
        "E9002 SuppressAddresses: what fails is kept nowhere",
    ),
    "a morning whose failures go nowhere": (
        "DeadLetterConfig: {Arn: !GetAtt SendDigestFailures.Arn}",
        "E9002 SendDigest: what fails is kept nowhere",
    ),
    "a rule whose failures go nowhere": (
        "DeadLetterConfig: {Arn: !GetAtt CustomersFailures.Arn}",
        "E9002 CustomersRule: what fails is kept nowhere",
    ),
    "a queue that hands nothing on": (
        "RedrivePolicy: {deadLetterTargetArn: !GetAtt CustomersFailures.Arn, maxReceiveCount: 5}",
        "E9003 CustomersQueue hands on nothing that fails",
    ),
    "a dead-letter queue that rings nowhere": (
        "PublishFactsFailures: !GetAtt PublishFactsFailures.QueueName",
        "E9002 PublishFacts: no alarm watches PublishFactsFailures",
    ),
}


def test_the_templates_are_clean() -> None:
    assert _lint(ROOT / "template.yaml", *(ROOT / "infra").glob("*.yaml")) == ("", 0)


@pytest.mark.parametrize("taken_away, complaint", PLANTED.values(), ids=PLANTED.keys())
def test_what_is_taken_away_is_missed(taken_away: str, complaint: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "infra", tmp_path / "infra")
    whole = (ROOT / "template.yaml").read_text()
    assert taken_away in whole
    (tmp_path / "template.yaml").write_text(whole.replace(taken_away, ""))
    said, _ = _lint(tmp_path / "template.yaml")
    assert complaint in said


FAILURES = """
  Failures: {Type: AWS::SQS::Queue}
  FailuresRing:
    Type: AWS::CloudWatch::Alarm
    Properties: {Dimensions: [{Name: QueueName, Value: !GetAtt Failures.QueueName}]}
"""
PLANTED_ALONE = {
    "a schedule": (
        """
  Daily:
    Type: AWS::Scheduler::Schedule
    Properties: {Target: {Arn: a, RoleArn: b%s}}
""",
        ", DeadLetterConfig: {Arn: !GetAtt Failures.Arn}",
        "E9002 Daily: what fails is kept nowhere",
    ),
    "a topic that calls a function": (
        """
  Bounces:
    Type: AWS::SNS::Subscription
    Properties: {TopicArn: a, Protocol: lambda, Endpoint: b%s}
""",
        ", RedrivePolicy: {deadLetterTargetArn: !GetAtt Failures.Arn}",
        "E9002 Bounces: what fails is kept nowhere",
    ),
    "a function that takes a topic": (
        """
  Bounces:
    Type: AWS::Serverless::Function
    Properties:
      DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Failures.Arn}
      Events: {Told: {Type: SNS, Properties: {Topic: a%s}}}
""",
        ", RedrivePolicy: {deadLetterTargetArn: !GetAtt Failures.Arn}",
        "E9002 Bounces: what fails is kept nowhere",
    ),
    "a function on a schedule": (
        """
  Daily:
    Type: AWS::Serverless::Function
    Properties: {Events: {Tick: {Type: ScheduleV2, Properties: {ScheduleExpression: a%s}}}}
""",
        ", DeadLetterConfig: {Arn: !GetAtt Failures.Arn}",
        "E9002 Daily: what fails is kept nowhere",
    ),
}


@pytest.mark.parametrize(("planted", "kept", "complaint"), PLANTED_ALONE.values(), ids=PLANTED_ALONE.keys())
def test_whatever_nobody_waits_for_keeps_what_fails(planted: str, kept: str, complaint: str, tmp_path: Path) -> None:
    said = []
    for failures_go in ("", kept):
        (tmp_path / "template.yaml").write_text(f"{SAM}Resources:{FAILURES}{planted % failures_go}")
        said.append(_lint(tmp_path / "template.yaml")[0])
    assert complaint in said[0]
    assert "E9002" not in said[1]


def _lint(*templates: Path) -> tuple[str, int]:
    command = [str(CFN_LINT), "--append-rules", "infra/lint", "--template", *map(str, templates)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return ended.stdout + ended.stderr, ended.returncode

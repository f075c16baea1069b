"""Our own rules for cfn-lint find what they are there to find: each is shown a template with one thing taken away."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tessera.commands.emulators import ROOT

CFN_LINT = ROOT / ".local/env/sam/bin/cfn-lint"

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


def _lint(*templates: Path) -> tuple[str, int]:
    command = [str(CFN_LINT), "--append-rules", "infra/lint", "--template", *map(str, templates)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return ended.stdout + ended.stderr, ended.returncode

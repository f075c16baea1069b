"""The emulated AWS behind the demo's stack, where the API does not reach: functions, queues, and mail that has left."""

import json
import time
import urllib.request
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import boto3

from tessera.commands.calls import Json
from tessera.commands.demo.shopping import DemoFailed
from tessera.commands.local_stack import LocalStack

PATIENCE_SECONDS = 180.0
PAUSE_SECONDS = 0.1
FOOTER = "\n--\n"


class CapturedMail(NamedTuple):
    """A mail that has left: whose it is, its subject, and its text without the footer."""

    to: str
    subject: str
    text: str


class Emulated:
    """What belongs to a stack in the emulated AWS."""

    def __init__(self, stack: LocalStack) -> None:
        self._stack = stack
        self._lambda = boto3.client("lambda", region_name=stack.region, endpoint_url=stack.endpoint)
        self._sqs = boto3.client("sqs", region_name=stack.region, endpoint_url=stack.endpoint)

    def invoke(self, function: str, event: Json) -> None:
        """Hand an event to a function. Raises DemoFailed."""
        answer = self._lambda.invoke(FunctionName=self._stack.functions[function], Payload=json.dumps(event))
        if "FunctionError" in answer:
            raise DemoFailed(f"{function} failed: {answer['Payload'].read().decode()}")

    def has_emptied_queue(self, job: str) -> bool:
        """Whether none of a nightly job's messages waits, or is being worked."""
        url = self._environment(job)["NIGHT_QUEUE_URL"]
        told = self._sqs.get_queue_attributes(
            QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        )
        return not any(map(int, told["Attributes"].values()))

    @contextmanager
    def at_night(self, jobs: Collection[str]) -> Iterator[None]:
        """The functions of these jobs, and no other, look at the stack's test clock meanwhile. Two of each work at
        once, as many as Lambda allows for: sixteen cold starts are a matter of seconds there, of a minute here."""
        as_deployed = {job: (self._environment(job), self._at_once(job)) for job in jobs}
        try:
            for job, (environment, _) in as_deployed.items():
                self._configure(job, environment | {"TEST_CLOCK": "enabled"}, at_once=2)
            for job in as_deployed:
                self._wait_for_configuration(job)
            yield
        finally:
            for job, (environment, at_once) in as_deployed.items():
                self._configure(job, environment, at_once)

    def mails_to(self, address: str) -> list[CapturedMail]:
        """What has left for an address, oldest first."""
        with urllib.request.urlopen(f"{self._stack.endpoint}/_ministack/ses/messages") as answer:
            by_account: dict[str, list[Any]] = json.load(answer)["messages"]
        return [captured_mail(each) for mails in by_account.values() for each in mails if each["To"] == [address]]

    def _environment(self, function: str) -> dict[str, str]:
        found = self._lambda.get_function_configuration(FunctionName=self._stack.functions[function])
        return dict(found["Environment"]["Variables"])

    def _at_once(self, job: str) -> int:
        return int(self._queue_of(job)["ScalingConfig"]["MaximumConcurrency"])

    def _queue_of(self, job: str) -> Json:
        """How the messages of a job's queue reach its function."""
        [mapping] = self._lambda.list_event_source_mappings(FunctionName=self._stack.functions[job])[
            "EventSourceMappings"
        ]
        return dict(mapping)

    def _configure(self, job: str, environment: dict[str, str], at_once: int) -> None:
        name, mapping_id = self._stack.functions[job], self._queue_of(job)["UUID"]
        self._lambda.update_event_source_mapping(UUID=mapping_id, ScalingConfig={"MaximumConcurrency": at_once})
        self._lambda.update_function_configuration(FunctionName=name, Environment={"Variables": environment})

    def _wait_for_configuration(self, job: str) -> None:
        waiter = self._lambda.get_waiter("function_updated_v2")
        waiter.wait(FunctionName=self._stack.functions[job], WaiterConfig={"Delay": 1})


def captured_mail(captured: Json) -> CapturedMail:
    """A mail as the emulator keeps it; a long subject begins on a line of its own there."""
    text, _, _ = captured["BodyText"].partition(FOOTER)
    return CapturedMail(captured["To"][0], captured["Subject"].strip(), text.strip())


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    """Ask again and again: nobody tells when it is so. Raises DemoFailed."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise DemoFailed(f"{what}: not within {PATIENCE_SECONDS:.0f} seconds")
        time.sleep(PAUSE_SECONDS)  # the emulator tells when it is asked; asking costs the stack a call

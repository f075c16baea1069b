"""What the four nightly functions share: a tick becomes a message for each shard, and each message is worked
(docs/rules.md §7)."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from tessera.domain.account import Account
from tessera.domain.agenda import SHARDS, Job
from tessera.domain.calendar import parse_instant
from tessera.domain.refusals import NoProgramme
from tessera.edge.agenda import agenda, has_time
from tessera.edge.batches import each_message
from tessera.edge.observe import count, observed, tell_failure
from tessera.edge.queues import send
from tessera.edge.settings import need, settings
from tessera.edge.wiring import kept, world, writing
from tessera.operations.work_agenda import HANDS, Shift, Worked

Operation = Callable[..., Account | None]


class LeftBehind(Exception):
    """Some members could not be looked after; they stay on the agenda, and the message comes again."""


def run_job(job: Job, operation: Operation, event: Mapping[str, Any], context: Any) -> Any:
    """Take a tick of the clock, or a batch of messages of the job's own queue. A tick that came to that queue, sent
    again by hand, is one too."""
    with observed(event):
        if "Records" not in event:
            return _fan_out(event["time"])
        return each_message(event, partial(_take, job, operation, partial(has_time, context)))


def message_of(shard: int, time: str) -> str:
    """The body of a shard's message: ids and numbers, nothing else."""
    return json.dumps({"shard": shard, "time": time}, separators=(",", ":"))


def _fan_out(time: str) -> None:
    """One message per shard, each with the time of the tick."""
    parse_instant(time)
    _send([message_of(shard, time) for shard in range(SHARDS)])


def _take(job: Job, operation: Operation, goes_on: Callable[[], bool], body: str) -> None:
    said = json.loads(body)
    if "shard" not in said:
        _fan_out(said["time"])
        return
    now = min(parse_instant(said["time"]), world().clock.now())
    try:
        worked = _shift(job, said["shard"], operation, now, goes_on).work()
    except NoProgramme:  # nothing was ever published: nobody is enrolled
        return
    _tell(worked)
    if worked.done and not worked.is_finished:
        _send([body])
    elif worked.failures:
        raise LeftBehind(f"{len(worked.failures)} members of shard {said['shard']} wait for {job}")


def _shift(job: Job, shard: int, operation: Operation, now: datetime, goes_on: Callable[[], bool]) -> Shift:
    def step(member_id: str, at: datetime) -> Account | None:
        return operation(member_id, **{**writing(), "now": at})

    return Shift(job, shard, step, now, world().clock.now, goes_on, agenda=agenda(), hands=HANDS, **kept())


def _tell(worked: Worked) -> None:
    for failure in worked.failures:
        tell_failure(failure)
    count("MembersLookedAfter", worked.done)
    if worked.failures:
        count("MembersLeftBehind", len(worked.failures))


def _send(bodies: list[str]) -> None:
    send(need(settings().night_queue_url, "NIGHT_QUEUE_URL"), bodies, what="shards")

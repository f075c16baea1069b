"""The rig on a deployed API with its test clock: each story begins with everything emptied (docs/rules.md §12)."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from tessera.commands.calls import PUBLISH, Json
from tessera.commands.client import ApiClient
from tessera.commands.play.rigs import ERASE, KEYS, OpenScene
from tessera.commands.stack_file import NoStack, read_stack_file
from tessera.domain.calendar import show_instant
from tessera.domain.programme import check, unsupported
from tessera.domain.refusals import Fault, InvalidRequest, NotSupportedYet, Refusal
from tessera.edge.callers import ADMIN

SETTLED_WITHIN_SECONDS = 60.0
PAUSE_SECONDS = 0.05


def api_scenes(stack_file: Path) -> OpenScene:
    """Scenes on the stack that the file tells of; it must have been deployed with its test clock."""
    stack = read_stack_file(stack_file)
    if not stack.test_clock:
        raise NoStack("this stack's time cannot be moved: deploy one with its test clock (`tessera up --test-clock`)")
    client = ApiClient(stack)

    @contextmanager
    def open_scene(source: Json, at: datetime) -> Iterator[ApiScene]:
        _publishable(source)
        yield ApiScene(client, source, at)

    return open_scene


class ApiScene:
    """A scene on a stack of its own: its clock stands still until it is moved."""

    def __init__(self, client: ApiClient, source: Json, at: datetime) -> None:
        self._client = client
        self._set_clock({"now": show_instant(at), "fresh": True})
        self._now = at
        answer = client.call(PUBLISH, source)
        if "refused" in answer:
            raise _refusal(answer)

    def call(self, verb: str, body: Json) -> Json:
        """The answer to a call, or the refusal. What it calls for elsewhere is waited for: it belongs to the instant at
        which the clock stands."""
        answer = self._client.call(verb, body)
        if verb in (*KEYS, ERASE) and "refused" not in answer:
            self.settle()
        return answer

    def account(self, member_id: str) -> Json:
        """The member's account now, or the refusal."""
        return self._client.account(member_id)

    def messages(self, member_id: str, kind: str) -> int:
        """How many messages of a kind were sent to a member so far, through whatever channels."""
        sent = self._client.messages(member_id)
        return len({each["cause"] for each in sent if (each["kind"], each["state"]) == (kind, "sent")})

    def move_to(self, at: datetime) -> None:
        """Move the clock; the stack runs the nights between."""
        if at != self._now:
            self._set_clock({"now": show_instant(at)})
            self._now = at

    def run_night(self) -> None:
        """The clock stands where the night was asked for; the stack has settled whoever had something due."""
        self._set_clock({"now": show_instant(self._now)})

    def settle(self) -> None:
        """Wait until every fact so far has been handled."""
        self._wait_for(lambda clock: clock["unsettled"] == 0)

    def _set_clock(self, body: Json) -> None:
        """Move the clock, and wait until it has arrived: nights run on the way."""
        answer = self._client.request("PUT", "/clock", ADMIN, body).answer
        if "refused" in answer:
            raise click.ClickException(f"the stack's clock cannot be moved: {answer['detail']}")
        if answer["now"] != answer["target"]:
            self._wait_for(lambda clock: clock["now"] == clock["target"])

    def _wait_for(self, is_so: Callable[[Json], bool]) -> None:
        deadline = time.monotonic() + SETTLED_WITHIN_SECONDS
        while not is_so(self._client.request("GET", "/clock", ADMIN).answer):
            if time.monotonic() > deadline:
                raise click.ClickException(f"the stack has not settled within {SETTLED_WITHIN_SECONDS:.0f} seconds")
            time.sleep(PAUSE_SECONDS)  # the API tells when it is asked, and asking costs the stack a call


def _publishable(source: Json) -> None:
    """Faults are told with their places before anything is emptied. Raises ProgrammeRefused, NotSupportedYet."""
    if missing := unsupported(check(source)):
        raise NotSupportedYet("The programme uses what this version does not carry out yet.", tuple(missing))


def _refusal(answer: Json) -> Refusal:
    return InvalidRequest(answer["detail"], tuple(Fault(each["path"], each["message"]) for each in answer["errors"]))

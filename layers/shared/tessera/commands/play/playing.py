"""Playing a story: each event in its turn, each expectation judged once (docs/rules.md §12)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tessera.commands.calls import NIGHT, Json
from tessera.commands.play.expecting import Miss, account_misses, misses
from tessera.commands.play.rigs import OpenScene, Scene
from tessera.commands.play.story import Step, Story


@dataclass(slots=True)
class Played:
    """What came of a story: the answer to each event, what did not hold, and the accounts in the end."""

    story: Story
    answers: list[tuple[Step, Json]] = field(default_factory=list)
    misses: list[tuple[Step, Miss]] = field(default_factory=list)
    accounts: dict[str, Json] = field(default_factory=dict)

    @property
    def expectations(self) -> int:
        """How many expectations the story has."""
        return sum(step.wanted is not None for step in self.story.steps)


def play_story(story: Story, open_scene: OpenScene, *, twice: bool) -> Played:
    """Play a story on a rig; `twice` sends every event two times, and the second answer must be the first.

    Raises Refusal when its programme cannot be published.
    """
    first = next(step.at for step in story.steps if step.at)
    with open_scene(story.source, first) as scene:
        performance = _Performance(story, scene, twice)
        for step in story.steps:
            performance.take(step)
        return performance.ended()


class _Performance:
    """A story being played in a scene."""

    def __init__(self, story: Story, scene: Scene, twice: bool) -> None:
        self._scene, self._twice = scene, twice
        self._played = Played(story)
        self._last: Json = {}
        self._members: dict[str, None] = {}

    def take(self, step: Step) -> None:
        """Let the step happen, or judge it."""
        if step.at:
            self._scene.move_to(step.at)
        if step.wanted is not None:
            self._scene.settle()
            self._played.misses += [(step, miss) for miss in self._misses(step.wanted)]
        else:
            self._happen(self._spelled_out(step))

    def ended(self) -> Played:
        """What came of it."""
        self._scene.settle()
        self._played.accounts = {member_id: self._scene.account(member_id) for member_id in self._members}
        return self._played

    def _happen(self, step: Step) -> None:
        self._last = self._answer(step)
        if step.verb == "enrol" and "refused" not in self._last:
            self._members[step.body["member_id"]] = None
        self._played.answers.append((step, self._last))
        if self._twice:
            again = self._answer(step)
            self._played.misses += [(step, miss.under("sent again")) for miss in _differences(self._last, again)]

    def _answer(self, step: Step) -> Json:
        if step.verb == NIGHT:
            self._scene.run_night()
            return {}
        return self._scene.call(step.verb or "", step.body)

    def _spelled_out(self, step: Step) -> Step:
        """The event with all that it leaves to its story."""
        if step.verb == "order":
            said = {"currency": self._played.story.source["currency"], "placed_at": step.at_text}
            return replace(step, body=said | step.body)
        member_id = step.body.get("member_id")
        if step.verb == "void":
            (code,) = self._with_codes({"vouchers": [step.body["code"]]}, member_id)["vouchers"]
            return replace(step, body=step.body | {"code": code})
        if step.verb == "reserve":
            return replace(step, body=self._with_codes(step.body, member_id))
        if step.verb == "quote" and isinstance(step.body.get("use"), dict):
            return replace(step, body=step.body | {"use": self._with_codes(step.body["use"], member_id)})
        return step

    def _with_codes(self, use: Json, member_id: object) -> Json:
        """Vouchers that are named by their reward, by their codes: the oldest issued one that is not named yet."""
        named = use.get("vouchers")
        if not isinstance(named, list) or not isinstance(member_id, str):
            return use
        held = self._scene.account(member_id).get("vouchers", [])
        free = [voucher for voucher in held if voucher["state"] == "issued" and voucher["code"] not in named]
        return use | {"vouchers": [_code(name, free) for name in named]}

    def _message_misses(self, wanted: Json) -> Iterator[Miss]:
        sent = self._scene.messages(wanted["member"], wanted["kind"])
        return misses({"count": wanted["count"]}, {"count": sent})

    def _misses(self, wanted: Json) -> Iterator[Miss]:
        if "last" in wanted:
            yield from (miss.under("last") for miss in _unless_refused(wanted["last"], self._last))
        if "messages" in wanted:
            yield from (miss.under("messages") for miss in self._message_misses(wanted["messages"]))
        if "member" in wanted:
            account = {key: value for key, value in wanted.items() if key not in ("last", "messages", "member")}
            yield from _unless_refused(account, self._scene.account(wanted["member"]))


def _unless_refused(wanted: Json, found: Json) -> Iterator[Miss]:
    """A refusal where none is expected is one miss, and says why."""
    if "refused" in found and "refused" not in wanted:
        yield Miss((), wanted, found)
    else:
        yield from account_misses(wanted, found)


def _code(name: object, free: list[Json]) -> object:
    found = next((voucher for voucher in free if voucher["reward_id"] == name), None)
    if found is None:
        return name
    free.remove(found)
    code: object = found["code"]
    return code


def _differences(first: Json, again: Json) -> Iterator[Miss]:
    yield from misses(first, again)
    for key in again.keys() - first.keys():
        yield Miss((key,), "nothing", again[key])

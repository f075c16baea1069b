"""Members to try a change on: their stories, or a history of orders, played in memory by the programme before it."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tessera.commands.calls import PUBLISH, Json
from tessera.commands.check.histories import read_orders
from tessera.commands.documents import Document, Unreadable
from tessera.commands.play.playing import play_story
from tessera.commands.play.rigs import InProcessScene, OpenScene, Scene, Stores, in_memory
from tessera.commands.play.story import Story, read_story
from tessera.domain.comparing import Sampled
from tessera.domain.programme import Programme
from tessera.operations.sampling import sampled


class Tried(NamedTuple):
    """Members with their orders, as they stand at an instant."""

    members: list[Sampled]
    now: datetime


class _World(NamedTuple):
    """Stores in which stories were played, whom they enrolled, and when the last of them ended."""

    stores: Stores
    member_ids: list[str]
    ended: datetime


def tried_on(before: Programme, orders: Path | None, stories: Sequence[Path]) -> Tried:
    """Play the stories, each in a world of its own, and the history; members are looked at when all has happened.

    Of a story the events count: neither what it expects nor what it publishes. Raises Unreadable.
    """
    told = [_events_of(read_story(file)) for file in stories]
    worlds = [(story.file.stem.removesuffix(".story"), _played([story], before)) for story in told]
    if orders:
        worlds.append((orders.stem, _played(read_orders(orders, before), before)))
    now = max(world.ended for _, world in worlds)
    members = [(name, member) for name, world in worlds for member in _members(world, now)]
    return Tried([member if len(worlds) == 1 else _of(name, member) for name, member in members], now)


def _events_of(story: Story) -> Story:
    steps = tuple(step for step in story.steps if step.wanted is None and step.verb != PUBLISH)
    if not steps:
        raise Unreadable(story.file, [(0, "has no event on which a change could be tried")])
    return replace(story, steps=steps)


def _played(stories: Iterable[Story], before: Programme) -> _World:
    stores, document = in_memory(), Document(Path(), before.source, None)
    member_ids, ended = list[str](), list[datetime]()
    for story in stories:
        scene = InProcessScene(stores, before.source, next(step.at for step in story.steps if step.at))
        staged = replace(story, programme=document, programme_at="")
        member_ids += play_story(staged, _always(scene), twice=False).accounts
        ended.append(scene.now())
    return _World(stores, member_ids, max(ended))


def _always(scene: Scene) -> OpenScene:
    def open_scene(source: Json, at: datetime) -> AbstractContextManager[Scene]:
        return nullcontext(scene)

    return open_scene


def _members(world: _World, now: datetime) -> list[Sampled]:
    ledger, programmes = world.stores.ledger, world.stores.programmes
    return sampled(world.member_ids, ledger=ledger, version=programmes.latest(), now=now)


def _of(name: str, member: Sampled) -> Sampled:
    """Members of several stories may have one id."""
    return replace(member, account=replace(member.account, member_id=f"{name}/{member.account.member_id}"))

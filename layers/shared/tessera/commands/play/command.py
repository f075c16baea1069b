"""`tessera play FILE…`."""

import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from tessera.commands.calls import Json
from tessera.commands.documents import Unreadable
from tessera.commands.emulators import ROOT
from tessera.commands.play.playing import Played, play_story
from tessera.commands.play.rigs import InProcessScene, OpenScene, Scene, in_memory
from tessera.commands.play.showing import in_json, in_lines, unpublishable
from tessera.commands.play.story import read_story
from tessera.domain.refusals import Refusal

HOLDS, MISSES, UNREADABLE = 0, 1, 2
SAID = {HOLDS: "hold", MISSES: "miss something", UNREADABLE: "cannot be played"}
RIGS = ("memory", "dynamodb", "api")
LISTED_MAX = 50
# So many files are shared out to the machine's cores, so many at a time.
MANY, CHUNK = 200, 50


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--on", "rig", type=click.Choice(RIGS), default="memory", show_default=True, help="Where to play.")
@click.option("--endpoint", envvar="TESSERA_DYNAMODB_ENDPOINT", help="The DynamoDB to play on (the local stack's).")
@click.option("--stack", type=click.Path(path_type=Path), help="The stack to play on [default: .local/stack.json].")
@click.option("--twice", is_flag=True, help="Send every event twice; the second answer must be the first.")
@click.option("--json", "as_json", is_flag=True, help="Print every answer and the final accounts as JSON.")
def play(
    files: tuple[Path, ...], rig: str, endpoint: str | None, stack: Path | None, twice: bool, as_json: bool
) -> None:
    """Play dated stories and judge what they expect.

    Exit 0: all of it holds. 1: something does not; each miss is shown with its line. 2: a file cannot be played.
    """
    show = _print_json if as_json else partial(_print_text, count=len(files))
    if rig == "memory" and len(files) >= MANY:
        with ProcessPoolExecutor() as cores:
            sys.exit(show(cores.map(partial(_told, in_memory_scene, twice, as_json), files, chunksize=CHUNK)))
    tell = partial(_told, _rig(rig, endpoint, stack), twice, as_json)
    sys.exit(show(tell(file) for file in files))


class Told(NamedTuple):
    """What is printed of a story, and the exit code it alone would have."""

    code: int
    text: str


def in_memory_scene(source: Json, at: datetime) -> AbstractContextManager[Scene]:
    """A scene that leaves nothing behind."""
    return nullcontext(InProcessScene(in_memory(), source, at))


def _rig(rig: str, endpoint: str | None, stack: Path | None) -> OpenScene:
    """A rig's own module is imported only when it is asked for: memory needs no AWS client."""
    stack_file = stack or ROOT / ".local/stack.json"
    if rig == "dynamodb":
        from tessera.commands.play.dynamodb_rig import dynamodb_scenes

        return dynamodb_scenes(endpoint, stack_file)
    if rig == "api":
        from tessera.commands.play.api_rig import api_scenes

        return api_scenes(stack_file)
    return in_memory_scene


def _told(open_scene: OpenScene, twice: bool, as_json: bool, file: Path) -> Told:
    result = _played(open_scene, twice, file)
    return Told(_code(result), in_json(file, result) if as_json else in_lines(result))


def _played(open_scene: OpenScene, twice: bool, file: Path) -> Played | Unreadable:
    try:
        story = read_story(file)
    except Unreadable as unreadable:
        return unreadable
    try:
        return play_story(story, open_scene, twice=twice)
    except Refusal as refusal:
        return unpublishable(story, refusal)


def _code(result: Played | Unreadable) -> int:
    if isinstance(result, Unreadable):
        return UNREADABLE
    return MISSES if result.misses else HOLDS


def _print_text(stories: Iterable[Told], count: int) -> int:
    """Of very many stories only those that do not hold are listed."""
    codes = Counter[int]()
    for told in stories:
        codes[told.code] += 1
        if told.code != HOLDS or count <= LISTED_MAX:
            click.echo(told.text)
    if count > 1:
        click.echo(f"{count} stories: " + ", ".join(f"{codes[code]} {SAID[code]}" for code in sorted(codes)))
    return max(codes)


def _print_json(stories: Iterable[Told]) -> int:
    """One object; written story by story, so that memory holds one of them."""
    worst, separator = HOLDS, "\n"
    click.echo('{"stories": [', nl=False)
    for told in stories:
        click.echo(separator + told.text, nl=False)
        worst, separator = max(worst, told.code), ",\n"
    click.echo("\n]}")
    return worst

"""What is shown of played stories: for people, each miss with its line; for programs, everything as JSON."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from tessera.commands.calls import Json
from tessera.commands.documents import Step as PathStep
from tessera.commands.documents import Unreadable
from tessera.commands.play.expecting import NOTHING, Miss
from tessera.commands.play.playing import Played
from tessera.commands.play.story import Step, Story
from tessera.domain.refusals import Refusal

LENGTH_MAX = 200


def unpublishable(story: Story, refusal: Refusal) -> Unreadable:
    """A programme that cannot be published is a file that cannot be played: every fault with its line."""
    faults = [(story.programme_line(fault.path), f"{fault.path}: {fault.message}") for fault in refusal.faults]
    told = [(0, refusal.detail)] if refusal.code == "not_supported_yet" or not faults else []
    return Unreadable(story.programme.file, told + faults)


def in_lines(result: Played | Unreadable) -> str:
    """A story for people: that it holds, or each miss as expected and found, or what cannot be read."""
    return "\n".join(_unreadable(result) if isinstance(result, Unreadable) else shown(result))


def in_json(file: Path, result: Played | Unreadable) -> str:
    """A story for programs: every answer and the final accounts."""
    told = _unreadable_as_json(file, result) if isinstance(result, Unreadable) else _as_json(result)
    return json.dumps(told, ensure_ascii=False)


def shown(played: Played) -> Iterator[str]:
    """A played story in lines."""
    count = played.expectations
    said = f"{count} expectation{'' if count == 1 else 's'}"
    if not played.misses:
        yield f"{click.style('✓', fg='green')} {played.story.file}  {click.style(said, dim=True)}"
    else:
        missed = len({step.index for step, _ in played.misses})
        yield f"{click.style('✗', fg='red', bold=True)} {played.story.file}  {missed} of {said} missed"
    for step, miss in played.misses:
        yield from _miss(played.story, step, miss)
    for step, refusal in _unnoticed(played):
        place = f"{played.story.file}:{step.line}"
        yield click.style(f"    {place}  {step.verb} was {_value(refusal)}", dim=True)


def _unnoticed(played: Played) -> Iterator[tuple[Step, Json]]:
    """Refused events whose answer nothing is expected of: perhaps a slip of whoever wrote the story."""
    steps = played.story.steps
    for step, answer in played.answers:
        following = steps[step.index + 1] if step.index + 1 < len(steps) else None
        if "refused" in answer and not (following and following.wanted and "last" in following.wanted):
            yield step, answer


def _unreadable(unreadable: Unreadable) -> Iterator[str]:
    yield f"{click.style('✗', fg='red', bold=True)} {unreadable.file}  cannot be played"
    for line, said in unreadable.faults:
        place = click.style(f"{unreadable.file}:{line}", bold=True) if line else ""
        yield f"    {place}  {said}" if line else f"    {said}"


def _as_json(played: Played) -> Json:
    return {
        "file": str(played.story.file),
        "holds": not played.misses,
        "events": [
            {"line": step.line, "at": step.at_text, "event": step.verb, "answer": answer}
            for step, answer in played.answers
        ],
        "misses": [_miss_as_json(played.story, step, miss) for step, miss in played.misses],
        "accounts": played.accounts,
    }


def _unreadable_as_json(file: Path, unreadable: Unreadable) -> Json:
    faults = [{"line": line or None, "message": said} for line, said in unreadable.faults]
    return {"file": str(file), "holds": False, "unreadable": faults}


def _miss(story: Story, step: Step, miss: Miss) -> Iterator[str]:
    place = click.style(f"{story.file}:{_line(story, step, miss)}", bold=True)
    yield f"    {place}  {_subject(step, miss)}"
    yield f"        expected  {click.style(_value(miss.expected), fg='green')}"
    yield f"        found     {click.style(_value(miss.found), fg='red')}"


def _line(story: Story, step: Step, miss: Miss) -> int:
    return story.document.line_of("events", step.index, "expect" if step.wanted else step.verb or "", *miss.steps)


def _subject(step: Step, miss: Miss) -> str:
    path = "".join(_path_step(each) for each in miss.steps).removeprefix(".")
    if step.wanted is None:
        return f"{step.verb} {path}"
    return path if path.startswith(("last", "messages")) else f"{step.wanted['member']}: {path}".removesuffix(": ")


def _path_step(step: PathStep) -> str:
    return f"[{step}]" if isinstance(step, int) else f".{step}"


def _value(value: Any) -> str:
    if isinstance(value, dict) and "errors" in value and "refused" in value:
        said = (each["message"] for each in value["errors"])
        return " ".join([f"refused, {value['refused']}: {value['detail']}", *said])
    text = "nothing" if value is NOTHING else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LENGTH_MAX else f"{text[:LENGTH_MAX]}…"


def _miss_as_json(story: Story, step: Step, miss: Miss) -> Json:
    found = None if miss.found is NOTHING else miss.found
    path = "".join(_path_step(each) for each in miss.steps).removeprefix(".")
    return {"line": _line(story, step, miss), "path": path, "expected": miss.expected, "found": found}

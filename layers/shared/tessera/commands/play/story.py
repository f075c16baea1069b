"""A story: a programme, dated events, and what is expected between them (docs/rules.md §12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tessera.commands.calls import CALLS, NIGHT, PUBLISH
from tessera.commands.documents import Document, Unreadable, read_document
from tessera.domain.calendar import parse_instant
from tessera.domain.programme.faults import did_you_mean

Json = dict[str, Any]
VERBS = (*CALLS, PUBLISH, NIGHT)


@dataclass(frozen=True, slots=True)
class Step:
    """One item under `events`: a `verb` with its `body` at an instant, or what is expected (and then perhaps when).

    `at_text` is the instant as it was written: what an order's `placed_at` defaults to.
    """

    index: int
    line: int
    at: datetime | None
    at_text: str
    verb: str | None = None
    body: Any = None
    wanted: Json | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A story that can be played; `programme` is the document that holds from the start."""

    document: Document
    programme: Document
    programme_at: str
    steps: tuple[Step, ...]

    @property
    def file(self) -> Path:
        """Where it is written."""
        return self.document.file

    @property
    def source(self) -> Json:
        """The programme's document."""
        written = self.programme.value[self.programme_at] if self.programme_at else self.programme.value
        source: Json = written
        return source

    def programme_line(self, path: str) -> int:
        """The line of a path in the programme, in the file where it is written."""
        return self.programme.line_at(".".join(part for part in (self.programme_at, path) if part))


def read_story(file: Path) -> Story:
    """A story file. Raises Unreadable with every fault, each with its line."""
    document = read_document(file)
    faults = list(_faults(document))
    if faults:
        raise Unreadable(file, faults)
    named = document.value["programme"]
    programme, place = (beside(file, named), "") if isinstance(named, str) else (document, "programme")
    items = document.value["events"]
    return Story(document, programme, place, tuple(_step(document, index, item) for index, item in enumerate(items)))


def beside(file: Path, name: str) -> Document:
    """The programme that a story names by a path relative to itself. Raises Unreadable."""
    document = read_document(file.parent / name)
    if not isinstance(document.value, dict):
        raise Unreadable(document.file, [(0, "is not a programme: it is no mapping")])
    return document


def _step(document: Document, index: int, item: Json) -> Step:
    at_text = item.get("at", "")
    at, line = parse_instant(at_text) if at_text else None, document.line_of("events", index)
    if "expect" in item:
        return Step(index, line, at, at_text, wanted=item["expect"])
    verb = next(key for key in item if key != "at")
    return Step(index, line, at, at_text, verb, _body(document, verb, item[verb]))


def _body(document: Document, verb: str, body: Any) -> Any:
    return beside(document.file, body).value if verb == PUBLISH and isinstance(body, str) else body


def _faults(document: Document) -> Iterator[tuple[int, str]]:
    value = document.value
    if not isinstance(value, dict):
        yield 0, "is not a story: it needs `programme` and `events`"
        return
    for key in value.keys() - {"programme", "events"}:
        yield document.line_of(key), f'"{key}" is no part of a story; it has `programme` and `events`'
    if not isinstance(value.get("programme"), dict | str):
        yield document.line_of("programme"), "needs `programme`: the document itself, or a path relative to the story"
    if not isinstance(value.get("events"), list) or not value["events"]:
        yield document.line_of("events"), "needs `events`: a list of what happens and what is expected"
        return
    yield from _faults_of_events(document, value["events"])


def _faults_of_events(document: Document, items: list[Any]) -> Iterator[tuple[int, str]]:
    latest: datetime | None = None
    for index, item in enumerate(items):
        line = document.line_of("events", index)
        said = next(_faults_of(item, latest), None)
        if said:
            yield line, said
        elif "at" in item:
            latest = parse_instant(item["at"])
        elif latest is None:
            yield line, "nothing can be expected before the first event"


def _faults_of(item: Any, latest: datetime | None) -> Iterator[str]:
    if not isinstance(item, dict):
        yield "is neither an event nor an `expect`"
        return
    verbs = [key for key in item if key != "at"]
    if len(verbs) != 1:
        yield "needs exactly one of `expect` or an event, such as `order`, beside `at`"
        return
    yield from _faults_of_time(item, latest)
    yield from _faults_of_expectation(item["expect"]) if "expect" in item else _faults_of_event(verbs[0], item)


def _faults_of_time(item: Json, latest: datetime | None) -> Iterator[str]:
    if "at" not in item:
        if "expect" not in item:
            yield 'needs `at`, the instant it happens, such as "2026-01-10T10:00:00+01:00"'
        return
    try:
        at = parse_instant(item["at"])
    except ValueError as fault:
        yield f"`at`: {fault}"
        return
    if latest and at < latest:
        yield "happens before the event above it; events are written in their order"


def _faults_of_event(verb: str, item: Json) -> Iterator[str]:
    body = item[verb]
    if verb not in VERBS:
        yield f"`{verb}` is no event{did_you_mean(verb, VERBS) or '; the events are ' + ', '.join(VERBS)}"
    elif verb == PUBLISH and isinstance(body, str):
        return
    elif not isinstance(body, dict):
        yield f"`{verb}` needs its body, a mapping"
    elif verb in CALLS:
        yield from (
            f"`{verb}` needs its `{name}`, a text (in quotes where it looks like a number)"
            for name in CALLS[verb].ids
            if not isinstance(body.get(name), str)
        )


def _is_about_messages(wanted: Any) -> bool:
    return isinstance(wanted, dict) and wanted.keys() == {"member", "kind", "count"}


def _faults_of_expectation(wanted: Any) -> Iterator[str]:
    if not isinstance(wanted, dict) or not wanted:
        yield "`expect` needs what is expected: `member` with its account, `last`, or `messages`"
    elif wanted.keys() - {"last", "messages"} and not isinstance(wanted.get("member"), str):
        yield "`expect` needs the `member` whose account this is"
    elif "messages" in wanted and not _is_about_messages(wanted["messages"]):
        yield "`messages` needs the `member`, the `kind` and the `count` of what was sent so far"
    elif not isinstance(wanted.get("last", {}), dict):
        yield "`last` needs what is expected of the last answer, such as {refused: insufficient_balance}"

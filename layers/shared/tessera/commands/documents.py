"""Documents: YAML 1.2 (or JSON) as plain values, and the line of everything in them (docs/rules.md §1).

Read through libyaml. Only `true` and `false` are booleans; days, times, ids with leading zeros stay texts; a float
stays a float, so that money can refuse it and say why. A key that stands twice is a fault, never a choice.
"""

import json
import re
from collections.abc import Iterable, Iterator
from math import isfinite
from pathlib import Path
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

LEVELS_MAX = 60
NODES_MAX = 2_000_000

_PLAIN, _TEXT, _LIST, _OBJECT = "plain", "text", "list", "object"
_WORDS = {"true": True, "false": False, "null": None, "Null": None, "NULL": None, "~": None, "": None}
_NUMBERS = "+-.0123456789"
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,29})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
_TAG = "tag:yaml.org,2002:"
_STEP = re.compile(r'\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\.?([^.\[\]]+)')

Step = str | int


class Unreadable(Exception):
    """A file that cannot be read as what it should be; `faults` are lines (0: the file as a whole) with a sentence."""

    def __init__(self, file: Path, faults: Iterable[tuple[int, str]]) -> None:
        self.file = file
        self.faults = tuple(faults)
        lines = (f"{file}:{line}: {said}" if line else f"{file}: {said}" for line, said in self.faults)
        super().__init__("\n".join(lines))


class Document:
    """A file as plain values, and where they stand in it."""

    def __init__(self, file: Path, value: Any, node: Node | None) -> None:
        self.file = file
        self.value = value
        self._node = node

    def line_of(self, *steps: Step) -> int:
        """The line (from 1) of what the steps lead to, or of what is around it; 0 where lines are not kept."""
        node, line = self._node, self._node.start_mark.line + 1 if self._node else 0
        for step in steps:
            found = _inside(node, step)
            if found is None:
                break
            line, node = found
        return line

    def line_at(self, path: str) -> int:
        """The same for a path as faults have it: `earning.rules[2].when.until`."""
        return self.line_of(*_steps(path))


def read_document(file: Path) -> Document:
    """A YAML file, or a JSON one by its name (without lines). Raises Unreadable."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(file, [(0, "is not UTF-8 text")]) from None
    except OSError as error:
        raise Unreadable(file, [(0, error.strerror or "cannot be read")]) from None
    return _json(file, text) if file.suffix == ".json" else _yaml(file, text)


class _Parser(CParser):
    """libyaml's composer; a plain scalar is only marked as such here, and read once it is needed."""

    def descend_resolver(self, parent: object, index: object) -> None:
        """Paths decide nothing."""

    def ascend_resolver(self) -> None:
        """Nothing to leave."""

    def resolve(self, kind: type[Node], _value: object, implicit: Any) -> str:
        if kind is ScalarNode:
            return _PLAIN if implicit[0] else _TEXT
        return _OBJECT if kind is MappingNode else _LIST


class _Wrong(Exception):
    """Something at a line of the document."""

    def __init__(self, node: Node, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.sentence = node.start_mark.line + 1, sentence


def _yaml(file: Path, text: str) -> Document:
    try:
        node = _Parser(text).get_single_node()
        return Document(file, _Values().of(node, 0) if node else None, node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(file, [(mark.line + 1 if mark else 0, f"is not YAML: {error.problem}")]) from None
    except yaml.YAMLError as error:
        raise Unreadable(file, [(0, f"is not YAML: {error}")]) from None
    except _Wrong as wrong:
        raise Unreadable(file, [(wrong.line, wrong.sentence)]) from None


def _json(file: Path, text: str) -> Document:
    try:
        return Document(file, json.loads(text, object_pairs_hook=_object), None)
    except json.JSONDecodeError as error:
        raise Unreadable(file, [(error.lineno, f"is not JSON: {error.msg}")]) from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(file, [(0, f"is not JSON that can be read: {error}")]) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise ValueError(f'the key "{key}" stands twice in one object')
        made[key] = value
    return made


class _Values:
    """Makes plain values of composed nodes; aliases are copied, so their number is counted."""

    def __init__(self) -> None:
        self._left = NODES_MAX

    def of(self, node: Node, level: int) -> Any:
        self._left -= 1
        if level > LEVELS_MAX or self._left < 0:
            raise _Wrong(node, "is nested too deeply, or an alias multiplies it beyond reading")
        if isinstance(node, ScalarNode):
            return _scalar(node)
        if node.tag not in (_LIST, _OBJECT, f"{_TAG}seq", f"{_TAG}map"):
            raise _Wrong(node, f"has the tag {node.tag}, which means nothing here")
        if isinstance(node, SequenceNode):
            return [self.of(child, level + 1) for child in node.value]
        return self._mapping(node, level)

    def _mapping(self, node: Node, level: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, child in node.value:
            if not isinstance(key, ScalarNode):
                raise _Wrong(key, "has a list or a mapping as a key; keys are texts")
            if key.value in made:
                raise _Wrong(key, f'has the key "{key.value}" twice; which one is meant?')
            made[key.value] = self.of(child, level + 1)
        return made


def _scalar(node: ScalarNode) -> Any:
    text = node.value
    if node.tag == _PLAIN:
        return _plain(text)
    if node.tag in (_TEXT, f"{_TAG}str", "!"):
        return text
    value = _plain(text)
    if node.tag not in (f"{_TAG}{name}" for name in _names_of(value)):
        raise _Wrong(node, f"has the tag {node.tag}, which means nothing here")
    return value


def _names_of(value: object) -> Iterator[str]:
    kinds: dict[type, str] = {bool: "bool", int: "int", float: "float", type(None): "null"}
    if type(value) in kinds:
        yield kinds[type(value)]


def _plain(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBERS:
        return text
    return int(text) if _INTEGER.fullmatch(text) else _float(text)


def _float(text: str) -> str | float:
    """A number of so many digits that it would be beyond every float stays a text, as one without a point does."""
    if not _FLOAT.fullmatch(text) or text.lstrip("+-").isdigit():
        return text
    return float(text) if isfinite(float(text)) else text


def _inside(node: Node | None, step: Step) -> tuple[int, Node] | None:
    """The line and the node that a step leads to."""
    if isinstance(node, MappingNode):
        return next(((key.start_mark.line + 1, child) for key, child in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        child = node.value[step]
        return child.start_mark.line + 1, child
    return None


def _steps(path: str) -> Iterator[Step]:
    for number, quoted, name in _STEP.findall(path):
        yield int(number) if number else quoted or name

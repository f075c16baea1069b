"""Getting started, from its first command to its last, on a stack of its own: each answer is what the page shows."""

import json
import os
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tessera.commands.emulators import free_port
from tessera.commands.local_stack import Site, bring_up, take_down
from tests.docs.pages import ROOT, blocks

PAGE = ROOT / "docs/getting-started.md"
STACK_FILE = ".local/stack.json"
MARK = "@@ the next command @@"
ANYTHING = "…"
MAKE_UP = "make up\n"


@pytest.fixture(scope="module")
def stack_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A stack without a test clock, as `make up` has it, of which nobody else knows."""
    site = Site(port=free_port(), name="tessera-docs", folder=tmp_path_factory.mktemp("stack"))
    try:
        bring_up(site)
        yield site.stack_file
    finally:
        take_down(site)


def test_every_command_works_as_printed(stack_file: Path) -> None:
    steps = blocks("sh", "json", page=PAGE)
    commands = [step for step in steps if step.language == "sh" and step.text != MAKE_UP]
    said = dict(zip(commands, _run([_for(stack_file, step.text) for step in commands]), strict=True))
    shown = [(before, step) for before, step in pairwise(steps) if step.language == "json"]
    assert len(shown) > 10
    for command, answer in shown:
        expected, found = json.loads(answer.text), json.loads(said[command].splitlines()[-1])
        assert list(_differences(expected, found)) == [], f"{answer.name} shows {expected}, and this came: {found}"


def _for(stack_file: Path, text: str) -> str:
    """The command on this test's stack; prove has to be told which."""
    return text.replace("tessera prove", f"tessera prove --stack {stack_file}").replace(STACK_FILE, str(stack_file))


def _run(commands: list[str]) -> list[str]:
    """What each command printed, all of them in one shell."""
    script = "".join(f"{text}\necho; echo '{MARK}'\n" for text in commands)
    shell = ["bash", "-euo", "pipefail", "-c", script]
    ended = subprocess.run(shell, cwd=ROOT, env=dict(os.environ), text=True, capture_output=True, timeout=300)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return [said.strip() for said in ended.stdout.split(MARK)[:-1]]


def _differences(expected: Any, found: Any, path: str = "") -> Iterator[str]:
    """Where an answer is not what the page shows of it; `…` stands for anything, an object may have more keys."""
    if expected == ANYTHING:
        return
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            yield from _differences(value, found.get(key), f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for index, (value, there) in enumerate(zip(expected, found, strict=True)):
            yield from _differences(value, there, f"{path}[{index}]")
    elif expected != found:
        yield path

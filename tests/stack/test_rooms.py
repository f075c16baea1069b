"""The rooms of the house, and who may know whom: functions → edge → {operations, storage, messages} → domain."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "layers/shared"
FUNCTIONS = Path(__file__).parents[2] / "functions"
MAY_KNOW = {
    "domain": {"domain"},
    "operations": {"operations", "domain"},
    "storage": {"storage", "domain"},
    "messages": {"messages", "domain"},
    "edge": {"edge", "operations", "storage", "messages", "domain"},
    "commands": {"commands", "edge", "operations", "storage", "messages", "domain"},
}
OUTSIDE_WORLD = {"boto3", "botocore", "pynamodb", "chalice", "aws_lambda_powertools", "os", "random", "secrets", "time"}
PURE = {"domain", "operations"}


def imported(source: str, module: str) -> Iterator[str]:
    """The modules that a module imports, relative ones by their full names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = module.split(".")[: -node.level] if node.level else []
            name = ".".join([*package, *([node.module] if node.module else [])])
            yield from (f"{name}.{alias.name}" for alias in node.names)


def trespasses(source: str, module: str) -> list[str]:
    """What a module imports that its room may not know."""
    room = module.split(".")[1]
    return [name for name in imported(source, module) if not _may(room, name)]


def _may(room: str, name: str) -> bool:
    parts = name.split(".")
    if parts[0] != "tessera":
        return room not in PURE or parts[0] not in OUTSIDE_WORLD
    return any(parts[1:2] == [known] or name == known or name.startswith(f"{known}.") for known in MAY_KNOW[room])


def _modules() -> Iterator[tuple[Path, str]]:
    for file in sorted((SHARED / "tessera").rglob("*.py")):
        module = ".".join(file.relative_to(SHARED).with_suffix("").parts)
        if module.count(".") > 1:
            yield file, module


def test_every_module_keeps_to_what_its_room_may_know() -> None:
    found = {module: wrong for file, module in _modules() if (wrong := trespasses(file.read_text(), module))}
    assert found == {}


def test_functions_know_the_edge_and_below_but_never_the_command_line() -> None:
    for file in FUNCTIONS.rglob("*.py"):
        names = list(imported(file.read_text(), "functions.any.handler"))
        assert not [name for name in names if name.startswith("tessera.commands")], file


@pytest.mark.parametrize(
    ("planted", "module"),
    [
        ("from tessera.storage.ledger import DynamoLedger", "tessera.domain.account"),
        ("from tessera import storage", "tessera.domain.account"),
        ("from ..operations import award_order", "tessera.domain.account"),
        ("from ...storage import table", "tessera.domain.programme.document"),
        ("import tessera.edge.http", "tessera.operations.award_order"),
        ("import boto3", "tessera.operations.award_order"),
        ("from time import sleep", "tessera.domain.account"),
        ("from tessera.operations.award_order import award_order", "tessera.storage.ledger"),
        ("from tessera.edge.settings import settings", "tessera.storage.ledger"),
        ("def late():\n    from tessera.commands import main", "tessera.edge.http"),
    ],
)
def test_a_planted_trespass_is_found(planted: str, module: str) -> None:
    assert trespasses(planted, module)


def test_what_may_be_known_is_not_reported() -> None:
    assert trespasses("from ..domain.account import Account", "tessera.operations.award_order") == []
    assert trespasses("from tessera.domain.write import Write", "tessera.storage.ledger") == []

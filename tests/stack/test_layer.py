"""What is deployed: the layer holds what functions import, compiled, and nothing that only builds or deploys."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tessera.commands.builds import build
from tests.stack.templates import of_type

MEGABYTES_MAX = 40
UNCHECKED_HASH = 0b01
BAGGAGE = ("tessera/commands", "chalice/deploy", "chalice/cli", "boto3", "pip", "botocore/data/ec2")


@pytest.fixture(scope="session")
def layer() -> Path:
    """The layer's content, as built for this machine."""
    return build() / "SharedLayer/python"


@pytest.mark.parametrize("name", BAGGAGE)
def test_the_layer_leaves_at_home_what_functions_never_import(name: str, layer: Path) -> None:
    assert not (layer / name).exists()


def test_the_layer_is_small(layer: Path) -> None:
    total = sum(path.stat().st_size for path in layer.rglob("*") if path.is_file())
    assert total < MEGABYTES_MAX * 1024 * 1024


def test_bytecode_counts_whatever_date_the_zip_gives_it(layer: Path) -> None:
    for source in [*(layer / "tessera").rglob("*.py"), layer / "chalice/app.py", *_handlers(layer)]:
        compiled = Path(importlib.util.cache_from_source(str(source)))
        assert compiled.read_bytes()[4] == UNCHECKED_HASH, source


@pytest.mark.parametrize("folder", sorted(of_type("AWS::Serverless::Function")))
def test_a_function_imports_from_the_layer_alone(folder: str, layer: Path) -> None:
    """Neither an environment nor credentials are needed to import it, and nothing else that is installed here."""
    function = layer.parents[1] / folder
    lines = ["import sys", f"sys.path[:0] = [{str(function)!r}, {str(layer)!r}]", "import handler", "handler.handler"]
    lines += ["assert 'tessera' in sys.modules", "assert '.venv' not in str(sys.modules['tessera'].__file__)"]
    base = Path(os.path.realpath(sys.executable))
    ended = subprocess.run([str(base), "-I", "-S", "-c", "\n".join(lines)], env={}, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr


def _handlers(layer: Path) -> list[Path]:
    return sorted(layer.parents[1].glob("*/handler.py"))

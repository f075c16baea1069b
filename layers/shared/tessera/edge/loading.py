"""Handlers by their folder: functions are deployed one by one and are no package."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from tessera.edge.http import Api


def handler_module(folder: Path, name: str = "handler") -> ModuleType:
    """The module of a function's handler, made anew. Raises ImportError when the folder has none."""
    spec = importlib.util.spec_from_file_location(f"{folder.name}_{name}", folder / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"{folder} has no {name}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def apis_in(functions: Path) -> list[Api]:
    """The APIs that the handlers under a folder expose, in the order of their folders."""
    modules = (handler_module(path.parent) for path in sorted(functions.glob("*/handler.py")))
    return [module.handler for module in modules if isinstance(module.handler, Api)]

"""CloudFormation templates as plain data: `!Ref Table` is {"Ref": "Table"}, `!GetAtt A.B` is {"Fn::GetAtt": "A.B"}."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tessera.commands.emulators import ROOT


class TemplateLoader(yaml.CSafeLoader):
    """YAML with CloudFormation's short forms."""


def _short_form(loader: TemplateLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        return {name: loader.construct_scalar(node)}
    assert isinstance(node, yaml.SequenceNode)
    return {name: loader.construct_sequence(node, deep=True)}


TemplateLoader.add_multi_constructor("!", _short_form)


def template(path: Path = ROOT / "template.yaml") -> dict[str, Any]:
    """A template of ours; whoever reads it twice gets the same, and leaves it as it is."""
    return _loaded(path.read_text())


@cache
def _loaded(text: str) -> dict[str, Any]:
    """Each call of a guarded function asks for it, and reading two thousand lines takes longer than the call."""
    loaded: dict[str, Any] = yaml.load(text, Loader=TemplateLoader)
    return loaded


def of_type(kind: str, path: Path = ROOT / "template.yaml") -> dict[str, dict[str, Any]]:
    """The properties of every resource of a type, by name."""
    return {name: it["Properties"] for name, it in template(path)["Resources"].items() if it["Type"] == kind}

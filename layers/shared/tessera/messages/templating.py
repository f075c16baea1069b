"""The templates of texts: names in double braces and `{% if %}`, in a sandbox, and nothing else (docs/messages.md).

Whatever else jinja2 knows (attributes, calls, filters, loops, includes) is refused when a text is saved, so that no
text can reach for more than its names, or take long.
"""

from collections.abc import Collection, Iterator
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tessera.domain.refusals import Fault

UNDERSTOOD = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
)
ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
NOT_UNDERSTOOD = "only {{ name }} and {% if name %} … {% elif %} … {% else %} … {% endif %} are understood here"


def faults_of(path: str, template: str, names: Collection[str]) -> Iterator[Fault]:
    """What is wrong with a template that may use these names: each fault with its line."""
    try:
        parsed = ENVIRONMENT.parse(template)
    except TemplateSyntaxError as broken:
        yield Fault(path, f"line {broken.lineno}: {broken.message}")
        return
    for node in _all(parsed):
        if not isinstance(node, UNDERSTOOD):
            yield Fault(path, f"line {node.lineno}: {NOT_UNDERSTOOD}")
        elif isinstance(node, nodes.Name) and node.name not in names:
            known = ", ".join(sorted(names))
            yield Fault(path, f"line {node.lineno}: there is no {node.name} here; there is {known}")


def filled(template: str, values: dict[str, str]) -> str:
    """A template that has no fault, filled in."""
    return _compiled(template).render(values)


@lru_cache(maxsize=256)
def _compiled(template: str) -> Template:
    return ENVIRONMENT.from_string(template)


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    """The node and what is in it; of what is not understood no more than itself."""
    yield node
    if isinstance(node, UNDERSTOOD):
        for child in node.iter_child_nodes():
            yield from _all(child)

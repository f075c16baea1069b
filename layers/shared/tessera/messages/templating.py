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
LEVELS_MAX = 30
TOO_DEEP = f"conditions nest at most {LEVELS_MAX} deep"
NOT_UNDERSTOOD = "only {{ name }} and {% if name %} … {% elif %} … {% else %} … {% endif %} are understood here"


def faults_of(path: str, template: str, names: Collection[str]) -> Iterator[Fault]:
    """What is wrong with a template that may use these names: each fault with its line."""
    try:
        parsed = ENVIRONMENT.parse(template)
    except TemplateSyntaxError as broken:
        yield Fault(path, f"line {broken.lineno}: {broken.message}")
    except RecursionError:
        yield Fault(path, f"line 1: {TOO_DEEP}")
    else:
        yield from (Fault(path, f"line {node.lineno}: {said}") for node, said in _wrong(parsed, names))


def _wrong(parsed: nodes.Template, names: Collection[str]) -> Iterator[tuple[nodes.Node, str]]:
    for node, level in _all(parsed):
        if not isinstance(node, UNDERSTOOD) or _is_odd(node):
            yield node, NOT_UNDERSTOOD
        elif level == LEVELS_MAX:
            yield node, TOO_DEEP
        elif isinstance(node, nodes.Name) and node.name not in names:
            yield node, f"there is no {node.name} here; there is {', '.join(sorted(names))}"


def _is_odd(node: nodes.Node) -> bool:
    """A constant that is no plain text: names are only ever compared with that."""
    return isinstance(node, nodes.Const) and not (isinstance(node.value, str) and node.value.isprintable())


def filled(template: str, values: dict[str, str]) -> str:
    """A template that has no fault, filled in."""
    return _compiled(template).render(values)


@lru_cache(maxsize=256)
def _compiled(template: str) -> Template:
    return ENVIRONMENT.from_string(template)


def _all(root: nodes.Node) -> Iterator[tuple[nodes.Node, int]]:
    """Each node and its level, in the order of the text; no more than itself of what is not understood, or too deep."""
    waiting = [(root, 0)]
    while waiting:
        node, level = waiting.pop()
        yield node, level
        if isinstance(node, UNDERSTOOD) and level < LEVELS_MAX:
            waiting += [(child, level + 1) for child in reversed([*node.iter_child_nodes()])]

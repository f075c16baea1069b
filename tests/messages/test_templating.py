"""A text is names and conditions; everything else is refused with its part and its line, and nothing of it is run."""

import pytest

from tessera.domain.messaging import MessageKind
from tessera.domain.refusals import InvalidRequest
from tessera.domain.versions import Version
from tessera.messages.editing import check_text, kind_and_language, preview
from tessera.messages.templating import faults_of
from tessera.storage.memory.texts import MemoryTexts
from tests.messages.making import NOW, text

TRICKS = (
    "{{ name.__class__ }}",
    "{{ name['__class__'] }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ name|attr('x') }}",
    "{{ name | upper }}",
    "{{ name.format(name) }}",
    "{{ range(9) }}",
    "{{ self }}",
    "{{ 'x' * 999999999 }}",
    "{{ name ~ name }}",
    "{{ [1, 2] }}",
    "{% for x in name %}{{ x }}{% endfor %}",
    "{% set x = name %}",
    "{% macro m() %}{% endmacro %}",
    "{% include 'layout.html' %}",
    "{% import 'layout.html' as l %}",
    "{% extends 'layout.html' %}",
    "{% block b %}{% endblock %}",
    "{% raw %}x{% endraw %}{{ cycler }}",
    "{% with %}{% endwith %}",
    "{% filter upper %}x{% endfilter %}",
    "{% call name() %}{% endcall %}",
    "{% if name is defined %}{% endif %}",
    "{{ name if name else name }}",
    "{{ 1e999 }}",
    "{% if name == 5 %}x{% endif %}",
    "{{ '\\udc00' }}",
)


def refused(kind: MessageKind, version: Version, **parts: str) -> list[tuple[str, str]]:
    """The faults of a text with these parts."""
    with pytest.raises(InvalidRequest) as refusal:
        check_text(kind, "en", text(**parts), version=version, now=NOW)
    return [(fault.path, fault.message) for fault in refusal.value.faults]


@pytest.mark.parametrize("trick", TRICKS)
def test_anything_but_names_and_conditions_is_refused_with_its_line(trick: str) -> None:
    (fault, *_) = faults_of("body", f"Hello,\n\n{trick}", {"name"})
    assert fault.path == "body" and fault.message.startswith("line 3: ")


@pytest.mark.parametrize(
    "good",
    [
        "plain, with { and } and 100 %",
        "{{ name }}",
        "{%- if name and not balance -%} a {% elif name == 'Anna' or balance %} b {% else %} c {% endif %}",
        "{# a note of the operator's #}",
        "{% raw %}{{ braces }}{% endraw %}",
        "<b>not a tag in a mail, but said as it stands</b>",
    ],
)
def test_names_and_conditions_are_fine(good: str) -> None:
    assert list(faults_of("body", good, {"name", "balance"})) == []


def test_a_name_that_the_kind_does_not_have_is_refused_and_those_it_has_are_listed(version: Version) -> None:
    ((path, said),) = refused("birthday", version, body="Dear {{ name }},\n\n{{ tier }} for you")
    assert (path, said) == ("body", "line 3: there is no tier here; there is balance, earned, name, programme")


def test_broken_syntax_is_refused_with_its_line(version: Version) -> None:
    ((path, said),) = refused("birthday", version, body="a\n{% if name %}\nb")
    assert path == "body" and said.startswith("line 2: ")
    ((path, said),) = refused("birthday", version, subject="{{ name")
    assert path == "subject" and said.startswith("line 1: ")


@pytest.mark.parametrize(
    "deep",
    [
        "{{ " + "(" * 1900 + "name" + ")" * 1900 + " }}",
        "{% if " + "not " * 900 + "name %}x{% endif %}",
        "{% if " + "name and " * 400 + "name %}x{% endif %}",
        "{% if name %}" * 90 + "x" + "{% endif %}" * 90,
    ],
)
def test_what_nests_without_end_is_refused_and_breaks_nothing(deep: str) -> None:
    assert list(faults_of("body", deep, {"name"}))


def test_all_faults_are_told_at_once(version: Version) -> None:
    found = refused("birthday", version, subject="{{ nam }}", heading="{{ name.x }}", body="{{ a }}\n{{ b }}")
    assert [path for path, _ in found] == ["subject", "heading", "body", "body"]


def test_a_part_that_says_nothing_without_a_name_is_refused(version: Version) -> None:
    ((path, said),) = refused("birthday", version, subject="{{ name }}")
    assert (path, said) == ("subject", "says nothing to a member whose name is not known")


def test_a_preview_is_of_the_draft_and_keeps_nothing(version: Version, texts: MemoryTexts) -> None:
    shown = preview("birthday", "it", text(subject="Auguri {{ name }}"), version=version, texts=texts, now=NOW)
    assert (shown["subject"], shown["push"]["title"]) == ("Auguri Anna", "x")
    assert texts.own("birthday", "it") is None
    assert preview("birthday", "it", None, version=version, texts=texts, now=NOW)["subject"].startswith(
        "Buon compleanno"
    )


def test_a_kind_or_a_language_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(InvalidRequest) as refusal:
        kind_and_language("birthdays", "de-AT")
    assert [fault.path for fault in refusal.value.faults] == ["kind", "locale"]
    assert refusal.value.faults[1].message == "there are texts in en, it, ro, de"

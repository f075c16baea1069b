"""What the pages name is there: files, headings, routes, commands, codes, keys, facts."""

import re
import subprocess
from itertools import chain
from pathlib import Path

import pytest

from tessera.commands.main import VERBS
from tessera.domain.facts import NAME_BY_CHANGE, NAME_BY_ENTRY, NAME_BY_RECORD, REFERRAL_REWARDED
from tessera.domain.programme.keys import keys_at
from tessera.edge.description import description
from tessera.edge.problems import STATUS_BY_CODE
from tests.docs.pages import PAGES, ROOT, Block, blocks, codes, prose, rows

RULES = ROOT / "docs/rules.md"
STARTED = ROOT / "docs/getting-started.md"
SOURCES = ("layers/shared", "functions", "infra", "tests", "bench", "template.yaml", "Makefile")
ON_TEST_STACKS = {"PUT /clock", "GET /clock"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_leads_somewhere(page: Path) -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", prose(page)) if not link.startswith("http")]
    assert [link for link in links if not _leads_somewhere(page, link)] == []


def test_what_the_code_cites_is_written() -> None:
    """`docs/rules.md §3.1` in a docstring is section 3 of the rules."""
    cited = {(page, section) for page, section in _citations()}
    missing = [page for page, _ in cited if not (ROOT / page).exists()]
    unwritten = [section for page, section in cited if page == "docs/rules.md" and section not in _sections(RULES)]
    assert (missing, unwritten) == ([], [])


def test_the_pages_name_make_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:^|`|\$ )make ([a-z]+)", _all_text(), re.MULTILINE)) <= targets


def test_the_pages_name_commands_that_exist() -> None:
    named = set(re.findall(r"(?:`|bin/|^)tessera ([a-z]+)", _all_text(), re.MULTILINE))
    assert named <= VERBS.keys()
    assert {codes(row[0])[0].split()[1] for row in rows(RULES, "command", "does")} <= VERBS.keys()


def test_the_table_of_routes_is_the_api() -> None:
    paths = description()["paths"]
    routes = {f"{verb.upper()} {path}" for path, verbs in paths.items() for verb in verbs}
    assert {codes(row[0])[0] for row in rows(RULES, "route", "who")} == routes - ON_TEST_STACKS


@pytest.mark.parametrize(("route", "who"), [row[:2] for row in rows(RULES, "route", "who")])
def test_the_table_of_routes_says_who_may(route: str, who: str) -> None:
    verb, path = codes(route)[0].split()
    told = description()["paths"][path][verb.lower()]["description"]
    scopes = set(re.findall(r"`(checkout|read|admin)`", told.partition("For a shop token")[2].partition(".")[0]))
    members = {"member"} if "member's own token" in told else set()
    assert set(who.split(", ")) == (scopes | members or {"anybody"})


def test_the_table_of_refusals_is_complete() -> None:
    written = {codes(code)[0]: int(status) for status, code, _ in rows(RULES, "status", "code")}
    assert written == {code: int(status) for code, status in STATUS_BY_CODE.items()}


@pytest.mark.parametrize("cell", [row[0] for row in rows(RULES, "key", "what it says", "left out")])
def test_the_table_of_keys_names_keys(cell: str) -> None:
    for key in codes(cell):
        *around, last = key.replace("*", "points").split(".")
        assert last in keys_at(tuple(around))


@pytest.mark.parametrize("cell", [row[0] for row in rows(RULES, "key", "means", "left out")])
def test_the_table_of_a_rule_names_keys(cell: str) -> None:
    for key in codes(cell):
        *around, last = key.partition(":")[0].split(".")
        assert last in keys_at(("earning", "rules", 0, *around))


def test_the_table_of_facts_is_complete() -> None:
    facts = {*NAME_BY_ENTRY.values(), *NAME_BY_CHANGE.values(), *NAME_BY_RECORD.values(), REFERRAL_REWARDED}
    assert {codes(row[0])[0] for row in rows(RULES, "event", "when")} == facts


def test_the_files_of_the_gallery_that_are_named_are_there() -> None:
    named = re.findall(r"programmes/[a-z.]+\.yaml", _all_text())
    assert named
    assert [file for file in named if not (ROOT / file).exists()] == []


def test_every_decision_is_listed() -> None:
    listed = (ROOT / "docs/decisions/README.md").read_text()
    assert [page.name for page in (ROOT / "docs/decisions").glob("0*.md") if page.name not in listed] == []


def test_the_table_of_parameters_is_that_of_the_template() -> None:
    template = (ROOT / "template.yaml").read_text().partition("\nConditions:")[0]
    parameters = set(re.findall(r"^  (\w+):\n    Type", template, re.MULTILINE))
    assert {codes(row[0])[0] for row in rows(STARTED, "parameter", "default")} == parameters


@pytest.mark.parametrize("block", blocks("sh"), ids=lambda block: block.name)
def test_a_shell_block_is_shell(block: Block) -> None:
    assert subprocess.run(["bash", "-n"], input=block.text, text=True, capture_output=True).stderr == ""


def _leads_somewhere(page: Path, link: str) -> bool:
    file, _, heading = link.partition("#")
    target = (page.parent / file).resolve() if file else page
    return target.exists() and (not heading or heading in _anchors(target))


def _anchors(page: Path) -> set[str]:
    """As GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _sections(page: Path) -> set[str]:
    numbered = re.findall(r"^#+ (\d+a?)\.? ", page.read_text(), re.MULTILINE)
    items = re.findall(r"^(?:## (\d+)\.|(\d+)\. )", page.read_text(), re.MULTILINE)
    section, found = "", set(numbered) | {""}
    for heading, item in items:
        section = heading or section
        found |= {f"{section}.{item}"} if item else set()
    return found


def _citations() -> set[tuple[str, str]]:
    files = chain.from_iterable([ROOT / each, *(ROOT / each).rglob("*")] for each in SOURCES)
    texts = (file.read_text() for file in files if file.is_file() and file.suffix in (".py", ".yaml", ".json", ""))
    return {
        (page, section.rstrip("."))
        for text in texts
        for page, section in re.findall(r"(docs/[a-z/-]+\.md)(?: §([0-9.]+a?))?", text)
    }


def _all_text() -> str:
    return "\n".join(page.read_text() for page in PAGES)

"""The page of explanations shows what is really said: its story is played, and each request on it is asked again."""

from contextlib import nullcontext
from pathlib import Path
from typing import Any, get_args, get_type_hints
from urllib.parse import parse_qs, urlsplit

import pytest

from tessera.commands.play.playing import play_story
from tessera.commands.play.rigs import InProcessScene, in_memory
from tessera.commands.play.story import read_story
from tessera.domain.wording.words import CATALOGUES
from tessera.edge.answers.explained.entries import Why
from tessera.operations.explain_entry import WHY, explain_entry
from tessera.operations.explain_order import explain_order
from tessera.operations.looking import statement_of
from tests.docs.pages import ROOT, Block, blocks, codes, rows

RULES = ROOT / "docs/rules.md"
PAGE = ROOT / "docs/explanations.md"
ASKED = [block for block in blocks("text", page=PAGE) if block.text.startswith("GET ")]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What there is once the story on the page has been played."""
    (story,) = blocks("yaml", page=PAGE)
    file: Path = tmp_path_factory.mktemp("story") / "why.yaml"
    file.write_text(story.text)
    scenes: list[InProcessScene] = []

    def opened(source: dict[str, Any], at: Any) -> Any:
        scenes.append(InProcessScene(in_memory(), source, at))
        return nullcontext(scenes[-1])

    play_story(read_story(file), opened, twice=False)
    (scene,) = scenes
    return {"ledger": scene.ledger, "programmes": scene.programmes, "now": scene.now()}


@pytest.mark.parametrize("block", ASKED, ids=lambda block: block.name)
def test_what_the_page_shows_is_what_is_said(block: Block, world: dict[str, Any]) -> None:
    request, *shown = block.text.splitlines()
    assert shown == _said(request.removeprefix("GET "), world)


def test_the_page_shows_every_language() -> None:
    assert {parse_qs(urlsplit(block.text.split("\n")[0]).query).get("locale", ["en"])[0] for block in ASKED} == {
        "en",
        "it",
        "ro",
        "de",
    }


def test_the_table_of_answers_is_complete() -> None:
    shapes = get_args(get_args(Why)[0])
    abouts = {each for shape in shapes for each in get_args(get_type_hints(shape)["about"])}
    assert {each for row in rows(PAGE, "`about`", "of an entry made by") for each in codes(row[0])} == abouts


def test_the_table_of_causes_names_those_that_are_explained() -> None:
    causes = {code.partition("/")[0] for row in rows(RULES, "a cause, as entries name it") for code in codes(row[0])}
    assert causes == WHY.keys()
    assert all(f"cause.{cause}" in CATALOGUES["en"].sentences for cause in causes)


def _said(request: str, world: dict[str, Any]) -> list[str]:
    """The sentences of an answer; of a statement with the number of each entry."""
    asked = urlsplit(request)
    locale = parse_qs(asked.query).get("locale", [None])[0]
    match asked.path.strip("/").split("/"):
        case ["orders", order_id, "explanation"]:
            return list(explain_order(order_id, locale=locale, **world)["sentences"])
        case ["members", member_id, "entries"]:
            entries = statement_of(member_id, limit=100, locale=locale, **world)["entries"]
            return [f"{entry['entry_id']}  {entry['text']}" for entry in entries]
        case ["members", member_id, "entries", entry_id, "explanation"]:
            return list(explain_entry(member_id, entry_id, locale=locale, **world)["sentences"])
    raise ValueError(f"the page asks {request}")

"""Every programme and every story on the pages is one: checked, and played."""

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from tessera.commands.documents import read_document
from tessera.commands.play.playing import play_story
from tessera.commands.play.rigs import InProcessScene, in_memory
from tessera.commands.play.showing import shown
from tessera.commands.play.story import read_story
from tessera.domain.calendar import parse_day
from tessera.domain.expiry import new_lot
from tessera.domain.programme import check, unsupported
from tests.docs.pages import ROOT, Block, blocks, codes, rows

RULES = ROOT / "docs/rules.md"
STORIES = [block for block in blocks("yaml") if "\nevents:" in block.text]
DOCUMENTS = [block for block in blocks("yaml") if "\nevents:" not in block.text]
SHOP = {"id": "shop", "name": "Shop", "currency": "EUR", "timezone": "Europe/Rome"}


def test_the_rules_have_stories() -> None:
    assert any(block.page == RULES for block in STORIES)


@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
@pytest.mark.parametrize("block", STORIES, ids=lambda block: block.name)
def test_a_story_on_a_page_holds(block: Block, twice: bool, tmp_path: Path) -> None:
    story = read_story(_file(block, tmp_path))
    played = play_story(story, lambda source, at: nullcontext(InProcessScene(in_memory(), source, at)), twice=twice)
    assert played.expectations
    assert not played.misses, "\n".join(shown(played))


@pytest.mark.parametrize("block", DOCUMENTS, ids=lambda block: block.name)
def test_a_programme_on_a_page_can_be_published(block: Block, tmp_path: Path) -> None:
    """A part of one is completed by who the shop is."""
    written = read_document(_file(block, tmp_path)).value
    assert not unsupported(check(written if "id" in written else SHOP | written))


@pytest.mark.parametrize(("policy", "active_on", "last_day"), rows(RULES, "policy", "active on", "last day"))
def test_the_table_of_last_days_is_right(policy: str, active_on: str, last_day: str, tmp_path: Path) -> None:
    assert _last_day(policy, active_on, tmp_path) == last_day


def _last_day(policy: str, active_on: str, folder: Path) -> str:
    file = folder / "policy.yaml"
    file.write_text(codes(policy)[0])
    programme = check(SHOP | {"wallets": {"points": {"expiry": read_document(file).value}}})
    last_day = new_lot(programme.wallets.points.expiry, parse_day(active_on), 1).last_day
    return last_day.isoformat() if last_day else "never"


@pytest.mark.parametrize("block", blocks("json"), ids=lambda block: block.name)
def test_json_on_a_page_is_json(block: Block) -> None:
    shown_here: Any = json.loads(block.text)
    assert isinstance(shown_here, dict)


def _file(block: Block, folder: Path) -> Path:
    file = folder / f"{block.page.stem}.yaml"
    file.write_text(block.text)
    return file

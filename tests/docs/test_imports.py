"""The page of imports shows what is really said, and its mapping is one."""

from pathlib import Path

from tessera.commands.importing.mapping import FIELDS, read_mapping, sources
from tessera.commands.importing.reconciling import lines_of
from tests.commands.importing import CUSTOMERS, Import
from tests.docs.pages import ROOT, blocks, codes, prose, rows
from tests.operations.shop import Shop

PAGE = ROOT / "docs/coming-from-elsewhere.md"


def test_the_report_on_the_page_is_the_one_that_is_printed() -> None:
    shop = Shop()
    shop.publish()
    end = Import(shop).sample("members", "smile", "smile.csv", ids=CUSTOMERS, for_real=False)
    (block,) = blocks("text", page=PAGE)
    assert block.text.splitlines()[:-1] == list(lines_of(end))


def test_the_mapping_on_the_page_can_be_read(tmp_path: Path) -> None:
    (block,) = blocks("yml", page=PAGE)
    file = tmp_path / "mine.yaml"
    file.write_text(block.text)
    assert read_mapping(file, "members").source == "my-old-club"


def test_the_page_names_every_source_and_every_field() -> None:
    assert [name for cell, *_ in rows(PAGE, "`--from`") for name in codes(cell)] == [
        "smile",
        "loyaltylion",
        "yotpo",
        "woocommerce",
    ]
    assert set(sources("members")) == {name for cell, *_ in rows(PAGE, "`--from`") for name in codes(cell)}
    said = prose(PAGE).replace("`", " ").replace(",", " ").split()
    assert not {*FIELDS["members"], *FIELDS["orders"]} - set(said)

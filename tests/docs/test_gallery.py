"""The gallery's page tells of every programme in it, and of no other."""

from tests.docs.pages import ROOT, rows

GALLERY = ROOT / "programmes"
PROGRAMMES = {file.stem for file in GALLERY.glob("*.yaml") if not file.stem.endswith(".story")}


def test_the_page_of_the_gallery_has_a_row_for_every_programme() -> None:
    named = [row[0] for row in rows(GALLERY / "README.md", "programme", "is")]
    assert sorted(named) == sorted(f"[{name}]({name}.yaml)" for name in PROGRAMMES)


def test_every_story_of_the_gallery_belongs_to_a_programme() -> None:
    assert {file.name.removesuffix(".story.yaml") for file in GALLERY.glob("*.story.yaml")} == PROGRAMMES

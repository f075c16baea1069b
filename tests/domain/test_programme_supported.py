"""What this version does not carry out yet is named; the gallery holds only what it does."""

from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

from tessera.domain.programme import check, unsupported

HERE = Path(__file__)
SMALL: dict[str, Any] = {"id": "p", "name": "P", "currency": "EUR", "timezone": "Europe/Rome"}
GALLERY = sorted(file for file in HERE.parents[2].glob("programmes/*.yaml") if not file.name.endswith(".story.yaml"))


class PlainYaml(yaml.SafeLoader):
    """Days stay texts, as in YAML 1.2."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def places_not_carried_out(document: dict[str, Any]) -> list[str]:
    return sorted(fault.path for fault in unsupported(check(document)))


def test_every_section_that_waits_for_a_later_version_is_named() -> None:
    full = yaml.safe_load(HERE.with_name("programme_full.yaml").read_text())
    assert places_not_carried_out(full) == [
        "referral",
    ]


def test_a_section_that_is_there_but_empty_asks_for_nothing() -> None:
    empty = SMALL | {"rewards": [], "segments": [], "gifts": [], "bonuses": {"actions": {}}, "earning": {"caps": []}}
    assert places_not_carried_out(empty) == []


def test_the_sentence_says_what_is_not_carried_out() -> None:
    [fault] = unsupported(check(SMALL | {"referral": {"friend": {"points": 1}}}))
    assert fault.message == ('"referral": this version of Tessera does not carry out referral yet.')


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.name)
def test_a_programme_of_the_gallery_can_be_published_as_it_is(path: Path) -> None:
    assert places_not_carried_out(yaml.load(path.read_text(), PlainYaml)) == []


def test_the_gallery_is_there() -> None:
    assert {"bottega.yaml", "cdnow.yaml"} <= {path.name for path in GALLERY}

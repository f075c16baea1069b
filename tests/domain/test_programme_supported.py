"""What this version does not carry out yet is named; the gallery holds only what it does."""

from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

from tessera.domain.programme import check, unsupported
from tessera.domain.programme.supported import NOT_YET, NotYet

HERE = Path(__file__)
SMALL: dict[str, Any] = {"id": "p", "name": "P", "currency": "EUR", "timezone": "Europe/Rome"}
GALLERY = sorted(file for file in HERE.parents[2].glob("programmes/*.yaml") if not file.name.endswith(".story.yaml"))


class PlainYaml(yaml.SafeLoader):
    """Days stay texts, as in YAML 1.2."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


TABLE = (
    NotYet("earning.hold.from", "a hold that starts when the order is completed", ("completed",)),
    NotYet("wallets.*.reminders", "a reminder before units expire"),
    NotYet("guests", "awarding a guest's order after enrolment"),
)


def places_not_carried_out(document: dict[str, Any], table: tuple[NotYet, ...] = TABLE) -> list[str]:
    return sorted(fault.path for fault in unsupported(check(document), table))


def test_this_version_carries_out_all_that_a_programme_can_say() -> None:
    full = yaml.safe_load(HERE.with_name("programme_full.yaml").read_text())
    assert places_not_carried_out(full, NOT_YET) == []


def test_what_waits_for_a_later_version_is_named_wherever_it_stands() -> None:
    full = yaml.safe_load(HERE.with_name("programme_full.yaml").read_text())
    assert places_not_carried_out(full) == ["guests", "wallets.points.reminders"]


def test_a_place_may_wait_for_one_of_its_values() -> None:
    held = {mode: SMALL | {"earning": {"hold": {"days": 14, "from": mode}}} for mode in ("paid", "completed")}
    assert places_not_carried_out(held["paid"]) == []
    assert places_not_carried_out(held["completed"]) == ["earning.hold.from"]


def test_a_section_that_is_there_but_empty_asks_for_nothing() -> None:
    assert places_not_carried_out(SMALL | {"wallets": {"points": {}}, "earning": {"caps": []}}) == []


def test_the_sentence_says_what_is_not_carried_out() -> None:
    [fault] = unsupported(check(SMALL | {"guests": {"claim_days": 30}}), TABLE)
    assert fault.message == (
        '"guests": this version of Tessera does not carry out awarding a guest\'s order after enrolment yet.'
    )


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.name)
def test_a_programme_of_the_gallery_can_be_published_as_it_is(path: Path) -> None:
    assert places_not_carried_out(yaml.load(path.read_text(), PlainYaml), NOT_YET) == []


def test_the_gallery_is_there() -> None:
    assert {"bottega.yaml", "cdnow.yaml"} <= {path.name for path in GALLERY}

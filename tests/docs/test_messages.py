"""The pages about messages name the kinds, purposes and names that there are."""

from tessera.domain.messaging import purpose_of
from tessera.messages.editing import KINDS
from tessera.messages.naming import EVERYWHERE, NAMES
from tests.docs.pages import ROOT, codes, rows

PAGE, RULES = ROOT / "docs/messages.md", ROOT / "docs/rules.md"


def test_the_rules_tell_of_every_kind_and_its_consent() -> None:
    told = {codes(row[0])[0]: row[3] for row in rows(RULES, "kind", "is told of")}
    assert told == {kind: purpose_of(kind) for kind in KINDS}


def test_the_page_lists_the_names_of_every_kind() -> None:
    listed = {codes(row[0])[0]: {*codes(row[1])} for row in rows(PAGE, "kind", "names")}
    assert listed == {kind: names - EVERYWHERE for kind, names in NAMES.items()}


def test_every_name_is_explained() -> None:
    explained = {codes(row[0])[0] for row in rows(PAGE, "name", "stands for")}
    assert explained == frozenset().union(*NAMES.values())

"""What differs between two programmes is found by meaning, each place once, with a sentence."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tessera.commands.documents import read_document
from tessera.domain.difference import Difference
from tessera.domain.differing import differences
from tessera.domain.programme import check

FULL: dict[str, Any] = read_document(Path(__file__).with_name("programme_full.yaml")).value
SMALL: dict[str, Any] = {"id": "p", "name": "P", "currency": "EUR", "timezone": "Europe/Rome", "locales": ["it", "en"]}
BASE = {"id": "base", "wallet": "points", "earn": {"points": 1, "per": "1.00"}}
BACK = {"id": "back", "wallet": "cashback", "earn": {"percent": "5"}}
PER_DAY = {"wallet": "points", "per": "day", "amount": 100}
PER_ORDER = {"wallet": "points", "per": "order", "amount": 50}


def between(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    return list(differences(check(SMALL | before), check(SMALL | after)))


def rules(*each: dict[str, Any]) -> dict[str, Any]:
    return {"earning": {"rules": list(each)}}


def test_a_programme_does_not_differ_from_itself() -> None:
    assert differences(check(FULL), check(deepcopy(FULL))) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"refunds": {"shortage": "negative", "restore_grace_days": 30}, "checkout": {}, "rewards": []}),
        (rules(BACK), rules(BACK | {"earn": {"percent": "5.0"}, "stackable": True, "when": {}, "state": "live"})),
        (
            rules(BACK | {"scope": {"category": ["a", "b"]}, "when": {"weekdays": ["monday", "friday"]}}),
            rules(BACK | {"scope": {"category": ["b", "a"]}, "when": {"weekdays": ["friday", "monday"]}}),
        ),
        (
            {"rewards": [{"id": "a", "kind": "amount_off", "value": "5.00", "cost": 1},
                         {"id": "b", "kind": "percent_off", "value": "5", "cost": 2}]},
            {"rewards": [{"id": "b", "kind": "percent_off", "value": "5", "cost": 2},
                         {"id": "a", "kind": "amount_off", "value": "5", "cost": 1}]},
        ),
    ],
    ids=["defaults spelled out", "a rate in other digits", "a list in another sequence", "rewards in another sequence"],
)  # fmt: skip
def test_another_spelling_of_the_same_is_no_difference(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert between(before, after) == []


def test_a_thing_is_the_same_wherever_it_stands() -> None:
    (new, changed) = between(rules(BASE, BACK), rules(BASE | {"id": "vip"}, BASE, BACK | {"earn": {"percent": "4"}}))
    assert (new.path, new.change, new.before, new.text) == ("earning.rules[0]", "added", None, 'Rule "vip" is new.')
    assert new.after == BASE | {"id": "vip"}
    what = 'Rule "back": earn.percent'
    text = f'{what} is now "4"; it was "5".'
    assert changed == Difference("earning.rules[2].earn.percent", "changed", what, "5", "4", text)


def test_what_is_gone_is_told_where_it_stood() -> None:
    (gone,) = between(rules(BASE, BACK), rules(BASE))
    told = ("earning.rules[1]", "removed", BACK, None, 'Rule "back" is gone.')
    assert (gone.path, gone.change, gone.before, gone.after, gone.text) == told


def test_the_sequence_of_rules_and_of_caps_is_a_difference() -> None:
    before = {"earning": {"rules": [BASE, BACK], "caps": [PER_DAY, PER_ORDER]}}
    after = {"earning": {"rules": [BACK, BASE], "caps": [PER_ORDER, PER_DAY]}}
    found = between(before, after)
    assert [(each.path, each.change) for each in found] == [("earning.rules", "moved"), ("earning.caps", "moved")]
    assert found[1].text == (
        "earning.caps: the sequence is now points per order, points per day; it was points per day, points per order."
    )


def test_a_rule_that_goes_or_comes_moves_no_other() -> None:
    vip = BASE | {"id": "vip"}
    assert [each.change for each in between(rules(BASE, BACK, vip), rules(vip, BASE))] == ["removed", "moved"]
    assert [each.change for each in between(rules(BASE, BACK), rules(BACK))] == ["removed"]


def test_a_cap_is_named_by_what_it_caps() -> None:
    caps = {"earning": {"caps": [PER_DAY]}}, {"earning": {"caps": [PER_ORDER, PER_DAY | {"amount": 80}]}}
    assert [each.text for each in between(*caps)] == [
        'Cap "points per order" is new.',
        'Cap "points per day": amount is now 80; it was 100.',
    ]


def test_what_was_left_out_is_told_as_it_would_be_written() -> None:
    (minimum,) = between({}, {"wallets": {"cashback": {"redeem": {"minimum": "2.00"}}}})
    assert (minimum.before, minimum.after) == ("0.00", "2.00")
    (share,) = between({"wallets": {"cashback": {"redeem": {"max_share": "50"}}}}, {})
    assert (share.before, share.after) == ("50", "100")


def test_another_kind_of_a_section_is_one_difference() -> None:
    rolling = {"mode": "rolling", "months": 12}
    (expiry,) = between({"wallets": {"points": {"expiry": rolling}}}, {})
    assert (expiry.path, expiry.before, expiry.after) == ("wallets.points.expiry", rolling, {"mode": "never"})


def test_what_members_do_is_told_by_its_name() -> None:
    actions = [{"bonuses": {"actions": {"review": {"points": points}}}} for points in (20, 30)]
    (changed,) = between(*actions)
    assert changed.text == 'Action "review": points is now 30; it was 20.'
    assert between({}, actions[0])[0].text == 'Action "review" is new.'


def test_the_sequence_of_languages_is_a_difference_since_the_first_is_the_default() -> None:
    (locales,) = between({}, {"locales": ["en", "it"]})
    assert (locales.before, locales.after) == (["it", "en"], ["en", "it"])


def test_every_section_of_a_document_is_compared() -> None:
    found = {each.path.partition(".")[0].partition("[")[0] for each in differences(check(SMALL), check(FULL))}
    same = {"currency", "timezone", "checkout", "refunds"}
    assert found | same >= FULL.keys()

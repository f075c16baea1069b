"""Faults of a programme: the place, and a sentence that a merchant understands."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from tessera.domain.programme.places import Loc, at
from tessera.domain.quoting import quoted
from tessera.domain.refusals import Fault, InvalidRequest

WORDS_COMPARED_MAX = 100
PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
NOUNS = {
    ("earning", "rules"): "Rule",
    ("earning", "caps"): "Cap",
    ("tiers", "levels"): "Level",
    ("rewards",): "Reward",
    ("stamp_cards",): "Stamp card",
    ("memberships",): "Membership",
    ("segments",): "Segment",
    ("gifts",): "Gift",
    ("bonuses", "actions"): "Action",
}


class Finding(NamedTuple):
    """What is wrong at a place, without its subject: `must be more than zero`."""

    loc: Loc
    sentence: str


class ProgrammeRefused(InvalidRequest):
    """The document is no programme; `faults` names every place and what is wrong there."""


def refused(faults: Sequence[Fault]) -> ProgrammeRefused:
    """The refusal of a document with these faults."""
    one = len(faults) == 1
    return ProgrammeRefused(f"the programme has {'a fault' if one else f'{len(faults)} faults'}", tuple(faults))


def fault(document: object, finding: Finding) -> Fault:
    """A finding as it is shown: its path, and a whole sentence that names what it is about."""
    subject = ", ".join(_subject(document, finding.loc)) or "The programme"
    sentence = finding.sentence
    return Fault(path_of(finding.loc), f"{subject}: {sentence}{'' if sentence.endswith('?') else '.'}")


def path_of(loc: Loc) -> str:
    """`earning.rules[2].when.until`."""
    return "".join(_step(step) for step in loc).removeprefix(".")


def did_you_mean(word: str, words: Sequence[str]) -> str:
    """`; did you mean "until"?`, or nothing when no word is near (or too many would have to be compared)."""
    if len(words) > WORDS_COMPARED_MAX:
        return ""
    near = get_close_matches(word[:64], words, n=1) or get_close_matches(word[:64].lower(), words, n=1)
    return f"; did you mean {quoted(near[0])}?" if near else ""


def one_of(words: Sequence[str]) -> str:
    """`order, day or month`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if PLAIN_KEY.fullmatch(step) else f"[{quoted(step)}]"


def _subject(document: object, loc: Loc) -> Iterator[str]:
    """The rule, reward … it is in, by its id, and the key."""
    named = next((depth for depth in (1, 2) if loc[:depth] in NOUNS and len(loc) > depth), 0)
    if named:
        item = document
        for step in loc[: named + 1]:
            item = at(item, step)
        yield f"{NOUNS[tuple(map(str, loc[:named]))]} {_name(item, loc[named])}"
    keys = [step for step in loc[named + 1 if named else 0 :] if isinstance(step, str)]
    if keys:
        yield quoted(keys[-1])


def _name(item: object, step: str | int) -> str:
    own = at(item, "id")
    if isinstance(step, str):
        return quoted(step)
    return quoted(own) if isinstance(own, str) else f"number {step + 1}"

"""Entries that no order made: which rule of the programme gave them, and what it says."""

from typing import Any

from tessera.domain.filing import Json
from tessera.operations.why.case import Case, Why


def why_welcome(case: Case) -> Why:
    """The welcome gift."""
    return Why(_view(case, "bonuses", "welcome"), [_say(case, "why.welcome")])


def why_birthday(case: Case) -> Why:
    """The birthday bonus."""
    return Why(_view(case, "bonuses", "birthday"), [_say(case, "why.birthday")])


def why_action(case: Case) -> Why:
    """What the member did, how much it earns, and how often."""
    action, reference = case.ids
    limit = case.programme.bonuses.actions[action].limit
    key = f"why.action.{limit.per}" if limit else "why.action"
    times = case.words.count("time", limit.times) if limit else ""
    view = {**_view(case, "bonuses", "actions", action), "reference": reference}
    return Why(view, [_say(case, key, action=action, times=times)])


def why_gift(case: Case) -> Why:
    """A surprise of the programme."""
    (gift,) = case.ids
    gifts: list[Json] = case.programme.source.get("gifts", [])
    written = next((each for each in gifts if each["id"] == gift), {})
    return Why(_rule(case, f"gifts.{gift}", written), [_say(case, "why.gift", gift=gift)])


def _say(case: Case, key: str, **values: object) -> str:
    return case.say(key, units=case.entry.units, version=str(case.version.number), **values)


def _view(case: Case, *path: str) -> Json:
    says: Any = case.programme.source
    for key in path:
        says = says.get(key, {})
    return _rule(case, ".".join(path), says)


def _rule(case: Case, path: str, says: Any) -> Json:
    return {"about": "rule", "version": case.version.number, "rule": path, "says": says, "reference": None}

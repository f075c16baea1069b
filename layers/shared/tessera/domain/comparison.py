"""A comparison of two programmes as clients read it (docs/rules.md §10)."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tessera.domain.comparing import Both, Effect, in_all
from tessera.domain.difference import Difference
from tessera.domain.entries import CASHBACK
from tessera.domain.programme import Programme
from tessera.domain.views import show_units

Json = dict[str, Any]


def difference_view(difference: Difference) -> Json:
    """One place that differs."""
    names = ("path", "change", "what", "before", "after", "text")
    return {name: getattr(difference, name) for name in names}


def sample_view(effects: Sequence[Effect], programme: Programme) -> Json:
    """What the change means for the members of a sample, together and each."""
    verdicts = Counter(effect.verdict for effect in effects)
    return {
        "members": len(effects),
        "orders": sum(len(effect.order_ids) for effect in effects),
        "gain": verdicts["gains"],
        "lose": verdicts["loses"],
        "mixed": verdicts["mixed"],
        "same": verdicts["same"],
        "wallets": _wallets_view(in_all(effects), programme),
        "levels": _levels_view(effects, programme),
        "each": [_effect_view(effect, programme) for effect in effects],
    }


def _effect_view(effect: Effect, programme: Programme) -> Json:
    was, becomes = effect.levels
    return {
        "member_id": effect.member_id,
        "verdict": effect.verdict,
        "orders": list(effect.order_ids),
        "wallets": _wallets_view(effect.earned, programme),
        "level": {"now": was, "then": becomes},
        "checkout": _both_view(effect.checkout, CASHBACK, programme) if effect.checkout else None,
    }


def _wallets_view(earned: dict[str, Both], programme: Programme) -> list[Json]:
    """Wallets into which neither programme gives anything are left out."""
    return [{"wallet": name, **_both_view(both, name, programme)} for name, both in earned.items() if any(both)]


def _both_view(both: Both, wallet: str, programme: Programme) -> Json:
    shown = {"now": both.now, "then": both.then, "difference": both.difference}
    return {name: show_units(programme, wallet, units) for name, units in shown.items()}


def _levels_view(effects: Sequence[Effect], programme: Programme) -> list[Json]:
    """How many members are on each level by either programme, lowest first; what only the old one has comes last."""
    now, then = (Counter(effect.levels[side] for effect in effects) for side in (0, 1))
    levels = [level.id for level in programme.tiers.levels] if programme.tiers else []
    names = dict.fromkeys([*levels, *sorted(level for level in now if level)])
    return [{"level": name, "now": now[name], "then": then[name]} for name in names]

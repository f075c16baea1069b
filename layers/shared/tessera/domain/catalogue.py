"""The catalogue: what points buy, and stamp cards, as clients read them (docs/rules.md §10)."""

from collections.abc import Callable

from tessera.domain.counting import donated_to, donations_to, stock_of
from tessera.domain.money import show_minor, show_rate
from tessera.domain.programme import Programme
from tessera.domain.programme.earning import Products
from tessera.domain.programme.rewards import (
    AmountOff,
    Donation,
    FreeProduct,
    PercentOff,
    Purchasable,
    Reward,
    StampCard,
    VoucherReward,
)
from tessera.domain.views import Json

Counted = Callable[[str], int]
"""How much has been added to a counter."""


def catalogue_view(programme: Programme, counted: Counted) -> Json:
    """All rewards and stamp cards of a programme; only the counters that a reward has are looked at."""
    return {
        "rewards": [_reward_view(reward, programme, counted) for reward in programme.rewards],
        "stamp_cards": [_card_view(card) for card in programme.stamp_cards],
    }


def donation_view(donation: Donation, programme: Programme) -> Json:
    """What a claim gave to a charity."""
    value = show_minor(donation.value, programme.digits)
    return {"reward_id": donation.id, "charity": donation.charity, "value": value}


def _reward_view(reward: Reward, programme: Programme, counted: Counted) -> Json:
    common = {"id": reward.id, "kind": reward.kind, "cost": reward.cost, "limit_per_member": reward.limit_per_member}
    limited = {**common, "stock": _stock_view(reward, counted)}
    if isinstance(reward, Donation):
        return {**limited, **_charity_view(reward, programme, counted)}
    return {**limited, **_terms_view(reward, programme), **_own_view(reward, programme)}


def _stock_view(reward: Purchasable, counted: Counted) -> Json | None:
    """How many there are by the version in force, and how many of them are left."""
    if reward.stock is None:
        return None
    return {"of": reward.stock, "left": max(0, reward.stock - counted(stock_of(reward.id)))}


def _terms_view(reward: VoucherReward, programme: Programme) -> Json:
    """On which terms a voucher is good."""
    most = None if reward.max_discount is None else show_minor(reward.max_discount, programme.digits)
    return {
        "min_order": show_minor(reward.min_order, programme.digits),
        "max_discount": most,
        "valid_days": reward.valid_days,
        "automatic": reward.automatic,
    }


def _own_view(reward: VoucherReward, programme: Programme) -> Json:
    """What only rewards of its kind have."""
    match reward:
        case AmountOff():
            return {"value": show_minor(reward.value, programme.digits)}
        case PercentOff():
            return {"value": show_rate(reward.value)}
        case FreeProduct():
            return {"product": _products_view(reward.product)}
        case _:
            return {}


def _products_view(products: Products) -> Json:
    return {products.kind or "": list(products.names)}


def _charity_view(reward: Donation, programme: Programme, counted: Counted) -> Json:
    """What one donation is worth, and all that its charity was given so far, by whichever reward."""
    value = show_minor(counted(donated_to(reward.charity)), programme.digits)
    return {
        "value": show_minor(reward.value, programme.digits),
        "charity": reward.charity,
        "donated": {"value": value, "times": counted(donations_to(reward.charity))},
    }


def _card_view(card: StampCard) -> Json:
    return {"id": card.id, "stamps": card.stamps, "reward": card.reward.model_dump()}

"""The names that a text may use, by kind, and what they stand for in one message (docs/messages.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tessera.domain.messaging import Amount, Message, MessageKind
from tessera.domain.programme.rewards import AmountOff, Donation, PercentOff, Reward
from tessera.domain.versions import Version
from tessera.domain.wording import Words
from tessera.domain.wording.catalogue import NO_BREAK
from tessera.messages.texts import BUILT_IN

EVERYWHERE = frozenset({"name", "programme", "balance"})
NAMES: dict[MessageKind, frozenset[str]] = {
    "welcome": EVERYWHERE | {"earned"},
    "points_earned": EVERYWHERE | {"gained", "earned", "pending", "activates_on", "order"},
    "points_active": EVERYWHERE | {"activated"},
    "reward_available": EVERYWHERE | {"rewards"},
    "reward_issued": EVERYWHERE | {"reward", "codes", "last_day"},
    "cashback_available": EVERYWHERE | {"gained", "order"},
    "tier_changed": EVERYWHERE | {"tier", "tier_was", "rises"},
    "birthday": EVERYWHERE | {"earned"},
    "expiry_reminder": EVERYWHERE | {"expiring", "last_day"},
    "points_expired": EVERYWHERE | {"expired", "last_day"},
    "referral_rewarded": EVERYWHERE | {"earned"},
    "membership_trial_ending": EVERYWHERE | {"plan", "until"},
    "membership_renewed": EVERYWHERE | {"plan", "until"},
    "refund_processed": EVERYWHERE | {"taken_back", "given_back", "codes", "order"},
    "marketing_confirmation": frozenset({"name", "programme"}),
}


@dataclass(frozen=True, slots=True)
class Naming:
    """What the names stand for in one message, in one language: always text, empty where there is nothing to say."""

    message: Message
    name: str | None
    words: Words
    version: Version

    def values(self) -> dict[str, str]:
        """Every name of the message's kind."""
        told = self.message.told
        values = {
            "name": " ".join((self.name or "").split()),
            "programme": self.words.programme.name,
            "balance": self.amounts(self.held),
            "gained": self.amounts(added(told.earned, told.pending, told.activated)),
            "earned": self.amounts(told.earned),
            "pending": self.amounts(told.pending),
            "activates_on": self.day(told.activates_on),
            "activated": self.amounts(told.activated),
            "taken_back": self.amounts(told.taken_back),
            "given_back": self.amounts(told.given_back),
            "expiring": self.amounts(told.expiring),
            "expired": self.amounts(told.expired),
            "last_day": self.day(told.last_day or self._first_last_day()),
            "codes": self.words.listed([each.code for each in told.vouchers]),
            "reward": self._rewards(*dict.fromkeys(each.reward_id for each in told.vouchers)),
            "rewards": self._rewards(*told.rewards),
            "tier": titled(told.tier),
            "tier_was": titled(told.tier_was),
            "rises": "yes" if self._rises() else "",
            "plan": titled(told.plan),
            "until": self.day(told.until - timedelta(days=1) if told.until else None),
            "order": told.order_id or "",
        }
        return {name: values[name] for name in NAMES[self.message.kind]}

    def amounts(self, amounts: tuple[Amount, ...]) -> str:
        """`60 points and €5.00 of cashback`."""
        return self.words.listed([*map(self.amount, amounts)])

    def amount(self, amount: Amount) -> str:
        """`60 points`, in one piece: no line ends between a number and what it counts."""
        return self.words.units(amount.wallet, amount.units).text.replace(" ", NO_BREAK, 1)

    @property
    def held(self) -> tuple[Amount, ...]:
        """What is active in each wallet that is not empty."""
        return tuple(Amount(*each) for each in self.message.told.balances.items() if each[1])

    def day(self, day: date | None) -> str:
        """A day as the language writes it, or nothing."""
        return self.words.day(day) if day else ""

    def reward(self, reward_id: str) -> str:
        """A reward in words; what a full card gives, or what the programme no longer has, is a product for nothing."""
        phrases = BUILT_IN[self.words.language].rewards
        found = next((each for each in self.words.programme.rewards if each.id == reward_id), None)
        if found is None:
            return phrases["free_product"]
        return phrases[found.kind].format_map(dict(self._terms(found)))

    def _terms(self, reward: Reward) -> Iterator[tuple[str, str]]:
        if isinstance(reward, AmountOff):
            yield "money", self.words.money(reward.value)
        elif isinstance(reward, PercentOff):
            yield "percent", self.words.number(reward.value)
        elif isinstance(reward, Donation):
            yield "charity", reward.charity

    def _rewards(self, *reward_ids: str) -> str:
        return self.words.listed([self.reward(each) for each in reward_ids])

    def _first_last_day(self) -> date | None:
        """Of several vouchers the day by which the first is to be used."""
        return min((each.last_day for each in self.message.told.vouchers if each.last_day), default=None)

    def _rises(self) -> bool:
        """Whether the level is a higher one; a level that is gone was the lowest."""
        tiers, told = self.version.programme.tiers, self.message.told
        levels = [each.id for each in tiers.levels] if tiers else []
        places = [levels.index(each) if each in levels else -1 for each in (told.tier_was, told.tier)]
        return places[1] > places[0]


def added(*parts: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """Amounts of each wallet together."""
    sums = dict[str, int]()
    for each in (amount for part in parts for amount in part):
        sums[each.wallet] = sums.get(each.wallet, 0) + each.units
    return tuple(Amount(wallet, units) for wallet, units in sums.items())


def titled(name: str | None) -> str:
    """A level or a plan as it is shown: by its id, with a capital letter."""
    return (name or "").replace("-", " ").replace("_", " ").capitalize()

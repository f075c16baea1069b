"""Which messages a record of the ledger calls for: one of each cause, of the weightiest kind (docs/rules.md §8)."""

from dataclasses import dataclass

from tessera.domain.account import Account
from tessera.domain.entries import CASHBACK, Change, Entry, Record
from tessera.domain.filing import Filing, Key
from tessera.domain.importing import IMPORT, is_brought
from tessera.domain.messaging import Message, MessageKind, Told, purpose_of
from tessera.domain.occasions import Occasion, occasions_of
from tessera.domain.recounting import told_of
from tessera.domain.versions import Version
from tessera.domain.voucher import ISSUED


def is_worth_telling(record: Record, key: Key) -> bool:
    """Whether the record may call for messages, from what is in it alone: never False where it does."""
    if key.kind in ("enrolment", "refund", "reminder"):
        return True
    return any(map(_is_told, record.entries)) or any(map(_is_change_told, record.changes))


def messages_of(record: Record, key: Key, *, filing: Filing, account: Account, version: Version) -> tuple[Message, ...]:
    """The messages of a record: one of each cause at most, in the order in which what they tell happened.

    `key` and `filing` are those of its write, `account` the member's as it stands now, by a consistent read, which may
    be later than the record, `version` the one in force when it was recorded. What was brought from elsewhere is no
    news, and not told.
    """
    is_silent = is_brought(key, filing.content)
    cases = [
        _Case(key, occasion, told_of(occasion, record, key, filing=filing, account=account, version=version))
        for occasion in occasions_of(record, key)
        if not (is_silent and occasion.is_own)
    ]
    return tuple(_message(case, record.member_id, kinds) for case in cases if (kinds := case.kinds()))


def _is_told(entry: Entry) -> bool:
    is_new = entry.kind == "adjustment" and entry.amount > 0 and not entry.cause.startswith(f"{IMPORT}/")
    is_given = is_new or entry.kind in ("accrual", "activation", "expiry")
    return is_given or (entry.kind in ("reversal", "restoration") and entry.cause.startswith("refund/"))


def _is_change_told(change: Change) -> bool:
    match change.kind:
        case "voucher":
            return change.now == ISSUED
        case "membership":
            return change.now == "paid"
        case _:
            return change.kind in ("tier", "reminder")


def _message(case: "_Case", member_id: str, kinds: list[MessageKind]) -> Message:
    """That of the weightiest kind, and of the weightiest which serves those who agreed to no marketing."""
    service = next((kind for kind in kinds if purpose_of(kind) == "service"), None)
    otherwise = service if purpose_of(kinds[0]) == "marketing" else None
    return Message(member_id, kinds[0], case.occasion.cause, case.occasion.at, case.told, otherwise)


@dataclass(frozen=True, slots=True)
class _Case:
    """One occasion, and what there is to tell of it."""

    key: Key
    occasion: Occasion
    told: Told

    def kinds(self) -> list[MessageKind]:
        """The kinds that apply, the weightiest first; none where there is nothing to tell."""
        applies: dict[MessageKind, bool] = {
            "refund_processed": self._is_refund,
            "welcome": self._is_of("enrolment"),
            "birthday": self._is_of("birthday") and bool(self.told.earned),
            "expiry_reminder": bool(self.told.expiring),
            "membership_renewed": any(_is_paid(each) for each in self.occasion.changes),
            "membership_trial_ending": self._is_of("reminder") and self.told.plan is not None,
            "referral_rewarded": self._is_of("referral") and bool(self.told.earned),
            "reward_issued": any(_is_issue(each) for each in self.occasion.changes),
            "tier_changed": self.told.tier is not None,
            "reward_available": bool(self.told.rewards),
            "cashback_available": self._is_cashback_alone,
            "points_earned": self._is_earned,
            "points_active": bool(self.told.activated),
            "points_expired": bool(self.told.expired),
        }
        return [kind for kind, is_so in applies.items() if is_so]

    def _is_of(self, *kinds: str) -> bool:
        return self.occasion.is_own and self.key.kind in kinds

    @property
    def _is_refund(self) -> bool:
        is_back = self._is_of("refund") and bool(self.told.vouchers)
        return bool(self.told.taken_back or self.told.given_back) or is_back

    @property
    def _is_earned(self) -> bool:
        """Gifts of a birthday and of a friend's order are told as what they are, or not at all."""
        is_told_else = self._is_of("birthday", "referral", "enrolment")
        return bool(self.told.earned or self.told.pending) and not is_told_else

    @property
    def _is_cashback_alone(self) -> bool:
        """Cashback and nothing else may be spent now, and nothing is still to come."""
        now = (*self.told.earned, *self.told.activated)
        is_cashback = bool(now) and all(each.wallet == CASHBACK for each in now)
        return is_cashback and not self.told.pending and not self._is_of("referral", "enrolment")


def _is_issue(change: Change) -> bool:
    return change.kind == "voucher" and change.now == ISSUED


def _is_paid(change: Change) -> bool:
    return change.kind == "membership" and change.now == "paid"

"""A small shop for tests: verbs with few words, over the operations and a ledger in memory."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from tessera.domain.account import Account
from tessera.domain.calendar import parse_instant
from tessera.domain.completing import Completion
from tessera.domain.entries import Change, Entry
from tessera.domain.filing import Json, Key
from tessera.domain.member_body import MemberBody
from tessera.domain.order import Order, Reading
from tessera.domain.ports import EmailKey, Ledger
from tessera.domain.ports import Patience as PatiencePort
from tessera.domain.programme import check
from tessera.domain.redeeming import CaptureRequest, QuoteRequest, ReservationRequest
from tessera.domain.refunding import Refund
from tessera.domain.shop_orders.heard import Heard, News
from tessera.domain.versions import Version, version_of
from tessera.operations.adjust import Adjustment, adjust
from tessera.operations.after_effects import after_effects, claims_of
from tessera.operations.award_order import award_order
from tessera.operations.block_member import Block, block_member
from tessera.operations.carrying_out import Answer
from tessera.operations.change_membership import MembershipChange, cancel_membership, start_or_renew
from tessera.operations.check_programme import check_programme
from tessera.operations.claim_reward import Claim, claim_reward
from tessera.operations.close_redemption import capture, redemption_state, release
from tessera.operations.complete_order import complete_order
from tessera.operations.credit_friend import credit_friend
from tessera.operations.credit_referral import credit_referral
from tessera.operations.decide_referral import Decision, decide_referral
from tessera.operations.enrol import enrol
from tessera.operations.explain_entry import explain_entry
from tessera.operations.explain_order import explain_order, order_of
from tessera.operations.hear_of_order import hear_of_order
from tessera.operations.list_rewards import list_rewards
from tessera.operations.looking import account_of, balance_of, held_referrals, statement_of
from tessera.operations.quote import quote
from tessera.operations.refund_order import refund_order
from tessera.operations.report_action import ActionReport, report_action
from tessera.operations.reserve import reserve
from tessera.operations.run_nights import run_nights
from tessera.operations.void_voucher import Voiding, void_voucher
from tessera.storage.memory.ledger import MemoryLedger
from tessera.storage.memory.programmes import MemoryProgrammes
from tessera.storage.prove import prove_books

START = parse_instant("2026-01-10T10:00:00+01:00")
PLAIN = {"id": "p", "name": "P", "currency": "EUR", "timezone": "Europe/Rome", "locales": ["it"]}
ONE_POINT_PER_EURO = {"id": "base", "wallet": "points", "earn": {"points": 1, "per": "1.00"}}
FIVE_PERCENT_BACK = {"id": "back", "wallet": "cashback", "earn": {"percent": "5"}}


class Patience:
    """Runs a lost race again at once, so often."""

    def __init__(self, attempts: int = 100) -> None:
        self._attempts = attempts

    def attempts(self) -> Iterator[int]:
        return iter(range(self._attempts))


class Mint:
    """Codes that count."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._published: Version | None = None

    def voucher_code(self) -> str:
        return f"CODE-{next(self._numbers)}"

    def referral_code(self, member_id: str) -> str:
        return f"{member_id[:4].upper()}{next(self._numbers):06d}"


def line(price: str, **fields: Any) -> Json:
    """A line of one unit."""
    return {"line_id": "1", "sku": "A", "quantity": 1, "unit_price": price, **fields}


def lines(*prices: str, **fields: Any) -> list[Json]:
    """Lines of one unit each, numbered from 1."""
    return [line(price, line_id=str(number), **fields) for number, price in enumerate(prices, 1)]


def key_of(email: str) -> str:
    return f"key of {email}"


class Shop:
    """A shop with one programme at a time and a clock that stands until it is set.

    What a write calls for in other accounts is done with it, unless `credits_later`.
    """

    def __init__(self, ledger: Ledger | None = None, patience: Callable[[], PatiencePort] = Patience) -> None:
        self.ledger = ledger or MemoryLedger()
        self._patience = patience
        self.programmes = MemoryProgrammes()
        self.now = START
        self.email_key: EmailKey = key_of
        self._mint = Mint()
        self._numbers = count(1)
        self._published: Version | None = None
        self.credits_later = False

    @property
    def kept(self) -> dict[str, Any]:
        return {"ledger": self.ledger, "programmes": self.programmes}

    @property
    def world(self) -> dict[str, Any]:
        return {**self.kept, "now": self.now}

    @property
    def carrying(self) -> dict[str, Any]:
        return {"patience": self._patience(), "mint": self._mint}

    @property
    def writing(self) -> dict[str, Any]:
        return {**self.world, **self.carrying}

    @property
    def reading(self) -> Reading:
        return Reading(self.programmes.latest().programme.digits)

    def at(self, instant: str) -> "Shop":
        self.now = parse_instant(instant)
        return self

    def later(self, **span: int) -> "Shop":
        self.now += timedelta(**span)
        return self

    def run_nights(self, until: str) -> int:
        """Let time pass until an instant, with the nights in between; gives how many settlements were written."""
        assert isinstance(self.ledger, MemoryLedger)
        since, accounts = self.now, [account for account, _ in self.ledger.books()]
        self.at(until)
        return run_nights(accounts, since=since, until=self.now, **self.kept, **self.carrying)

    def publish(self, *rules: Json, earning: Json | None = None, **sections: Any) -> None:
        self.publish_document({**PLAIN, "earning": {"rules": list(rules), **(earning or {})}, **sections})

    def publish_document(self, document: Json) -> None:
        before, number = self._published, next(self._numbers)
        self._published = version_of(check(document), number=number, in_force_from=self.now, before=before)
        self.programmes.publish(self._published)

    def enrol(self, member_id: str = "anna", **fields: Any) -> Json:
        body = MemberBody.model_validate({"email": f"{member_id}@example.com", **fields})
        account = enrol(member_id, body, email_key=self.email_key, **self.writing)[0]
        for key in (Key("enrolment", member_id), *claims_of(member_id, self.ledger)):
            self._follow(key)
        return account

    def order(
        self, order_id: str, member_id: str | None = "anna", *, at: datetime | None = None, **body: Any
    ) -> Answer:
        placed_at = (at or self.now).isoformat()
        order = Order.model_validate({"member_id": member_id, "placed_at": placed_at, **body}, context=self.reading)
        awarded = award_order(order_id, order, email_key=self.email_key, **self.writing)
        return self._followed(Key("order", order_id), awarded)

    def complete(self, order_id: str, **body: Any) -> Answer:
        return complete_order(order_id, Completion.model_validate(body), **self.writing)

    def hear(self, order_id: str, *heard: Heard, news: News) -> None:
        """What the shop's platform tells of an order, one thing after the other."""
        for each in heard:
            hear_of_order(order_id, [each], email_key=self.email_key, news=news, **self.writing)

    def refund(self, order_id: str, refund_id: str = "r1", **body: Any) -> Answer:
        refund = Refund.model_validate({"refund_id": refund_id, **body}, context=self.reading)
        return self._followed(Key("refund", order_id, refund_id), refund_order(order_id, refund, **self.writing))

    def decide_referral(self, member_id: str, decision: str, **fields: Any) -> Answer:
        body = Decision.model_validate({"decision": decision, **fields})
        return self._followed(Key("referral_decision", member_id), decide_referral(member_id, body, **self.writing))

    def credit_friend(self, friend_id: str) -> bool:
        return credit_friend(friend_id, **self.writing)

    def credit_referral(self, order_id: str) -> bool:
        return credit_referral(order_id, **self.writing)

    def held_referrals(self, **page: Any) -> Json:
        return held_referrals(ledger=self.ledger, **{"limit": 10, **page})

    def _follow(self, key: Key) -> None:
        if not self.credits_later:
            after_effects(key, **self.writing)

    def _followed(self, key: Key, answer: Answer) -> Answer:
        self._follow(key)
        return answer

    def reserve(self, redemption_id: str, member_id: str = "anna", **body: Any) -> Answer:
        request = ReservationRequest.model_validate({"member_id": member_id, **body}, context=self.reading)
        return reserve(redemption_id, request, **self.writing)

    def capture(self, redemption_id: str, **body: Any) -> Answer:
        return capture(redemption_id, CaptureRequest.model_validate(body, context=self.reading), **self.writing)

    def release(self, redemption_id: str) -> Answer:
        return release(redemption_id, **self.writing)

    def redemption(self, redemption_id: str) -> Json:
        return redemption_state(redemption_id, ledger=self.ledger, now=self.now)

    def claim(self, reward_id: str, reference: str = "c1", member_id: str = "anna") -> Answer:
        claim = Claim.model_validate({"reward_id": reward_id, "reference": reference})
        return claim_reward(member_id, claim, **self.writing)

    def void(self, code: str, member_id: str = "anna", **fields: Any) -> Answer:
        return void_voucher(code, Voiding.model_validate({"member_id": member_id, **fields}), **self.writing)

    def membership(self, state: str, reference: str = "m1", plan: str = "plus", member_id: str = "anna") -> Answer:
        change = MembershipChange.model_validate({"plan": plan, "state": state, "reference": reference})
        return start_or_renew(member_id, change, **self.writing)

    def cancel(self, member_id: str = "anna") -> Json:
        return cancel_membership(member_id, **self.writing)

    def block(self, blocked: bool = True, member_id: str = "anna") -> Json:
        return block_member(member_id, Block.model_validate({"blocked": blocked}), **self.writing)

    def rewards(self) -> dict[str, Json]:
        return {each["id"]: each for each in list_rewards(**self.world)["rewards"]}

    def adjust(
        self, wallet: str, amount: int | str, reference: str = "g1", member_id: str = "anna", **fields: Any
    ) -> Answer:
        body = {"wallet": wallet, "amount": amount, "reason": "goodwill", "reference": reference, **fields}
        return adjust(member_id, Adjustment.model_validate(body, context=self.reading), **self.writing)

    def report(self, action: str, reference: str, **fields: Any) -> Answer:
        body = ActionReport.model_validate({"action": action, "reference": reference, **fields})
        return report_action("anna", body, **self.writing)

    def quote(self, member_id: str = "anna", **body: Any) -> Json:
        return quote(QuoteRequest.model_validate({"member_id": member_id, **body}, context=self.reading), **self.world)

    def account(self, member_id: str = "anna") -> Json:
        return account_of(member_id, **self.world)

    def wallet(self, name: str = "points", member_id: str = "anna") -> Json:
        return dict(self.account(member_id)["wallets"][name])

    def statement(self, member_id: str = "anna", locale: str | None = "en") -> list[Json]:
        return list(statement_of(member_id, limit=100, locale=locale, **self.world)["entries"])

    def balance(self, as_of: str, member_id: str = "anna") -> Json:
        return balance_of(member_id, parse_instant(as_of), **self.world)

    def explanation(self, order_id: str, asker: str | None = None, *, locale: str | None = "en") -> Json:
        return explain_order(order_id, locale=locale, asker=asker, **self.world)

    def explain(self, entry_id: str, member_id: str = "anna", *, locale: str = "en", for_member: bool = False) -> Json:
        return explain_entry(member_id, entry_id, locale=locale, for_member=for_member, **self.world)

    def read_order(self, order_id: str) -> Json:
        return order_of(order_id, **self.kept)

    def check(self, *rules: Json, earning: Json | None = None, **sections: Any) -> Json:
        return self.check_document({**PLAIN, "earning": {"rules": list(rules), **(earning or {})}, **sections})

    def check_document(self, document: Json) -> Json:
        return check_programme(document, **self.world)

    def book(self, member_id: str = "anna") -> Account:
        account = self.ledger.account(member_id, consistent=True)
        assert account is not None
        return account

    def entries(self, kind: str, member_id: str = "anna") -> list[Entry]:
        records = reversed(self.ledger.records(member_id, limit=1000).records)
        return [entry for record in records for entry in record.entries if entry.kind == kind]

    def changes(self, kind: str, member_id: str = "anna") -> list[Change]:
        records = reversed(self.ledger.records(member_id, limit=1000).records)
        return [change for record in records for change in record.changes if change.kind == kind]

    def prove(self) -> None:
        assert isinstance(self.ledger, MemoryLedger)
        disagreements = prove_books(self.ledger.books()).disagreements
        assert not disagreements, disagreements

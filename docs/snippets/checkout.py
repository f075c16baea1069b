"""Tessera at the checkout of a shop, with Python's standard library alone."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from http.client import HTTPException
from typing import Any
from urllib.parse import quote as in_path

Json = dict[str, Any]
SEND_AGAIN = ("busy", "too_many_requests")


class Declined(Exception):
    """The member's payment failed: raised by the shop's own `charge`."""


class Unreachable(Exception):
    """No answer came, however often it was asked. What was sent may count all the same, so send just that again."""


class Refused(Exception):
    """Tessera says no, and nothing has changed. Decide by `code`; the sentences are for people."""

    def __init__(self, problem: Json) -> None:
        super().__init__(problem["detail"])
        self.code: str = problem["code"]
        self.problem = problem


@dataclass(frozen=True)
class Tessera:
    """The API, with a shop token of the scope `checkout`. Whatever may be sent again is, with the same ids."""

    api_url: str
    token: str
    timeout_seconds: float = 5
    attempts_max: int = 5
    pause: Callable[[float], None] = time.sleep

    def quote(self, member_id: str, cart: Json) -> Json:
        """The best that the member may use on this cart."""
        return self._ask("POST", "/quotes", {"member_id": member_id, "cart": cart, "use": "best"})

    def reserve(self, redemption_id: str, wanted: Json) -> Json:
        """Points, cashback and vouchers are put aside for some minutes; what it then costs is `to_pay`."""
        return self._ask("PUT", f"/redemptions/{in_path(redemption_id)}", wanted)

    def release(self, redemption_id: str) -> Json:
        """Everything that was put aside is back."""
        return self._ask("POST", f"/redemptions/{in_path(redemption_id)}/release")

    def award(self, order_id: str, order: Json) -> Json:
        """The paid order earns, and burns what its `redemption_id` had put aside."""
        return self._ask("PUT", f"/orders/{in_path(order_id)}", order)

    def _ask(self, verb: str, path: str, body: Json | None = None) -> Json:
        wait = 0.0
        for attempt in range(self.attempts_max):
            self.pause(wait)
            wait = 0.2 * 2**attempt
            try:
                return self._ask_once(verb, path, body)
            except urllib.error.HTTPError as answer:
                problem = _problem(answer)
                if answer.code < 500 and problem and problem["code"] not in SEND_AGAIN:
                    raise Refused(problem) from None
                wait = float(answer.headers.get("Retry-After", wait))
            except (OSError, HTTPException):
                pass  # timed out or cut off: whether it counted nobody knows, and the same id makes it count once
        raise Unreachable(f"{verb} {path}")

    def _ask_once(self, verb: str, path: str, body: Json | None) -> Json:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        sent = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.api_url + path, sent, headers, method=verb)
        with urllib.request.urlopen(request, timeout=self.timeout_seconds) as answer:
            said: Json = json.load(answer)
            return said


def check_out(tessera: Tessera, member_id: str, cart: Json, redemption_id: str, charge: Callable[[str], None]) -> Json:
    """The member pays what wallets and vouchers leave of the cart, by `charge`; the paid order, to be kept and awarded.

    `redemption_id` is one for each attempt to pay. Raises Declined, and then all that was put aside is back; Refused or
    Unreachable, and then nothing was charged.
    """
    quote = tessera.quote(member_id, cart)
    wanted = _wanted(quote["applied"])
    held = tessera.reserve(redemption_id, {"member_id": member_id, "cart": cart, **wanted}) if wanted else None
    price = held or quote
    try:
        charge(price["to_pay"])
    except Declined:
        if held:
            with suppress(Unreachable):  # then it lapses by itself
                tessera.release(redemption_id)
        raise
    paid = {"member_id": member_id, "placed_at": datetime.now(UTC).isoformat()}
    order = {**paid, **cart, "discount": _discount(cart, price)}
    return {**order, "redemption_id": redemption_id} if held else order


def _wanted(applied: list[Json]) -> Json:
    """What a reservation has to name of what a quote applies; empty for what needs none."""
    units = {each["wallet"]: each["amount"] for each in applied if "wallet" in each}
    codes = [each["voucher"] for each in applied if "voucher" in each]
    return {**units, **({"vouchers": codes} if codes else {})}


def _discount(cart: Json, price: Json) -> str:
    """The shop's own discount, and that of the member's tier or membership, which the shop passes on as its own."""
    passed_on = [each["value"] for each in price["applied"] if "tier" in each or "membership" in each]
    return str(sum(map(Decimal, [cart.get("discount", "0.00"), *passed_on])))


def _problem(answer: urllib.error.HTTPError) -> Json | None:
    """What the API says is wrong (RFC 9457); None for what somebody between us and it has answered."""
    return json.load(answer) if answer.headers.get_content_type() == "application/problem+json" else None

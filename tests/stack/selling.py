"""Shops that sell by the documentation's snippets: one in Python, one in TypeScript on Node."""

import importlib.util
import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tessera.commands.emulators import ROOT
from tests.stack.mishaps import Way

SNIPPETS = ROOT / "docs/snippets"
COMPILER = ROOT / ".local/typescript/tsc.js"
STRICT = "--strict --target es2022 --module es2022 --moduleResolution bundler --lib es2022,dom,dom.iterable"
LONGEST_WAIT_SECONDS = 2
WHOLE_SALE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Purchase:
    """Who buys what, under which ids, and whether the card is good."""

    member_id: str
    cart: dict[str, Any]
    card_is_good: bool = True

    @property
    def order_id(self) -> str:
        return f"{self.member_id}-1"

    @property
    def redemption_id(self) -> str:
        return f"{self.member_id}-1-pay"


@dataclass(slots=True)
class Sale:
    """How it ended: `sold`, `declined`, `unreachable` or the code of the refusal; and what was seen on the way."""

    ended: str = ""
    charged: list[str] = field(default_factory=list)
    order: dict[str, Any] | None = None
    awarded: dict[str, Any] | None = None
    waited_seconds: list[float] = field(default_factory=list)


class Seller(Protocol):
    """A shop's checkout."""

    def sell(self, way: Way, token: str, purchase: Purchase) -> Sale:
        """Check out, and award the paid order."""


class InPython:
    """The shop whose checkout is docs/snippets/checkout.py."""

    def __init__(self) -> None:
        described = importlib.util.spec_from_file_location("checkout", SNIPPETS / "checkout.py")
        assert described and described.loader
        self._checkout: Any = importlib.util.module_from_spec(described)
        described.loader.exec_module(self._checkout)

    def sell(self, way: Way, token: str, purchase: Purchase) -> Sale:
        """Sells in this process."""
        checkout, sale = self._checkout, Sale()
        tessera = checkout.Tessera(way.url, token, LONGEST_WAIT_SECONDS, pause=sale.waited_seconds.append)

        def charge(amount: str) -> None:
            sale.charged.append(amount)
            if not purchase.card_is_good:
                raise checkout.Declined

        try:
            sale.order = checkout.check_out(tessera, purchase.member_id, purchase.cart, purchase.redemption_id, charge)
            sale.awarded = tessera.award(purchase.order_id, sale.order)
            sale.ended = "sold"
        except checkout.Refused as refused:
            sale.ended = refused.code
        except (checkout.Declined, checkout.Unreachable) as failed:
            sale.ended = type(failed).__name__.lower()
        return sale


class InTypeScript:
    """The shop whose checkout is docs/snippets/checkout.ts, checked and compiled into `folder`."""

    def __init__(self, folder: Path) -> None:
        source = SNIPPETS / "checkout.ts"
        told = ["node", str(COMPILER), *STRICT.split(), "--outDir", str(folder), str(source)]
        compiled = subprocess.run(told, text=True, capture_output=True)
        assert compiled.returncode == 0, compiled.stdout
        (folder / "package.json").write_text('{"type": "module"}')
        self._program = shutil.copy(Path(__file__).with_name("sell.mjs"), folder)

    def sell(self, way: Way, token: str, purchase: Purchase) -> Sale:
        """Sells in a process of its own."""
        told = {
            "apiUrl": way.url,
            "token": token,
            "timeoutMs": LONGEST_WAIT_SECONDS * 1000,
            "memberId": purchase.member_id,
            "orderId": purchase.order_id,
            "redemptionId": purchase.redemption_id,
            "cart": purchase.cart,
            "cardIsGood": purchase.card_is_good,
        }
        ended = subprocess.run(
            ["node", self._program, json.dumps(told)], text=True, capture_output=True, timeout=WHOLE_SALE_SECONDS
        )
        assert ended.returncode == 0, ended.stderr
        return Sale(**json.loads(ended.stdout))


def missing_for_typescript() -> str | None:
    """Why the TypeScript cannot run here, None when it can."""
    if not shutil.which("node"):
        return "node is missing: the checkout in TypeScript cannot be run"
    if not COMPILER.exists():
        return "npm is missing: `make setup` could not fetch the compiler of the checkout in TypeScript"
    return None

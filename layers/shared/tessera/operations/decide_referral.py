"""Decide a referral that is held: approve or reject it, once (docs/rules.md §2)."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from tessera.domain.account import Account
from tessera.domain.awarding import Awarded
from tessera.domain.book import Mint
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.friends import give_friend_points
from tessera.domain.order import Body
from tessera.domain.papers import canonical, unpacked
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.referral import Friendship
from tessera.domain.refusals import Conflict
from tessera.domain.settling import settle
from tessera.domain.versions import Version
from tessera.domain.views import account_view
from tessera.domain.write import Write
from tessera.operations.after_effects import Credits, credits_content
from tessera.operations.carrying_out import Answer, Attempt, carry_out
from tessera.operations.reading import account_for, settled_book


class Decision(Body):
    """What an operator decides of a held referral, and a note why (kept in the ledger: it names nobody)."""

    decision: Literal["approve", "reject"]
    note: Annotated[str, StringConstraints(max_length=500)] | None = None


def decide_referral(
    member_id: str,
    decision: Decision,
    *,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    mint: Mint,
    now: datetime,
) -> Answer:
    """Let a held referral count, with the friend's points for the order that waits, or let it never count.

    The answer is that of `PUT /members/{member_id}/referral`: the friend's account. Raises UnknownMember, Conflict when
    nothing is held or it was decided otherwise, Busy.
    """
    key, body = Key("referral_decision", member_id), canonical(decision)
    current = programmes.in_force(now)

    def propose(attempt: Attempt) -> Write:
        account = account_for(attempt, ledger, member_id)
        friendship = _held(account)
        version = _version_of(friendship.order_id, ledger, programmes) or current
        book = settled_book(attempt, account, version, now, programmes, mint)
        book.keep_friendship(_decided(friendship, decision))
        give_friend_points(book, version)
        settle(book, current)
        after, record = book.close()
        content = _credits(member_id, friendship, decision)
        filing = Filing(key, body, account_view(after, current.programme), content, record)
        return Write(filings=(filing,), account=after, decided=member_id, counts=tuple(book.counts))

    return carry_out(propose, key=key, body=body, ledger=ledger, patience=patience, trusting=False)


def _held(account: Account) -> Friendship:
    friendship = account.referral.friendship
    if friendship is None or friendship.state != "held":
        raise Conflict("No referral of this member is held; there is nothing to decide.")
    return friendship


def _version_of(order_id: str | None, ledger: Ledger, programmes: Programmes) -> Version | None:
    """The version that awarded the order which qualifies, if one does."""
    filing = ledger.filed(Key("order", order_id)) if order_id else None
    return programmes.version(unpacked(Awarded, filing.content["awarded"]).version) if filing else None


def _decided(friendship: Friendship, decision: Decision) -> Friendship:
    if decision.decision == "approve":
        return replace(friendship, state="open", waiting=())
    return replace(friendship, state="rejected", waiting=(), order_id=None)


def _credits(member_id: str, friendship: Friendship, decision: Decision) -> Json:
    approved = Credits(member_id, friendship.waiting)
    return credits_content(approved if decision.decision == "approve" else Credits())

"""Start, renew and cancel a paid membership; the shop charges the fee (docs/rules.md §2)."""

from datetime import date, datetime
from typing import Literal

from tessera.domain.book import Book, Mint
from tessera.domain.calendar import day_of
from tessera.domain.due import LAST_DAY
from tessera.domain.filing import Filing, Json, Key
from tessera.domain.memberships import MembershipState, on_trial, paid
from tessera.domain.order import Body, Id
from tessera.domain.papers import canonical
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.programme.members import Membership
from tessera.domain.refusals import LimitReached, UnknownPlan
from tessera.domain.settling import settle
from tessera.domain.versions import Version
from tessera.domain.views import account_view
from tessera.domain.write import Write
from tessera.operations.carrying_out import Answer, Attempt, carry_out, see_to
from tessera.operations.looking import account_of
from tessera.operations.reading import account_for, known_account, settled_book


class MembershipChange(Body):
    """Which plan is on trial or was paid for, under the shop's own reference."""

    plan: Id
    state: Literal["trial", "paid"]
    reference: Id


def start_or_renew(
    member_id: str,
    change: MembershipChange,
    *,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    mint: Mint,
    now: datetime,
) -> Answer:
    """Begin a trial, or enter that a period was paid for: it ends a trial, extends what was paid, begins anew else.

    The answer is the account. Raises UnknownMember, UnknownPlan, LimitReached for a trial that is not to be had
    (again), Conflict, Busy.
    """
    version = programmes.in_force(now)
    key = Key("membership", member_id, change.reference)
    body = canonical(change)

    def propose(attempt: Attempt) -> Write:
        plan = _plan(version, change.plan)
        book = settled_book(attempt, account_for(attempt, ledger, member_id), version, now, programmes, mint)
        today = day_of(book.at, version.programme.timezone)
        book.note_membership(_after(book, plan, change.state, today))
        return _write(book, key, body, version)

    return carry_out(propose, key=key, body=body, ledger=ledger, patience=patience, trusting=False)


def cancel_membership(
    member_id: str, *, ledger: Ledger, programmes: Programmes, patience: Patience, mint: Mint, now: datetime
) -> Json:
    """Let the membership end with its period; who has none, or has cancelled it, has nothing changed.

    Gives the account. Raises UnknownMember, Busy.
    """
    version = programmes.in_force(now)

    def propose(attempt: Attempt) -> Write | None:
        book = settled_book(attempt, known_account(ledger, member_id, sure=True), version, now, programmes, mint)
        if book.account.membership is None or book.account.membership.is_cancelled:
            return None
        book.cancel_membership()
        return _write(book, Key("cancellation", member_id, str(book.account.version + 1)), {}, version)

    written = see_to(propose, ledger=ledger, patience=patience)
    if written is None:
        return account_of(member_id, ledger=ledger, programmes=programmes, now=now)
    return written.filings[0].answer


def _plan(version: Version, name: str) -> Membership:
    found = next((plan for plan in version.programme.memberships if plan.id == name), None)
    if found is None:
        raise UnknownPlan(f'The programme has no membership "{name}".')
    return found


def _after(book: Book, plan: Membership, state: str, today: date) -> MembershipState:
    before = book.account.membership
    if state == "paid":
        after = paid(plan, before, today)
        if after.until > LAST_DAY:
            raise LimitReached(f"Nothing is paid for beyond {LAST_DAY}: that is as far as days go.")
        return after
    if not plan.trial_days:
        raise LimitReached(f'The membership "{plan.id}" has no trial.')
    if before is not None:
        raise LimitReached(f'The member has the membership "{before.plan}" until {before.until}.')
    if plan.id in book.account.plans:
        raise LimitReached(f'A trial of "{plan.id}" is had once, and before anything was paid for it.')
    return on_trial(plan, today)


def _write(book: Book, key: Key, body: Json, version: Version) -> Write:
    settle(book, version)
    account, record = book.close()
    filing = Filing(key, body, account_view(account, version.programme), record=record)
    return Write(filings=(filing,), account=account, counts=tuple(book.counts))

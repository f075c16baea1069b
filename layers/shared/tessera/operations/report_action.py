"""Report what a member did besides buying, and reward it within its limit (docs/rules.md §2)."""

from datetime import date, datetime

from tessera.domain.actions import is_at_its_limit
from tessera.domain.activity import Deeds
from tessera.domain.book import Book, Mint
from tessera.domain.calendar import day_of
from tessera.domain.entries import POINTS
from tessera.domain.filing import Filing, Key
from tessera.domain.giving import give_points
from tessera.domain.lots import Lot
from tessera.domain.order import Body, Id, Instant
from tessera.domain.papers import canonical
from tessera.domain.ports import Ledger, Patience, Programmes
from tessera.domain.programme.members import Action
from tessera.domain.refusals import LimitReached, UnknownAction
from tessera.domain.settling import settle
from tessera.domain.tier_nights import review_tier
from tessera.domain.tiers import months_counted
from tessera.domain.versions import Version
from tessera.domain.views import account_view, award_view
from tessera.domain.write import Write
from tessera.operations.carrying_out import Answer, Attempt, carry_out
from tessera.operations.reading import account_for, refuse_ahead, settled_book


class ActionReport(Body):
    """What the member did, under the shop's own reference, and when (now, when left out)."""

    action: Id
    reference: Id
    occurred_at: Instant | None = None


def report_action(
    member_id: str,
    report: ActionReport,
    *,
    ledger: Ledger,
    programmes: Programmes,
    patience: Patience,
    mint: Mint,
    now: datetime,
) -> Answer:
    """Reward an action with its points, active at once.

    The answer is that of `POST /members/{member_id}/actions`. Raises UnknownMember, UnknownAction, LimitReached,
    InvalidRequest for what lies ahead, Conflict, Busy.
    """
    version = programmes.in_force(now)
    key = Key("action", member_id, f"{report.action}/{report.reference}")
    body = canonical(report)

    def propose(attempt: Attempt) -> Write:
        action = _rewarded(version, report, now)
        book = settled_book(attempt, account_for(attempt, ledger, member_id), version, now, programmes, mint)
        lot = _enter(book, key.cause, report, action, version)
        award = award_view(version.programme, POINTS, lot, book.wallet(POINTS), lot.activates_on)
        review_tier(book, version)
        settle(book, version)
        account, record = book.close()
        answer = {"awards": [award], "account": account_view(account, version.programme)}
        return Write(filings=(Filing(key, body, answer, record=record),), account=account, counts=tuple(book.counts))

    return carry_out(propose, key=key, body=body, ledger=ledger, patience=patience, trusting=False)


def _rewarded(version: Version, report: ActionReport, now: datetime) -> Action:
    refuse_ahead("occurred_at", report.occurred_at or now, now)
    action = version.programme.bonuses.actions.get(report.action)
    if action is None:
        raise UnknownAction(f'The programme rewards no action "{report.action}".')
    return action


def _enter(book: Book, cause: str, report: ActionReport, action: Action, version: Version) -> Lot:
    """Enter the points of an action, if it is within its limit on the day it happened."""
    programme = version.programme
    happened_on = day_of(report.occurred_at or book.at, programme.timezone)
    _keep_to_the_limit(book, report.action, action, happened_on)
    lot = give_points(book, cause, action.points, version)
    book.count(happened_on, Deeds(action_points=action.points), months=months_counted(programme.tiers))
    return lot


def _keep_to_the_limit(book: Book, name: str, action: Action, day: date) -> None:
    reported = book.account.reported(name)
    if action.limit and is_at_its_limit(reported, action.limit, day):
        raise LimitReached(f'"{name}" is rewarded {action.limit.times} times per {action.limit.per} at most.')
    book.note_action(reported.after(day))

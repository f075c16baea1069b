"""Members: who they are, what they hold, what has happened to them."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from tessera.domain.calendar import show_instant
from tessera.domain.member_body import MemberBody
from tessera.domain.order import Body
from tessera.edge.answers.account import Account
from tessera.edge.answers.explained.entries import EntryExplained
from tessera.edge.answers.members import Accounts, ActionRewarded, Adjusted, MemberToken
from tessera.edge.answers.referrals import HeldReferrals
from tessera.edge.answers.statement import Balances, Statement
from tessera.edge.bodies import NoBody
from tessera.edge.callers import ADMIN, CHECKOUT, MEMBER, READ
from tessera.edge.clock import SystemClock
from tessera.edge.http import Api, Reply
from tessera.edge.keychain import keychain
from tessera.edge.member_tokens import TTL_SECONDS_MAX, TTL_SECONDS_MIN, member_token
from tessera.edge.queries import Email, Instant, Limit, Locale
from tessera.edge.routes import Call, Query
from tessera.edge.wiring import kept, looking, reading, writing
from tessera.operations.adjust import Adjustment, adjust
from tessera.operations.block_member import Block, block_member
from tessera.operations.carrying_out import Answer
from tessera.operations.change_membership import MembershipChange, cancel_membership, start_or_renew
from tessera.operations.decide_referral import Decision, decide_referral
from tessera.operations.enrol import enrol
from tessera.operations.explain_entry import explain_entry
from tessera.operations.looking import account_of, balance_of, held_referrals, members_with, statement_of
from tessera.operations.reading import known_account
from tessera.operations.report_action import ActionReport, report_action

api = Api("members", reading=reading)


class ByEmail(Query):
    """Whose account."""

    email: Email


class StatementPage(Query):
    """Which part of a statement; a page has the entries of `limit` writes at most."""

    limit: Limit = 20
    cursor: str | None = None
    wallet: Literal["points", "cashback"] | None = None
    locale: Locale | None = None


class InWords(Query):
    """In which language."""

    locale: Locale | None = None


class HeldPage(Query):
    """Which part of the referrals that wait for a decision."""

    state: Literal["held"] = "held"
    limit: Limit = 20
    cursor: str | None = None


class AsOf(Query):
    """At which instant; now, when left out."""

    as_of: Instant | None = None


class TokenRequest(Body):
    """For how long a token is good."""

    ttl_seconds: Annotated[int, Field(ge=TTL_SECONDS_MIN, le=TTL_SECONDS_MAX)] = TTL_SECONDS_MAX


@api.writes(
    "PUT",
    "/members/{member_id}",
    who=(CHECKOUT,),
    body=MemberBody,
    answers={201: Account, 200: Account},
    summary="Enrol or change a member",
    refusals=("unknown_member", "too_many_requests", "conflict", "busy"),
)
def put_member(call: Call[MemberBody]) -> Reply:
    """201 enrols, with the welcome gift; 200 changes what is given and leaves the rest as it was. Who referred the
    member is said on enrolment, and only then: where that is nobody, nobody is enrolled."""
    account, is_new = enrol(call.path["member_id"], call.asked, email_key=keychain().email_key, **writing())
    return Reply(account, 201 if is_new else 200)


@api.reads("/members", who=(READ,), query=ByEmail, answers={200: Accounts}, summary="Find members by e-mail")
def find(call: Call[ByEmail]) -> Reply:
    """An e-mail may belong to several members."""
    return Reply(members_with(keychain().email_key(call.asked.email), **looking()))


@api.reads(
    "/members/{member_id}",
    who=(READ, MEMBER),
    query=Query,
    answers={200: Account},
    summary="Read an account",
    refusals=("unknown_member",),
)
def read_account(call: Call[Query]) -> Reply:
    """As it stands now: expired units are gone and holds that are over have ended, whether or not the night has run."""
    return Reply(account_of(call.path["member_id"], **looking()))


@api.reads(
    "/members/{member_id}/entries",
    who=(READ, MEMBER),
    query=StatementPage,
    answers={200: Statement},
    summary="Read a statement",
    refusals=("unknown_member",),
)
def read_statement(call: Call[StatementPage]) -> Reply:
    """What has happened, newest first; `next_cursor` leads to the next page."""
    asked, member_id = call.asked, call.path["member_id"]
    return Reply(statement_of(member_id, **asked.model_dump(), **looking()))


@api.reads(
    "/members/{member_id}/entries/{entry_id}/explanation",
    who=(READ, MEMBER),
    query=InWords,
    answers={200: EntryExplained},
    summary="Explain an entry",
    refusals=("unknown_member", "unknown_entry", "unknown_order"),
)
def explain(call: Call[InWords]) -> Reply:
    """Why it was made, worked out again from the order, the version and what led to it: as data and as sentences. What
    operators noted for each other is not shown to the member."""
    path, for_member = call.path, call.caller.kind == MEMBER
    told = explain_entry(
        path["member_id"], path["entry_id"], locale=call.asked.locale, for_member=for_member, **looking()
    )
    return Reply(told)


@api.reads(
    "/members/{member_id}/balance",
    who=(READ, MEMBER),
    query=AsOf,
    answers={200: Balances},
    summary="Read a balance as of an instant",
    refusals=("unknown_member",),
)
def read_balance(call: Call[AsOf]) -> Reply:
    """The wallets as they stood then."""
    here = looking()
    return Reply(balance_of(call.path["member_id"], call.asked.as_of or here["now"], **here))


@api.writes(
    "POST",
    "/members/{member_id}/token",
    who=(CHECKOUT,),
    body=TokenRequest,
    answers={201: MemberToken},
    summary="Make a token for a member",
    refusals=("unknown_member",),
)
def make_token(call: Call[TokenRequest]) -> Reply:
    """For the shop's own logged-in customer: it reaches that member alone. Its time is the real one on any stack."""
    member = known_account(kept()["ledger"], call.path["member_id"], sure=True)
    now = SystemClock().now().replace(microsecond=0)
    token = member_token(keychain().member_tokens(), member.member_id, now=now, ttl_seconds=call.asked.ttl_seconds)
    expires_at = now + timedelta(seconds=call.asked.ttl_seconds)
    return Reply({"token": token, "expires_at": show_instant(expires_at)})


@api.writes(
    "POST",
    "/members/{member_id}/actions",
    who=(CHECKOUT,),
    body=ActionReport,
    answers={201: ActionRewarded},
    summary="Report what a member did",
    refusals=("unknown_member", "unknown_action", "limit_reached", "conflict", "busy"),
)
def report(call: Call[ActionReport]) -> Answer:
    """An action that the programme rewards, as often as its limit allows; the points are active at once."""
    return report_action(call.path["member_id"], call.asked, **writing())


@api.writes(
    "PUT",
    "/members/{member_id}/membership",
    who=(CHECKOUT,),
    body=MembershipChange,
    answers={200: Account},
    summary="Start or renew a membership",
    refusals=("unknown_member", "unknown_plan", "limit_reached", "conflict", "busy"),
)
def put_membership(call: Call[MembershipChange]) -> Answer:
    """A trial begins, or a period was paid for: it ends a trial, extends what was paid, and begins anew otherwise."""
    return start_or_renew(call.path["member_id"], call.asked, **writing())


@api.writes(
    "DELETE",
    "/members/{member_id}/membership",
    who=(CHECKOUT,),
    body=NoBody,
    answers={200: Account},
    summary="Cancel a membership",
    refusals=("unknown_member", "busy"),
)
def delete_membership(call: Call[NoBody]) -> Reply:
    """It lasts until the end of its period, and is not to be renewed."""
    return Reply(cancel_membership(call.path["member_id"], **writing()))


@api.writes(
    "PUT",
    "/members/{member_id}/referral",
    who=(ADMIN,),
    body=Decision,
    answers={200: Account},
    summary="Decide a held referral",
    refusals=("unknown_member", "conflict", "busy"),
)
def decide(call: Call[Decision]) -> Answer:
    """Approve or reject, once. Approved, all that was due so far is given; rejected, nothing ever is."""
    return decide_referral(call.path["member_id"], call.asked, **writing())


@api.reads("/referrals", who=(READ,), query=HeldPage, answers={200: HeldReferrals}, summary="List held referrals")
def read_referrals(call: Call[HeldPage]) -> Reply:
    """Those that wait for a decision: a friend with the e-mail, address or means of payment of who referred them."""
    return Reply(held_referrals(ledger=kept()["ledger"], limit=call.asked.limit, cursor=call.asked.cursor))


@api.writes(
    "POST",
    "/members/{member_id}/adjustments",
    who=(ADMIN,),
    body=Adjustment,
    answers={201: Adjusted},
    summary="Give or take units by hand",
    is_priced=True,
    refusals=("unknown_member", "insufficient_balance", "conflict", "busy"),
)
def put_adjustment(call: Call[Adjustment]) -> Answer:
    """Gifts and corrections, with their reason."""
    return adjust(call.path["member_id"], call.asked, **writing())


@api.writes(
    "PUT",
    "/members/{member_id}/block",
    who=(ADMIN,),
    body=Block,
    answers={200: Account},
    summary="Block a member, or not any more",
    refusals=("unknown_member", "busy"),
)
def put_block(call: Call[Block]) -> Reply:
    """A blocked member claims and uses nothing; earning, refunds and what is reserved already go on."""
    return Reply(block_member(call.path["member_id"], call.asked, **writing()))


handler = api

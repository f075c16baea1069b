"""Looking at a member: the account, the statement, the balance as of an instant (docs/rules.md §10)."""

from datetime import datetime

from tessera.domain.calendar import show_instant
from tessera.domain.filing import Json
from tessera.domain.ports import Ledger, Programmes
from tessera.domain.settling import settled
from tessera.domain.statement import entries_view
from tessera.domain.views import account_view, balances_view
from tessera.domain.wording import words_of
from tessera.domain.write import HeldReferral
from tessera.operations.reading import known_account

MEMBERS_PER_EMAIL_MAX = 20


def account_of(member_id: str, *, ledger: Ledger, programmes: Programmes, now: datetime) -> Json:
    """The account as it stands at `now`. Raises UnknownMember."""
    version = programmes.in_force(now)
    return account_view(settled(known_account(ledger, member_id, sure=True), now, version), version.programme)


def members_with(email_key: str, *, ledger: Ledger, programmes: Programmes, now: datetime) -> Json:
    """The accounts of the members with an e-mail, twenty at most."""
    ids = ledger.members_with_email(email_key, limit=MEMBERS_PER_EMAIL_MAX)
    return {"members": [account_of(member_id, ledger=ledger, programmes=programmes, now=now) for member_id in ids]}


def held_referrals(*, ledger: Ledger, limit: int, cursor: str | None = None) -> Json:
    """The referrals that wait for a decision, by member, `limit` at most; `next_cursor` is None on the last page.

    Raises InvalidRequest for a cursor that is not ours.
    """
    page = ledger.held_referrals(limit=limit, cursor=cursor)
    return {"referrals": [_held_view(each) for each in page.referrals], "next_cursor": page.cursor}


def _held_view(held: HeldReferral) -> Json:
    return {
        "member_id": held.member_id,
        "referred_by": held.advocate_id,
        "state": "held",
        "since": held.since.isoformat(),
        "reasons": list(held.reasons),
    }


def statement_of(
    member_id: str,
    *,
    ledger: Ledger,
    programmes: Programmes,
    now: datetime,
    limit: int,
    cursor: str | None = None,
    wallet: str | None = None,
    locale: str | None = None,
) -> Json:
    """The entries of `limit` writes at most, newest first, of one wallet or of both, in the words of a locale.

    `next_cursor` is None on the last page. Raises UnknownMember, and InvalidRequest for a cursor that is not ours or a
    language without words.
    """
    programme = programmes.in_force(now).programme
    words = words_of(programme, locale)
    known_account(ledger, member_id, sure=False)
    page = ledger.records(member_id, limit=limit, cursor=cursor)
    entries = [entry for record in page.records for entry in reversed(entries_view(record, programme, words))]
    return {
        "entries": [entry for entry in entries if wallet in (None, entry["wallet"])],
        "next_cursor": page.cursor,
    }


def balance_of(member_id: str, as_of: datetime, *, ledger: Ledger, programmes: Programmes, now: datetime) -> Json:
    """The wallets as they stood at an instant. Raises UnknownMember."""
    version = programmes.in_force(now)
    account = known_account(ledger, member_id, sure=True)
    if as_of < account.settled_at and (record := ledger.first_record_after(member_id, as_of)):
        balances = record.balances_at(as_of)
    else:
        wallets = settled(account, as_of, version).wallets
        balances = {name: wallet.balance for name, wallet in wallets.items()}
    return {
        "as_of": show_instant(as_of, version.programme.timezone),
        "wallets": balances_view(balances, version.programme),
    }

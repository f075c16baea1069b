"""Which vouchers a write has issued: the record says of which rewards, and never a code (docs/rules.md §8)."""

from collections.abc import Iterator

from tessera.domain.account import Account
from tessera.domain.calendar import Zone, day_of
from tessera.domain.entries import Change, Record
from tessera.domain.filing import Filing
from tessera.domain.voucher import ISSUED, Voucher


def issued_in(record: Record, filing: Filing, account: Account, zone: Zone) -> Iterator[tuple[Change, Voucher]]:
    """Each issue of a record, with its voucher, as far as the member holds it in the account as it stands now.

    The last vouchers of a reward are those that were issued: of all that there were after the write, where its answer
    lists them, else of those of that day.
    """
    today = day_of(record.recorded_at, zone)
    held = {each.code: each for each in _held(account) if each.issued_on == today}
    changes = [each for each in record.changes if each.kind == "voucher" and each.now == ISSUED]
    for reward_id in dict.fromkeys(each.of for each in changes):
        of_today = [each.code for each in held.values() if each.reward_id == reward_id]
        newest = reversed(_listed(filing, reward_id) or of_today)
        issues = reversed([each for each in changes if each.of == reward_id])
        yield from ((issue, held[code]) for issue, code in zip(issues, newest, strict=False) if code in held)


def _listed(filing: Filing, reward_id: str) -> list[str]:
    """The codes of a reward's free vouchers in the account that a write was answered with."""
    vouchers = (filing.answer.get("account") or filing.answer).get("vouchers", ())
    return [each["code"] for each in vouchers if (each["reward_id"], each["state"]) == (reward_id, ISSUED)]


def _held(account: Account) -> Iterator[Voucher]:
    """The member's unused vouchers, reserved ones too."""
    yield from account.vouchers
    tenders = (tender for reservation in account.reservations for tender in reservation.tenders)
    yield from (tender.voucher for tender in tenders if tender.voucher)

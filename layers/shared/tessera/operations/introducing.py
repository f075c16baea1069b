"""Who referred a member who enrols: named by code or by id, and only then (docs/rules.md §2)."""

from datetime import datetime

from tessera.domain.guessing import Guesser
from tessera.domain.member import Profile
from tessera.domain.member_body import MemberBody
from tessera.domain.ports import Ledger
from tessera.domain.refusals import Conflict, Fault, UnknownMember
from tessera.operations.guessing import count_wrong, refuse_guesser
from tessera.operations.reading import known_account


def advocate_of(said: MemberBody, member_id: str, *, ledger: Ledger, now: datetime) -> Profile | None:
    """The advocate that the enrolment of a member names, None when it names none. Raises UnknownMember when nobody is
    meant, TooManyGuesses for one code after the other."""
    if said.referral_code is None and said.referred_by is None:
        return None
    guesser = Guesser("referral", member_id)
    if said.referral_code:
        refuse_guesser(guesser, ledger=ledger, now=now)
    advocate_id = _advocate_id(said, ledger)
    advocate = ledger.profile(advocate_id) if advocate_id else None
    if advocate is None:
        if said.referral_code:
            count_wrong(guesser, [said.referral_code], ledger=ledger, now=now)
        path, what = ("referral_code", "referral code") if said.referral_code else ("referred_by", "id")
        raise UnknownMember(f"No member has this {what}; leave it out to enrol without.", (Fault(path, "is nobody's"),))
    return advocate


def refuse_another_advocate(said: MemberBody, member_id: str, ledger: Ledger) -> None:
    """Who referred a member is said on enrolment; saying the same again changes nothing. Raises Conflict for anybody
    else."""
    if said.referral_code is None and said.referred_by is None:
        return
    friendship = known_account(ledger, member_id, sure=True).referral.friendship
    if friendship is None or _advocate_id(said, ledger) != friendship.advocate_id:
        path = "referral_code" if said.referral_code else "referred_by"
        raise Conflict(
            "Who referred a member can be said on enrolment only.", (Fault(path, "differs from what enrolment said"),)
        )


def _advocate_id(said: MemberBody, ledger: Ledger) -> str | None:
    return ledger.member_with_code(said.referral_code) if said.referral_code else said.referred_by

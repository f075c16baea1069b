"""Who referred a member who enrols: named by code or by id, and only then (docs/rules.md §2)."""

from tessera.domain.member import Profile
from tessera.domain.member_body import MemberBody
from tessera.domain.ports import Ledger
from tessera.domain.refusals import Conflict, Fault, UnknownMember
from tessera.operations.reading import known_account


def advocate_of(said: MemberBody, ledger: Ledger) -> Profile | None:
    """The advocate that an enrolment names, None when it names none. Raises UnknownMember when nobody is meant."""
    if said.referral_code is None and said.referred_by is None:
        return None
    advocate_id = _advocate_id(said, ledger)
    advocate = ledger.profile(advocate_id) if advocate_id else None
    if advocate is None:
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

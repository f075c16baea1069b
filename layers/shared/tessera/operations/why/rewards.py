"""Entries of rewards: points became a voucher, by a claim or by themselves, or came back when it was taken back."""

from datetime import date, timedelta

from tessera.domain.filing import Json, Key
from tessera.domain.papers import unpacked
from tessera.domain.programme import Donation, Reward, VoucherReward
from tessera.domain.views import voucher_view
from tessera.domain.voucher import Voucher
from tessera.operations.reading import reward_in
from tessera.operations.why.case import Case, Why


def why_claim(case: Case) -> Why:
    """What the reward costs by the version, and the voucher or the donation it became."""
    (reference,) = case.ids
    filing = case.ledger.filed(Key("claim", case.member_id, reference))
    body, content = (filing.body, filing.content) if filing else ({}, {})
    reward = reward_in(case.version, body["reward_id"])
    voucher = unpacked(Voucher, content["voucher"]) if "voucher" in content else None
    shown = voucher_view(voucher) if voucher else None
    view = {**_view(case, reward, voucher.last_day if voucher else None), "voucher": shown}
    cost = case.say("why.claim", reward=reward.id, cost=reward.cost, version=str(case.version.number))
    return Why(view, [cost, _became(case, reward, voucher)])


def _became(case: Case, reward: Reward, voucher: Voucher | None) -> str:
    if isinstance(reward, Donation):
        return case.say("why.claim.donation", money=case.words.money(reward.value), charity=reward.charity)
    if voucher is None or voucher.last_day is None:
        return case.say("why.claim.for_ever")
    return case.say("why.claim.voucher", day=voucher.last_day)


def why_conversion(case: Case) -> Why:
    """The balance before, what the reward costs, and so how many vouchers it became."""
    reward = reward_in(case.version, case.ids[0])
    vouchers = case.entry.units // reward.cost
    view = {**_view(case, reward, _last_day(case, reward)), "vouchers": vouchers}
    said = case.words.count("voucher", vouchers)
    before = case.entry.active + case.entry.units
    sentence = case.say("why.conversion", before=before, reward=reward.id, cost=reward.cost, vouchers=said)
    return Why(view, [sentence])


def why_void(case: Case) -> Why:
    """An unused voucher was taken back, and why."""
    (code,) = case.ids
    filing = case.ledger.filed(Key("void", case.member_id, code))
    reason = filing.body.get("reason") if filing else None
    said = [case.say("why.void"), case.say("why.void.reason", reason=reason)]
    return Why({"about": "void", "voucher": code, "reason": reason}, said if reason else said[:1])


def _view(case: Case, reward: Reward, last_day: date | None) -> Json:
    return {
        "about": "reward",
        "reward_id": reward.id,
        "kind": reward.kind,
        "version": case.version.number,
        "cost": reward.cost,
        "balance_before": case.entry.active - case.entry.amount,
        "voucher": None,
        "vouchers": None,
        "last_day": last_day.isoformat() if last_day else None,
    }


def _last_day(case: Case, reward: Reward) -> date | None:
    valid_days = reward.valid_days if isinstance(reward, VoucherReward) else None
    return None if valid_days is None else case.day(case.entry.at) + timedelta(days=valid_days)

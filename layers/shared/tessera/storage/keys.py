"""Every key of the table, on one screen: what lies where.

| pk | sk | what |
|---|---|---|
| `O#o1` | `ORDER` | an order's filing; until it comes, the refunds and the completion parked for it |
| `O#o1` | `REFUND#r1`, `CAPTURE#x1`, `REFUNDED` | its refunds, its captures, how much of it is refunded |
| `O#o1` | `COMPLETED`, `CLAIMED` | that its return window is over; whose a guest's order has become |
| `NEWS#o1` | `2026-01-10T…Z#0hash` | what the shop's platform told of an order: when, what kind of thing, which |
| `R#x1` | `REDEMPTION`, `CLOSED` | a reservation, and its capture or release |
| `M#anna` | `ACCOUNT`, `PROFILE` | what a member holds, or that they were erased; and who the member is |
| `M#anna` | `E#enrolment`, `E#claim/c1`, `E#adjustment/g1`, `E#settlement/000012` | what else was entered, by cause |
| `M#anna` | `E#import/smile` | what the member brought along from another programme |
| `M#anna` | `E#action/review/rev-1`, `E#birthday/2026`, `E#gift/we-miss-you` | what was given beside orders |
| `M#anna` | `E#membership/m1`, `E#cancellation/000013`, `E#traits/000002` | what changed beside the wallets |
| `M#anna` | `E#reminder/points/2026-12-31/30` | a reminder that was due |
| `M#anna` | `E#void/7KQ2M-…`, `E#block/000012` | a voucher that was taken back; the member blocked, or not any more |
| `M#anna` | `E#erasure/000014` | the entry that closed the wallets of a member who was erased |
| `M#anna` | `PAST#0000000012` | a record of a member who was erased, by its number: amounts, and nothing else |
| `ERASED` | `2026-01-10T…Z#anna` | the list of erasures: when, whose |
| `M#anna` | `SENT#welcome#enrolment#mail` | what was sent: kind, cause, channel; a year long |
| `M#anna` | `PUSH#hash` | a phone; and whose it is: `DEVICE#hash` / `HOLDER` |
| `UNSENT` | `2026-01-10T…Z#anna#welcome#enrolment#mail` | what was not sent, or of which nobody knows whether it was |
| `GUEST#hmac` | `2026-02-09#2026-01-10T…Z#o1` | a look-up of a guest's order: until when, when it was placed, which |
| `M#anna` | `E#referral/o1/000001`, `E#friend/bea` | what an order of a friend brought, look by look; a friend |
| `M#bea` | `E#referral_decision` | what was decided of a referral that was held |
| `EMAIL#hmac` | `M#anna` | a look-up; several members may share an e-mail |
| `EMAIL#hmac` | `SUPPRESSED` | that no mail is sent to this address, and why |
| `G#voucher#anna` | `GUESSES` | the codes that somebody got wrong, as hashes; an hour long |
| `CODE#ANNA7K2PXQ` | `CODE` | a look-up: whose referral code it is |
| `HELD` | `M#bea` | a referral that waits for a decision |
| `COUNT#stock/free-tea` | `COUNT` | what was counted outside the accounts: stock, budgets, donations |
| `P` | `PROGRAMME#000007` | a version of the programme |
| `TEXT` | `welcome#it` | the operator's own text of a kind of message in a language |
| `SAMPLE` | `07` | a seat in the sample of members, and who sits there |
| `D#2026-01-25#07` | `settle_accounts#anna` | the agenda: who is due on a day, in a shard, for which job |
| `D#begins` | `settle_accounts#07` | the first day of a shard that was not worked to its end |
| `A#anna` | `settle_accounts` | on which day the member's item lies on the agenda of a job |
| `S#DAY#3`, `S#MONTH#3` | `2026-01-25`, `2026-01` | a shard of the figures of a day, and of all days of a month |
| `S#TOLD#anna/12/0` | `TOLD` | a tally that is among these figures |
| `HOOKS` | `shop-1` | a webhook subscription |
| `HOOK#shop-1` | `20260110T100000.000000Z.hash` | a fact on its way to its endpoint; a month long |

Beside the ledger lie what the edge keeps: tokens (`T#…`, `TOKENS`) and, where time is moved by hand, the `CLOCK` and
what has been handled (`H#anna`: records by number, questions by revision). Ids hold neither `#` nor `/`, so no two
keys meet.
"""

from datetime import datetime
from typing import NamedTuple

from tessera.domain.filing import Key
from tessera.domain.guessing import Guesser
from tessera.storage.days import write_sortable

INDEX = "by_member"
"""The sparse index of records: hash `member`, range `moment`."""

PAST = "PAST#"
"""How records of members who were erased are kept apart, in the table and in the index."""

ERASED = "ERASED"
"""The partition of the list of erasures."""

UNSENT = "UNSENT"
"""The partition of what was not sent."""

HOOKS = "HOOKS"
"""The partition of webhook subscriptions."""

PROJECTED = ("entries", "seq", "programme", "cause", "kind", "state")
"""What the index holds of a record, or of what was sent, besides its keys."""


class Place(NamedTuple):
    """Where an item lies."""

    pk: str
    sk: str


FILINGS = {
    "order": ("O#{}", "ORDER"),
    "refund": ("O#{}", "REFUND#{}"),
    "capture": ("O#{}", "CAPTURE#{}"),
    "completion": ("O#{}", "COMPLETED"),
    "claimed": ("O#{}", "CLAIMED"),
    "reservation": ("R#{}", "REDEMPTION"),
    "closing": ("R#{}", "CLOSED"),
    "enrolment": ("M#{}", "E#enrolment"),
    "claim": ("M#{}", "E#claim/{}"),
    "adjustment": ("M#{}", "E#adjustment/{}"),
    "import": ("M#{}", "E#import/{}"),
    "action": ("M#{}", "E#action/{}"),
    "traits": ("M#{}", "E#traits/{}"),
    "membership": ("M#{}", "E#membership/{}"),
    "cancellation": ("M#{}", "E#cancellation/{:0>6}"),
    "birthday": ("M#{}", "E#birthday/{}"),
    "gift": ("M#{}", "E#gift/{}"),
    "reminder": ("M#{}", "E#reminder/{}"),
    "settlement": ("M#{}", "E#settlement/{:0>6}"),
    "void": ("M#{}", "E#void/{}"),
    "block": ("M#{}", "E#block/{:0>6}"),
    "referral": ("M#{}", "E#referral/{}"),
    "friend": ("M#{}", "E#friend/{}"),
    "referral_decision": ("M#{}", "E#referral_decision"),
    "erasure": ("M#{}", "E#erasure/{:0>6}"),
}


AWARDS = ("order", "claimed")
"""The kinds of writes that award an order to a member: a new one, or a guest's that is claimed."""


def filing(key: Key) -> Place:
    """Where the write of this natural key is filed."""
    pk, sk = FILINGS[key.kind]
    return Place(pk.format(key.owner), sk.format(key.id))


def filed_at(kind: str, place: Place) -> Key:
    """The natural key of the write of this kind that is filed there. Numbers in it keep their leading zeros."""
    before = FILINGS[kind][1].partition("{")[0]
    return Key(kind, tail(place.pk), place.sk.removeprefix(before))


def under_an_order(pk: str) -> bool:
    """Whether it is the partition of an order."""
    return pk.startswith("O#")


def own_filings(member_id: str) -> Place:
    """How all begins that is filed under a member's own keys."""
    return Place(f"M#{member_id}", "E#")


def order(order_id: str) -> Place:
    """An order, or what is parked for it."""
    return filing(Key("order", order_id))


def refunded(order_id: str) -> Place:
    """How much of an order is refunded."""
    return Place(f"O#{order_id}", "REFUNDED")


def heard(order_id: str, what: str) -> Place:
    """A thing that was heard of an order: text that sorts by its instant."""
    return Place(f"NEWS#{order_id}", what)


def account(member_id: str) -> Place:
    """What a member holds."""
    return Place(f"M#{member_id}", "ACCOUNT")


def past(member_id: str, seq: int) -> Place:
    """A record of a member who was erased."""
    return Place(f"M#{member_id}", f"{PAST}{seq:010d}")


def past_records(member_id: str) -> str:
    """The partition of the index that lists the records of whoever had this id and was erased: no id has a `#`."""
    return f"{PAST}{member_id}"


def listed_erasure(at: datetime, member_id: str) -> Place:
    """A line of the list of erasures."""
    return Place(ERASED, f"{write_sortable(at)}#{member_id}")


def profile(member_id: str) -> Place:
    """Who a member is."""
    return Place(f"M#{member_id}", "PROFILE")


def email(email_key: str, member_id: str) -> Place:
    """The look-up of a member by e-mail."""
    return Place(f"EMAIL#{email_key}", f"M#{member_id}")


def suppressed(email_key: str) -> Place:
    """That no mail is sent to an address."""
    return Place(f"EMAIL#{email_key}", "SUPPRESSED")


def guest(email_key: str, until: str, placed_at: str, order_id: str) -> Place:
    """The look-up of a guest's order by e-mail."""
    return Place(f"GUEST#{email_key}", f"{until}#{placed_at}#{order_id}")


def code(referral_code: str) -> Place:
    """Whose referral code it is."""
    return Place(f"CODE#{referral_code}", "CODE")


def guesses(guesser: Guesser) -> Place:
    """The codes that somebody got wrong."""
    return Place(f"G#{guesser.kind}#{guesser.member_id}", "GUESSES")


def held(member_id: str) -> Place:
    """A referral that waits for a decision, by its friend."""
    return Place("HELD", f"M#{member_id}")


def dispatch(member_id: str, kind: str, cause: str, channel: str) -> Place:
    """What was sent to a member."""
    return Place(f"M#{member_id}", f"SENT#{kind}#{cause}#{channel}")


def posted(member_id: str) -> str:
    """The partition of the index that lists what was sent to a member: no member's id has a `#`."""
    return f"SENT#{member_id}"


def posted_moment(at: datetime, dispatch: tuple[str, str, str, str]) -> str:
    """When a dispatch was claimed, and which: text that sorts what was sent to a member."""
    return "#".join((write_sortable(at), *dispatch[1:]))


def unsent(at: datetime, dispatch: tuple[str, str, str, str]) -> Place:
    """A dispatch that was claimed at an instant and not sent, or perhaps not."""
    return Place(UNSENT, "#".join((write_sortable(at), *dispatch)))


def device(member_id: str, token_hash: str) -> Place:
    """A member's phone."""
    return Place(f"M#{member_id}", f"PUSH#{token_hash}")


def device_holder(token_hash: str) -> Place:
    """Whose phone it is."""
    return Place(f"DEVICE#{token_hash}", "HOLDER")


def hook(subscription_id: str) -> Place:
    """A webhook subscription."""
    return Place(HOOKS, subscription_id)


def hooked(subscription_id: str, delivery_id: str) -> Place:
    """A fact on its way to the endpoint of a subscription."""
    return Place(f"HOOK#{subscription_id}", delivery_id)


def programme(number: int) -> Place:
    """A version of the programme."""
    return Place("P", f"PROGRAMME#{number:06d}")


def text(kind: str, language: str) -> Place:
    """The operator's own text of messages of a kind in a language."""
    return Place("TEXT", f"{kind}#{language}")


def counter(name: str) -> Place:
    """A counter outside the accounts, such as `stock/free-tea`."""
    return Place(f"COUNT#{name}", "COUNT")


def seat(number: int) -> Place:
    """A seat in the sample of members."""
    return Place("SAMPLE", f"{number:02d}")


def figures_of_day(shard: int, day: str) -> Place:
    """A shard of the figures of a day."""
    return Place(f"S#DAY#{shard}", day)


def figures_of_month(shard: int, month: str) -> Place:
    """A shard of the figures of all days of a month."""
    return Place(f"S#MONTH#{shard}", month)


def told(tally_id: str) -> Place:
    """That a tally is among the figures."""
    return Place(f"S#TOLD#{tally_id}", "TOLD")


def tail(sk: str) -> str:
    """What follows the first `#`: the id at the end of a sort key."""
    return sk.partition("#")[2]


def agenda(day: str, shard: int, job: str, member_id: str) -> Place:
    """A member who is due for a job on a day; without an id, what comes before all who are."""
    return Place(f"D#{day}#{shard:02d}", f"{job}#{member_id}")


def agenda_begins(job: str, shard: int) -> Place:
    """The first day of a shard that was not worked to its end."""
    return Place("D#begins", f"{job}#{shard:02d}")


def agenda_mark(job: str, member_id: str) -> Place:
    """On which day the member's item lies."""
    return Place(f"A#{member_id}", job)

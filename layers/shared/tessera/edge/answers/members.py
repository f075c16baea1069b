"""What is answered about members beside the account itself."""

from typing_extensions import TypedDict

from tessera.edge.answers.account import Account
from tessera.edge.answers.orders import Award
from tessera.edge.answers.statement import Entry
from tessera.edge.answers.values import Instant


class Accounts(TypedDict):
    """The members that an e-mail belongs to: usually one, twenty at most."""

    members: list[Account]


class MemberToken(TypedDict):
    """A token for one member, and until when it is good."""

    token: str
    expires_at: Instant


class Adjusted(TypedDict):
    """The entry of an adjustment, and the account after it."""

    entry: Entry
    account: Account


class ActionRewarded(TypedDict):
    """What an action earned, and the account after it."""

    awards: list[Award]
    account: Account

"""A table on which stories are tried out: read as a whole, and emptied but for its tokens."""

from datetime import UTC, datetime

from tessera.edge.clock import Hands, MovedClock
from tessera.edge.tokens import create_token, recognised
from tessera.storage.ledger import DynamoLedger
from tessera.storage.programmes import DynamoProgrammes
from tessera.storage.table import Table
from tessera.storage.trial import Trial
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

NOW = datetime(2026, 1, 10, 9, tzinfo=UTC)


def filled(table: Table, members: int = 3) -> Shop:
    shop = Shop(DynamoLedger(table))
    shop.publish(ONE_POINT_PER_EURO, bonuses={"welcome": {"points": 50}})
    for number in range(members):
        shop.enrol(f"member-{number}")
    shop.order("o1", "member-0", lines=lines("10.00"))
    shop.refund("o1", "r1", amount="5.00")
    shop.refund("parked", "r1", amount="5.00")
    return shop


def mark(table: Table, member_id: str, number: str, calls: str = "") -> None:
    note(table, member_id, f"000000000{number}", calls)


def note(table: Table, member_id: str, what: str, calls: str = "") -> None:
    key = {"pk": {"S": f"H#{member_id}"}, "sk": {"S": what}}
    table.client.put_item(TableName=table.name, Item={**key, "kind": {"S": "handled"}, "calls": {"S": calls}})


def test_every_account_is_found(table: Table) -> None:
    shop = filled(table)
    found = {account.member_id: account for account in Trial(table).accounts()}
    assert sorted(found) == ["member-0", "member-1", "member-2"]
    assert found["member-0"] == shop.ledger.account("member-0", consistent=True)


def test_a_record_is_unsettled_until_it_is_marked_as_handled(table: Table) -> None:
    filled(table, members=1)
    trial = Trial(table)
    assert trial.unsettled() == 3
    for number in "12":
        mark(table, "member-0", number)
    mark(table, "somebody-else", "3")
    assert trial.unsettled() == 1
    mark(table, "member-0", "3")
    assert trial.unsettled() == 0


def test_a_record_is_unsettled_until_all_that_it_calls_for_is_done(table: Table) -> None:
    filled(table, members=1)
    trial = Trial(table)
    mark(table, "member-0", "1")
    mark(table, "member-0", "2", "messages")
    mark(table, "member-0", "3#credits")  # done before it is noted that the record calls for it
    mark(table, "member-0", "3", "credits messages")
    assert trial.unsettled() == 2
    mark(table, "member-0", "2#messages")
    assert trial.unsettled() == 1
    mark(table, "member-0", "3#messages")
    assert trial.unsettled() == 0


def test_who_agreed_to_marketing_is_unsettled_until_asked_to_confirm_it(table: Table) -> None:
    shop, trial = Shop(DynamoLedger(table)), Trial(table)
    shop.publish(ONE_POINT_PER_EURO)
    shop.enrol("anna")
    mark(table, "anna", "1")
    assert trial.unsettled() == 0
    shop.enrol("anna", consents={"marketing": True})
    assert trial.unsettled() == 1
    note(table, "anna", "consent/000002")
    shop.enrol("anna", name="Anna")  # asks nothing new
    assert trial.unsettled() == 0


def test_emptying_keeps_tokens_and_the_clock_and_nothing_else(table: Table) -> None:
    filled(table, members=30)
    mark(table, "member-0", "1")
    token, _ = create_token(table.client, table.name, name="till", scopes=["checkout"], now=NOW)
    clock = MovedClock(table.client, table.name)
    clock.put(Hands(NOW, NOW))
    trial = Trial(table)
    trial.empty_but_tokens()
    assert recognised(table.client, table.name, token)
    assert clock.hands() == Hands(NOW, NOW)
    assert table.client.scan(TableName=table.name)["Count"] == 3
    assert (list(trial.accounts()), trial.unsettled()) == ([], 0)


def test_programmes_that_are_emptied_are_forgotten_by_who_knew_them(table: Table) -> None:
    programmes = DynamoProgrammes(table, fresh_for_seconds=0.0, monotonic=lambda: 0.0)
    shop = Shop(DynamoLedger(table))
    shop.publish(ONE_POINT_PER_EURO)
    assert programmes.publish(shop.programmes.latest())
    Trial(table).empty_but_tokens()
    other = Shop(DynamoLedger(table))
    other.publish(ONE_POINT_PER_EURO, currency="USD")
    elsewhere = DynamoProgrammes(table, fresh_for_seconds=0.0, monotonic=lambda: 0.0)
    assert elsewhere.publish(other.programmes.latest())
    assert programmes.version(1).programme.currency == "USD"

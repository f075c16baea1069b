"""The table's keys and shape, and what reaching for it brings along."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given

from tessera.domain.filing import Key
from tessera.storage import keys
from tessera.storage.table import SCHEMA, Table
from tests.stack.templates import of_type
from tests.storage import strategies


@given(strategies.keys)
def test_where_a_write_is_filed_says_its_natural_key(key: Key) -> None:
    place = keys.filing(key)
    found = keys.filed_at(key.kind, place)
    assert keys.filing(found) == place
    assert found == key or key.id.isdecimal()  # a number is found with its leading zeros


@given(strategies.keys, strategies.keys)
def test_no_two_natural_keys_meet_in_one_place(one: Key, other: Key) -> None:
    assert (keys.filing(one) == keys.filing(other)) == (one == other)


@given(strategies.keys)
def test_a_filing_lies_beside_no_row_of_another_kind(key: Key) -> None:
    others = (keys.account(key.owner), keys.profile(key.owner), keys.refunded(key.owner), keys.email("hash", key.owner))
    assert keys.filing(key) not in others


def test_settlements_sort_as_they_were_numbered() -> None:
    places = [keys.filing(Key("settlement", "anna", str(number))).sk for number in (1, 9, 10, 999, 123_456)]
    assert places == sorted(places)


def test_a_table_made_here_has_the_keys_of_the_one_that_is_deployed() -> None:
    deployed = of_type("AWS::DynamoDB::Table")["Table"]
    assert {name: deployed[name] for name in SCHEMA} == SCHEMA


def test_threads_that_come_first_together_share_one_client(table: Table) -> None:
    fresh = Table(table.name, region="eu-south-1", endpoint=table.client.meta.endpoint_url)
    with ThreadPoolExecutor(16) as threads:
        assert len({id(client) for client in threads.map(lambda _: fresh.client, range(64))}) == 1


def test_entries_are_read_from_the_stream_without_a_client() -> None:
    """`publish_facts` reads them, and should not wait for PynamoDB at its start."""
    listing = "import sys, tessera.storage.entries, tessera.storage.packing; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pynamodb", "botocore", "pydantic"} & set(loaded)

"""Links that need nobody logged in: whoever has one can do what it is for, and nothing else."""

import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.domain.messaging import Message, MessageKind, Told
from tessera.edge.page_links import (
    CONFIRM_WITHIN,
    TOKEN_MAX,
    Confirming,
    Leaving,
    Link,
    address_of,
    confirming,
    leaving,
    link_in,
    token_of,
)

KEY, OTHER = b"k" * 32, b"o" * 32
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SAFE = set(string.ascii_letters + string.digits + "-_.")

ids = st.text("ABCabc012._:-", min_size=1, max_size=64)
links: st.SearchStrategy[Link] = st.builds(
    Leaving, ids, st.sampled_from(["service", "marketing"]), st.sampled_from(["mail", "push"])
) | st.builds(Confirming, ids, st.integers(1, 10**6), st.integers(0, 10**6).map(lambda n: NOON + timedelta(minutes=n)))


@given(links)
def test_a_link_is_read_as_it_was_made_and_fits_into_an_address(link: Link) -> None:
    token = token_of(KEY, link)
    assert link_in(KEY, token) == link
    assert set(token) <= SAFE
    assert len(token) <= TOKEN_MAX


def test_an_address_leads_to_the_page_of_its_stack() -> None:
    link = Leaving("anna", "service")
    address = address_of(link, api_url="https://a1b2.execute-api.eu-south-1.amazonaws.com/v1", key=KEY)
    base, _, token = address.rpartition("/")
    assert base == "https://a1b2.execute-api.eu-south-1.amazonaws.com/v1/unsubscribe"
    assert link_in(KEY, token) == link


@given(links, st.data())
def test_one_letter_changed_is_no_link(link: Link, data: st.DataObject) -> None:
    token = token_of(KEY, link)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from(sorted(SAFE - {token[place]})))
    assert link_in(KEY, token[:place] + letter + token[place + 1 :]) is None


@given(links)
def test_another_stack_s_link_is_none(link: Link) -> None:
    assert link_in(OTHER, token_of(KEY, link)) is None


@pytest.mark.parametrize("token", ["", ".", "a", "a.b", "🙂.🙂", "é.é", "=.=", "a" * 5000, "a." + "b" * 5000])
def test_rubbish_is_no_link(token: str) -> None:
    assert link_in(KEY, token) is None


@pytest.mark.parametrize(
    ("kind", "purpose"),
    [("welcome", "service"), ("birthday", "marketing"), ("marketing_confirmation", "marketing")],
)
def test_a_mail_is_left_by_what_it_was_sent_for(kind: MessageKind, purpose: str) -> None:
    message = Message("anna", kind, "consent/000003", NOON, Told())
    assert leaving(message) == Leaving("anna", "service" if purpose == "service" else "marketing", "mail")


def test_only_the_mail_that_asks_has_a_link_to_confirm_and_for_a_fortnight() -> None:
    asking = Message("anna", "marketing_confirmation", "consent/000003", NOON, Told())
    assert confirming(asking) == Confirming("anna", 3, NOON + CONFIRM_WITHIN)
    assert confirming(Message("anna", "welcome", "enrolment", NOON, Told())) is None

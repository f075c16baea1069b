"""Who may be written to (docs/rules.md §8)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.domain.consenting import (
    HISTORY_MAX,
    awaits_confirmation,
    declare,
    has_marketing,
    is_allowed,
    is_asking,
    last_word,
    value_of,
    with_asking,
)
from tessera.domain.member import Consents, Declared, Profile, Source, Subject
from tessera.domain.messaging import MARKETING, Channel, MessageKind, purpose_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
KINDS = get_args(MessageKind)
SUBJECTS = (*("email", "push", "marketing", "confirmation"), *KINDS)


def may(consents: Consents, kind: MessageKind, channel: Channel = "mail", *, is_suppressed: bool = False) -> bool:
    return is_allowed(consents, kind, channel, is_suppressed=is_suppressed)


def after(*words: tuple[Subject, bool, Source]) -> Consents:
    consents = Consents()
    for minutes, (subject, value, source) in enumerate(words):
        consents = declare(consents, Declared(subject, value, NOW + timedelta(minutes=minutes), source))
    return consents


AGREED = Consents(email=True, push=True, marketing=True, is_confirmed=True)


def test_without_a_word_only_what_serves_the_programme_is_told() -> None:
    for channel in get_args(Channel):
        told = {kind for kind in KINDS if may(Consents(), kind, channel)}
        assert told == set(KINDS) - MARKETING - {"marketing_confirmation"}


def test_nothing_goes_through_a_channel_that_was_switched_off() -> None:
    assert not any(may(replace(AGREED, email=False), kind) for kind in KINDS)
    assert not any(may(replace(AGREED, push=False), kind, "push") for kind in KINDS)
    assert may(replace(AGREED, email=False), "birthday", "push")


def test_no_mail_at_all_goes_to_a_suppressed_address() -> None:
    assert not any(may(AGREED, kind, is_suppressed=True) for kind in KINDS)
    assert may(AGREED, "birthday", "push", is_suppressed=True)


@pytest.mark.parametrize("kind", sorted(MARKETING))
def test_marketing_is_agreed_to_twice(kind: MessageKind) -> None:
    assert may(AGREED, kind)
    assert not may(replace(AGREED, is_confirmed=False), kind)
    assert not may(replace(AGREED, marketing=None), kind)
    assert not may(replace(AGREED, push=None), kind, "push")


def test_the_mail_that_asks_for_the_second_yes_goes_while_it_is_missing_and_never_to_a_phone() -> None:
    asked = Consents(marketing=True)
    assert may(asked, "marketing_confirmation")
    assert not may(asked, "marketing_confirmation", "push")
    assert not may(AGREED, "marketing_confirmation")
    assert not may(asked, "marketing_confirmation", is_suppressed=True)


def test_a_single_kind_is_switched_off_by_itself_and_on_again() -> None:
    off = after(("points_earned", False, "member"))
    assert [kind for kind in KINDS if may(off, kind) != may(Consents(), kind)] == ["points_earned"]
    on = declare(off, Declared("points_earned", True, NOW, "member"))
    assert may(on, "points_earned")


def test_who_confirms_by_mail_has_said_yes_to_mail() -> None:
    assert after(("marketing", True, "shop"), ("confirmation", True, "link")).email is True
    no_mail = after(("email", False, "member"), ("marketing", True, "shop"), ("confirmation", True, "shop"))
    assert no_mail.email is False


def test_taking_marketing_back_takes_its_confirmation_back() -> None:
    agreed: list[tuple[Subject, bool, Source]] = [("marketing", True, "shop"), ("confirmation", True, "link")]
    again = after(*agreed, ("marketing", False, "link"), ("marketing", True, "member"))
    assert awaits_confirmation(again)
    assert not has_marketing(again)


def test_nothing_is_confirmed_that_was_not_agreed_to() -> None:
    assert after(("confirmation", True, "shop")) == Consents()


def test_a_shop_that_repeats_its_yes_does_not_undo_the_member_s_no() -> None:
    left = after(("email", True, "shop"), ("email", False, "link"), ("email", True, "shop"))
    assert left.email is False
    assert [word.source for word in left.history] == ["shop", "link"]


def test_a_shop_that_has_taken_note_of_the_no_may_say_yes_again() -> None:
    back = after(("email", True, "shop"), ("email", False, "link"), ("email", False, "shop"), ("email", True, "shop"))
    assert back.email is True
    assert len(back.history) == 4


def test_the_member_may_say_yes_after_their_own_no() -> None:
    assert after(("email", False, "link"), ("email", True, "member")).email is True


words = st.lists(
    st.tuples(st.sampled_from(SUBJECTS), st.booleans(), st.sampled_from(get_args(Source))), max_size=3 * HISTORY_MAX
)


@given(words)
def test_every_word_that_counts_is_kept_as_long_as_nothing_overtakes_it(said: Any) -> None:
    consents = after(*said)
    assert len(consents.history) <= HISTORY_MAX
    assert [word.at for word in consents.history] == sorted(word.at for word in consents.history)
    for subject in ("email", "push", *KINDS):
        word = last_word(consents, subject)
        if word and not (word.subject == "email" and word.value is False):
            assert value_of(consents, subject) is word.value


@given(words)
def test_the_same_word_again_changes_nothing(said: Any) -> None:
    consents = after(*said)
    for word in consents.history[-1:]:
        assert declare(consents, word) == consents


@given(words, st.sampled_from(KINDS), st.sampled_from(get_args(Channel)), st.booleans())
def test_whatever_was_said_a_no_is_a_no(said: Any, kind: MessageKind, channel: Channel, is_suppressed: bool) -> None:
    consents = after(*said)
    if not may(consents, kind, channel, is_suppressed=is_suppressed):
        return
    assert value_of(consents, "email" if channel == "mail" else "push") is not False
    assert kind not in consents.declined
    assert purpose_of(kind) == "service" or has_marketing(consents)


def profile(consents: Consents, *, revision: int = 1, email_key: str = "k1") -> Profile:
    return Profile("anna", "anna@example.com", email_key, NOW, revision=revision, consents=consents)


def test_who_agrees_to_marketing_is_asked_once() -> None:
    first = with_asking(None, profile(Consents(marketing=True)))
    assert is_asking(first)
    later = with_asking(first, replace(first, revision=2, name="Anna"))
    assert not is_asking(later)


def test_a_new_address_is_asked_itself() -> None:
    first = with_asking(None, profile(Consents(marketing=True)))
    assert is_asking(with_asking(first, replace(first, revision=2, email_key="k2")))


def test_who_agrees_again_is_asked_again() -> None:
    first = with_asking(None, profile(Consents(marketing=True)))
    left = with_asking(first, replace(first, revision=2, consents=replace(first.consents, marketing=False)))
    back = with_asking(left, replace(left, revision=3, consents=replace(left.consents, marketing=True)))
    assert [is_asking(each) for each in (first, left, back)] == [True, False, True]


@pytest.mark.parametrize("consents", [Consents(), AGREED, Consents(email=False, marketing=True)])
def test_nobody_else_is_asked(consents: Consents) -> None:
    assert not is_asking(with_asking(None, profile(consents)))

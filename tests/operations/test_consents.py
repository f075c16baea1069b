"""Consents: what the shop says, what the member says by a link, what a mailbox provider says (docs/rules.md §8)."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from pydantic import ValidationError

from tessera.domain.asking import asking_message
from tessera.domain.consenting import has_marketing, is_asking
from tessera.domain.member import Profile, Subject
from tessera.domain.refusals import Busy, UnknownMember
from tessera.domain.suppressing import Suppression
from tessera.operations.change_consents import change_consents, choosing_words, confirming_words
from tessera.operations.suppress_address import lift_suppression, suppress_address, suppression_of
from tessera.storage.memory.suppressions import MemorySuppressions
from tests.operations.shop import ONE_POINT_PER_EURO, Patience, Shop, key_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def club(shop: Shop) -> Shop:
    shop.publish(ONE_POINT_PER_EURO)
    return shop


def profile(shop: Shop, member_id: str = "anna") -> Profile:
    found = shop.ledger.profile(member_id)
    assert found is not None
    return found


def say(shop: Shop, said: Any, member_id: str = "anna", source: Any = "link") -> Profile | None:
    carrying: dict[str, Any] = {"ledger": shop.ledger, "patience": Patience(), "now": shop.now}
    return change_consents(member_id, said, source=source, text="page/1", **carrying)


def confirm(shop: Shop, asked_in: int) -> Profile | None:
    return say(shop, partial(confirming_words, asked_in=asked_in))


def words(shop: Shop) -> list[tuple[str, bool, str, str | None]]:
    return [(word.subject, word.value, word.source, word.text) for word in profile(shop).consents.history]


def test_what_the_shop_says_is_kept_with_its_time_and_text(club: Shop) -> None:
    club.enrol(consents={"email": True, "marketing": False, "text_version": "signup-3"})
    assert words(club) == [("email", True, "shop", "signup-3"), ("marketing", False, "shop", "signup-3")]
    assert {word.at for word in profile(club).consents.history} == {club.now}


def test_who_agrees_on_enrolment_is_asked_to_confirm_it_and_confirms(club: Shop) -> None:
    club.enrol(consents={"marketing": True})
    asked = profile(club)
    assert is_asking(asked)
    assert not has_marketing(asked.consents)
    assert confirm(club, 1) == profile(club)
    assert has_marketing(profile(club).consents)
    assert words(club)[-1] == ("confirmation", True, "link", "page/1")


def test_the_mail_that_asks_has_its_revision_as_its_cause_and_none_is_written_once_it_is_answered(club: Shop) -> None:
    club.enrol()
    club.enrol(consents={"marketing": True})
    message = asking_message(profile(club), 2, club.now)
    assert message is not None
    assert (message.kind, message.cause) == ("marketing_confirmation", "consent/000002")
    assert asking_message(profile(club), 1, club.now) is None
    confirm(club, 2)
    assert asking_message(profile(club), 2, club.now) is None


def test_the_answer_to_an_older_mail_confirms_nothing(club: Shop) -> None:
    club.enrol(consents={"marketing": True})
    club.enrol(consents={"marketing": False})
    club.enrol(consents={"marketing": True})
    before = profile(club)
    assert confirm(club, 1) == before
    assert not has_marketing(profile(club).consents)
    confirm(club, 3)
    assert has_marketing(profile(club).consents)


def test_confirming_twice_is_confirming_once(club: Shop) -> None:
    club.enrol(consents={"marketing": True})
    assert confirm(club, 1) == confirm(club, 1)
    assert profile(club).revision == 2


def test_a_shop_that_asked_twice_itself_says_so_and_nobody_is_asked(club: Shop) -> None:
    club.enrol(consents={"email": True, "marketing": True, "marketing_confirmed": True})
    assert has_marketing(profile(club).consents)
    assert not is_asking(profile(club))


def test_nothing_is_confirmed_and_refused_at_once(club: Shop) -> None:
    with pytest.raises(ValidationError, match="confirmed and refused"):
        club.enrol(consents={"marketing": False, "marketing_confirmed": True})


def test_a_new_address_confirms_for_itself(club: Shop) -> None:
    club.enrol(consents={"marketing": True})
    confirm(club, 1)
    club.enrol(email="new@example.com")
    moved = profile(club)
    assert is_asking(moved)
    assert not has_marketing(moved.consents)
    confirm(club, moved.revision)
    assert has_marketing(profile(club).consents)


def test_another_spelling_of_the_same_address_is_no_new_one(club: Shop) -> None:
    club.email_key = lambda email: f"key of {email.lower()}"
    club.enrol(consents={"marketing": True})
    confirm(club, 1)
    club.enrol(email="ANNA@example.com")
    assert has_marketing(profile(club).consents)


def test_a_shop_that_says_the_same_every_night_changes_and_asks_nothing(club: Shop) -> None:
    consents = {"email": True, "marketing": True}
    club.enrol(consents=consents)
    first = profile(club)
    club.later(days=1).enrol(consents=consents)
    assert profile(club) == first


@pytest.mark.parametrize("ended", ["marketing", "email", "push"])
def test_one_click_ends_what_it_was_for_and_the_shop_s_old_yes_does_not_bring_it_back(club: Shop, ended: Any) -> None:
    agreed = {"email": True, "push": True, "marketing": True}
    club.enrol(consents=agreed)
    for _ in range(2):
        say(club, lambda consents: [(ended, False)])
    club.later(days=1).enrol(consents=agreed, name="Anna")
    consents = profile(club).consents
    assert {name for name in agreed if not getattr(consents, name)} == {ended}
    assert sum(word.source == "link" for word in consents.history) == 1


def test_a_box_that_was_left_as_it_was_shown_says_nothing(club: Shop) -> None:
    club.enrol()
    offered: tuple[Subject, ...] = ("email", "push", "marketing", "birthday")
    choose = partial(choosing_words, offered=offered)
    say(club, partial(choose, chosen=("email", "push", "birthday")), source="member")
    assert words(club) == []
    say(club, partial(choose, chosen=("email", "marketing")), source="member")
    assert [word[:3] for word in words(club)] == [
        ("push", False, "member"), ("marketing", True, "member"), ("birthday", False, "member")
    ]  # fmt: skip
    assert is_asking(profile(club))


def test_whoever_is_not_there_any_more_has_nothing_to_change(club: Shop) -> None:
    assert say(club, lambda consents: [("email", False)], "nobody") is None


def test_a_race_that_is_always_lost_is_busy(club: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    club.enrol()
    monkeypatch.setattr(club.ledger, "record", lambda write: None)
    with pytest.raises(Busy):
        say(club, lambda consents: [("email", False)])


class Post:
    """What the mailbox providers say, in a shop."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.suppressions = MemorySuppressions()

    def says(self, reason: Any, email: str = "anna@example.com") -> None:
        carrying: dict[str, Any] = {"ledger": self.shop.ledger, "patience": Patience(), "now": self.shop.now}
        suppression = Suppression(reason, self.shop.now, "General")
        suppress_address(key_of(email), suppression, suppressions=self.suppressions, **carrying)

    @property
    def kept(self) -> dict[str, Any]:
        return {"suppressions": self.suppressions, "ledger": self.shop.ledger}


def test_a_bounce_suppresses_the_address_and_leaves_the_consents_alone(club: Shop) -> None:
    club.enrol(consents={"marketing": True})
    before, post = profile(club), Post(club)
    post.says("bounce")
    told = suppression_of("anna", **post.kept)["suppression"]
    assert (told["reason"], told["detail"]) == ("bounce", "General")
    assert profile(club) == before


def test_a_complaint_takes_marketing_back_for_every_member_of_the_address_once(club: Shop) -> None:
    for member_id in ("anna", "bea"):
        club.enrol(member_id, email="home@example.com", consents={"marketing": True, "marketing_confirmed": True})
    post = Post(club)
    for _ in range(2):
        post.says("complaint", "home@example.com")
    for member_id in ("anna", "bea"):
        found = profile(club, member_id)
        assert (found.consents.marketing, found.revision) == (False, 2)
    assert words(club)[-1] == ("marketing", False, "complaint", None)


def test_the_address_that_a_member_leaves_stays_suppressed_and_the_new_one_is_not(club: Shop) -> None:
    club.enrol()
    post = Post(club)
    post.says("bounce")
    club.enrol(email="new@example.com")
    assert suppression_of("anna", **post.kept) == {"member_id": "anna", "suppression": None}
    assert post.suppressions.of(key_of("anna@example.com")) is not None


def test_an_operator_lifts_it_and_is_told_what_it_was(club: Shop) -> None:
    club.enrol()
    post = Post(club)
    post.says("bounce")
    assert lift_suppression("anna", **post.kept)["suppression"]["reason"] == "bounce"
    assert lift_suppression("anna", **post.kept) == {"member_id": "anna", "suppression": None}


@pytest.mark.parametrize("ask", [suppression_of, lift_suppression])
def test_nobody_has_no_suppression(club: Shop, ask: Any) -> None:
    with pytest.raises(UnknownMember):
        ask("nobody", **Post(club).kept)

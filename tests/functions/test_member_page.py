"""The page of choices, as the function that is deployed shows it, which may do no more than template.yaml allows."""

import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest

from tessera.domain.consenting import has_marketing
from tessera.domain.member import Consents
from tessera.edge import aws
from tessera.edge.clock import Hands, MovedClock
from tessera.edge.keychain import email_key, keychain
from tessera.edge.page_links import CONFIRM_WITHIN, Confirming, Leaving, Link, token_of
from tessera.edge.settings import settings
from tessera.edge.wiring import world
from tests.operations.shop import ONE_POINT_PER_EURO, Shop

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
NEWS, SERVICE, PUSHES = Leaving("anna", "marketing"), Leaving("anna", "service"), Leaving("anna", "service", "push")
ONE_CLICK = "List-Unsubscribe=One-Click"
FORM = "application/x-www-form-urlencoded"


class Page(HTMLParser):
    """A page as a browser reads it: its language, what it says, its boxes with whether they are ticked, its buttons."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language, self.boxes, self.buttons = "", dict[str, bool](), list[tuple[str, str]]()
        self.tags, self.said, self._forms, self._labelled = list[str](), list[str](), list[dict[str, Any]](), 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        match tag:
            case "html":
                self.language = given["lang"]
            case "form":
                assert given == {"method": "post"}, "a form goes back to the page itself"
            case "input":
                self.boxes[given["value"]] = "checked" in given
            case "button":
                self.buttons.append((given["name"], given["value"]))

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"] and data.strip():
            self.said.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(self.said)

    @property
    def on(self) -> set[str]:
        return {name for name, is_on in self.boxes.items() if is_on}


@pytest.fixture
def shop(stack: Any, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setenv("TEST_CLOCK", "enabled")
    settings.cache_clear()
    MovedClock(aws.dynamodb(), "ledger").put(Hands(NOW, NOW))
    shop = Shop(world().ledger)
    shop.programmes, shop.email_key, shop.now = world().programmes, email_key, NOW
    shop.publish(ONE_POINT_PER_EURO, name="Bottega Club")
    return shop


@pytest.fixture
def send(shop: Shop, function: Any, guard: Any, event: Any) -> Any:
    """Open a link, or send a form to it; gives the raw answer."""
    handler = function("member_page").handler

    def hand_over(link: Link | str, form: str | None = None, kind: str = FORM) -> Any:
        token = link if isinstance(link, str) else token_of(keychain().page_links(), link)
        asked = event("show_choices" if form is None else "unsubscribe")
        return handler(
            {**asked, "pathParameters": {"token": token}, "body": form, "headers": {"content-type": kind}}, None
        )

    return hand_over


@pytest.fixture
def visit(send: Any) -> Any:
    """The same; gives the page, which is there."""

    def show(*asked: Any) -> Page:
        answer = send(*asked)
        assert answer["statusCode"] == 200, answer["body"]
        return Page(answer["body"])

    return show


def consents(member_id: str = "anna") -> Consents:
    profile = world().ledger.profile(member_id)
    assert profile is not None
    return profile.consents


def choose(*on: str) -> str:
    return "&".join(["do=choose", *(f"on={each}" for each in on)])


def test_the_page_shows_what_the_member_gets(shop: Shop, visit: Any) -> None:
    shop.enrol(consents={"email": True, "push": False, "marketing": True, "marketing_confirmed": True})
    page = visit(NEWS)
    assert {"email", "marketing", "birthday", "welcome"} <= page.on
    assert page.boxes["push"] is False
    assert page.buttons == [("List-Unsubscribe", "One-Click"), ("do", "choose")]
    assert "script" not in page.tags


def test_looking_changes_nothing(shop: Shop, visit: Any) -> None:
    shop.enrol(consents={"marketing": True})
    before = consents()
    for link in (NEWS, SERVICE, PUSHES, Confirming("anna", 1, NOW + CONFIRM_WITHIN)):
        visit(link)
    assert consents() == before


@pytest.mark.parametrize(("link", "ended"), [(NEWS, "marketing"), (SERVICE, "email"), (PUSHES, "push")])
def test_one_click_ends_what_the_mail_was_sent_for(shop: Shop, visit: Any, link: Leaving, ended: str) -> None:
    agreed = {"email": True, "push": True, "marketing": True}
    shop.enrol(consents=agreed)
    for _ in range(2):
        visit(link, ONE_CLICK)
    assert {name for name in agreed if not getattr(consents(), name)} == {ended}


def test_one_click_comes_as_multipart_too(shop: Shop, visit: Any) -> None:
    shop.enrol(consents={"marketing": True})
    part = 'Content-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click'
    visit(NEWS, f"--b0und\r\n{part}\r\n--b0und--\r\n", "multipart/form-data; boundary=b0und")
    assert consents().marketing is False


def test_what_is_chosen_is_saved_and_shown(shop: Shop, visit: Any) -> None:
    shop.enrol(consents={"email": True, "marketing": True, "marketing_confirmed": True})
    page = visit(SERVICE, choose("email", "marketing", "birthday", "points_earned"))
    assert page.on == {"email", "marketing", "birthday", "points_earned"}
    assert (consents().push, has_marketing(consents())) == (False, True)
    assert "points_expired" in consents().declined
    assert {word.source for word in consents().history if word.value is False} == {"member"}
    assert visit(SERVICE).on == page.on


def test_saving_what_is_shown_changes_nothing(shop: Shop, visit: Any) -> None:
    shop.enrol()
    visit(SERVICE, choose(*visit(SERVICE).on))
    assert consents() == Consents()


def test_who_ticks_marketing_is_asked_to_confirm_it_by_mail(shop: Shop, visit: Any) -> None:
    shop.enrol(locale="en")
    page = visit(SERVICE, choose("marketing", *visit(SERVICE).on))
    assert "please confirm" in page.text
    assert (consents().marketing, consents().is_confirmed, consents().asked_in) == (True, False, 2)


def test_only_the_button_behind_the_link_confirms(shop: Shop, visit: Any) -> None:
    shop.enrol(locale="en", consents={"marketing": True})
    link = Confirming("anna", 1, NOW + CONFIRM_WITHIN)
    assert visit(link).buttons == [("do", "confirm")]
    visit(link, "")
    visit(link, ONE_CLICK)
    assert not has_marketing(consents())
    for _ in range(2):
        assert "Thank you" in visit(link, "do=confirm").text
    assert has_marketing(consents())
    assert visit(link).buttons == []


@pytest.mark.parametrize(
    "link",
    [Confirming("anna", 1, NOW), Confirming("anna", 2, NOW + timedelta(days=1))],
    ids=["after a fortnight", "of another mail"],
)
def test_a_link_that_is_over_confirms_nothing(shop: Shop, visit: Any, link: Confirming) -> None:
    shop.now = NOW - CONFIRM_WITHIN
    shop.enrol(locale="en", consents={"marketing": True})
    assert "not good any more" in visit(link, "do=confirm").text
    assert not has_marketing(consents())


def test_a_link_sent_to_who_had_the_id_before_confirms_nothing_of_who_has_it_now(shop: Shop, visit: Any) -> None:
    shop.enrol(consents={"marketing": True})
    link = Confirming("anna", 1, NOW - timedelta(days=1) + CONFIRM_WITHIN)
    assert visit(link).buttons == []
    visit(link, "do=confirm")
    assert not has_marketing(consents())


def test_a_link_to_choose_confirms_nothing_and_one_to_confirm_chooses_nothing(shop: Shop, visit: Any) -> None:
    shop.enrol(consents={"marketing": True})
    before = consents()
    visit(NEWS, "do=confirm")
    visit(Confirming("anna", 1, NOW + CONFIRM_WITHIN), choose())
    assert consents() == before


@pytest.mark.parametrize("form", [None, ONE_CLICK, choose("email"), "do=confirm"])
@pytest.mark.parametrize("link", [Leaving("gone", "marketing"), Confirming("gone", 1, NOW + CONFIRM_WITHIN)])
def test_of_a_member_who_is_not_there_any_more_nothing_is_told(shop: Shop, visit: Any, link: Link, form: Any) -> None:
    page = visit(link, form)
    assert page.boxes == {}
    assert page.buttons == []
    assert "gone" not in page.text
    assert world().ledger.profile("gone") is None


@pytest.mark.parametrize("form", [None, ONE_CLICK, choose("email")])
def test_a_link_that_was_tampered_with_is_no_page_of_anybody_s(shop: Shop, send: Any, form: Any) -> None:
    shop.enrol(name="Anna Rossi", consents={"marketing": True})
    token = token_of(keychain().page_links(), NEWS)
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), "x", "<script>", f"{token}.{token}", "🙂"):
        answer = send(wrong, form)
        assert answer["statusCode"] == 404
        assert "Anna" not in answer["body"]
        assert wrong not in answer["body"] or wrong == "x"
    assert consents().marketing is True


def test_nothing_that_anybody_wrote_becomes_a_part_of_the_page(shop: Shop, send: Any) -> None:
    shop.publish(ONE_POINT_PER_EURO, name="<script>alert(1)</script>")
    shop.enrol(name="<script>alert(2)</script>", consents={"marketing": True})
    for form in (None, ONE_CLICK, choose("<script>alert(3)</script>"), 'on="><img src=x>&do=choose'):
        body = send(NEWS, form)["body"]
        assert "<script" not in body
        assert "<img" not in body
        assert "alert(2)" not in body


def test_nothing_gets_into_the_page_and_its_address_gets_out_to_nobody(shop: Shop, send: Any) -> None:
    shop.enrol()
    answer = send(NEWS)
    headers, (styles,) = answer["headers"], re.findall("<style>(.*?)</style>", answer["body"], re.DOTALL)
    policy = dict(each.split(" ", 1) for each in headers["Content-Security-Policy"].split("; "))
    digest = b64encode(sha256(styles.encode()).digest()).decode()
    assert (policy["default-src"], policy["style-src"]) == ("'none'", f"'sha256-{digest}'")
    assert (policy["form-action"], policy["frame-ancestors"]) == ("'self'", "'none'")
    assert (headers["Referrer-Policy"], headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert "http" not in answer["body"]
    assert "style=" not in answer["body"]


@pytest.mark.parametrize("locale", ["it", "en", "ro", "de", "de-AT"])
def test_the_page_speaks_the_member_s_language(shop: Shop, visit: Any, locale: str) -> None:
    shop.enrol(locale=locale)
    assert visit(NEWS).language == locale[:2]


def test_a_language_without_words_falls_back_to_the_programme_s(shop: Shop, visit: Any) -> None:
    shop.enrol(locale="fr")
    assert visit(NEWS).language == "it"


@pytest.mark.parametrize("form", ["x" * 300_000, "&".join(f"on={n}" for n in range(200))], ids=["long", "many"])
def test_a_form_that_is_too_large_is_a_problem_and_changes_nothing(shop: Shop, send: Any, form: str) -> None:
    shop.enrol()
    answer = send(NEWS, form)
    assert answer["statusCode"] in (400, 413)
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    assert consents() == Consents()

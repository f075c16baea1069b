"""Stories are played as they are written, and every miss is told where it stands."""

import json
import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import Result

from tessera.commands.calls import Json
from tessera.commands.emulators import ROOT
from tessera.commands.local_stack import LocalStack
from tessera.commands.play.command import MANY
from tessera.commands.play.playing import Played, play_story
from tessera.commands.play.rigs import InProcessScene, Stores, in_memory
from tessera.commands.play.story import read_story
from tessera.storage.memory.ledger import MemoryLedger
from tessera.storage.prove import prove_books
from tests.shared_servers import Dynamodb

Tessera = Callable[..., Result]

STORIES = sorted([*(ROOT / "tests/stories").glob("*.yaml"), *(ROOT / "programmes").glob("*.story.yaml")])
NAMES = [story.stem for story in STORIES]
# A deployed stack takes seconds for a story: those that go through every route, and those in which a friend's write
# moves another account.
THROUGH_EVERY_ROUTE = ("merchant-points", "merchant-cashback", "said-twice", "over-midnight", "what-was-awarded-stays")
OF_FRIENDS = (
    "a-later-order-qualifies",
    "an-advocate-has-a-limit",
    "friends",
    "held-until-decided",
    "referral",
    "referral-every-order",
    "referral-held",
    "referral-limit",
    "referral-undone",
)
OVER_HTTP = [story for story in STORIES if story.stem in (*THROUGH_EVERY_ROUTE, *OF_FRIENDS)]
# Of vouchers, and of advocates.
CODE = re.compile('[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}|(?<="referral": {"code": ")[0-9A-Z]+')
PROGRAMME = """
programme:
  id: shop
  name: Shop
  currency: EUR
  timezone: Europe/Rome
  locales: [it]
  earning: {rules: [{id: base, wallet: points, earn: {points: 1, per: "1.00"}}]}
"""
ENROL = '  - {at: "2026-01-10T10:00:00+01:00", enrol: {member_id: anna, email: anna@example.com}}\n'


@pytest.fixture
def story(tmp_path: Path) -> Callable[[str], Path]:
    """A story of the shop's programme with these events."""

    def write(events: str) -> Path:
        file = tmp_path / "story.yaml"
        file.write_text(f"{PROGRAMME}events:\n{events}")
        return file

    return write


def play_in(stores: Stores, file: Path, *, twice: bool) -> Played:
    return play_story(read_story(file), lambda *opened: nullcontext(InProcessScene(stores, *opened)), twice=twice)


def without_codes(accounts: Json) -> Json:
    """A claim that is sent twice takes two codes from the mint, and uses the first."""
    return {
        member_id: account | {"vouchers": [voucher | {"code": ""} for voucher in account["vouchers"]]}
        for member_id, account in accounts.items()
    }


@pytest.mark.parametrize("file", STORIES, ids=NAMES)
@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
def test_every_story_holds_and_its_accounts_equal_their_entries(file: Path, twice: bool) -> None:
    stores = in_memory()
    assert play_in(stores, file, twice=twice).misses == []
    assert isinstance(stores.ledger, MemoryLedger)
    assert prove_books(stores.ledger.books()).disagreements == ()


@pytest.mark.parametrize("file", STORIES, ids=NAMES)
def test_sending_every_event_twice_changes_no_account(file: Path) -> None:
    once, twice = (play_in(in_memory(), file, twice=each) for each in (False, True))
    assert without_codes(once.accounts) == without_codes(twice.accounts)


@pytest.mark.usefixtures("own_environment")
@pytest.mark.parametrize("options", [[], ["--twice"]], ids=["once", "twice"])
def test_stories_give_the_same_answers_on_dynamodb(
    tessera: Tessera, dynamodb_local: Dynamodb, options: list[str]
) -> None:
    here = tessera("play", "--json", *options, *STORIES)
    there = tessera("play", "--json", *options, "--on", "dynamodb", "--endpoint", dynamodb_local.endpoint, *STORIES)
    assert (here.exit_code, there.exit_code) == (0, 0)
    assert json.loads(there.stdout) == json.loads(here.stdout)


@pytest.mark.parametrize("options", [[], ["--twice"]], ids=["once", "twice"])
def test_stories_give_the_same_answers_over_http(
    tessera: Tessera, stage: LocalStack, tmp_path: Path, options: list[str]
) -> None:
    stack_file = tmp_path / "stack.json"
    stack_file.write_text(json.dumps(asdict(stage)))
    here = tessera("play", "--json", *options, *OVER_HTTP)
    there = tessera("play", "--json", *options, "--on", "api", "--stack", stack_file, *OVER_HTTP)
    assert (here.exit_code, there.exit_code) == (0, 0)
    assert CODE.sub("", there.stdout) == CODE.sub("", here.stdout)


def test_a_miss_is_shown_as_expected_and_found_with_its_line(tessera: Tessera, story: Callable[[str], Path]) -> None:
    file = story(ENROL + "  - expect:\n      member: anna\n      wallets:\n        points: {active: 7}\n")
    result = tessera("play", file)
    assert result.exit_code == 1
    assert f"{file}:14  anna: wallets.points.active" in result.stdout
    assert [line.split() for line in result.stdout.splitlines()[-2:]] == [["expected", "7"], ["found", "0"]]


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ("{member: anna, wallets: {points: {expires: [{amount: 1}]}}}", []),
        ("{member: anna, wallets: {cashback: {active: 0.00}}}", "0.00"),
        ("{member: anna, tier: gold}", None),
        ("{member: anna, vouchers: 1}", 0),
        ("{member: anna, stamps: {coffee: 3}}", None),
        ("{member: anna, wallet: {}}", None),
        ("{last: {refused: unknown_member}}", None),
        ("{messages: {member: anna, kind: birthday, count: 1}}", 0),
    ],
)
def test_whatever_does_not_hold_is_a_miss(
    tessera: Tessera, story: Callable[[str], Path], expected: str, found: object
) -> None:
    result = tessera("play", "--json", story(f"{ENROL}  - {{expect: {expected}}}\n"))
    assert result.exit_code == 1
    assert [miss["found"] for miss in json.loads(result.stdout)["stories"][0]["misses"]] == [found]


def test_a_refusal_where_none_is_expected_says_why(tessera: Tessera, story: Callable[[str], Path]) -> None:
    order = "{order_id: o1, member_id: anna, lines: [{line_id: '1', sku: A, quantity: 1, unit_price: 1.50}]}"
    happened = f'  - {{at: "2026-01-11T10:00:00+01:00", order: {order}}}\n'
    result = tessera("play", story(f"{ENROL}{happened}  - {{expect: {{last: {{awards: []}}}}}}\n"))
    assert result.exit_code == 1
    assert "refused, invalid_request" in result.stdout and "a JSON float cannot hold money exactly" in result.stdout


def test_an_instant_is_the_same_in_every_zone(tessera: Tessera, story: Callable[[str], Path]) -> None:
    cart = "{lines: [{line_id: '1', sku: A, quantity: 1, unit_price: '9.00'}]}"
    events = [
        'adjust: {member_id: anna, wallet: cashback, amount: "5.00", reason: gift, reference: g1}',
        f'reserve: {{redemption_id: x1, member_id: anna, cashback: "5.00", cart: {cart}}}',
    ]
    happened = "".join(f'  - {{at: "2026-01-11T10:00:00+01:00", {event}}}\n' for event in events)
    expected = '  - {expect: {last: {lapses_at: "2026-01-11T04:30:00-05:00"}}}\n'
    assert tessera("play", story(ENROL + happened + expected)).exit_code == 0


@pytest.mark.parametrize(
    ("events", "line", "said"),
    [
        ('  - {at: "2026-01-10T10:00:00Z", enroll: {member_id: anna}}\n', 10, 'did you mean "enrol"?'),
        ('  - {at: "2026-01-10T10:00:00Z", enrol: {member_id: 12}}\n', 10, "`enrol` needs its `member_id`"),
        ("  - {enrol: {member_id: anna}}\n", 10, "needs `at`"),
        ("  - {at: 2026-01-10, enrol: {member_id: anna}}\n", 10, "write an instant with its offset"),
        ("  - {expect: {member: anna}}\n", 10, "nothing can be expected before the first event"),
        (f"{ENROL}  - {{expect: {{wallets: {{}}}}}}\n", 11, "needs the `member`"),
        (f'{ENROL}  - {{at: "2026-01-10T09:59:59+01:00", night: {{}}}}\n', 11, "happens before the event above it"),
        (f'{ENROL}  - {{at: "2026-01-10T10:00:00+01:00", night: {{}}, quote: {{}}}}\n', 11, "needs exactly one"),
        (f"{ENROL}  - {{expect: {{member: anna}}, expect: {{}}}}\n", 11, 'has the key "expect" twice'),
    ],
)
def test_a_story_that_cannot_be_read_is_told_with_its_line(
    tessera: Tessera, story: Callable[[str], Path], events: str, line: int, said: str
) -> None:
    file = story(events)
    result = tessera("play", file)
    assert result.exit_code == 2
    assert f"{file}:{line}  " in result.stdout and said in result.stdout


def test_a_programme_that_cannot_be_published_is_told_with_its_lines(tessera: Tessera, tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text("id: shop\nname: Shop\ncurrency: EUR\ntimezone: Europe/Rom\nlocales: [it]\n")
    file = tmp_path / "story.yaml"
    file.write_text(f"programme: shop.yaml\nevents:\n{ENROL}")
    result = tessera("play", file)
    assert result.exit_code == 2
    assert f"{tmp_path / 'shop.yaml'}:4  timezone:" in result.stdout


def test_all_files_are_played_and_the_worst_of_them_tells_the_exit_code(
    tessera: Tessera, story: Callable[[str], Path], tmp_path: Path
) -> None:
    missing = story(f"{ENROL}  - {{expect: {{member: bob}}}}\n")
    result = tessera("play", STORIES[0], missing, tmp_path / "nothing.yaml", STORIES[1])
    assert result.exit_code == 2
    assert result.stdout.splitlines()[-1] == "4 stories: 2 hold, 1 miss something, 1 cannot be played"


def test_without_a_stack_the_api_rig_says_what_to_do(tessera: Tessera, tmp_path: Path) -> None:
    result = tessera("play", "--on", "api", "--stack", tmp_path / "stack.json", STORIES[0])
    assert result.exit_code == 2
    assert "tessera up" in result.stderr


def test_events_of_one_instant_happen_in_their_order(tessera: Tessera, story: Callable[[str], Path]) -> None:
    gift = "adjust: {member_id: anna, wallet: points, amount: %d, reason: gift, reference: %s}"
    events = "".join(
        f'  - {{at: "2026-01-11T10:00:00+01:00", {gift % (amount, name)}}}\n'
        for amount, name in ((5, "g1"), (-5, "g2"), (-1, "g3"))
    )
    expected = "  - {expect: {last: {refused: insufficient_balance}}}\n"
    assert tessera("play", story(ENROL + events + expected)).exit_code == 0


def test_a_refusal_that_nothing_is_expected_of_is_mentioned(tessera: Tessera, story: Callable[[str], Path]) -> None:
    claim = "claim: {member_id: anna, reward_id: nothing, reference: c1}"
    happened = f'  - {{at: "2026-01-11T10:00:00+01:00", {claim}}}\n'
    result = tessera("play", story(f"{ENROL}{happened}  - {{expect: {{member: anna, vouchers: 0}}}}\n"))
    assert result.exit_code == 0
    assert "claim was refused, unknown_reward" in result.stdout


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])
def test_very_many_files_are_shared_out_and_only_what_does_not_hold_is_listed(
    tessera: Tessera, story: Callable[[str], Path], options: list[str]
) -> None:
    missing = story(f"{ENROL}  - {{expect: {{member: bob}}}}\n")
    files = [*STORIES[:4] * (MANY // 4), missing]
    result = tessera("play", *options, *files)
    assert result.exit_code == 1
    if options:
        assert [each["holds"] for each in json.loads(result.stdout)["stories"]] == [True] * MANY + [False]
    else:
        assert f"{missing}:11  bob" in result.stdout and str(STORIES[0]) not in result.stdout
        assert result.stdout.endswith(f"{len(files)} stories: {MANY} hold, 1 miss something\n")

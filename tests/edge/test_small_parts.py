"""Settings, patience, the mint and the queries: small promises."""

import re
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from pydantic import TypeAdapter

from tessera.domain.refusals import InvalidRequest
from tessera.edge.clock import SystemClock
from tessera.edge.mint import LETTERS, SecretMint
from tessera.edge.patience import DEADLINE_SECONDS, PAUSE_SECONDS_MAX, JitteredPatience
from tessera.edge.queries import Instant
from tessera.edge.routes import checked_ids
from tessera.edge.settings import MissingSetting, Settings, need, settings_from


def test_settings_come_from_the_stack() -> None:
    environment = {"TABLE_NAME": "ledger", "BUS_NAME": "", "SECRET_ARN": "arn:1", "TEST_CLOCK": "enabled"}
    assert settings_from(environment) == Settings("ledger", secret_arn="arn:1", has_test_clock=True)
    assert settings_from({"TABLE_NAME": "ledger", "TEST_CLOCK": "disabled"}) == Settings("ledger")


def test_a_missing_setting_is_named() -> None:
    with pytest.raises(MissingSetting, match="TABLE_NAME"):
        settings_from({})
    with pytest.raises(MissingSetting, match="BUS_NAME"):
        need(None, "BUS_NAME")


def test_voucher_codes_have_no_look_alikes_and_do_not_repeat() -> None:
    codes = {SecretMint().voucher_code() for _ in range(1_000)}
    assert len(codes) == 1_000
    assert all(re.fullmatch(r"[2-9A-HJKMNP-Z]{5}(-[2-9A-HJKMNP-Z]{5}){2}", code) for code in codes)


def test_patience_pauses_longer_and_longer_until_its_deadline() -> None:
    slept: list[float] = []
    patience = JitteredPatience(clock=lambda: sum(slept), sleep=slept.append, chance=lambda: 1.0)
    attempts = list(patience.attempts())
    assert attempts == list(range(len(attempts)))
    assert slept[:6] == [0.02, 0.04, 0.08, 0.16, 0.32, 0.4]
    assert DEADLINE_SECONDS <= sum(slept) < DEADLINE_SECONDS + PAUSE_SECONDS_MAX


def test_patience_tries_at_least_twice_even_past_its_deadline() -> None:
    hours = count(0, 3600)
    patience = JitteredPatience(clock=lambda: next(hours), sleep=lambda _: None)
    assert list(patience.attempts()) == [0, 1]


def test_whatever_is_run_again_for_one_request_has_one_deadline() -> None:
    slept: list[float] = []
    patience = JitteredPatience(clock=lambda: 1.0 + sum(slept), sleep=slept.append, chance=lambda: 1.0)
    with patience.for_one_request():
        assert len(list(patience.attempts())) > 2
        assert list(patience.attempts()) == [0, 1]
        spent = sum(slept)
    assert spent < DEADLINE_SECONDS + 3 * PAUSE_SECONDS_MAX
    assert len(list(patience.attempts())) > 2


def test_waiting_ends_when_the_instant_has_come_however_short_a_sleep_was(monkeypatch: pytest.MonkeyPatch) -> None:
    time, slept = [datetime(2026, 3, 2, tzinfo=UTC)], list[float]()

    def sleep_too_short(seconds: float) -> None:
        slept.append(seconds)
        time[0] += timedelta(seconds=max(seconds / 2, 0.1))

    monkeypatch.setattr("tessera.edge.clock.time.sleep", sleep_too_short)
    clock = SystemClock()
    monkeypatch.setattr(clock, "now", lambda: time[0])
    clock.wait_until(time[0] - timedelta(seconds=1))
    assert slept == []
    clock.wait_until(instant := time[0] + timedelta(seconds=2))
    assert time[0] >= instant
    assert slept[:3] == [2.0, 1.0, 0.5]


def test_a_plus_in_a_query_may_arrive_as_a_blank() -> None:
    instants = TypeAdapter(Instant)
    expected = instants.validate_python("2026-01-10T10:00:00+01:00")
    assert instants.validate_python("2026-01-10T10:00:00 01:00") == expected


def test_a_referral_code_begins_with_its_members_own_letters() -> None:
    codes = {SecretMint().referral_code("a.nn-a_b") for _ in range(1_000)}
    assert len(codes) == 1_000
    assert all(code.startswith("ANNA") and len(code) == 10 and set(code[4:]) <= set(LETTERS) for code in codes)
    assert len(SecretMint().referral_code("--")) == 6


def test_what_a_shops_order_has_become_is_read_by_its_id_and_sent_by_nobody() -> None:
    assert checked_ids({"order_id": "o1~2"}, is_read=True) == {"order_id": "o1~2"}
    for ids, is_read in (({"order_id": "o1~2"}, False), ({"order_id": "o1~"}, True), ({"member_id": "o1~2"}, True)):
        with pytest.raises(InvalidRequest):
            checked_ids(ids, is_read=is_read)

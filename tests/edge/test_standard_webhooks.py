"""Standard Webhooks: what is signed is believed, and nothing that differs from it by a letter."""

from datetime import UTC, datetime, timedelta

import pytest

from tessera.edge.standard_webhooks import SIGNATURE, TOLERANCE, NotSigned, key_of, secret_of, signed, verified

# The vector by which libraries of the standard are tested.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
AT = datetime.fromtimestamp(1614265330, UTC)
BODY = b'{"test": 2432232314}'
HEADERS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
KEY = key_of(SECRET)
OTHER = bytes(range(32))


def test_the_standard_s_own_vector_is_what_we_sign_and_what_we_believe() -> None:
    assert signed("msg_p5jXN8AQM9LWM0D4loKWxJek", AT, BODY, [KEY]) == HEADERS
    assert verified(HEADERS, BODY, keys=[KEY], now=AT) == "msg_p5jXN8AQM9LWM0D4loKWxJek"


def test_headers_are_found_in_any_case() -> None:
    assert verified({name.title(): text for name, text in HEADERS.items()}, BODY, keys=[KEY], now=AT)


@pytest.mark.parametrize("keys", [[OTHER, KEY], [KEY, OTHER]])
def test_during_a_rotation_either_secret_will_do_on_either_side(keys: list[bytes]) -> None:
    assert verified(HEADERS, BODY, keys=keys, now=AT)
    assert verified(signed("m1", AT, BODY, keys), BODY, keys=[KEY], now=AT) == "m1"
    assert verified(signed("m1", AT, BODY, keys), BODY, keys=[OTHER], now=AT) == "m1"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("webhook-id", "msg_another"),
        ("webhook-timestamp", "1614265331"),
        ("webhook-signature", "v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        ("webhook-signature", "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        ("webhook-signature", "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        ("webhook-signature", "v1,"),
        ("webhook-signature", "v1,ü"),
        ("webhook-signature", ""),
        ("webhook-id", ""),
        ("webhook-timestamp", ""),
        ("webhook-timestamp", "soon"),
        ("webhook-timestamp", "-1614265330"),
        ("webhook-timestamp", "1614265330.0"),
        ("webhook-timestamp", "٣٣٣"),
        ("webhook-timestamp", "9" * 400),
    ],
)
def test_nothing_else_is_believed(name: str, text: str) -> None:
    with pytest.raises(NotSigned):
        verified(HEADERS | {name: text}, BODY, keys=[KEY], now=AT)


def test_neither_another_body_nor_another_s_secret_is_believed() -> None:
    with pytest.raises(NotSigned):
        verified(HEADERS, BODY + b" ", keys=[KEY], now=AT)
    with pytest.raises(NotSigned):
        verified(HEADERS, BODY, keys=[OTHER], now=AT)
    with pytest.raises(NotSigned):
        verified(HEADERS, BODY, keys=[], now=AT)


@pytest.mark.parametrize("apart", [TOLERANCE, -TOLERANCE])
def test_clocks_may_be_five_minutes_apart_and_not_a_second_more(apart: timedelta) -> None:
    second = timedelta(seconds=1) if apart > timedelta(0) else timedelta(seconds=-1)
    assert verified(HEADERS, BODY, keys=[KEY], now=AT + apart)
    with pytest.raises(NotSigned, match="five minutes"):
        verified(HEADERS, BODY, keys=[KEY], now=AT + apart + second)


def test_a_secret_is_written_and_read_back() -> None:
    assert key_of(secret_of(OTHER)) == OTHER
    assert key_of(SECRET.removeprefix("whsec_")) == KEY


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_MfKQ", "whsec_?", "whsec_" + "A" * 400])
def test_what_is_no_secret_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        key_of(secret)


def test_each_signature_of_several_is_looked_at() -> None:
    several = f"v1a,{'A' * 88} v1,AAAA {HEADERS[SIGNATURE]}"
    assert verified(HEADERS | {SIGNATURE: several}, BODY, keys=[KEY], now=AT)

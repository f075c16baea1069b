"""Ten wrong codes, and for an hour no more are looked at: of vouchers by member, of referral by who enrols."""

from collections.abc import Callable

import pytest

from tessera.domain.refusals import TooManyGuesses, UnknownMember, VoucherNotApplicable
from tests.operations.shop import ONE_POINT_PER_EURO, Shop, lines

CART = {"lines": lines("20.00")}
FIVE_OFF = {"id": "five-off", "kind": "amount_off", "value": "5.00", "cost": 100}
Guess = Callable[[str], object]


@pytest.fixture
def club(shop: Shop) -> Shop:
    shop.publish(ONE_POINT_PER_EURO, rewards=[FIVE_OFF], referral={"friend": {"points": 10}})
    shop.enrol()
    shop.adjust("points", 500)
    return shop


def code_of(club: Shop) -> str:
    """A voucher of anna's."""
    return str(club.claim("five-off", "c1").body["voucher"]["code"])


def reserves(club: Shop, *codes: str) -> object:
    return club.reserve(f"x-{codes[0]}", vouchers=list(codes), cart=CART)


def quotes(club: Shop, *codes: str) -> object:
    return club.quote(use={"vouchers": list(codes)}, cart=CART)


def guess_wrong(club: Shop, times: int) -> None:
    for number in range(times):
        with pytest.raises(VoucherNotApplicable):
            reserves(club, f"WRONG-{number}")


def test_after_ten_wrong_codes_not_even_a_right_one_is_looked_at(club: Shop) -> None:
    code = code_of(club)
    guess_wrong(club, 10)
    for call in (reserves, quotes):
        with pytest.raises(TooManyGuesses) as refused:
            call(club, code)
        assert refused.value.retry_after_seconds == 3600


def test_after_an_hour_codes_are_looked_at_again(club: Shop) -> None:
    code = code_of(club)
    guess_wrong(club, 10)
    reserves(club.later(minutes=60), code)


def test_a_right_code_is_free_and_one_typed_wrong_again_is_no_further_guess(club: Shop) -> None:
    code = code_of(club)
    guess_wrong(club, 9)
    for _ in range(20):
        guess_wrong(club, 1)
        quotes(club, code)
    reserves(club, code)
    quotes(club, code)  # reserved by now, and still the member's own


def test_wrong_codes_count_in_quotes_too(club: Shop) -> None:
    for number in range(10):
        quotes(club, f"WRONG-{number}")
    with pytest.raises(TooManyGuesses):
        quotes(club, code_of(club))


def test_a_quote_of_more_wrong_codes_than_are_left_says_nothing_of_any(club: Shop) -> None:
    code = code_of(club)
    with pytest.raises(TooManyGuesses):
        quotes(club, code, *(f"WRONG-{number}" for number in range(11)))
    with pytest.raises(TooManyGuesses):
        quotes(club, code)


def test_a_member_who_is_locked_still_spends_and_so_do_others(club: Shop) -> None:
    code = code_of(club)
    first = club.reserve("x1", vouchers=[code], cart=CART)
    guess_wrong(club, 10)
    assert club.reserve("x1", vouchers=[code], cart=CART).body == first.body  # said before, said again
    club.quote(cart=CART, use="best")
    club.enrol("bruno")
    with pytest.raises(VoucherNotApplicable):
        club.reserve("x2", "bruno", vouchers=[code], cart=CART)


def test_ten_wrong_codes_of_referral_and_who_enrols_is_not_listened_to(club: Shop) -> None:
    right = club.account()["referral"]["code"]
    for number in range(10):
        with pytest.raises(UnknownMember):
            club.enrol("bea", referral_code=f"WRONG{number}")
    with pytest.raises(TooManyGuesses):
        club.enrol("bea", referral_code=right)
    club.enrol("bea")  # without a code whoever likes may
    club.enrol("carla", referral_code=right)


def test_vouchers_and_referrals_are_guessed_apart(club: Shop) -> None:
    for number in range(10):
        with pytest.raises(UnknownMember):
            club.enrol("bea", referral_code=f"WRONG{number}")
    club.enrol("bea")
    with pytest.raises(VoucherNotApplicable):
        club.reserve("x1", "bea", vouchers=["WRONG"], cart=CART)

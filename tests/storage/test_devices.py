"""The promises of the phones: each is of one member, whoever registered it last."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from tessera.domain.outbox import Device, Devices

PHONE = Device("a1", "GCM", "arn:aws:sns:eu-south-1:123456789012:endpoint/GCM/shop/1", date(2026, 3, 2))
TABLET = Device("b2", "APNS", "arn:aws:sns:eu-south-1:123456789012:endpoint/APNS/shop/2", date(2026, 3, 3))


def test_a_member_has_the_phones_that_were_put(devices: Devices) -> None:
    assert devices.put("anna", PHONE, before=None)
    assert devices.put("anna", TABLET, before=None)
    assert devices.of("anna") == (PHONE, TABLET)
    assert devices.of("bea") == ()
    assert devices.holder("a1") == "anna"


def test_the_same_phone_again_is_one_phone(devices: Devices) -> None:
    devices.put("anna", PHONE, before=None)
    assert devices.put("anna", PHONE, before="anna")
    assert devices.of("anna") == (PHONE,)


def test_a_phone_that_another_member_registers_is_no_longer_the_first_one_s(devices: Devices) -> None:
    devices.put("anna", PHONE, before=None)
    assert devices.put("bea", PHONE, before="anna")
    assert (devices.of("anna"), devices.of("bea"), devices.holder("a1")) == ((), (PHONE,), "bea")


def test_who_has_not_seen_whose_it_is_puts_nothing(devices: Devices) -> None:
    devices.put("anna", PHONE, before=None)
    assert not devices.put("bea", PHONE, before=None)
    assert not devices.put("bea", PHONE, before="carl")
    assert (devices.of("anna"), devices.of("bea")) == ((PHONE,), ())


def test_of_many_who_put_a_phone_at_once_one_has_it(devices: Devices) -> None:
    members = [f"member-{number}" for number in range(16)]
    with ThreadPoolExecutor(8) as threads:
        done = list(threads.map(lambda member: devices.put(member, PHONE, before=None), members))
    (holder,) = (member for member, is_done in zip(members, done, strict=True) if is_done)
    assert devices.holder("a1") == holder
    assert [member for member in members if devices.of(member)] == [holder]


def test_a_phone_that_is_dropped_is_nobody_s(devices: Devices) -> None:
    devices.put("anna", PHONE, before=None)
    devices.drop("anna", "a1")
    devices.drop("anna", "a1")
    assert (devices.of("anna"), devices.holder("a1")) == ((), None)
    assert devices.put("bea", PHONE, before=None)


def test_a_phone_is_dropped_by_its_own_member_only(devices: Devices) -> None:
    devices.put("anna", PHONE, before=None)
    devices.drop("bea", "a1")
    assert (devices.of("anna"), devices.holder("a1")) == ((PHONE,), "anna")

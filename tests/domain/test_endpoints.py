"""Where webhooks may go: a table of addresses."""

import pytest

from tessera.domain.endpoints import endpoint_of, fault_in, is_public

PUBLIC = ("1.1.1.1", "93.184.215.14", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "64:ff9b::1.1.1.1")
INNER = {
    "this network": ("0.0.0.0", "0.1.2.3", "::"),
    "private": ("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd00:ec2::254"),
    "shared (CGNAT)": ("100.64.0.1", "100.127.255.255"),
    "loopback": ("127.0.0.1", "127.255.255.254", "::1"),
    "link-local, and metadata": ("169.254.169.254", "169.254.170.2", "fe80::1", "fe80::1%eth0"),
    "for protocols, examples and benchmarks": ("192.0.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1"),
    "multicast": ("224.0.0.1", "224.0.1.1", "239.255.255.255", "ff02::1", "ff0e::1"),
    "reserved": ("240.0.0.1", "255.255.255.255", "4000::1"),
    "site-local, and examples": ("fec0::1", "2001:db8::1"),
    "IPv4 in IPv6": ("::ffff:1.1.1.1", "::ffff:127.0.0.1", "::127.0.0.1", "::ffff:0:127.0.0.1"),
    "IPv4 behind NAT64 and 6to4": ("64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::"),
    "Teredo": ("2001:0:4136:e378:8000:63bf:3fff:fdd2",),
    "no address": ("", "shop.example", "127.1", "1.1.1.1:80", "0x7f000001"),
}


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_sent_to(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", [each for inner in INNER.values() for each in inner])
def test_no_other_is(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("https://shop.example", ("shop.example", 443)),
        ("https://shop.example:8443/tessera?key=1", ("shop.example", 8443)),
        ("https://SHOP.example/%C3%BC", ("shop.example", 443)),
        ("https://1.1.1.1/", ("1.1.1.1", 443)),
        ("https://[2606:4700::1111]:444/", ("2606:4700::1111", 444)),
    ],
)
def test_an_address_that_will_do(url: str, endpoint: tuple[str, int]) -> None:
    assert fault_in(url) is None
    assert endpoint_of(url) == endpoint


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://shop.example/", "must begin with https"),
        ("//shop.example/", "must begin with https"),
        ("shop.example", "must begin with https"),
        ("https://anna:secret@shop.example/", "no password"),
        ("https://shop.example/#top", "fragment"),
        ("https:///tessera", "names no host"),
        ("https://shop.example:0/", "names no host"),
        ("https://shop_1.example/", "names no host"),
        ("https://shop.example:99999/", "is not an address"),
        ("https://[::1/", "is not an address"),
        ("https://127.0.0.1/", "not of the public internet"),
        ("https://[::ffff:10.0.0.1]/", "not of the public internet"),
        ("https://shop.example/a b", "without blanks"),
        ("https://shop.example/\r\nHost: other", "without blanks"),
        ("https://bücher.example/", "of ASCII"),
        (f"https://shop.example/{'a' * 2000}", "at most 2000"),
        ("http://127.0.0.1/", "must begin with https"),
    ],
)
def test_an_address_that_will_not_do(url: str, told: str) -> None:
    assert told in (fault_in(url) or "")


def test_a_test_stack_takes_its_own_machine_without_encryption_and_nothing_more() -> None:
    assert fault_in("http://127.0.0.1:8080/tessera", takes_loopback=True) is None
    for url in (
        "http://localhost/",
        "http://127.0.0.2/",
        "http://[::1]/",
        "http://shop.example/",
        "https://127.0.0.1/",
    ):
        assert fault_in(url, takes_loopback=True), url

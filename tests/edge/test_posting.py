"""Posting to machines that others have named: to public ones, to the one that was judged, and for ten seconds."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

import pytest

from tessera.edge.posting import BODY_BYTES_MAX, Poster, Unreachable
from tests.receiver import Receiver, receiver

HERE = ["127.0.0.1"]
Talk = Callable[[socket.socket], None]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that the machine `shop.example` has given itself, with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is missing: it makes the certificate")
    folder = tmp_path_factory.mktemp("certificate")
    made = folder / "shop.pem"
    subject = ["-subj", "/CN=shop.example", "-addext", "subjectAltName=DNS:shop.example"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(made)]
    command = ["openssl", "req", "-x509", "-days", "2", *key, *subject, "-out", str(folder / "cert.pem")]
    subprocess.run(command, check=True, capture_output=True)
    made.write_text(made.read_text() + (folder / "cert.pem").read_text())
    return made


@pytest.fixture
def endpoint() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


@contextmanager
def listening(talk: Talk, certificate: Path | None = None) -> Iterator[int]:
    """A machine that talks as it likes to whoever connects, and its port."""
    with socket.create_server(("127.0.0.1", 0)) as server, ExitStack() as open_lines:

        def serve() -> None:
            while True:
                try:
                    line = open_lines.enter_context(server.accept()[0])
                    if certificate:
                        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                        context.load_cert_chain(certificate)
                        line = open_lines.enter_context(context.wrap_socket(line, server_side=True))
                    talk(line)
                except OSError:
                    if server.fileno() < 0:
                        return

        Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def says(text: bytes) -> Talk:
    def talk(line: socket.socket) -> None:
        line.recv(65536)
        line.sendall(text)
        line.shutdown(socket.SHUT_WR)

    return talk


def trusting(certificate: Path) -> Callable[[], ssl.SSLContext]:
    return lambda: ssl.create_default_context(cafile=certificate)


def poster(certificate: Path, *, resolved: list[str] = HERE, seconds: float = 30) -> Poster:
    """One to which this machine's addresses are public, and `certificate` an authority."""
    return Poster(
        resolve=lambda host, port: resolved,
        judge=lambda address: address in HERE,
        trust=trusting(certificate),
        whole_seconds=seconds,
    )


def why_not(poster: Poster, url: str) -> str:
    with pytest.raises(Unreachable) as refused:
        poster.post(url, b"{}", {})
    return str(refused.value)


def test_what_is_posted_arrives_as_it_is(endpoint: Receiver) -> None:
    body = '{"type":"PointsEarned","name":"Łukasz"}'.encode()
    assert Poster(takes_loopback=True).post(endpoint.url, body, {"webhook-id": "anna/2/0"}) == 200
    received = endpoint.next()
    assert (received.path, received.body) == ("/tessera?shop=1", body)
    assert received.headers["webhook-id"] == "anna/2/0"
    assert received.headers["host"] == endpoint.url.split("/")[2]


@pytest.mark.parametrize("status", [200, 204, 400, 410, 500])
def test_the_status_is_what_counts(endpoint: Receiver, status: int) -> None:
    endpoint.status = status
    assert Poster(takes_loopback=True).post(endpoint.url, b"{}", {}) == status


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_nothing_is_followed(endpoint: Receiver, status: int) -> None:
    endpoint.status, endpoint.headers = status, {"Location": endpoint.url}
    assert Poster(takes_loopback=True).post(endpoint.url, b"{}", {}) == status
    endpoint.next()
    assert endpoint.received.empty()


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fd00:ec2::254", "::ffff:127.0.0.1"],
)
def test_a_name_that_leads_inside_is_not_sent_to(address: str) -> None:
    assert why_not(Poster(resolve=lambda host, port: [address]), "https://shop.example/") == "address_refused"


def test_one_inner_address_among_public_ones_is_enough_to_refuse() -> None:
    inside = Poster(resolve=lambda host, port: ["93.184.215.14", "10.0.0.1"])
    assert why_not(inside, "https://shop.example/") == "address_refused"


@pytest.mark.parametrize("url", ["https://2130706433/", "https://0x7f.1/", "https://127.1/", "https://localhost/"])
def test_other_spellings_of_this_machine_lead_nowhere(url: str) -> None:
    assert why_not(Poster(), url) == "address_refused"


@pytest.mark.parametrize(
    "url", ["http://shop.example/", "https://127.0.0.1/", "http://127.0.0.1/", "http://[::1]/", "ftp://shop.example/"]
)
def test_an_address_with_a_fault_is_refused_here_too(url: str) -> None:
    assert why_not(Poster(resolve=lambda host, port: ["93.184.215.14"]), url) == "address_refused"


def test_what_a_test_stack_takes_is_this_machine_and_no_other(endpoint: Receiver) -> None:
    for url in ("http://localhost/", "http://10.0.0.1/", "http://127.0.0.2/", "https://127.0.0.1/"):
        assert why_not(Poster(takes_loopback=True), url) == "address_refused"


def test_a_host_that_nobody_knows_is_unknown() -> None:
    assert why_not(Poster(), "https://no-such-host.invalid/") == "unknown_host"
    assert why_not(Poster(resolve=lambda host, port: []), "https://shop.example/") == "unknown_host"
    assert why_not(Poster(), f"https://{'a' * 64}.example/") == "unknown_host"


def test_the_name_is_asked_for_once_and_the_connection_goes_to_what_was_judged(certificate: Path) -> None:
    """Whoever resolves it again would be told another address the second time."""
    answers = [HERE, ["10.0.0.1"]]
    rebinding = Poster(
        resolve=lambda host, port: answers.pop(0), judge=lambda address: True, trust=trusting(certificate)
    )
    with listening(says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), certificate) as port:
        assert rebinding.post(f"https://shop.example:{port}/", b"{}", {}) == 200
    assert answers == [["10.0.0.1"]]


def test_the_certificate_is_of_the_name_and_from_somebody_known(certificate: Path) -> None:
    with listening(says(b""), certificate) as port:
        assert why_not(poster(certificate), f"https://other.example:{port}/") == "certificate_refused"
        unknown = Poster(resolve=lambda host, port: HERE, judge=lambda address: True)
        assert why_not(unknown, f"https://shop.example:{port}/") == "certificate_refused"


def test_a_machine_that_does_not_encrypt_is_told_nothing(certificate: Path, endpoint: Receiver) -> None:
    port = endpoint.url.split(":")[2].split("/")[0]
    assert why_not(poster(certificate), f"https://shop.example:{port}/") == "not_encrypted"
    assert endpoint.received.empty()


def test_where_the_first_address_does_not_answer_the_next_is_tried(certificate: Path) -> None:
    with listening(says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), certificate) as port:
        two = Poster(
            resolve=lambda host, port: ["127.0.0.2", *HERE], judge=lambda address: True, trust=trusting(certificate)
        )
        assert two.post(f"https://shop.example:{port}/", b"{}", {}) == 200
    assert why_not(poster(certificate), f"https://shop.example:{port}/") == "no_connection"


def test_of_a_huge_answer_a_little_is_read(certificate: Path) -> None:
    sent = list[int]()

    def pour(line: socket.socket) -> None:
        line.recv(65536)
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        while True:  # until the other side hangs up
            sent.append(line.send(b"x" * 65536))

    with listening(pour, certificate) as port:
        assert poster(certificate).post(f"https://shop.example:{port}/", b"{}", {}) == 200
    assert BODY_BYTES_MAX <= sum(sent) < 100_000_000


@pytest.mark.parametrize(
    "text", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 2", b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 200], ids=repr
)
def test_what_is_no_answer_is_none(certificate: Path, text: bytes) -> None:
    with listening(says(text), certificate) as port:
        assert why_not(poster(certificate), f"https://shop.example:{port}/") == "cut_off"


def test_a_status_counts_although_the_body_breaks_off(certificate: Path) -> None:
    with listening(says(b"HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\nzz"), certificate) as port:
        assert poster(certificate).post(f"https://shop.example:{port}/", b"{}", {}) == 204
    with listening(says(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf"), certificate) as port:
        assert poster(certificate).post(f"https://shop.example:{port}/", b"{}", {}) == 200


@pytest.mark.parametrize("is_encrypted", [True, False], ids=["after the handshake", "before it"])
def test_a_machine_that_only_listens_is_cut_off(certificate: Path, is_encrypted: bool) -> None:
    with listening(lambda line: None, certificate if is_encrypted else None) as port:
        assert why_not(poster(certificate, seconds=0.3), f"https://shop.example:{port}/") == "late"


def test_a_machine_that_says_a_letter_now_and_then_is_cut_off(certificate: Path) -> None:
    """Each letter comes within every single time-out."""

    def drip(line: socket.socket) -> None:
        line.recv(65536)
        line.settimeout(0.02)
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            try:
                line.recv(1)  # until the other side hangs up
                return
            except TimeoutError:
                line.sendall(b"x")

    with listening(drip, certificate) as port:
        assert why_not(poster(certificate, seconds=0.3), f"https://shop.example:{port}/") == "late"

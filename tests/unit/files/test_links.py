"""Addresses of strangers are asked by `check --check-links`; here servers on this machine answer as strangers might."""

import gzip
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from govaudit.files.links import MOST, Asker, NoPageError, ask_all, is_public
from govaudit.problems import Code

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
REFUSED = b"HTTP/1.1 405 Method Not Allowed\r\n\r\n"
TLS = b"\x16\x03"
PRIVATE = "an address inside a private network"


class Server:
    """Answers each connection with what `answer` makes of its request: bytes, and no more once the other end is gone."""

    def __init__(
        self, answer: Callable[[bytes], bytes | Iterable[bytes]], context: ssl.SSLContext | None = None
    ) -> None:
        self.answer, self.context = answer, context
        self.requests: list[bytes] = []
        self.gone = threading.Event()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.listening.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        try:
            with self.context.wrap_socket(connection, server_side=True) if self.context else connection as line:
                line.settimeout(20)
                request = b""
                while b"\r\n\r\n" not in request and not request.startswith(TLS):
                    request += line.recv(4096) or b"\r\n\r\n"
                self.requests.append(request)
                made = self.answer(request)
                for part in [made] if isinstance(made, bytes) else made:
                    line.sendall(part)
        except OSError:
            self.gone.set()


class Names:
    """What names resolve to: the next of its addresses each time, the last one ever after."""

    def __init__(self, **addresses: list[list[str]]) -> None:
        self.addresses = addresses
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        self.asked.append(host)
        left = self.addresses.get(host.partition(".")[0], [["127.0.0.1"]])
        found = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]


def only_here(address: str) -> bool:
    return address == "127.0.0.1"


def ask(server: Server, path: str = "/", host: str = "page.example", **how: Any) -> NoPageError | None:
    return Asker(**{"resolve": Names(), "allowed": only_here, **how}).ask(f"http://{host}:{server.port}{path}")


def said(error: NoPageError | None) -> tuple[str, str]:
    assert error
    return error.code.id, error.found


# ── which addresses ──


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "192.0.0.8", "192.0.2.1", "198.18.0.1",
        "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
        "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::1", "2001::1", "2001:0:53aa:64c::1", "2001:db8::1",
        "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1", "ff0e::1", "100::1", "5f00::1",
    ],
)  # fmt: skip
def test_what_may_stand_for_a_private_machine_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "193.0.6.139", "2001:4860:4860::8888", "2620:0:2d0:200::7"])
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "169.254.169.254", "localhost", "[::1]", "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1", "0", "[::]",
    ],
)  # fmt: skip
def test_every_way_to_write_a_private_address_is_refused_before_a_connection(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("socket.socket.connect", refuse)
    assert said(Asker().ask(f"http://{host}/latest/meta-data")) == ("GA316", PRIVATE)


def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    with Server(lambda _: OK) as server:
        names = Names(page=[["127.0.0.1", "127.0.0.2"]])
        assert said(ask(server, resolve=names)) == ("GA316", PRIVATE)
    assert not server.requests


def test_what_is_connected_to_is_the_address_that_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    connected = []
    connect = socket.socket.connect
    monkeypatch.setattr("socket.socket.connect", lambda self, place: connected.append(place) or connect(self, place))  # type: ignore[func-returns-value]
    with Server(lambda _: OK) as server:
        names = Names(page=[["127.0.0.1"], ["127.0.0.2"]])
        assert ask(server, resolve=names) is None
    assert (connected, names.asked) == ([("127.0.0.1", server.port)], ["page.example"])


def test_a_name_that_resolves_otherwise_the_second_time_is_judged_again() -> None:
    with Server(lambda _: REFUSED) as server:
        names = Names(page=[["127.0.0.1"], ["127.0.0.2"]])
        assert said(ask(server, resolve=names)) == ("GA316", PRIVATE)
    assert [request.split()[0] for request in server.requests] == [b"HEAD"]


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    with Server(lambda _: OK) as server:
        names = Names(page=[["127.0.0.9", "127.0.0.1"]])
        assert ask(server, resolve=names, allowed=lambda _: True) is None


# ── what is asked ──


def test_the_request_names_the_host_and_nothing_of_this_machine() -> None:
    with Server(lambda _: OK) as server:
        assert ask(server, "/a/ü?q=é&r=1") is None
    head, *fields = server.requests[0].decode().splitlines()
    assert head == "HEAD /a/%C3%BC?q=%C3%A9&r=1 HTTP/1.1"
    names = {field.partition(":")[0] for field in fields if field}
    assert names == {"Host", "Accept-Encoding", "User-Agent", "Accept", "Connection"}
    assert {f"Host: page.example:{server.port}", "Accept-Encoding: identity"} <= set(fields)


@pytest.mark.parametrize(
    ("host", "asked", "named"),
    [
        ("[2001:4860:4860::8888]", "2001:4860:4860::8888", "[2001:4860:4860::8888]"),
        ("bücher.example", "xn--bcher-kva.example", "xn--bcher-kva.example"),
    ],
)
def test_an_address_of_ipv6_and_a_name_with_accents_are_asked(host: str, asked: str, named: str) -> None:
    names = Names()
    with Server(lambda _: OK) as server:
        assert ask(server, host=host, resolve=names) is None
    assert names.asked == [asked]
    assert f"Host: {named}:{server.port}".encode() in server.requests[0]


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.2:9/")
    with Server(lambda _: OK) as server:
        assert ask(server) is None


@pytest.mark.parametrize("status", ["405 Method Not Allowed", "501 Not Implemented", "404 Not Found", "204 No Content"])
def test_what_is_not_answered_with_a_page_is_asked_by_get(status: str) -> None:
    with Server(lambda request: OK if request.startswith(b"GET") else f"HTTP/1.1 {status}\r\n\r\n".encode()) as server:
        assert ask(server) is None
    assert [request.split()[0] for request in server.requests] == [b"HEAD", b"GET"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("404 Gone \x1b[31mFishing", "404 (Not Found)"),
        ("410 Gone", "410 (Gone)"),
        ("204 No Content", "204 (No Content)"),
        ("503 Later", "503 (Service Unavailable)"),
        ("999 Go away", "999"),
        ("301 Moved", "301 (Moved Permanently)"),
    ],
)
def test_an_answer_that_is_no_page_is_told_in_our_words(line: str, found: str) -> None:
    with Server(lambda _: f"HTTP/1.1 {line}\r\n\r\n".encode()) as server:
        assert said(ask(server)) == ("GA316", found)


# ── redirects ──


def redirect(to: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\n\r\n".encode()


@pytest.mark.parametrize(
    ("to", "found"),
    [
        ("file:///etc/hostname", 'a redirect to no http or https address: "file:///etc/hostname"'),
        ("ftp://page.example/", 'a redirect to no http or https address: "ftp://page.example/"'),
        ("javascript:alert(1)", 'a redirect to no http or https address: "javascript:alert(1)"'),
        ("http://user:word@page.example/", 'a redirect to no http or https address: "http://user:word@page.example/"'),
        ("http://page.example:99999/", 'a redirect to no http or https address: "http://page.example:99999/"'),
        ("https://[::1", 'a redirect to no http or https address: "https://[::1"'),
        ("https:///x", 'a redirect to no http or https address: "https:///x"'),
        ("http://inside.example/", PRIVATE),
        ("//inside.example/", PRIVATE),
    ],
)
def test_a_redirect_is_judged_as_an_address_is(to: str, found: str) -> None:
    names = Names(inside=[["127.0.0.2"]])
    with Server(lambda _: redirect(to)) as server:
        assert said(ask(server, resolve=names)) == ("GA316", found)
    assert len(server.requests) == 1


def test_five_redirects_are_followed_and_not_a_sixth() -> None:
    def count(request: bytes) -> bytes:
        left = int(request.split()[1][1:])
        return redirect(f"/{left - 1}#part") if left else OK

    with Server(count) as server:
        assert ask(server, "/5") is None
        assert len(server.requests) == 6
        assert said(ask(server, "/6")) == ("GA316", "more than 5 redirects")
        assert len(server.requests) == 12


def test_a_page_that_is_lacking_after_a_redirect_says_where() -> None:
    with Server(
        lambda request: redirect("/gone") if request.split()[1] == b"/" else b"HTTP/1.1 404 No\r\n\r\n"
    ) as server:
        found = f'404 (Not Found) after a redirect to "http://page.example:{server.port}/gone"'
        assert said(ask(server)) == ("GA316", found)


# ── answers without an end, and none ──


def drip(parts: Iterable[bytes], pause: float) -> Iterator[bytes]:
    for part in parts:
        yield part
        time.sleep(pause)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n"], ids=["status", "header"])
def test_a_byte_now_and_then_does_not_prolong_the_time_of_an_address(head: bytes) -> None:
    with Server(lambda _: drip([head, *([b"x"] * 100)], 0.1)) as server:
        began = time.monotonic()
        assert said(ask(server, seconds=0.5)) == ("GA703", "no answer in 0.5 seconds")
        assert time.monotonic() - began < 5


def test_redirects_share_the_time_of_an_address() -> None:
    with Server(lambda _: drip([b"HTTP/1.1 302 Found\r\n", b"Location: /\r\n\r\n"], 0.3)) as server:
        assert said(ask(server, seconds=0.8)) == ("GA703", "no answer in 0.8 seconds")
    assert len(server.requests) < 5


def test_a_name_that_is_looked_up_for_ever_is_left_behind() -> None:
    stop = threading.Event()
    asker = Asker(resolve=lambda *_, **__: stop.wait(20) and [], seconds=0.3)  # type: ignore[arg-type]
    assert said(asker.ask("http://page.example/")) == ("GA703", "no answer in 0.3 seconds")
    stop.set()


@pytest.mark.parametrize(
    "body",
    [b"x" * 65536, gzip.compress(b"\0" * 10_000_000)],
    ids=["endless", "bomb"],
)
def test_no_body_is_read(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    receive = socket.socket.recv_into
    monkeypatch.setattr(
        "socket.socket.recv_into", lambda self, *how: read.append(receive(self, *how)) or read[-1]  # type: ignore[func-returns-value]
    )  # fmt: skip

    def endless(request: bytes) -> Iterator[bytes]:
        yield REFUSED if request.startswith(b"HEAD") else b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
        while request.startswith(b"GET"):
            yield body

    with Server(endless) as server:
        assert ask(server) is None
        assert server.gone.wait(20)
    assert sum(read) <= 2 * 8192  # what one look into a connection takes


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(101)), "an answer that is not HTTP"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000, "an answer whose head is longer than 64 KiB"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 3_000, "an answer whose head is longer than 64 KiB"),
        (b"SSH-2.0-OpenSSH_9.2p1\r\n", "an answer that is not HTTP"),
        (b"HTTP/1.1 two hundred\r\n\r\n", "an answer that is not HTTP"),
        (b"\0" * 70_000, "an answer whose head is longer than 64 KiB"),
    ],
    ids=["many-headers", "long-header", "continue", "ssh", "words", "zeros"],
)
def test_an_answer_that_is_not_http_is_said_to_be_none(answer: bytes, found: str) -> None:
    with Server(lambda _: answer) as server:
        assert said(ask(server)) == ("GA316", found)


def test_who_does_not_answer_at_all_is_not_reached() -> None:
    with Server(lambda _: b"") as server:
        assert said(ask(server)) == ("GA703", "no connection")
    assert said(ask(server)) == ("GA703", "no connection")


@pytest.mark.parametrize("host", ["nowhere.invalid", "a" * 64 + ".example", "a..example", "ü..example"])
def test_a_name_without_address_is_not_reached(host: str) -> None:
    def resolve(host: str, *_: object, **__: object) -> list[tuple[Any, ...]]:
        host.encode("idna")  # as the real one does
        raise socket.gaierror

    assert said(Asker(resolve=resolve).ask(f"http://{host}/")) == ("GA703", "no address of its host")


# ── https ──


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of page.example, and its key, in one file."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=page.example",
         "-addext", "subjectAltName=DNS:page.example", "-keyout", path, "-out", f"{path}.crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@pytest.fixture
def secret(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def trusting(certificate: Path) -> Asker:
    secure = ssl.create_default_context(cafile=str(certificate)).wrap_socket
    return Asker(resolve=Names(), allowed=only_here, secure=secure)


def test_a_page_by_https_is_a_page_under_its_own_name_only(certificate: Path, secret: ssl.SSLContext) -> None:
    names: list[str | None] = []
    secret.sni_callback = lambda _, name, __: names.append(name)
    with Server(lambda _: OK, secret) as server:
        assert trusting(certificate).ask(f"https://page.example:{server.port}/") is None
        other = trusting(certificate).ask(f"https://other.example:{server.port}/")
        stranger = Asker(resolve=Names(), allowed=only_here).ask(f"https://page.example:{server.port}/")
    assert said(other) == said(stranger) == ("GA703", "a certificate that cannot be trusted")
    assert names == ["page.example", "other.example", "page.example"]


def test_a_redirect_from_https_to_http_is_not_followed(certificate: Path, secret: ssl.SSLContext) -> None:
    with Server(lambda _: redirect("http://page.example/"), secret) as server:
        answer = trusting(certificate).ask(f"https://page.example:{server.port}/")
    assert said(answer) == ("GA316", "a redirect from https to http")


def test_who_speaks_no_tls_is_not_reached() -> None:
    with Server(lambda _: OK) as server:
        asker = Asker(resolve=Names(), allowed=only_here)
        assert said(asker.ask(f"https://page.example:{server.port}/")) == ("GA703", "no connection")


# ── many ──


def test_no_more_than_two_at_a_time_ask_one_host_and_waiting_costs_no_time() -> None:
    now, most, lock = 0, 0, threading.Lock()

    def busy(_: bytes) -> Iterator[bytes]:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.3)
        with lock:
            now -= 1
        yield OK

    with Server(busy) as server:
        urls = [f"http://page.example:{server.port}/{number}" for number in range(8)]
        answers = dict(ask_all(urls, Asker(resolve=Names(), allowed=only_here, seconds=1)))
    assert answers == dict.fromkeys(urls)
    assert most == 2


def test_one_run_asks_five_hundred_addresses_and_says_so() -> None:
    names = Names()
    urls = [f"http://h{number}.example/" for number in range(MOST + 2)]
    answers = dict(ask_all(urls, Asker(resolve=names, allowed=lambda _: False)))
    assert len(names.asked) == MOST == 500
    assert set(urls) - set(answers) == {urls[-1]}
    over = answers[urls[MOST]]
    assert over
    assert (over.code, over.expected) == (Code.UNREACHED_LINK, "at most 500 addresses in one run")
    assert over.found == "502: this one, and those that follow, were not asked"


def test_a_bug_of_ours_is_not_taken_for_a_missing_page() -> None:
    def broken(*_: object, **__: object) -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(ask_all(["http://page.example/"], Asker(resolve=Names(), allowed=broken)))

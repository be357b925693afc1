"""`check --check-links`: whether the addresses of sources lead to a page. The only module that opens a connection.

The addresses are a stranger's, so each is a way to make this machine ask another one. What is connected to is the very address that the name
was resolved to and that was judged to be public; proxies and urllib are not used. Of an answer its head is read and nothing else.
"""

from __future__ import annotations

import http
import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from queue import Empty, SimpleQueue
from threading import Lock, Semaphore, Thread
from typing import Any
from urllib.parse import quote as percent
from urllib.parse import urldefrag, urljoin, urlsplit

from pydantic_core import PydanticCustomError

from govaudit.model.base import parse_address
from govaudit.problems import Code, quote

MOST = 500
"""Addresses that one run asks."""
WORKERS, PER_HOST = 8, 2
REDIRECTS = 5
LONGEST_HEAD = 64 * 1024
SECONDS = 10.0
"""For one address in all: looking up, connecting, and every redirect; not the wait for its turn."""
HEADERS = {"User-Agent": f"govaudit/{version('govaudit')} (--check-links)", "Accept": "*/*", "Connection": "close"}
MOVED = frozenset({301, 302, 303, 307, 308})
PLAIN = "%/:=&?~#+!$,;'@()*[]"
"""Signs that an address may hold as they are."""
NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        ),
    )
)  # fmt: skip
"""Besides what `ipaddress` knows, which changes from one Python to the next: shared, reserved, and tunnels to other addresses."""
UNICAST = ipaddress.ip_network("2000::/3")
"""The only public part of IPv6: mapped addresses and NAT64 lie outside."""


def is_public(address: str) -> bool:
    """Whether anyone on the internet may be meant by an address: one that stands for no machine of a private network."""
    ip = ipaddress.ip_address(address)
    if ip.version == 6 and ip not in UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in NOT_PUBLIC)


class NoPageError(Exception):
    """Why an address leads to no page."""

    def __init__(self, code: Code, found: str, expected: str = "a page") -> None:
        super().__init__(found)
        self.code, self.found, self.expected = code, found, expected


class Wire(io.RawIOBase):
    """A connection with an end, of time and of bytes, in the place of the socket that `http.client` wants."""

    def __init__(self, plain: socket.socket, until: float) -> None:
        self.socket, self.until, self.left = plain, until, LONGEST_HEAD

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.left <= 0:
            raise NoPageError(Code.DEAD_LINK, f"an answer whose head is longer than {LONGEST_HEAD // 1024} KiB")
        self.socket.settimeout(remaining(self.until))
        count = self.socket.recv_into(buffer)
        self.left -= count
        return count

    def sendall(self, data: bytes) -> None:
        self.socket.settimeout(remaining(self.until))
        self.socket.sendall(data)

    def close(self) -> None:
        """Nothing: who connected ends the connection. `http.client` would while the answer still reads of it."""

    def makefile(self, *_: object) -> io.BufferedReader:
        return io.BufferedReader(self)


def remaining(until: float) -> float:
    """Seconds that are left.

    Raises
    ------
    TimeoutError
        If none is.
    """
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@dataclass(slots=True, kw_only=True)
class Asker:
    """Asks addresses, one at a time; threads share it. Tests, and nobody else, say what a name resolves to and what may be connected to."""

    resolve: Callable[..., list[tuple[Any, ...]]] = field(default_factory=lambda: socket.getaddrinfo)
    allowed: Callable[[str], bool] = is_public
    secure: Callable[..., socket.socket] = field(default_factory=lambda: ssl.create_default_context().wrap_socket)
    seconds: float = SECONDS
    _turns: defaultdict[str, Semaphore] = field(default_factory=lambda: defaultdict(lambda: Semaphore(PER_HOST)))
    _lock: Lock = field(default_factory=Lock)

    def ask(self, url: str) -> NoPageError | None:
        """Why there is no page; None if there is one."""
        hop, until = url, time.monotonic() + self.seconds
        try:
            for _ in range(REDIRECTS + 1):
                waiting = time.monotonic()
                with self._turn(hop):
                    until += time.monotonic() - waiting
                    status, location = self._answer(hop, until)
                if status not in MOVED or location is None:
                    return None if _is_page(status) else _no_page(status, hop if hop != url else "")
                hop = _redirected(hop, location)
        except NoPageError as error:
            return error
        return NoPageError(Code.DEAD_LINK, f"more than {REDIRECTS} redirects")

    def _turn(self, url: str) -> Semaphore:
        with self._lock:
            return self._turns[urlsplit(url).hostname or ""]

    def _answer(self, url: str, until: float) -> tuple[int, str | None]:
        """Status and redirect, to HEAD, or to GET where HEAD is not answered with a page: some servers do not know it."""
        try:
            status, location = self._request("HEAD", url, until)
            return (status, location) if _is_page(status) or status in MOVED else self._request("GET", url, until)
        except TimeoutError:
            raise NoPageError(Code.UNREACHED_LINK, f"no answer in {self.seconds:g} seconds") from None
        except ssl.SSLCertVerificationError:
            raise NoPageError(Code.UNREACHED_LINK, "a certificate that cannot be trusted") from None
        except (OSError, ValueError):  # ValueError: a host name that no certificate can bear
            raise NoPageError(Code.UNREACHED_LINK, "no connection") from None
        except http.client.HTTPException:
            raise NoPageError(Code.DEAD_LINK, "an answer that is not HTTP") from None

    def _request(self, method: str, url: str, until: float) -> tuple[int, str | None]:
        parts = urlsplit(url)
        secure, name = parts.scheme == "https", _ascii(parts.hostname or "")
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(name, parts.port or kind.default_port)  # else the end of an IPv6 address is taken for one
        plain = self._connect(name, connection.port, until)
        try:
            if secure:
                plain.settimeout(remaining(until))
                plain = self.secure(plain, server_hostname=name)
            connection.sock = Wire(plain, until)  # all of a socket that is used
            target = percent(parts.path or "/", PLAIN) + (f"?{percent(parts.query, PLAIN)}" if parts.query else "")
            connection.request(method, target, headers=HEADERS)
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location")
        finally:
            plain.close()

    def _connect(self, name: str, port: int, until: float) -> socket.socket:
        """A connection to an address that the name was resolved to, all of which are public."""
        found = self._look_up(name, port, until)
        if not all(self.allowed(place[0]) for _, place in found):
            raise NoPageError(Code.DEAD_LINK, "an address inside a private network")
        for tried, (family, place) in enumerate(found):
            made = socket.socket(family, socket.SOCK_STREAM)
            try:
                made.settimeout(remaining(until) / (len(found) - tried))
                made.connect(place)
            except OSError:
                made.close()
            else:
                return made
        remaining(until)
        raise ConnectionError

    def _look_up(self, name: str, port: int, until: float) -> list[tuple[Any, Any]]:
        """Family and place of each address of a name. Looking up has no time limit of its own, so a thread does it that may be left behind."""
        answers: SimpleQueue[list[tuple[Any, ...]]] = SimpleQueue()

        def look() -> None:
            try:
                answers.put(self.resolve(name, port, type=socket.SOCK_STREAM))
            except (OSError, UnicodeError):
                answers.put([])

        Thread(target=look, daemon=True).start()
        try:
            found = answers.get(timeout=remaining(until))
        except Empty:
            raise TimeoutError from None
        if not found:
            raise NoPageError(Code.UNREACHED_LINK, "no address of its host")
        return [(family, place) for family, _, _, _, place in found]


def _is_page(status: int) -> bool:
    return 200 <= status < 300 and status not in {204, 205}


def _no_page(status: int, hop: str) -> NoPageError:
    known = f" ({http.HTTPStatus(status).phrase})" if status in set(http.HTTPStatus) else ""
    return NoPageError(Code.DEAD_LINK, f"{status}{known}{f' after a redirect to {quote(hop)}' if hop else ''}")


def _ascii(name: str) -> str:
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        raise NoPageError(Code.UNREACHED_LINK, "no address of its host") from None


def _redirected(hop: str, location: str) -> str:
    """Where a redirect leads, judged like any address of a stranger."""
    try:
        target: str = urldefrag(parse_address(urljoin(hop, percent(location.encode("latin-1"), PLAIN))))[0]
    except (ValueError, PydanticCustomError):
        raise NoPageError(Code.DEAD_LINK, f"a redirect to no http or https address: {quote(location)}") from None
    if hop.startswith("https:") and not target.startswith("https:"):
        raise NoPageError(Code.DEAD_LINK, "a redirect from https to http")
    return target


def ask_all(urls: Sequence[str], asker: Asker | None = None) -> Iterator[tuple[str, NoPageError | None]]:
    """Ask the first `MOST` addresses, some at a time; the answers come as they are had.

    The threads are daemons: who interrupts the run need not wait for a stranger.
    """
    urls, over = urls[:MOST], urls[MOST:]
    if over:
        found = f"{len(urls) + len(over)}: this one, and those that follow, were not asked"
        yield over[0], NoPageError(Code.UNREACHED_LINK, found, f"at most {MOST} addresses in one run")
    asking = asker or Asker()
    waiting: SimpleQueue[str] = SimpleQueue()
    answers: SimpleQueue[tuple[str, NoPageError | None] | Exception] = SimpleQueue()
    for url in urls:
        waiting.put(url)

    def work() -> None:
        while True:
            try:
                url = waiting.get_nowait()
                answers.put((url, asking.ask(url)))
            except Empty:
                return
            except Exception as error:  # noqa: BLE001  # raised where it is waited for
                answers.put(error)

    for _ in range(min(WORKERS, len(urls))):
        Thread(target=work, daemon=True).start()
    for _ in urls:
        answer = answers.get()
        if isinstance(answer, Exception):
            raise answer
        yield answer

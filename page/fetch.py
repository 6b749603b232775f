"""A page fetched from the web for somebody who has typed its address, and from nowhere else.

Whoever types an address, or the page behind it, may mean a machine that only this one can reach
(server-side request forgery, CWE-918). So every name is resolved here, every address that it has is
checked, and the connection goes to the very address that was checked: a name that leads elsewhere
a moment later leads nowhere. The same holds for each redirect. Neither cookies nor proxies nor
passwords are used. `safehttpx`, which Gradio brings, asks a server of Google's where the system
knows no address, follows what HTTP_PROXY says past its own check, lets the addresses of RFC 6598
through, and bounds neither time nor size: docs/decisions/0007-libraries.md.
"""

import http.client
import re
import socket
import ssl
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from time import monotonic
from urllib.parse import quote, urljoin, urlsplit

from index.errors import BadInput
from index.readers import READERS
from page.reading import host_of
from page.words import ENGLISH, Words

LARGEST = 10 * 1024 * 1024  # bytes
SECONDS = 20.0  # for everything but the resolving of names, which the system bounds
REDIRECTS = 5
LONGEST = 2_000  # characters of an address
SIGNS = "/%:=&+,;@!$'()*~?[]"  # that stay as they are in a path or a query
MOVED = {301, 302, 303, 307, 308}
ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
}
HEADERS = {
    "User-Agent": "ChapterAndVerse/0.1 (adds one page that a person asked for)",
    "Accept": "text/html, application/xhtml+xml, text/plain, application/pdf",
    "Accept-Encoding": "identity",  # what is packed could be a bomb
    "Connection": "close",
}
# addresses with an IPv4 address inside: NAT64 (RFC 6052, RFC 8215) and the old "compatible" ones
CARRYING = [ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")]
# public by their numbers alone: protocols, relays of 6to4, what serves the machines of a cloud
SPECIAL = [ip_network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")]

Address = IPv4Address | IPv6Address
Public = Callable[[Address], bool]


@dataclass(frozen=True)
class Fetched:
    """What an address has served: the address after redirects, a file's ending, the bytes."""

    url: str
    ending: str
    data: bytes

    @property
    def name(self) -> str:
        """A name for the file, of the address.

        >>> Fetched("https://town.test/rules/fees.php?y=2", ".html", b"").name
        'town.test-fees.html'
        """
        last = urlsplit(self.url).path.rstrip("/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
        return re.sub(r"[^\w.]+", "-", f"{host_of(self.url)}-{last}").strip("-.") + self.ending


def is_public(address: Address) -> bool:
    """Whether an address may belong to a machine that anybody can reach.

    >>> [is_public(ip_address(a)) for a in ("9.9.9.9", "100.64.1.1", "::ffff:10.0.0.1")]
    [True, False, False]
    """
    if isinstance(address, IPv6Address):
        within = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if any(address in network for network in CARRYING):
            within.append(IPv4Address(int(address) & 0xFFFF_FFFF))
        if address.is_site_local or not all(is_public(one) for one in within if one):
            return False
    return (
        address.is_global
        and not (address.is_multicast or address.is_reserved or address.is_unspecified)
        and not any(address in network for network in SPECIAL)
    )


def fetch(
    url: str, hosts: Collection[str], say: Words = ENGLISH, public: Public = is_public
) -> Fetched:
    """What an address on the web serves.

    Args:
        url: of http or https.
        hosts: the names of hosts that may be asked, with those below them; `*` stands for any.
        say: the words of the page.
        public: which addresses may be connected to.

    Raises:
        BadInput: there is nothing there that could be added; why, in the words of the page.
    """
    end = monotonic() + SECONDS
    try:
        for _ in range(REDIRECTS + 1):
            url, host = _plain(url, hosts, say)
            connection = _Pinned(url, host, public, end, say)
            with connection.hanging_up():
                response = connection.answer()
                if response.status not in MOVED:
                    return _read(url, response, end, say)
                url = urljoin(url, response.headers.get("Location", ""))
    except (OSError, http.client.HTTPException, ValueError) as error:
        if monotonic() >= end:
            raise BadInput(say("library.web_slow", seconds=f"{SECONDS:.0f}")) from error
        why = getattr(error, "strerror", None) or type(error).__name__
        raise BadInput(say("library.web_unreachable", why=why)) from error
    raise BadInput(say("library.web_moved", most=str(REDIRECTS)))


def _plain(url: str, hosts: Collection[str], say: Words) -> tuple[str, str]:
    """An address as it goes over the wire, without its fragment, and the name of its host."""
    host = host_of(url) if len(url) <= LONGEST else None
    if host is None:
        raise BadInput(say("library.web_no_address"))
    if not any(one == "*" or f".{host}".endswith(f".{one.lower()}") for one in hosts):
        raise BadInput(say("library.web_not_listed", host=host))
    parts = urlsplit(url)
    named = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    path = quote(parts.path or "/", safe=SIGNS)
    query = f"?{quote(parts.query, safe=SIGNS)}" if parts.query else ""
    return f"{parts.scheme}://{named}{port}{path}{query}", host


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was checked, whatever else its name may lead to."""

    def __init__(self, url: str, host: str, public: Public, end: float, say: Words) -> None:
        """Connect to nothing yet; `end` is the moment at which all must be over."""
        self._parts = urlsplit(url)
        self._secure = self._parts.scheme == "https"
        super().__init__(host, self._parts.port or (443 if self._secure else 80))
        self._public, self._end, self._say = public, end, say
        self._line: socket.socket | None = None

    def answer(self) -> http.client.HTTPResponse:
        """The head of what is served."""
        parts = self._parts
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        self.request("GET", target, headers={"Host": parts.netloc, **HEADERS})
        return self.getresponse()

    def connect(self) -> None:
        """Resolve the name, check every address that it has, and take the first that answers."""
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        for *_, place in found:
            if not self._public(ip_address(str(place[0]).partition("%")[0])):
                raise BadInput(self._say("library.web_private", host=self.host))
        for family, kind, protocol, _, place in found:
            self._line = line = socket.socket(family, kind, protocol)
            line.settimeout(max(0.01, self._end - monotonic()))
            try:
                line.connect(place)
            except OSError:
                line.close()
                if place == found[-1][-1]:
                    raise
                continue
            if self._secure:
                context = ssl.create_default_context()
                self._line = line = context.wrap_socket(line, server_hostname=self.host)
            self.sock = line
            return

    @contextmanager
    def hanging_up(self) -> Iterator[None]:
        """Hang up at the end of a block, or when the time is over: bytes may drip in for ever."""
        timer = Timer(max(0.0, self._end - monotonic()), self._hang_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self.close()

    def _hang_up(self) -> None:
        if self._line:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


def _read(url: str, response: http.client.HTTPResponse, end: float, say: Words) -> Fetched:
    """The body of an answer, if it is one that could be read."""
    kind = response.headers.get_content_type()
    ending = ENDINGS.get(kind)
    if response.status != http.client.OK:
        raise BadInput(say("library.web_status", status=str(response.status)))
    if ending not in READERS or response.headers.get("Content-Encoding", "identity") != "identity":
        raise BadInput(say("library.web_kind", kind=kind))
    data = response.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise BadInput(say("library.web_large", largest=say.size(LARGEST)))
    if response.length or monotonic() >= end:  # cut off, by the server or by us
        raise http.client.IncompleteRead(data, response.length)
    return Fetched(url, ending, data)

"""Pages of the web by their addresses: nothing inside is ever asked (trust.md, G8)."""

import http.server
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address

import pytest

from index.errors import BadInput
from page import fetch as fetching
from page.fetch import REDIRECTS, Address, fetch, is_public
from page.words import words

# whatever resolves them, these are no machines of the public web
PRIVATE = """
127.0.0.1 127.1 127.0.0.2 127.255.255.254 0.0.0.0 0 2130706433
0x7f000001 0x7f.1 017700000001 0177.0.0.1
127.0.1 localhost LOCALHOST 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1
3232235521 100.64.0.1 100.100.100.200 100.127.255.255 169.254.169.254 2852039166 169.254.170.2
168.63.129.16 192.0.0.192 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 192.88.99.1 224.0.0.1
239.255.255.250 240.0.0.1 255.255.255.255 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1]
[::ffff:169.254.169.254] [::ffff:100.64.0.1] [::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::a00:1]
[2002:7f00:1::] [2002:a9fe:a9fe::1] [2001:0:7f00:1::1] [fe80::1] [fec0::1] [fc00::1]
[fd00:ec2::254] [ff02::1] [2001:db8::1] [100::1]
""".split()
NO_ADDRESS = """
file:///etc/passwd ftp://a.test/ gopher://a.test/ data:text/html,x javascript:alert(1)
//a.test/ a.test http:// http:///x http://a@127.0.0.1/ http://9.9.9.9@127.0.0.1/ http://a.test:80@b.test/
http://[::1
http://a.test\\@127.0.0.1/ http://a%00.test/ unix:/run/docker.sock
dict://a.test:11211/
""".split()


@dataclass
class Town:
    """A server on loopback, and what was connected to."""

    pages: dict[str, Callable[[http.server.BaseHTTPRequestHandler], None]]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def send(
    body: bytes = b"<p>Hello.</p>", status: int = 200, **headers: str
) -> Callable[[http.server.BaseHTTPRequestHandler], None]:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        given = {"Content-Type": "text/html", "Content-Length": str(len(body))}
        for name, value in (given | {k.replace("_", "-"): v for k, v in headers.items()}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def moved(to: str) -> Callable[[http.server.BaseHTTPRequestHandler], None]:
    return send(b"", 302, Location=to)


def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
    """A byte now and then, for ever."""
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not threading.Event().wait(0.05):
            handler.wfile.write(b"x")
    except OSError:
        pass


@pytest.fixture
def town() -> Iterator[Town]:
    town = Town({})

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            town.asked.append((self.path, dict(self.headers)))
            town.pages.get(self.path, send(status=404))(self)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    town.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield town
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every place that a socket is connected to."""
    places: list[object] = []
    real = socket.socket.connect

    def connect(self: socket.socket, place: object) -> None:
        places.append(place)
        real(self, place)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)
    return places


def leads_to(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> None:
    """A resolver under somebody's control: each question for a name gives its next address."""
    real = socket.getaddrinfo

    def resolve(host: str, port: int, **how: int) -> list[object]:
        if host not in names:
            return list(real(host, port, **how))
        now = names[host].pop(0) if len(names[host]) > 1 else names[host][0]
        return [found for one in now.split() for found in real(one, port, **how)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


HERE: Callable[[Address], bool] = lambda address: str(address) == "127.0.0.1"  # noqa: E731
get = partial(fetch, hosts=("*",))
get_here = partial(fetch, hosts=("*",), public=HERE)


@pytest.mark.parametrize("host", PRIVATE)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_address_of_an_internal_network_is_asked(
    host: str, scheme: str, connected: list[object]
) -> None:
    with pytest.raises(BadInput):
        get(f"{scheme}://{host}/latest/meta-data/")
    assert connected == []


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_address_of_a_page_is_not_asked(url: str, connected: list[object]) -> None:
    with pytest.raises(BadInput, match="no address of a web page"):
        get(url)
    assert connected == []


def test_there_are_sixty_hostile_addresses() -> None:
    assert len({*PRIVATE, *NO_ADDRESS}) >= 60


@pytest.mark.parametrize("address", ["9.9.9.9", "140.82.112.3", "2620:fe::9", "2a00:1450:4001::1"])
def test_addresses_of_the_public_web_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("names", [["127.0.0.1"], ["9.9.9.9 127.0.0.1"], ["9.9.9.9 ::1"]])
def test_a_name_that_leads_inside_is_not_asked(
    names: list[str], monkeypatch: pytest.MonkeyPatch, connected: list[object]
) -> None:
    leads_to(monkeypatch, {"rebind.test": names})
    with pytest.raises(
        BadInput, match=r"rebind\.test leads to a machine that is not on the public"
    ):
        get("http://rebind.test/")
    assert connected == []


def test_a_name_is_resolved_once_and_its_address_is_the_one_that_is_asked(
    town: Town, monkeypatch: pytest.MonkeyPatch, connected: list[object]
) -> None:
    # DNS rebinding: the second answer is never asked for
    names = {"rebind.test": ["127.0.0.1", "169.254.169.254"]}
    leads_to(monkeypatch, names)
    town.pages["/"] = send()
    assert get_here(f"http://rebind.test:{town.port}/").data == b"<p>Hello.</p>"
    assert connected == [("127.0.0.1", town.port)]
    assert town.asked[0][1]["Host"] == f"rebind.test:{town.port}"


@pytest.mark.parametrize("host", [one for one in PRIVATE if not one.startswith("127.0.0.1")])
def test_a_redirect_inside_is_not_followed(host: str, town: Town, connected: list[object]) -> None:
    town.pages["/"] = moved(f"http://{host}/latest/meta-data/")
    with pytest.raises(BadInput):
        get_here(town.url("/"))
    # the other spellings of the address that is allowed here lead to it
    assert {place[0] for place in connected} == {"127.0.0.1"}  # type: ignore[index]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "//a@b/", "ftp://127.0.0.1/", "http://["])
def test_a_redirect_to_what_is_no_page_is_not_followed(
    url: str, town: Town, connected: list[object]
) -> None:
    town.pages["/"] = moved(url)
    with pytest.raises(BadInput):
        get_here(town.url("/"))
    assert len(connected) == 1


def test_a_page_is_fetched_through_a_few_redirects(town: Town) -> None:
    for number in range(REDIRECTS):
        town.pages[f"/{number}"] = moved(f"{number + 1}?a=b#c")
        town.pages[f"/{number}?a=b"] = town.pages[f"/{number}"]
    town.pages[f"/{REDIRECTS}?a=b"] = send(b"<p>There.</p>")
    found = get_here(town.url("/0"))
    assert (found.url, found.ending) == (town.url(f"/{REDIRECTS}?a=b"), ".html")
    assert found.data == b"<p>There.</p>"
    town.pages["/round"] = moved("/round")
    with pytest.raises(BadInput, match="more than 5 times"):
        get_here(town.url("/round"))


def test_hosts_are_asked_that_are_named_and_no_others(town: Town, connected: list[object]) -> None:
    for hosts in ((), ("a.test",), ("0.0.1",), ("example.org", "7.0.0.1")):
        if hosts != ("0.0.1",):
            with pytest.raises(BadInput, match="is not among the hosts"):
                fetch(town.url("/"), hosts, public=HERE)
    assert connected == []
    town.pages["/"] = moved("http://b.test/")
    with pytest.raises(BadInput, match=r"b\.test is not among the hosts"):
        fetch(town.url("/"), ("127.0.0.1",), public=HERE)


def test_a_host_stands_for_those_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    leads_to(monkeypatch, {"www.oregon.gov": ["127.0.0.1"], "notoregon.gov": ["127.0.0.1"]})
    with pytest.raises(BadInput, match="not on the public web"):
        fetch("http://www.oregon.gov/", ("oregon.gov",))
    with pytest.raises(BadInput, match="not among the hosts"):
        fetch("http://notoregon.gov/", ("oregon.gov",))


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (send(Content_Type="image/png"), "image/png"),
        (send(Content_Type="application/zip"), "application/zip"),
        (send(Content_Encoding="gzip"), "text/html"),
        (send(status=404), "404"),
        (send(status=500), "500"),
        (send(status=206), "206"),
        (send(Content_Length="20"), "did not come"),  # cut off
        (send(b"x" * 1_001), "larger than"),
        (send(b"x" * 2_000, Content_Length="100000000000"), "larger than"),
        (lambda handler: handler.wfile.write(b"\0" * 70_000), "did not come"),
        (
            lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200),
            "did not",
        ),
        (lambda handler: handler.connection.close(), "did not come"),
    ],
)
def test_what_is_no_whole_page_is_refused(
    answer: Callable[[http.server.BaseHTTPRequestHandler], None],
    why: str,
    town: Town,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 1_000)
    town.pages["/"] = answer
    with pytest.raises(BadInput, match=why):
        get_here(town.url("/"))


def test_what_drips_in_is_cut_off(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    town.pages["/"] = drip
    with pytest.raises(BadInput, match="did not come within"):
        get_here(town.url("/"))


def test_nothing_of_the_visitor_is_sent_along(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    town.pages["/a%20b?q=%C3%A9"] = send(Set_Cookie="a=b")
    town.pages["/"] = moved("/a b?q=é".encode().decode("latin-1"))
    town.pages["/a%20b?q=%C3%83%C2%A9"] = send(Set_Cookie="a=b")
    get_here(town.url("/"))
    for _, headers in town.asked:
        assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_each_reason_is_said_in_spanish_too(town: Town) -> None:
    with pytest.raises(BadInput, match="La página no llegó: su servidor responde 404"):
        fetch(town.url("/none"), ("*",), words("es"), HERE)

"""A8 and A9: whatever a file does to the library that reads it, the parent lives and says so.

Each hostile reader really does its deed in a real child (`tests.index.apart.hostile`).
"""

import json
import os
import resource
import socket
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.apart.child import Child, Idle
from index.apart.frames import Garbled, receive
from index.apart.limits import LIMITS, MB, Limits
from index.apart.pool import _idle, read_apart
from index.apart.reply import decode
from index.errors import Encrypted, NotStarted, TooLarge, Unreadable
from index.readers.extract import LONGEST, MOST_PAGES, Extract

QUICK = Limits(memory=200 * MB, cpu=1, wall=30)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's part is Linux's")


class Readers:
    """Hostile readers, in a child that is started again when it was ended."""

    def __init__(self) -> None:
        self.child: Child | None = None

    def __call__(self, deed: str, data: bytes = b"", limits: Limits = QUICK) -> Extract:
        if self.child and (not self.child.ready or self.child.limits != limits):
            self.end()
        self.child = self.child or Child("tests.index.apart.hostile", limits)
        return self.child.read(f".{deed}", data)

    def end(self) -> None:
        if self.child:
            self.child.end()
        self.child = None


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    here = Readers()
    yield here
    here.end()


def held(readers: Readers, what: str) -> None:
    """Skip where this kernel gives an ordinary process no such thing."""
    readers("fine", b"one\ntwo")
    if not readers.child or what not in readers.child.held:
        pytest.skip(f"no {what} here")


def test_a_reply_is_what_the_reader_said(readers: Readers) -> None:
    extract = readers("fine", "one\nzwölf 🌊".encode())
    assert (extract.text, extract.pages, extract.unread, extract.hidden) == (
        "one\nzwölf 🌊", (0, 4), (2,), 3
    )  # fmt: skip
    assert extract.about.title == "Tides"
    with pytest.raises(Encrypted, match=r"^a password is needed$"):
        readers("locked")


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        ("loop", "more than 1 seconds"),
        ("loop_in_c", "more than 1 seconds"),
        ("crash", "crashed on it .SIGSEGV"),
        ("abort", "crashed on it .SIGABRT"),
        ("leave", "crashed on it .exit code 0"),
        ("leave_politely", "crashed on it .exit code 0"),
        ("hang_up", "crashed on it"),
        ("overflow", "failed on it .RecursionError"),
        ("fault", "failed on it .ValueError.; save it again"),
        ("eat", "more memory than is allowed"),
        ("bomb", "more memory than is allowed"),
    ],
)
def test_a_file_that_does_harm_is_refused_and_the_next_is_read(
    readers: Readers, deed: str, why: str
) -> None:
    with pytest.raises(Unreadable, match=why):
        readers(deed)
    assert readers("fine", b"one\ntwo").text == "one\ntwo"


@pytest.mark.parametrize("deed", ["sleep", "sleep_deaf"])
def test_a_file_that_takes_time_and_does_nothing_is_refused(readers: Readers, deed: str) -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable, match="more than 2 seconds to read; save it again"):
        readers(deed, limits=Limits(cpu=1, wall=2))
    assert time.monotonic() - started < 61


def test_what_a_file_says_in_a_fault_is_not_repeated(readers: Readers) -> None:
    with pytest.raises(Unreadable) as error:
        readers("fault")
    assert "somebody" not in str(error.value)


@LINUX
def test_memory_has_a_limit_also_for_c(readers: Readers) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert readers("eat_in_c", limits=Limits(200 * MB, 20, 30)).text == "the system gave no more"
    readers.end()
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # kilobytes, of the largest
    assert after <= max(before, 400 * 1024)


@pytest.mark.parametrize("deed", ["fork", "thread", "run", "kill"])
def test_a_reader_starts_nothing_and_ends_nobody(readers: Readers, deed: str) -> None:
    if deed == "thread":
        held(readers, "namespaces")
    with pytest.raises(Unreadable, match="failed on it"):
        readers(deed, b"true")


@LINUX
def test_nor_does_its_machine_code(readers: Readers) -> None:
    held(readers, "namespaces")
    assert readers("fork_in_c").text == "forked: False"


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


def test_a_reader_has_no_network(readers: Readers, listener: socket.socket) -> None:
    with pytest.raises(Unreadable, match=r"failed on it .PermissionError"):
        readers("connect", str(listener.getsockname()[1]).encode())
    with pytest.raises(TimeoutError):
        listener.accept()


@LINUX
def test_nor_has_its_machine_code(readers: Readers, listener: socket.socket) -> None:
    held(readers, "namespaces")
    port = str(listener.getsockname()[1]).encode()
    assert readers("connect_in_c", port).text == "connected: False"
    with pytest.raises(TimeoutError):
        listener.accept()


def test_a_reader_changes_no_file(readers: Readers, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("old")
    for deed, name in (("write", "there"), ("write", "new"), ("remove", "there")):
        with pytest.raises(Unreadable, match=r"failed on it .PermissionError"):
            readers(deed, os.fsencode(tmp_path / name))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"there": "old"}


@LINUX
def test_nor_does_its_machine_code_change_one(readers: Readers, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("old")
    for name in ("there", "new"):
        assert readers("write_in_c", os.fsencode(tmp_path / name)).text == "written: False"
    assert there.read_text() == "old"
    held(readers, "landlock")
    assert not (tmp_path / "new").exists()


def test_a_reader_has_few_files_and_no_keys(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    readers.end()
    assert "KEY" not in readers("environment").text
    with pytest.raises(Unreadable, match=r"failed on it .OSError"):
        readers("many_files")
    names = set(readers("imported").text.split())
    assert not names & {"numpy", "onnxruntime", "chromadb", "torch", "gradio"}


def test_what_a_library_prints_is_no_reply(readers: Readers) -> None:
    assert readers("chatter").text == "said"


def test_text_and_pages_at_the_limit_are_read_and_one_more_is_not(readers: Readers) -> None:
    limits = Limits(cpu=30, wall=60)
    assert len(readers("longest", b"0", limits).text) == LONGEST
    assert len(readers("pages", b"0", limits).pages) == MOST_PAGES
    with pytest.raises(TooLarge, match="10,485,761 characters of text, at most 10,485,760"):
        readers("longest", b"1", limits)
    with pytest.raises(TooLarge, match="5,001 pages, at most 5,000 are read; split it"):
        readers("pages", b"1", limits)


def as_json(reply: object) -> bytes:
    return json.dumps(reply).encode()


def extract(**fields: object) -> bytes:
    whole = {"text": "one\ntwo", "about": {}, "pages": [], "unread": [], "hidden": 0}
    return as_json({"extract": {**whole, **fields}})


def framed(message: bytes) -> bytes:
    return struct.pack(">Q", len(message)) + message


GARBAGE = {
    "no JSON": b"\x80\x04.",
    "nothing": b"",
    "a list": b"[]",
    "deep JSON": b"[" * 100_000,
    "no reply": b"{}",
    "a kind that is none": as_json({"kind": "SystemExit", "why": "1"}),
    "a reason that is none": as_json({"kind": "Empty", "why": ""}),
    "an endless reason": as_json({"kind": "Empty", "why": "a" * 10_000}),
    "a number for a text": extract(text=5),
    "a text for pages": extract(pages="12"),
    "a text for a page": extract(pages=["0"]),
    "true for a page": extract(pages=[True]),
    "a page before the text": extract(pages=[-1]),
    "a page behind the text": extract(pages=[0, 8]),
    "a page in a line": extract(pages=[0, 2]),
    "pages in disorder": extract(pages=[4, 0]),
    "an unread page that is none": extract(pages=[0, 4], unread=[3]),
    "page 0": extract(pages=[0, 4], unread=[0]),
    "unread pages in disorder": extract(pages=[0, 4], unread=[2, 1]),
    "less than nothing": extract(hidden=-1),
    "half a character": extract(text="@").replace(b"@", b"\\ud83d"),
    "no UTF-8": extract(text="@").replace(b"@", b"\xff"),
    "a number for a title": extract(about={"title": 5}),
}


@pytest.mark.parametrize("reply", GARBAGE.values(), ids=list(GARBAGE))
def test_a_reply_is_held_to_what_replies_are(reply: bytes) -> None:
    with pytest.raises(Garbled):
        decode(reply)


@pytest.mark.parametrize("sent", [b"noise" * 999, b"\xff" * 8, framed(GARBAGE["page 0"])])
def test_a_child_that_talks_nonsense_is_ended(readers: Readers, sent: bytes) -> None:
    with pytest.raises(Unreadable, match="made no sense of it; save it again"):
        readers("as_it_is", sent)
    assert readers.child
    assert not readers.child.ready


def test_too_much_text_is_noticed_by_the_parent_too() -> None:
    with pytest.raises(TooLarge, match="characters of text"):
        decode(extract(text="a" * (LONGEST + 1)))


def test_half_a_reply_is_waited_for_no_longer_than_for_none(readers: Readers) -> None:
    with pytest.raises(Unreadable, match="more than 2 seconds"):
        readers("as_it_is", framed(extract())[:-1], Limits(cpu=1, wall=2))


def test_a_child_serves_many_files_and_then_another_does() -> None:
    child = Child("tests.index.apart.hostile", Limits(files=3))
    for turn in range(3):
        assert child.ready
        assert child.read(".fine", b"one\ntwo").text == "one\ntwo", turn
    assert not child.ready
    child.end()


def test_a_child_without_work_ends_itself() -> None:
    child = Child("tests.index.apart.hostile", Limits(idle=1))
    child.read(".fine", b"one\ntwo")
    child._process.wait(10)
    assert not child.ready
    with pytest.raises(Idle):
        child.read(".fine", b"one\ntwo")


def test_a_child_that_cannot_start_is_no_word_about_a_file() -> None:
    with pytest.raises(NotStarted, match="could not be started"):
        Child("tests.index.apart.nowhere")


def test_the_limits_are_those_that_were_promised() -> None:
    assert (LIMITS.memory, LIMITS.cpu, LIMITS.wall) == (1 << 30, 30, 60)


def test_the_door_gives_the_next_file_to_the_same_child() -> None:
    page = b"<html><h1>Tides</h1><p>The moon pulls the sea.</p></html>"
    first = read_apart(".html", page)
    (child,) = _idle
    assert read_apart(".html", page) == first
    assert _idle == [child]
    # and a child that is gone by then is replaced without a word
    child._process.kill()
    child._process.wait()
    assert read_apart(".html", page) == first


def test_frames_that_are_too_long_are_never_taken_in() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(struct.pack(">Q", 11))
        with pytest.raises(Garbled):
            receive(ours, 10)

"""What is refused before a library opens an Office file (rows A5, A6, A10 and A11 of trust.md)."""

import os
import random
import socket
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, partial
from io import BytesIO
from pathlib import Path

import pytest

from index.errors import Encrypted, Unreadable, WrongType
from index.readers import READERS, Extract
from tests.conftest import REPOSITORY
from tests.cost import seconds
from tests.index.office import docx, eml, members, package, pptx

FULL = bool(os.environ.get("CHAPTER_FULL"))
MAIN = "word/document.xml"
SPACES = b" " * (1024 * 1024)


def read(data: bytes, ending: str = ".docx") -> Extract:
    return READERS[ending].read(data)


def zipped(entries: dict[str, bytes], **options: int) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members(docx("The moon.")), **entries}.items():
            archive.writestr(name, data, **options)
    return stream.getvalue()


def directory(data: bytes, name: str) -> int:
    """Where the directory's entry of a part begins."""
    place = data.rindex(name.encode()) - 46
    assert data[place : place + 4] == b"PK\1\2"
    return place


def changed(data: bytes, place: int, form: str, *values: int) -> bytes:
    packed = struct.pack(form, *values)
    return data[:place] + packed + data[place + len(packed) :]


def lying(size: int, with_prefix: bool) -> bytes:
    """A part of 50 MB that says it has `size` bytes, with a check sum that fits these if wished."""
    data = zipped({"word/media/a.bin": SPACES * 50})
    place = directory(data, "word/media/a.bin")
    if with_prefix:
        data = changed(data, place + 16, "<I", zlib.crc32(b" " * size))
    return changed(data, place + 24, "<I", size)


def overlapping() -> bytes:
    """Many entries of the directory that all unpack the same bytes."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members(docx("The moon.")).items():
            archive.writestr(name, data)
        archive.writestr("word/media/a.bin", SPACES)
        first = archive.infolist()[-1]
        for number in range(100):
            copy = zipfile.ZipInfo(f"word/media/{number}.bin")
            for name in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(copy, name, getattr(first, name))
            archive.filelist.append(copy)
    return stream.getvalue()


def doubled() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members(docx("The moon.")).items():
            archive.writestr(name, data)
        archive.writestr("word/Document.xml", b"<x/>")
    return stream.getvalue()


def encrypted() -> bytes:
    data = zipped({})
    place = directory(data, MAIN)
    return changed(data, place + 8, "<H", 1)


def odd_packing() -> bytes:
    return zipped({"word/media/a.bin": SPACES}, compress_type=zipfile.ZIP_LZMA)


BOMBS = {
    "one part of 60 MB in 60 kB": lambda: zipped({"word/media/a.bin": SPACES * 60}),
    "the text itself": lambda: zipped({MAIN: b"<w:document>" + SPACES * 40}),
    "many parts of 1 MB": lambda: zipped({f"word/{n}.bin": SPACES for n in range(210)}),
    "10,000 entries": lambda: zipped({f"word/{n}.xml": b"" for n in range(10_000)}),
    "says less than it is": lambda: lying(1_000, with_prefix=False),
    "says less, with a check sum that fits": lambda: lying(1_000, with_prefix=True),
    "says more than it is": lambda: lying(50 * 1024 * 1024 + 5, with_prefix=False),
    "says nothing": lambda: lying(0, with_prefix=True),
    "entries that overlap": overlapping,
    "two names of one part": doubled,
    "an encrypted part": encrypted,
    "packed in another way": odd_packing,
}


@cache
def made(bomb: str) -> bytes:
    return BOMBS[bomb]()


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_before_it_is_opened(bomb: str) -> None:
    """A10: within a second each; the memory is measured below."""
    data = made(bomb)

    def refuse() -> None:
        with pytest.raises(Unreadable):
            read(data)

    assert seconds(refuse) < 1


def test_bombs_take_no_memory(tmp_path: Path) -> None:
    """A10: the peak of a process that refuses all twelve is within 100 MB of where it began."""
    for number, bomb in enumerate(BOMBS):
        (tmp_path / f"{number}.docx").write_bytes(made(bomb))
    code = (
        "import sys, resource, pathlib\n"
        "from index.errors import Unreadable\n"
        "from index.readers import word\n"
        "import docx, pptx\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before, refused = peak(), 0\n"
        "for file in pathlib.Path(sys.argv[1]).iterdir():\n"
        "    try: word.read(file.read_bytes())\n"
        "    except Unreadable: refused += 1\n"
        "print(refused, peak() - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    refused, kilobytes = map(int, done.stdout.split())
    assert refused == len(BOMBS) == 12
    assert kilobytes < 100 * 1024


def test_an_honest_zip64_file_is_read() -> None:
    """A10: the 64-bit form of a small file is no bomb."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members(docx("The moon pulls.")).items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(data)
    assert read(stream.getvalue()).text == "The moon pulls.\n"


def test_text_that_packs_well_is_no_bomb() -> None:
    """A10: a long table of like rows packs to a fiftieth."""
    rows = [f"| boat {n} | pays the fee | at the office |" for n in range(300)]
    assert read(docx(*rows)).text.count("pays the fee") == 300


def words(count: int) -> list[str]:
    return [f"Day {day}: the tide." for day in range(count)]


PICTURE = {"word/media/a.png": random.Random(1).randbytes(9_000)}
FILES: dict[str, Callable[[], bytes]] = {
    **{f"{n}.docx": partial(docx, *words(n)) for n in (1, 2, 3, 5, 9, 20, 40, 80)},
    "table.docx": partial(docx, "# Fees", "| Boat | Fee |", "| Yacht | 5 |", "The end."),
    "picture.docx": partial(docx, "The moon.", parts=PICTURE),
    **{f"{n}.pptx": partial(pptx, *words(n)) for n in range(1, 9)},
    "text.pptx": partial(pptx, ["Tides", "The moon pulls."]),
    "named.pptx": partial(pptx, "Tides", title="Tides", author="Ada"),
}


def cuts(data: bytes, seed: str) -> list[int]:
    chosen = random.Random(seed).sample(range(len(data)), 50)
    return chosen if FULL else chosen[:8]


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_cut_off_is_never_read_in_part(name: str) -> None:
    """A5: 20 files, each at 50 places (8 by default)."""
    data, ending = FILES[name](), name[-5:]
    assert read(data, ending).text
    for cut in cuts(data, name):
        start = time.process_time()
        with pytest.raises(Unreadable):
            read(data[:cut], ending)
        assert time.process_time() - start < 10


@pytest.mark.parametrize("name", FILES)
def test_a_file_with_a_changed_byte_is_whole_or_refused(name: str) -> None:
    """A5: a byte lost on the way is told by the check sums, or matters to nothing."""
    data, ending = FILES[name](), name[-5:]
    whole = read(data, ending).text
    for place in cuts(data, name):
        spoilt = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
        with suppress(Unreadable):
            assert read(spoilt, ending).text == whole


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize("ending", [".docx", ".pptx"])
def test_an_encrypted_file_says_so(ending: str) -> None:
    """A6: Office wraps an encrypted file in the container of its old formats."""
    locked = OLE + "EncryptionInfo".encode("utf-16-le") + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(Encrypted, match="password"):
        read(locked, ending)
    with pytest.raises(Encrypted, match="password"):
        read(encrypted(), ".docx")


@pytest.mark.parametrize("ending", [".docx", ".pptx"])
def test_an_old_office_file_is_told_how_to_come_in(ending: str) -> None:
    """A2, A6."""
    with pytest.raises(WrongType, match=f"old Office document; save it as {ending}"):
        read(OLE + "WordDocument".encode("utf-16-le"), ending)


MAIL = eml("The moon pulls the sea.")
PAGE = b"<html><body><p>The moon pulls the sea and the tide follows.</p></body></html>"
NO_OFFICE = {
    "a PDF": b"%PDF-1.7\n1 0 obj\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "a program": b"MZ\x90\x00" + bytes(90),
    "a text": b"The moon pulls the sea.",
    "a page": PAGE,
    "a mail": MAIL,
    "a ZIP archive": package({"a.txt": b"The moon."}),
    "an OpenDocument text": package(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
    ),
    "nothing but bytes": bytes(range(256)),
    "the directory of an empty archive": b"PK\5\6" + bytes(18),
    "a Rich Text document": b"{\\rtf1 The moon.}",
}  # fmt: skip
LIES = {
    **{(what, ending): data for what, data in NO_OFFICE.items() for ending in (".docx", ".pptx")},
    ("a presentation", ".docx"): pptx("Tides"),
    ("a Word document", ".pptx"): docx("Tides"),
    ("a Word document", ".eml"): docx("Tides"),
    ("a Word document", ".txt"): docx("Tides"),
    ("a presentation", ".html"): pptx("Tides"),
    ("a PDF", ".eml"): b"%PDF-1.7\n1 0 obj\n",
    ("a text", ".eml"): b"The moon pulls the sea.\n\nAnd the tide follows.",
    ("a page", ".eml"): PAGE,
    ("a page", ".txt"): PAGE,
    ("a mail of another kind", ".eml"): b"To: everybody\n\nThe moon.",
}


@pytest.mark.parametrize(("what", "ending"), LIES)
def test_a_file_of_the_wrong_type_is_refused_with_a_way_out(what: str, ending: str) -> None:
    """A2: by what it holds and by its ending."""
    with pytest.raises(WrongType, match=r"save|give|unpack"):
        read(LIES[what, ending], ending)


def test_at_least_thirty_wrong_types_are_tried() -> None:
    """A2."""
    assert len(LIES) >= 30


@pytest.mark.parametrize("kind", ["template.main+xml", "main+xml;macroEnabled"])
def test_templates_and_files_with_macros_are_told_to_be_saved_as_documents(kind: str) -> None:
    """A2: .dotx and .docm under the ending of a document."""
    parts = members(docx("The moon."))
    name = "[Content_Types].xml"
    other = parts[name].replace(b"wordprocessingml.document.main+xml", f"x.{kind}".encode())
    with pytest.raises(WrongType, match=r"save it as \.docx in Office"):
        read(package({**parts, name: other}))


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and who has asked there."""
    heard: list[str] = []
    server = socket.create_server(("127.0.0.1", 0))

    def hear() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            heard.append(connection.recv(200).decode("ascii", "replace"))
            connection.close()

    thread = threading.Thread(target=hear, daemon=True)
    thread.start()
    port = server.getsockname()[1]
    yield f"http://127.0.0.1:{port}", heard
    socket.create_connection(("127.0.0.1", port)).close()
    time.sleep(0.05)
    server.close()


DECLARATIONS = {
    "a file": '<!DOCTYPE r [<!ENTITY x SYSTEM "file://{canary}">]>',
    "an address": '<!DOCTYPE r [<!ENTITY x SYSTEM "{address}/x">]>',
    "a document type elsewhere": '<!DOCTYPE r SYSTEM "{address}/x.dtd">',
    "a public document type": '<!DOCTYPE r PUBLIC "-//X//Y" "{address}/x.dtd">',
    "a parameter": '<!DOCTYPE r [<!ENTITY % x SYSTEM "{address}/x"> %x;]>',
    "laughs": '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
}
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", [MAIN, "word/styles.xml", "docProps/core.xml", "_rels/.rels"])
@pytest.mark.parametrize("declaration", DECLARATIONS)
def test_xml_that_asks_for_anything_is_refused_unread(
    declaration: str, part: str, encoding: str, tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    """A11: external entities, laughs and document types in the parts of a Word document."""
    address, heard = listener
    (tmp_path / "canary").write_text("CANARY")
    parts = members(docx("The moon."))
    words = parts[part].decode()
    start = words.index("?>") + 2
    asked = DECLARATIONS[declaration].format(canary=tmp_path / "canary", address=address)
    hostile = HEAD.replace("UTF-8", encoding) + asked + words[start:].replace("The moon", "&x;")
    with pytest.raises(Unreadable, match="document type"):
        read(package({**parts, part: hostile.encode(encoding)}))
    assert heard == []


def linked(parts: dict[str, bytes], name: str, kind: str, target: str) -> dict[str, bytes]:
    relation = (
        f'<Relationship Id="rId999" Target="{target}" TargetMode="External" Type="http://schemas.'
        f'openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
    )
    return {**parts, name: parts[name].replace(b"</Relationships>", relation.encode())}


@pytest.mark.parametrize("scheme", ["{address}/x", "file://{canary}", "\\\\127.0.0.1\\share"])
@pytest.mark.parametrize(
    "kind", ["attachedTemplate", "image", "oleObject", "frame", "subDocument", "hyperlink"]
)
def test_nothing_outside_a_file_is_fetched(
    kind: str, scheme: str, tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    """A11: templates, pictures and objects that lie elsewhere."""
    address, heard = listener
    (tmp_path / "canary").write_text("CANARY")
    target = scheme.format(address=address, canary=tmp_path / "canary")
    word = linked(members(docx("The moon.")), "word/_rels/document.xml.rels", kind, target)
    slides = linked(members(pptx("The moon.")), "ppt/slides/_rels/slide1.xml.rels", kind, target)
    assert read(package(word)).text == "The moon.\n"
    assert read(package(slides), ".pptx").text == "# The moon.\n\n"
    assert heard == []


OTHERS = {
    "svg": '<svg><image href="{address}/x.png"/></svg><p>The moon pulls the sea.</p>',
    "link": '<link rel="stylesheet" href="{address}/x.css"><p>The moon pulls the sea.</p>',
    "picture": '<p>The moon pulls the sea.</p><img src="{address}/x.png">',
    "frame": '<p>The moon pulls the sea.</p><iframe src="file://{canary}"></iframe>',
    "base": '<base href="{address}/"><p>The moon pulls the sea.</p><script src="x"></script>',
    "include": '<p xmlns:xi="http://www.w3.org/2001/XInclude">The moon pulls the sea.'
    '<xi:include href="file://{canary}" parse="text"/></p>',
    "entity": '<!DOCTYPE html [<!ENTITY x SYSTEM "file://{canary}">]><p>The moon pulls &x; it.</p>',
}


@pytest.mark.parametrize("ending", [".html", ".eml"])
@pytest.mark.parametrize("page", OTHERS.values(), ids=list(OTHERS))
def test_a_page_fetches_nothing(
    page: str, ending: str, tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    """A11: in saved pages and in the HTML part of mails."""
    address, heard = listener
    (tmp_path / "canary").write_text("CANARY")
    page = page.format(address=address, canary=tmp_path / "canary")
    whole = page if page.startswith("<!") else f"<html><body>{page}</body></html>"
    found = read(eml(None, html=whole) if ending == ".eml" else whole.encode(), ending)
    assert "The moon pulls" in found.text
    assert "CANARY" not in found.text
    assert heard == []


def test_a_part_that_word_would_put_in_is_not_lost_without_a_word() -> None:
    """A11: w:altChunk is HTML inside the file, which Word turns into text when it opens it."""
    chunk = '<w:altChunk xmlns:r="x" r:id="rId9"/>'
    with pytest.raises(Unreadable, match="another format"):
        read(docx("The moon.", xml=chunk))


def test_deep_xml_ends_in_a_report() -> None:
    """A9: nesting takes neither the stack nor the time."""

    def nested(deep: int) -> bytes:
        return docx("The moon.", xml="<w:sdt>" * deep + "</w:sdt>" * deep)

    assert read(nested(200)).text == "The moon.\n"
    with pytest.raises(Unreadable, match="damaged"):
        read(nested(20_000))

import os
from pathlib import Path

import pytest

from index.errors import SourcesMissing, Unreadable
from index.load import LARGEST, Source, list_sources, read_document
from tests.conftest import Write

NOBODY = pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")


def uris(folder: Path) -> list[str]:
    return [source.uri for source in list_sources(folder)]


def read(folder: Path, uri: str) -> str:
    source = Source(folder / uri, uri)
    return read_document(source, source.data()).text


def test_files_are_listed_by_name_with_their_subfolders(write: Write) -> None:
    folder = write({"b.md": "x", "a/c.txt": "x", "a.html": "x", "z.mp3": "x"})
    assert uris(folder) == ["a.html", "a/c.txt", "b.md", "z.mp3"]


def test_hidden_files_and_the_readme_are_left_out(write: Write) -> None:
    folder = write(
        {"README.md": "x", ".a.md": "x", ".git/b.md": "x", "a/readme.md": "x", "c.md": "x"}
    )
    assert uris(folder) == ["a/readme.md", "c.md"]


def test_a_folder_named_as_a_document_is_a_folder(write: Write) -> None:
    folder = write({"x.md/inner.md": "The moon."})
    assert uris(folder) == ["x.md/inner.md"]


def test_no_folder_and_an_empty_one_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(SourcesMissing, match=r"no folder of sources .*--sources"):
        list_sources(tmp_path / "nowhere")
    with pytest.raises(SourcesMissing, match=r"no document that can be read\. Put .*\.txt files"):
        list_sources(tmp_path)
    with pytest.raises(SourcesMissing, match="no folder"):
        list_sources(Path(__file__))


@pytest.mark.parametrize(
    "data", [b"", b" ", b"\n\n\t\r\n", b"\xef\xbb\xbf", "\u2003\u200b".encode(), b"... -- !\n***"]
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_file_without_a_word_has_no_text(write: Write, name: str, data: bytes) -> None:
    folder = write({name: data})
    with pytest.raises(Unreadable, match="it has no text; write some or remove it"):
        read(folder, name)


def test_front_matter_alone_is_no_text(write: Write) -> None:
    folder = write({"a.md": "---\ntitle: Tides\n---\n"})
    with pytest.raises(Unreadable, match="it has no text"):
        read(folder, "a.md")


def test_a_file_without_a_reader_is_refused_by_its_ending(write: Write) -> None:
    folder = write({"a.mp3": "x"})
    with pytest.raises(Unreadable, match=r"no reader for it; files may be \.docx, "):
        read(folder, "a.mp3")


def test_a_file_at_the_limit_is_read_and_one_byte_more_is_not(write: Write) -> None:
    folder = write({"a.txt": b"a" * LARGEST})
    source = Source(folder / "a.txt", "a.txt")
    assert len(source.data()) == LARGEST
    write({"a.txt": b"a" * (LARGEST + 1)})
    with pytest.raises(Unreadable, match="26,214,401 bytes, at most 26,214,400 are read; split it"):
        source.data()


def test_a_file_that_vanished_is_named_as_the_system_names_it(write: Write) -> None:
    folder = write({"a.txt": "x"})
    source = Source(folder / "b.txt", "b.txt")
    with pytest.raises(Unreadable, match=r"No such file.*make it readable or remove it"):
        source.data()


@NOBODY
def test_a_file_that_may_not_be_read_is_refused(write: Write) -> None:
    folder = write({"a.txt": "x"})
    (folder / "a.txt").chmod(0)
    with pytest.raises(Unreadable, match="Permission denied"):
        read(folder, "a.txt")


def test_a_link_within_the_folder_is_read(write: Write) -> None:
    folder = write({"a.txt": "The moon pulls."})
    (folder / "b.txt").symlink_to("a.txt")
    assert read(folder, "b.txt") == "The moon pulls."


@pytest.mark.parametrize("relative", [True, False])
def test_a_link_out_of_the_folder_is_listed_and_refused(write: Write, relative: bool) -> None:
    folder = write({"in/a.txt": "The moon."})
    outside = write({"../outside.txt": "Secret."}).parent / "outside.txt"
    link = folder / "in" / "b.txt"
    link.symlink_to("../../outside.txt" if relative else outside)
    assert link.read_text() == "Secret."
    assert "in/b.txt" in uris(folder)
    with pytest.raises(Unreadable, match="a link that leads out of the folder; put a copy"):
        read(folder, "in/b.txt")


def test_a_link_to_a_folder_is_not_followed(write: Write) -> None:
    folder = write({"a.txt": "The moon."})
    (write({"../outside/b.txt": "Secret."}))
    (folder / "linked").symlink_to("../outside")
    (folder / "loop").symlink_to(".")
    assert uris(folder) == ["a.txt", "linked", "loop"]
    assert [s.readable for s in list_sources(folder)] == [True, False, False]


def test_links_in_a_circle_and_broken_ones_are_refused(write: Write) -> None:
    folder = write({"a.txt": "The moon."})
    (folder / "b.txt").symlink_to("c.txt")
    (folder / "c.txt").symlink_to("b.txt")
    (folder / "d.txt").symlink_to("nowhere.txt")
    assert uris(folder) == ["a.txt", "b.txt", "c.txt", "d.txt"]
    for uri in ("b.txt", "c.txt", "d.txt"):
        with pytest.raises(Unreadable, match="the system says"):
            read(folder, uri)


def test_a_folder_of_sources_may_itself_be_a_link(write: Write, tmp_path: Path) -> None:
    write({"a.txt": "The moon pulls."})
    (tmp_path / "link").symlink_to("sources")
    assert read(tmp_path / "link", "a.txt") == "The moon pulls."


@pytest.mark.parametrize(
    "name",
    ["<img src=x>.txt", "🌊 tide.txt", "👩‍💻.txt", "Gezeiten-Ü.txt", "a" * 250 + ".txt", "CON.txt"],
)
def test_odd_names_are_names(write: Write, name: str) -> None:
    folder = write({name: "The moon pulls."})
    assert read(folder, name) == "The moon pulls."


@pytest.mark.parametrize("name", ["a\nb.txt", "a\x1b[31m.txt", "a\u202etxt.txt", "a\u2028.txt"])
def test_a_name_that_could_pass_for_something_else_is_refused(write: Write, name: str) -> None:
    folder = write({name: "The moon pulls."})
    with pytest.raises(Unreadable, match="control characters or is not UTF-8; rename it"):
        read(folder, name)


def test_a_name_that_is_not_utf8_is_refused(write: Write) -> None:
    folder = write({"a.txt": "The moon."})
    Path(os.fsdecode(bytes(folder) + b"/caf\xe9.txt")).write_text("The moon.")
    (odd,) = [source for source in list_sources(folder) if source.uri != "a.txt"]
    with pytest.raises(Unreadable, match="rename it"):
        read_document(odd, odd.data())


def test_the_headline_of_a_plain_text_is_its_title_and_its_first_heading(write: Write) -> None:
    folder = write({"000.txt": "Rules of the harbour for boats\nEvery boat must show a light."})
    source = Source(folder / "000.txt", "000.txt")
    document = read_document(source, source.data())
    assert document.title == "Rules of the harbour for boats"
    assert [heading.title for heading in document.headings] == [document.title]


def test_what_a_file_says_of_itself_is_one_canonical_line(write: Write) -> None:
    yaml = 'title: "Cafe\\u0301\\n\\e[31m \\ud800 tides \\u202egnp"'
    folder = write({"a.md": f"---\n{yaml}\n---\nThe moon."})
    source = Source(folder / "a.md", "a.md")
    assert read_document(source, source.data()).title == "Café [31m tides gnp"


def test_text_is_canonical(write: Write) -> None:
    folder = write({"a.txt": "Cafe\u0301\r\nThe moon.\u2028"})
    assert read(folder, "a.txt") == "Café\nThe moon.\n"

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Document, Heading, Metadata, Span
from index.passage import Passage

TEXT = "# Tides\n## Causes\nThe moon.\n## Dangers\n### At noon\nThe causeway.\n# Boats\nA light."


def outline(title: str | None = None) -> Document:
    found = []
    for line in TEXT.splitlines():
        if line.startswith("#"):
            start = TEXT.index(line)
            mark, words = line.split(" ", 1)
            found.append(Heading(Span(start, start + len(line)), len(mark), words))
    return Document("a/tides.v2.md", TEXT, "text/markdown", Metadata(title), tuple(found))


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 4), (5, 5)])
def test_a_span_is_never_empty_reversed_or_before_the_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


def test_a_span_past_the_end_is_not_cut_short() -> None:
    with pytest.raises(ValueError, match="past the end"):
        Span(0, 6).cut("tides")


@given(st.text(min_size=1), st.data())
def test_a_span_cuts_what_a_slice_cuts(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert Span(start, end).cut(text) == text[start:end]


def test_a_span_holds_and_meets_half_open() -> None:
    assert Span(2, 8).holds(Span(2, 8))
    assert not Span(2, 8).holds(Span(2, 9))
    assert Span(2, 8).meets(Span(7, 9))
    assert not Span(2, 8).meets(Span(8, 9))


@pytest.mark.parametrize("text", ["", " \n\t", "\u2003"])
def test_a_document_without_words_cannot_be_made(text: str) -> None:
    with pytest.raises(ValueError, match=r"tides\.md has no text"):
        Document("tides.md", text, "text/markdown")


def test_values_cannot_be_changed() -> None:
    document = outline()
    with pytest.raises(dataclasses.FrozenInstanceError):
        document.text = "other"  # type: ignore[misc]


def test_the_id_tells_texts_and_places_apart() -> None:
    one = Document("a.md", "The moon.", "text/markdown")
    assert one.id == Document("a.md", "The moon.", "text/plain").id
    assert one.id != Document("b.md", "The moon.", "text/markdown").id
    assert one.id != Document("a.md", "The moon!", "text/markdown").id


def test_the_title_is_the_file_name_where_the_document_has_none() -> None:
    assert outline().title == "tides.v2"
    assert outline("Of tides").title == "Of tides"


@pytest.mark.parametrize(
    ("words", "section"),
    [
        ("The moon", "Causes"),
        ("The causeway", "Dangers › At noon"),
        ("A light", "Boats"),
        ("# Tides", ""),
    ],
)
def test_a_section_is_the_headings_above(words: str, section: str) -> None:
    assert outline().section(TEXT.index(words)) == section


def test_the_first_heading_of_the_first_level_is_the_documents_own_and_no_section() -> None:
    assert outline("Of the sea").section(TEXT.index("The moon")) == "Causes"
    assert outline("Tides").section(TEXT.index("The moon")) == "Causes"


def test_sections_of_many_headings_are_found_at_once() -> None:
    text = "## a\n" * 50_000 + "The end."
    headings = tuple(Heading(Span(5 * n, 5 * n + 4), 2, "a") for n in range(50_000))
    document = Document("a.md", text, "text/markdown", headings=headings)
    assert {document.section(offset) for offset in range(0, len(text), 10)} == {"a"}


def test_a_passage_is_a_slice_and_says_where_it_stands() -> None:
    document = outline("Tides")
    start = TEXT.index("The moon")
    passage = Passage.of(document, Span(start, start + 9), tokens=3)
    assert passage.text == "The moon."
    assert passage.id == f"{document.id}:{start}-{start + 9}"
    assert passage.context == "Tides · Causes"

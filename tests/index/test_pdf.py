"""PDFs as they are read: order, paragraphs, headings, tables, lists, pages, metadata."""

import textwrap

import pytest
from fpdf import FPDF

from index.document import Document, Span
from index.load import Source, read_document
from index.readers import READERS, pdf
from index.sentences import sentences
from tests.index import pdfs

SEA = "The moon pulls the sea along the coast, and the keeper of the lamps writes down each tide."
BOATS = "Every boat that leaves the bay before noon pays a fee of ten crowns to the harbour-master."


def document(data: bytes) -> Document:
    from pathlib import Path

    return read_document(Source(Path("tides.pdf"), "tides.pdf"), data)


def said(found: Document) -> list[str]:
    return [span.cut(found.text) for span in sentences(found)]


def test_a_paragraph_is_one_line_and_its_sentences_are_whole() -> None:
    found = pdf.read(pdfs.pdf([f"# Tides\n\n{SEA} {BOATS}\n\n{BOATS} {SEA}"]))
    assert found.text == f"# Tides\n\n{SEA} {BOATS}\n\n{BOATS} {SEA}\n"
    assert found.pages == (0,)


def test_a_pdf_is_read_by_its_ending() -> None:
    found = document(pdfs.pdf([SEA]))
    assert (found.media_type, found.pages) == ("application/pdf", (0,))
    assert READERS[".pdf"].media_type == "application/pdf"


def test_a_sentence_that_goes_on_over_the_end_of_a_page_stays_whole() -> None:
    """The page begins in the middle of the sentence, and a quotation of it has both numbers."""
    rest = " ".join(f"Tide {n} is high at noon, says the book of the year." for n in range(90))
    cut = pdfs.pdf([rest])
    found = document(cut)
    assert len(found.pages) > 1
    assert said(found) == [
        f"Tide {n} is high at noon, says the book of the year." for n in range(90)
    ]
    assert "\n" not in found.text[:-1]
    for begin in found.pages[1:]:
        assert found.text[begin - 1].isspace()
    over = next(s for s in sentences(found) if s.start < found.pages[1] < s.end)
    assert found.pages_of(over) == (1, 2)


def test_a_word_that_the_end_of_a_line_breaks_is_whole_again() -> None:
    lines = ["The office of the govern-", "ment keeps well-", "known lists of the re-", "gister."]
    content = b"".join(
        pdfs.said(line, y=700 - 14 * place) for place, line in enumerate(lines)
    ) + pdfs.said("A line that is a good deal longer than these lines are.", y=600)
    text = pdf.read(pdfs.written(content)).text
    assert "government keeps well-known lists of the register." in " ".join(text.split())


def test_what_repeats_at_the_head_and_foot_of_pages_is_left_out() -> None:
    pages = [f"{SEA} {SEA}", f"{BOATS} {BOATS}"]
    found = pdf.read(pdfs.pdf(pages, head="Harbour Office, rule 12", foot="Page {page} of 2"))
    assert found.text == f"{SEA} {SEA}\n\n{BOATS} {BOATS}\n"
    assert found.text[found.pages[1] :].startswith("Every boat")


def test_the_only_page_keeps_its_head_and_loses_its_number() -> None:
    found = pdf.read(pdfs.pdf([SEA], head="Harbour Office, rule 12", foot="Page {page}"))
    assert "Harbour Office, rule 12" in found.text
    assert "Page 1" not in found.text


def test_text_at_the_top_of_pages_that_differs_stays() -> None:
    found = pdf.read(pdfs.pdf([f"# Part {word}\n\n{SEA}" for word in ("one", "two", "three")]))
    assert found.text.count("# Part") == 3


@pytest.mark.parametrize("interleaved", [False, True], ids=["column by column", "row by row"])
def test_columns_are_read_one_after_the_other(interleaved: bool) -> None:
    left, right = (textwrap.wrap(f"{words} " * 6, 42) for words in (SEA, BOATS))
    placed = [(72, line, row) for row, line in enumerate(left)]
    placed += [(330, line, row) for row, line in enumerate(right)]
    if interleaved:
        placed.sort(key=lambda one: (one[2], one[0]))
    content = b"".join(pdfs.said(words, x, 700 - 14 * row) for x, words, row in placed)
    title = pdfs.said("A report on tides and boats of the bay in two columns", 100, 740, 18)
    text = pdf.read(pdfs.written(title + content)).text
    assert text.startswith("# A report on tides and boats of the bay in two columns\n\n")
    assert " ".join(text.split()).endswith(f"{' '.join([SEA] * 6)} {' '.join([BOATS] * 6)}")


def test_a_table_is_read_row_by_row() -> None:
    rows = [("Class", "What it is", "Fee"), ("A", "Rowing boats", "2"), ("B", "Sails", "10")]
    content = b"".join(
        pdfs.said(cell, x, 650 - 18 * place)
        for place, row in enumerate(rows)
        for x, cell in zip((72, 150, 400), row, strict=True)
    )
    text = pdf.read(pdfs.written(pdfs.said(SEA) + content + pdfs.said(BOATS, y=560))).text
    table = "| Class | What it is | Fee |\n| A | Rowing boats | 2 |\n| B | Sails | 10 |"
    assert text == f"{SEA}\n\n{table}\n\n{BOATS}\n"


def test_a_cell_of_several_lines_is_one_cell() -> None:
    cells = [
        (72, 650, "A"), (150, 650, "Rowing boats and all the small craft"), (400, 650, "2"),
        (150, 636, "without a motor"), (72, 622, "B"), (150, 622, "Sails"), (400, 622, "10"),
    ]  # fmt: skip
    text = pdf.read(pdfs.written(b"".join(pdfs.said(words, x, y) for x, y, words in cells))).text
    row = "| A | Rowing boats and all the small craft without a motor | 2 |"
    assert text == f"{row}\n| B | Sails | 10 |\n"


def test_the_items_of_a_list_are_lines_and_go_on_below() -> None:
    cells = [
        (72, 700, "The duties are these, and no others are:"),
        (80, 680, "1."), (100, 680, "Keep the register of vessels, with the name of each one"),
        (100, 666, "and its owner."), (80, 652, "2."), (100, 652, "Collect the fees."),
        (72, 620, "Nothing else is asked of anybody in the office of the harbour of Sund."),
    ]  # fmt: skip
    text = pdf.read(pdfs.written(b"".join(pdfs.said(words, x, y) for x, y, words in cells))).text
    assert text.split("\n")[2:4] == [
        "1. Keep the register of vessels, with the name of each one and its owner.",
        "2. Collect the fees.",
    ]


def test_larger_and_bold_lines_are_headings_in_levels() -> None:
    paper = FPDF()
    paper.add_page()
    for size, style, words in [
        (20, "B", "Harbour rules"), (11, "", SEA), (14, "B", "Fees"), (11, "", BOATS),
        (11, "B", "Boats of the navy"), (11, "", SEA), (11, "", BOATS),
    ]:  # fmt: skip
        paper.set_font("Helvetica", style, size)
        paper.multi_cell(0, size / 2, words, new_x="LMARGIN", new_y="NEXT", align="L")
    found = document(bytes(paper.output()))
    assert [(h.level, h.title) for h in found.headings] == [
        (1, "Harbour rules"), (2, "Fees"), (3, "Boats of the navy"),
    ]  # fmt: skip


@pytest.mark.parametrize("turn", [b"", b"/Rotate 90", b"/Rotate 180", b"/Rotate 270"])
def test_a_page_may_be_turned(turn: bytes) -> None:
    content = pdfs.said(SEA) + pdfs.said(BOATS, y=650)
    assert pdf.read(pdfs.written(content, page=turn)).text == f"{SEA}\n\n{BOATS}\n"


def test_text_that_lies_on_its_side_is_read_upright() -> None:
    content = b"0 1 -1 0 600 0 cm " + pdfs.said(SEA, 50, 300) + pdfs.said(BOATS, 50, 200)
    assert pdf.read(pdfs.written(content)).text == f"{SEA}\n\n{BOATS}\n"


def test_the_letters_of_a_joined_glyph_are_letters() -> None:
    paper = FPDF()
    paper.add_page()
    paper.add_font("Deja", fname="/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    paper.set_font("Deja", size=11)
    paper.cell(0, 10, "The \ufb01rst o\ufb03ce of Süd-Łódź is open.")
    assert pdf.read(bytes(paper.output())).text == "The first office of Süd-Łódź is open.\n"


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Rules of the harbour", "Rules of the harbour"),
        ("Microsoft Word - rules.doc", "Tides of Sund"),
        ("untitled", "Tides of Sund"),
        ("rules_v3.docx", "Tides of Sund"),
        ("Document1", "Tides of Sund"),
        ("", "Tides of Sund"),
    ],
)
def test_a_title_that_a_program_made_up_is_none(given: str, title: str) -> None:
    assert document(pdfs.pdf([f"# Tides of Sund\n\n{SEA}"], title=given)).title == title


def test_the_author_is_read_and_the_date_of_the_file_is_no_date_of_what_it_says() -> None:
    about = pdf.read(pdfs.pdf([SEA], author="Ada Marsh")).about
    assert (about.author, about.published) == ("Ada Marsh", None)


def test_pages_without_text_have_a_place_too() -> None:
    found = pdf.read(pdfs.written(b"", pdfs.said(SEA), b"", b"", pdfs.said(BOATS), b""))
    assert found.text == f"{SEA}\n\n{BOATS}\n"
    tides = Document("a.pdf", found.text, "application/pdf", pages=found.pages)
    assert tides.page(0) == 2
    assert tides.pages_of(Span(len(SEA) + 2, len(SEA) + 9)) == (5, 5)
    assert len(found.pages) == 6


def test_a_raised_number_stays_at_its_word() -> None:
    content = b"BT /F1 11 Tf 72 700 Td (The fee is ten crowns) Tj /F1 7 Tf 5 Ts (2) Tj "
    content += b"/F1 11 Tf 0 Ts ( and nobody pays more than that.) Tj ET"
    assert pdf.read(pdfs.written(content)).text == (
        "The fee is ten crowns2 and nobody pays more than that.\n"
    )


def test_a_table_with_little_space_between_its_columns_is_a_table() -> None:
    rows = [("Class", "Boats", "Fee"), ("Alpha", "Sails", "ten"), ("Gamma", "Oars", "two")]
    content = b"".join(
        pdfs.said(cell, x, 650 - 18 * place)
        for place, row in enumerate(rows)
        for x, cell in zip((72, 118, 153), row, strict=True)
    )
    assert pdf.read(pdfs.written(content)).text == (
        "| Class | Boats | Fee |\n| Alpha | Sails | ten |\n| Gamma | Oars | two |\n"
    )


def test_a_running_head_that_changes_is_told_by_its_number() -> None:
    heads = ["Part one 4", "Part one 5", "6 The lamps", "Part two 7"]
    made = [
        pdfs.said(head, x=250, y=760, size=9) + pdfs.said(f"{head[:-2]} is long. {SEA}", y=600)
        for head in heads
    ]
    text = pdf.read(pdfs.written(*made)).text
    assert text.startswith("Part one is long.")
    assert [line for line in text.split("\n") if line.endswith(tuple("4567"))] == []


def test_rows_of_a_table_that_begin_pages_are_no_running_heads() -> None:
    rows = [("Boats", "31"), ("Ships", "12"), ("Rafts", "77")]
    made = [
        pdfs.said(name, y=740) + pdfs.said(count, x=300, y=740) + pdfs.said(SEA, y=600)
        for name, count in rows
    ]
    text = pdf.read(pdfs.written(*made)).text
    assert all(f"{name} {count}" in text for name, count in rows)


def test_a_note_at_the_foot_does_not_part_a_sentence_that_goes_on() -> None:
    """The note comes before the paragraph, which is whole."""
    above = textwrap.wrap(f"{BOATS} {SEA} The keeper of the lamps writes down each tide in the", 80)
    first = b"".join(pdfs.said(row, y=700 - 14 * n) for n, row in enumerate(above))
    note = pdfs.said("2 The lamps are of brass and were made in the town.", y=150, size=8)
    below = pdfs.said("book of the office, which is kept in the tower. " + SEA[:30], y=700)
    text = pdf.read(pdfs.written(first + note, below)).text
    assert "writes down each tide in the book of the office, which is kept" in text
    assert text.startswith("2 The lamps are of brass")

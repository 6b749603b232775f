"""What programs that people write with do to a PDF: each of these was found in real files."""

import pytest

from index.readers import pdf
from tests.index import pdfs

SEA = "The moon pulls the sea along the coast, and the keeper of the lamps writes down each tide."


def with_letters(to: bytes, content: bytes) -> bytes:
    """A page with a second font, /F2, whose letter A stands for what a map says."""
    font = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 101 0 R "
        b"/Encoding /WinAnsiEncoding >>"
    )
    about = b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <41> <%s> "
    return pdfs.written(
        content,
        resources=b"/Font << /F1 3 0 R /F2 100 0 R >>",
        objects={100: font, 101: pdfs.stream(about % to + b"endbfchar endcmap")},
    )


def test_a_character_beyond_sixteen_bits_is_one_character() -> None:
    """pdfium gives it in two halves, which no file and no database takes."""
    clef = pdfs.said("A", x=72, y=650).replace(b"/F1", b"/F2")
    text = pdf.read(with_letters(b"D834DD1E", pdfs.said(SEA) + clef)).text
    assert text.encode("utf-8").decode() == text
    assert text.splitlines()[-1] == "\U0001d11e"


@pytest.mark.parametrize("sign", [b"F0B7", b"F06E", b"F0D8", b"F0A8", b"25CF", b"25B8"])
def test_bullets_of_symbol_fonts_begin_the_items_of_a_list(sign: bytes) -> None:
    items = b"".join(
        pdfs.said("A", x=72, y=680 - 20 * place).replace(b"/F1", b"/F2")
        + pdfs.said(f"Rule {place} of the harbour", x=90, y=680 - 20 * place)
        for place in range(3)
    )
    lines = pdf.read(with_letters(sign, pdfs.said(SEA) + items)).text.splitlines()
    assert [line[1:] for line in lines[-3:]] == [f" Rule {n} of the harbour" for n in range(3)]


def test_text_that_happens_to_begin_two_pages_of_many_stays() -> None:
    """An order of a handbook at the top of two pages of twelve stays."""
    pages = [
        pdfs.said("Handbook of the harbour", y=770)
        + pdfs.said("Light the lamps" if page in (3, 7) else f"Part {'abcdefghijkl'[page]}", y=740)
        + pdfs.said(SEA, y=600)
        for page in range(12)
    ]
    text = pdf.read(pdfs.written(*pages)).text
    assert text.count("Light the lamps") == 2
    assert "Handbook of the harbour" not in text


def test_two_lines_in_one_cell_have_space_between_their_words() -> None:
    content = pdfs.said(SEA)
    for y, name in ((640, "Index"), (624, "Contents")):
        content += pdfs.said("Guide to the lamps", x=72, y=y) + pdfs.said(name, x=330, y=y)
        content += pdfs.said("Table", x=330, y=y - 5, size=9)
    assert "IndexTable" not in pdf.read(pdfs.written(content)).text


def test_wide_space_between_two_sentences_makes_no_table() -> None:
    """A line that is stretched to fill its column, as scanned books have them."""
    content = b""
    for place in range(4):
        y = 700 - 14 * place
        content += pdfs.said("It was cold that night.", y=y) + pdfs.said("The sea rose", x=192, y=y)
    text = pdf.read(pdfs.written(content)).text
    assert "|" not in text
    assert text.startswith("It was cold that night. The sea rose")

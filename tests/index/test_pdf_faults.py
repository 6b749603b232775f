"""A1, A2, A5 to A8: PDFs that are empty, no PDF, cut, locked, scanned, too large or damaged."""

import random
import time
import zlib
from collections import Counter
from contextlib import suppress

import pytest
from fpdf import FPDF
from fpdf.enums import EncryptionMethod
from PIL import Image, ImageDraw

from index.errors import Empty, Encrypted, NeedsOcr, TooLarge, Unreadable, WrongType
from index.readers import pdf
from index.readers.pdf.blocks import Block, Kind, flowing
from index.readers.pdf.flow import flowed
from tests.index import pdfs

SEA = "The moon pulls the sea along the coast, and the keeper of the lamps writes down each tide."


@pytest.mark.parametrize(
    "data", [b"", b"  \n", b"<html><p>x</p></html>", b"MZ\x90" * 99, b"PK\3\4"]
)
def test_what_is_no_pdf_is_told_so(data: bytes) -> None:
    """A2."""
    with pytest.raises(WrongType, match="it is no PDF"):
        pdf.read(data)


def test_a_pdf_without_text_or_picture_is_empty() -> None:
    """A1."""
    with pytest.raises(Empty, match="it has no text"):
        pdf.read(pdfs.written(b"", b""))


def with_table_stream() -> bytes:
    """A PDF whose table of objects is a stream, as of PDF 1.5."""
    whole = pdfs.written(pdfs.said(SEA))
    start = whole.rindex(b"xref\n0", 0, whole.rindex(b"startxref"))
    body, count = whole[:start], 13
    rows = b""
    for number in range(count):
        at = body.find(b"\n%d 0 obj\n" % number)
        rows += bytes([at >= 0]) + max(at + 1, 0).to_bytes(4, "big") + b"\0"
    rows = rows[: 12 * 6] + b"\1" + len(body).to_bytes(4, "big") + b"\0"
    about = b"/Type /XRef /Size 13 /W [1 4 1] /Root 1 0 R"
    table = b"12 0 obj\n" + pdfs.stream(rows, about) + b"\nendobj\n"
    return body + table + b"startxref\n%d\n%%%%EOF" % len(body)


def updated() -> bytes:
    """A PDF with a page changed by an addition at its end."""
    whole = pdfs.written(pdfs.said("An old sentence that is not there any more."))
    at, old = len(whole), whole.rindex(b"xref\n0")
    part = b"11 0 obj\n" + pdfs.stream(pdfs.said(SEA)) + b"\nendobj\n"
    table = b"xref\n11 1\n%010d 00000 n \n" % at
    end = b"trailer\n<< /Size 12 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return whole + part + table + end % (old, at + len(part))


def whole_files() -> dict[str, bytes]:
    """Twenty PDFs of different making."""
    made = random.Random(7)
    files = {
        f"{count} pages": pdfs.pdf([" ".join([SEA] * made.randint(2, 6)) for _ in range(count)])
        for count in range(1, 13)
    }
    files["by hand"] = pdfs.written(pdfs.said(SEA))
    files["packed by hand"] = packed()
    files["a stream as table"] = with_table_stream()
    files["locked for its owner"] = locked("", EncryptionMethod.AES_256)
    files["scan and text"] = scan(SEA)
    files["with a title"] = pdfs.pdf([SEA], title="Tides", author="Ada", head="Sund", foot="{page}")
    files["a table in it"] = pdfs.written(pdfs.said(SEA), pdfs.said("%%EOF startxref 0 %%EOF"))
    files["no line at its end"] = pdfs.written(pdfs.said(SEA)).rstrip()
    return files


def packed() -> bytes:
    content = zlib.compress(pdfs.said(SEA) * 3)
    whole = pdfs.written(b"/X Do", resources=b"/XObject << /X 100 0 R >>", objects={
        100: pdfs.stream(content, b"/Filter /FlateDecode /Type /XObject /Subtype /Form "
                         b"/BBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"),
    })  # fmt: skip
    return whole


def locked(user: str, method: EncryptionMethod) -> bytes:
    paper = FPDF()
    paper.add_page()
    paper.set_font("Helvetica", size=11)
    paper.multi_cell(0, 6, SEA)
    paper.set_encryption("owner", user, encryption_method=method)
    return bytes(paper.output())


def scan(words: str = "", scans: int = 1) -> bytes:
    picture = Image.new("L", (620, 877), 255)
    draw = ImageDraw.Draw(picture)
    for row in range(20):
        draw.text((60, 60 + 30 * row), "A page of the harbour office that was scanned.", fill=0)
    paper = FPDF()
    paper.set_font("Helvetica", size=11)
    for _ in range(scans):
        paper.add_page()
        paper.image(picture, 0, 0, 210, 297)
    if words:
        paper.add_page()
        paper.multi_cell(0, 6, words)
    return bytes(paper.output())


def test_a_pdf_that_was_cut_is_refused_wherever_it_was_cut() -> None:
    """A5: 20 files cut at 50 places each; what is left is refused, or is the whole text."""
    results: Counter[str] = Counter()
    for name, data in whole_files().items():
        text = pdf.read(data).text
        assert "moon pulls" in text, name
        near = range(len(data) - 10, len(data))
        spread = (len(data) * place // 40 for place in range(40))
        for cut in (*spread, *near):
            try:
                left = pdf.read(data[:cut]).text
            except Unreadable as error:
                results[type(error).__name__] += 1
            else:
                results["full"] += 1
                assert left == text, (name, cut)
    assert results.total() == 1000
    assert results["full"] < 30  # only the line break after the end may be missing


def test_an_update_that_was_cut_off_is_refused() -> None:
    """A5: the file before the update is whole, and more stands behind it."""
    data = updated()
    assert "moon pulls" in pdf.read(data).text
    for cut in range(data.index(b"%%EOF") + 7, len(data) - 2):
        with pytest.raises(Unreadable, match="its end is missing"):
            pdf.read(data[:cut])


def test_a_pdf_made_for_the_web_knows_its_length() -> None:
    """A5: it holds an end near its start, at which it can be cut."""
    data = pdfs.written(pdfs.said(SEA)).replace(b"%PDF-1.7\n", b"%PDF-1.7\n")
    marked = data.replace(b"/Type /Catalog", b"/Linearized 1 /L 99999 /Type /Catalog")
    with pytest.raises(Unreadable, match="its end is missing"):
        pdf.read(marked)


@pytest.mark.parametrize("method", list(EncryptionMethod)[1:], ids=lambda method: method.name)
def test_a_pdf_that_needs_a_password_says_so_and_one_for_its_owner_opens(
    method: EncryptionMethod,
) -> None:
    """A6: RC4, AES-128 and AES-256, locked for its reader and for its owner alone."""
    with pytest.raises(Encrypted, match="it opens with a password only"):
        pdf.read(locked("secret", method))
    assert pdf.read(locked("", method)).text == f"{SEA}\n"


def test_a_scan_needs_ocr() -> None:
    """A7."""
    with pytest.raises(NeedsOcr, match="its pages are pictures without text"):
        pdf.read(scan(scans=3))


def test_pages_that_are_pictures_are_named_beside_those_with_text() -> None:
    """A7."""
    found = pdf.read(scan(SEA, scans=2))
    assert (found.text, found.unread, found.pages) == (f"{SEA}\n", (1, 2), (0, 0, 0))


def test_a_scan_with_a_stamp_on_each_page_still_needs_ocr() -> None:
    """A7: what repeats at the edge of scans is not their text."""
    page = b"q 612 0 0 700 0 0 cm /S Do Q " + pdfs.said("Case 20-17, filed on May 3, 2021", y=770)
    about = b"/Type /XObject /Subtype /Image /Width 1 /Height 2 /ColorSpace /DeviceGray"
    picture = pdfs.stream(b"\x00\xff", about + b" /BitsPerComponent 8")
    data = pdfs.written(page, page, resources=b"/XObject << /S 100 0 R >>", objects={100: picture})
    with pytest.raises(NeedsOcr):
        pdf.read(data)


def test_a_page_whose_letters_mean_nothing_is_not_read() -> None:
    """A7: a font may draw letters without telling which they are."""
    font = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 101 0 R "
        b"/Encoding /WinAnsiEncoding >>"
    )
    to = b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <00> <FF> "
    private = pdfs.stream(to + b"<E000> endbfrange endcmap")
    garbled = pdfs.said(SEA).replace(b"/F1", b"/F2")
    data = pdfs.written(
        garbled, pdfs.said(SEA), resources=b"/Font << /F1 3 0 R /F2 100 0 R >>",
        objects={100: font, 101: private},
    )  # fmt: skip
    found = pdf.read(data)
    assert (found.text, found.unread) == (f"{SEA}\n", (1,))


def test_more_pages_than_are_read_are_too_many() -> None:
    """A8: 5,000 pages are read, one more is refused before any is drawn."""
    with pytest.raises(TooLarge, match="it has 5,001 pages, at most 5,000 are read; split it"):
        pdf.read(pdfs.written(*[b""] * 5001))


def test_more_text_than_is_read_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """A8: at the limit, and one letter more."""
    data = pdfs.written(pdfs.said(SEA), pdfs.said(SEA))
    letters = 2 * len(SEA.replace(" ", ""))
    monkeypatch.setattr("index.readers.extract.LONGEST", 2 * len(SEA))
    assert SEA in pdf.read(data).text
    monkeypatch.setattr("index.readers.extract.LONGEST", letters - 1)
    with pytest.raises(TooLarge, match=r"characters of text, at most .* are read; split it"):
        pdf.read(data)


def test_a_page_that_is_not_there_is_told() -> None:
    data = pdfs.written(pdfs.said(SEA), pdfs.said(SEA)).replace(b"/Type /Page ", b"/Type /Pfff ", 1)
    with pytest.raises(Unreadable, match="damaged; fetch or save it again"):
        pdf.read(data)


def test_flipped_bytes_end_in_text_or_a_reason() -> None:
    """A9, in part: what pdfium makes of damage; the process around it is tested elsewhere."""
    made = random.Random(11)
    whole = pdfs.pdf([SEA, SEA])
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(made.randint(1, 20)):
            data[made.randrange(len(data))] = made.randrange(256)
        with suppress(Unreadable):
            assert pdf.read(bytes(data)).text.strip()


def test_a_sentence_without_end_over_a_thousand_pages_costs_no_more_than_its_length() -> None:
    """A14: 50,000 lines that all go on, of letters and hyphens too; a minute if each was copied."""
    lines = [("a" * 60 + "-", "b" * 60)[n % 2] for n in range(50)]
    made = [
        [Block(Kind.TEXT, tuple((page, line) for line in lines), 11.0, full=True)]
        for page in range(1000)
    ]
    started = time.process_time()
    text, pages = flowed(flowing(made), 1000)
    assert time.process_time() - started < 10
    assert len(pages) == 1000
    assert text.count("b" * 60) == 25_000

"""PDFs for tests: pages of plain words with fpdf2, and files written byte by byte.

`pdf(["# Tides\\n\\nThe moon pulls.", "Page two."])` is the shortest way to one.
"""

from collections.abc import Mapping, Sequence

from fpdf import FPDF
from fpdf.enums import XPos, YPos

MARGIN = 25  # millimetres


class _Paper(FPDF):
    """A4 with a running head and foot."""

    def __init__(self, head: str, foot: str) -> None:
        super().__init__(format="A4")
        self._head, self._foot = head, foot
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN)

    def header(self) -> None:
        self._edge(self._head, 12)

    def footer(self) -> None:
        self._edge(self._foot, -15)

    def _edge(self, words: str, y: float) -> None:
        if words:
            self.set_y(y)
            self.set_font("Helvetica", size=9)
            shown = words.replace("{page}", str(self.page_no()))
            self.cell(0, 5, shown, align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.set_y(max(self.get_y(), MARGIN))


def pdf(
    pages: Sequence[str],
    *,
    title: str | None = None,
    author: str | None = None,
    head: str = "",
    foot: str = "",
) -> bytes:
    """A PDF with a sheet, or more where it is long, for each text.

    Blocks are parted by blank lines; "# " begins a heading, and other lines are broken to fit.
    `{page}` in the head or the foot is the number of the page.
    """
    paper = _Paper(head, foot)
    if title is not None:
        paper.set_title(title)
    if author is not None:
        paper.set_author(author)
    for page in pages:
        paper.add_page()
        for block in page.split("\n\n"):
            heading = block.startswith("# ")
            paper.set_font("Helvetica", "B" if heading else "", 16 if heading else 11)
            paper.multi_cell(
                0, 8 if heading else 5.5, block.removeprefix("# "), align="L",
                new_x=XPos.LMARGIN, new_y=YPos.NEXT,
            )  # fmt: skip
            paper.ln(3)
    return bytes(paper.output())


def written(
    *contents: bytes,
    resources: bytes = b"",
    page: bytes = b"",
    catalog: bytes = b"",
    objects: Mapping[int, bytes] | None = None,
) -> bytes:
    """A PDF of the bytes given: a page for each content stream, 612 × 792 points, the font /F1.

    `resources`, `page` and `catalog` are added to those dictionaries, and `objects` (numbered from
    100) to the file.
    """
    kids = [10 + 2 * place for place in range(len(contents))]
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    named = b" ".join(b"%d 0 R" % kid for kid in kids)
    parts = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), named),
        3: font,
        **(objects or {}),
    }
    for kid, content in zip(kids, contents, strict=True):
        parts[kid] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> %s >> %s >>" % (kid + 1, resources, page)
        )
        parts[kid + 1] = stream(content)
    return assembled(parts)


def stream(content: bytes, about: bytes = b"") -> bytes:
    """The bytes of a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), about, content)


def assembled(parts: Mapping[int, bytes]) -> bytes:
    """The objects as a file, with its table."""
    data, places = b"%PDF-1.7\n", {}
    for number in sorted(parts):
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, parts[number])
    start, last = len(data), max(places)
    rows = b"".join(
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
        for number in range(last + 1)
    )
    table = b"xref\n0 %d\n%s" % (last + 1, rows)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, start)
    return data + table + end


def said(words: str, x: float = 72, y: float = 700, size: float = 11, before: str = "") -> bytes:
    """Operators that write words at a place; `before` goes in front of them."""
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    line = f"BT {before} /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET\n"
    return line.encode("cp1252")

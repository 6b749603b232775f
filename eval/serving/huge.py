"""Files at the limits of what is read, by the names that they are added under (trust.md, A8)."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from eval.scale.corpus import paragraphs
from index.load import LARGEST
from index.readers.extract import LONGEST

DEEP = 10_000  # elements in each other, twenty times what is read
PAGES = 5_000  # as many as are read


def huge_files(data: Path) -> dict[str, bytes]:
    """A text of 10 MB, a page 10,000 deep, a PDF of 5,000 pages, and 25 MB of one line."""
    return {
        "deep.html": b"<div>" * DEEP + b"<p>The bottom of it.</p>" + b"</div>" * DEEP,
        "line.txt": b"all on one line " * (LARGEST // 16),
        "pages.pdf": pdf(f"This is page {number} of many." for number in range(1, PAGES + 1)),
        "long.txt": _text(data).encode(),
    }


def _text(data: Path) -> str:
    """Real paragraphs, just below what is read of one file."""
    found, size = list[str](), 0
    for paragraph in islice(paragraphs(data), LONGEST):
        size += len(paragraph) + 2
        if size > LONGEST:
            break
        found.append(paragraph)
    return "\n\n".join(found)


def pdf(lines: Iterator[str]) -> bytes:
    """A PDF of one line a page; ISO 32000-1, 7.5, has its parts.

    >>> pdf(iter(["One", "Two"]))[:8]
    b'%PDF-1.4'
    """
    said = list(lines)
    first = 4  # the objects before the pages: the catalog, the list of pages, the font
    places = " ".join(f"{first + 2 * n} 0 R" for n in range(len(said)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{places}] /Count {len(said)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, line in enumerate(said):
        drawn = f"BT /F1 12 Tf 72 700 Td ({line}) Tj ET"
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R "
            f">> >> /Contents {first + 2 * number + 1} 0 R >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        ]
    made, starts = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, start=1):
        starts.append(len(made))
        made += f"{number} 0 obj\n{each}\nendobj\n".encode("ascii")
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    end = f"trailer\n<< /Size {len(starts) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    head = f"xref\n0 {len(starts) + 1}\n0000000000 65535 f \n"
    return bytes(made) + (head + table + end).encode("ascii")

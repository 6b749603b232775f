"""A5, A8, A9: damage within a PDF that pdfium would pass over in silence, and what is no damage."""

import os
import random
import zlib

import pytest

from index.errors import Unreadable
from index.readers import pdf
from tests.index import pdfs

SEA = "The moon pulls the sea along the coast, and the keeper of the lamps writes down each tide."
FLIPS = 200 if "CHAPTER_FULL" in os.environ else 20
FLUSHED = b"\0\0\xff\xff"


def packed(content: bytes) -> bytes:
    """A PDF whose text is such a packed stream."""
    about = b"/Filter /FlateDecode /Type /XObject /Subtype /Form /BBox [0 0 612 792]"
    fonts = b" /Resources << /Font << /F1 3 0 R >> >>"
    return pdfs.written(
        b"/X Do",
        resources=b"/XObject << /X 100 0 R >>",
        objects={100: pdfs.stream(content, about + fonts)},
    )


def test_a_bit_that_flipped_in_packed_text_is_told() -> None:
    """A9: 20 places in a page, with CHAPTER_FULL=1 200; pdfium would show the first half of it."""
    made = random.Random(3)
    whole = pdfs.pdf([" ".join(f"{SEA} Tide {number}." for number in range(30))])
    begin, end = whole.index(b"stream\n") + 9, whole.index(b"\nendstream")
    for _ in range(FLIPS):
        data = bytearray(whole)
        data[made.randrange(begin, end)] ^= 1 << made.randrange(8)
        with pytest.raises(Unreadable, match="a part of it is damaged, so that text would be"):
            pdf.read(bytes(data))


def test_packed_text_that_acrobat_did_not_close_is_whole() -> None:
    """Its streams may end with a flush, without the last block and the sum."""
    packer = zlib.compressobj()
    content = packer.compress(pdfs.said(SEA)) + packer.flush(zlib.Z_SYNC_FLUSH)
    assert content.endswith(FLUSHED)
    assert pdf.read(packed(content)).text == f"{SEA}\n"


def test_packed_text_that_stops_in_the_middle_is_told() -> None:
    """A5."""
    content = zlib.compress(pdfs.said(SEA))
    assert pdf.read(packed(content)).text == f"{SEA}\n"
    with pytest.raises(Unreadable, match="a part of it is damaged"):
        pdf.read(packed(content[:-20]))


def test_zeros_that_fill_the_last_block_of_a_disk_are_no_damage() -> None:
    assert pdf.read(pdfs.written(pdfs.said(SEA)) + bytes(5000)).text == f"{SEA}\n"

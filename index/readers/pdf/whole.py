"""Whether a PDF is all there. pdfium mends what it is given, so half a file would look whole."""

import re
import zlib

from index.errors import Unreadable, WrongType

HEADER, TAIL = 1024, 1024  # bytes in which readers look for the first and the last mark (ISO 32000)
START = re.compile(rb"startxref\s{1,8}(\d{1,15})\s{1,8}%%EOF")
TABLE = re.compile(rb"\s{0,8}(?:xref\b|\d{1,10}\s{1,4}\d{1,5}\s{1,4}obj\b)")
MORE = re.compile(rb"\s{0,8}\d")  # the number of an object
LINEAR = re.compile(rb"/Linearized\b[^>]{0,300}?/L\s{1,4}(\d{1,15})")
STREAM = re.compile(rb"(?<!end)stream\r?\n")
LONGEST_ABOUT = 2000  # bytes of a dictionary before its stream
PACKED = re.compile(rb"/Filter\s{0,4}\[?\s{0,4}/FlateDecode\s{0,4}[\]/>\s]")
OTHER = re.compile(
    rb"/Subtype\s{0,4}/(?:Image|Type1C|CIDFontType0C|OpenType|XML)|/Length1\b|/Alternate\b"
)
PIECE = 1 << 18  # bytes unpacked at a time: a bomb stays small
FLUSHED = b"\0\0\xff\xff"
DAMAGED = "a part of it is damaged, so that text would be missing; fetch or save it again"
CUT = "its end is missing, so part of its text may be; fetch or save it again"


def check_whole(data: bytes) -> None:
    r"""Refuse what is no PDF, and a PDF of which a part is missing.

    A PDF ends with the place of its table of objects, and that table stands there; one that is made
    for the web says at its start how long it is (ISO 32000-2, 7.5.5 and annex F).

    Raises:
        WrongType: it does not begin as a PDF does.
        Unreadable: it does not end as a PDF does.

    >>> check_whole(b"%PDF-1.7\n1 0 obj\n<<>>")
    Traceback (most recent call last):
        ...
    index.errors.Unreadable: its end is missing, so part of its text may be; fetch or save it again
    """
    data = data.rstrip(b"\0")  # some programs fill up the last block of a disk
    begin = data.find(b"%PDF-", 0, HEADER)
    if begin < 0:
        raise WrongType("it is no PDF; give it the ending of what it is")
    ends = list(START.finditer(data, max(0, len(data) - TAIL)))
    # offsets count from the header, or from the start of the file where a program was careless
    starts = (begin, 0) if ends else ()
    complete = any(TABLE.match(data, start + int(ends[-1][1])) for start in starts)
    # what was added to a whole file may have been cut too
    if not complete or MORE.match(data, ends[-1].end()):
        raise Unreadable(CUT)
    linear = LINEAR.search(data, begin, begin + HEADER)
    if linear and int(linear[1]) > len(data) - begin:
        raise Unreadable(CUT)
    if b"/Encrypt" not in data:
        _check_streams(data)


def _check_streams(data: bytes) -> None:
    """Refuse a PDF with packed text that cannot be unpacked to its end: pdfium would skip the rest.

    Raises:
        Unreadable: a part of it is damaged.
    """
    for packed in STREAM.finditer(data):
        begin = data.rfind(b" obj", max(0, packed.start() - LONGEST_ABOUT), packed.start())
        about = data[begin : packed.start()] if begin >= 0 else b""
        if PACKED.search(about) and not OTHER.search(about):
            end = data.find(b"endstream", packed.end())
            if not _unpacks(data[packed.end() : end]):
                raise Unreadable(DAMAGED)


def _unpacks(given: bytes) -> bool:
    """Whether bytes are one zlib stream (RFC 1950), or go up to where Acrobat ends such."""
    unpacker, rest = zlib.decompressobj(), given
    try:
        while rest and not unpacker.eof:
            unpacker.decompress(rest, PIECE)
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return unpacker.eof or not given.strip() or given.rstrip(b"\r\n").endswith(FLUSHED)

"""Whether a PDF is all there. pdfium mends what it is given, so half a file would look whole."""

import re

from index.errors import Unreadable, WrongType

HEADER, TAIL = 1024, 1024  # bytes in which readers look for the first and the last mark (ISO 32000)
START = re.compile(rb"startxref\s{1,8}(\d{1,15})\s{1,8}%%EOF")
TABLE = re.compile(rb"\s{0,8}(?:xref\b|\d{1,10}\s{1,4}\d{1,5}\s{1,4}obj\b)")
MORE = re.compile(rb"\s{0,8}\d")  # the number of an object
LINEAR = re.compile(rb"/Linearized\b[^>]{0,300}?/L\s{1,4}(\d{1,15})")
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

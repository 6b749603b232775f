"""What a reader makes of a file, and how bytes become characters."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field

from index.document import Metadata
from index.errors import TooLarge, Unreadable, WrongType
from index.readers.encoding import is_ascii_of_another, is_by_chance, read_as

# What is read of one document, in every format (trust.md, A8). The pages are those that so many
# characters fill, 2,000 on each, and far more than a PDF can have within the seconds of a child.
LONGEST = 10 * 1024 * 1024  # characters
MOST_PAGES = 5_000

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# what browsers take these names to mean (encoding.spec.whatwg.org): "latin-1" has curly quotes
WEB_ENCODINGS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "shift_jis": "cp932",
    "cp932": "cp932",
    "euc_jp": "euc_jp",
    "euc_kr": "cp949",
    "cp949": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
}
SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or Office document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"MZ": "a Windows program",
    b"\x7fELF": "a program",
    b"{\\rtf": "a Rich Text document",
}
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
SAVE = "save it as UTF-8 text"
MARKUP = re.compile(
    # atomic: each comment ends at its first "-->", or many of them would be paired in every way
    r"\s*+(?:<\?xml[^>]*+>\s*+)?(?>(?:<!--.*?-->\s*+)*)<(?:!doctype\s+html|html)\b",
    re.I | re.S,
)


@dataclass(frozen=True)
class Extract:
    """The text of a file, not yet canonical, and what the file's format says about it.

    `pages` are the places in `text` where its pages (or slides) begin, in order, one for each page,
    also for one without text; empty where the format has none. The character before each is white
    space: a newline, or the space in a sentence that goes on over the end of a page. `unread` are
    the numbers, from 1, of the pages whose text could not be read. `hidden` counts characters that
    were left out since a reader of the file would not see them. `begins` is the place of the text
    in the file's own characters, byte order mark aside, where it is a stretch of them; None where a
    format stands between the two.
    """

    text: str
    about: Metadata = field(default_factory=Metadata)
    pages: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    hidden: int = 0
    begins: int | None = None


def signature(data: bytes) -> str | None:
    """What a file's first bytes say that it is; None where they say nothing.

    >>> signature(b"%PDF-1.7")
    'a PDF'
    """
    return next((what for first, what in SIGNATURES.items() if data.startswith(first)), None)


def check_size(extract: Extract) -> None:
    """See that there is no more of a document than is indexed.

    Raises:
        TooLarge: it has too many characters or pages.
    """
    check_counts(len(extract.text), len(extract.pages))


def check_counts(characters: int, pages: int) -> None:
    """The same by the counts alone, for a reader that knows them before it has read everything.

    Raises:
        TooLarge: it has too many characters or pages.
    """
    for count, most, what in (
        (characters, LONGEST, "characters of text"),
        (pages, MOST_PAGES, "pages"),
    ):
        if count > most:
            raise TooLarge(f"it has {count:,} {what}, at most {most:,} are read; split it")


def decode(data: bytes, declared: str | None = None) -> str:
    """The characters of a file.

    By its byte order mark, else UTF-8, else the encoding that the format itself declares, else the
    one that it can only be (`encoding.py`). Nothing is replaced: a wrong letter inside a quotation
    would be ours.

    Raises:
        Unreadable: the bytes are no text in any of these, or could be in several.

    >>> decode("café".encode("utf-16"))
    'café'
    """
    if what := signature(data):
        raise WrongType(f"it is {what}, not text; save it as text or give it its own ending")
    mark = next((name for bom, name in BYTE_ORDER_MARKS if data.startswith(bom)), None)
    for encoding in (mark,) if mark else ("utf-8", _web_encoding(declared)):
        try:
            text = data.decode(encoding) if encoding else None
        except UnicodeError:
            continue
        if text is not None and _is_text(text) and (mark or not is_by_chance(text)):
            if is_ascii_of_another(text):
                raise Unreadable(f"its letters are written in UTF-7 or HZ; {SAVE}")
            return text
    text = None if mark else read_as(data)
    if text is not None:
        return text
    if not _is_text(data.decode("latin-1")):
        raise Unreadable(f"it holds control bytes, so it is no plain text; {SAVE}")
    raise Unreadable(f"it is not UTF-8 text, and which encoding it is in is not certain; {SAVE}")


def _is_text(text: str) -> bool:
    """Whether a text may hold the control characters that it does.

    Zeros are those of UTF-16, an escape opens ISO-2022 text, and both are misread as UTF-8; a stray
    one of the others is not.
    """
    found = Counter(CONTROLS.findall(text))
    return not (found["\0"] or found["\x1b"]) and found.total() <= len(text) / 20


def _web_encoding(declared: str | None) -> str | None:
    """Python's codec for the name that a page gives; none for codecs that no page uses."""
    try:
        name = codecs.lookup(declared or "").name
    except LookupError:
        return None
    return WEB_ENCODINGS.get(name, name if name.startswith(("cp125", "iso8859-", "koi8")) else None)


def is_html(text: str) -> bool:
    """Whether a text begins as an HTML page does."""
    return bool(MARKUP.match(text))

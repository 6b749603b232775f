"""PDF documents (.pdf): the text that a reader of the pages sees, in reading order, by page."""

import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from index.document import Metadata
from index.errors import Empty, Encrypted, NeedsOcr, Unreadable
from index.readers.extract import Extract, check_counts
from index.readers.pdf.blocks import Block, Kind, blocks, flowing
from index.readers.pdf.columns import columns
from index.readers.pdf.flow import flowed
from index.readers.pdf.forms import flattened, open_forms
from index.readers.pdf.furniture import without_furniture
from index.readers.pdf.headings import with_headings
from index.readers.pdf.lines import Piece, lines, pieces
from index.readers.pdf.seen import Sight
from index.readers.pdf.whole import check_whole
from index.readers.pdf.words import UNKNOWN, Box, Word, cross, main_turn, upright, words

FEW = 20  # characters: a page with fewer and a picture has not been read
GARBLED = (
    0.1  # the share of characters without a meaning from which none of a page is to be trusted
)
# what programs write where nobody gave a title
NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|powerpoint presentation|untitled|document ?\d*|"
    r"slide ?\d+|print)(?:\s*[-:].*)?|.*\.[a-z]{2,4}x?|[\W\d_]*",
    re.IGNORECASE,
)
LOCK = threading.Lock()  # PDFium is not for several threads at once


@dataclass(frozen=True)
class Sheet:
    """What a page shows: its text in pieces, and its edges.

    `letters` counts all its characters, also those `hidden`; `drawn` says that there is a picture,
    `garbled` that the characters of its font mean nothing.
    """

    pieces: list[Piece]
    box: Box
    letters: int
    hidden: int
    drawn: bool
    garbled: bool


def read(data: bytes) -> Extract:
    """The text of a PDF, by page, and its title and author where it tells them.

    Its dates are those of the file and not of what it says, so that they are left alone.

    Raises:
        Unreadable: it is no PDF, is not whole, needs a password, is too large or has no text; the
            kind says which.
    """
    check_whole(data)
    with LOCK:
        document = _opened(data)
        try:
            return _read(document)
        except pdfium.PdfiumError as error:
            raise Unreadable("a page of it is damaged; fetch or save it again") from error
        finally:
            document.close()


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise Encrypted("it opens with a password only; save a copy without one") from error
        raise Unreadable("it is damaged; fetch or save it again") from error


def _read(document: pdfium.PdfDocument) -> Extract:
    open_forms(document)
    count = len(document)
    check_counts(0, count)
    sheets = []
    size = 0
    for number in range(count):
        sheets.append(_sheet(document, number))
        size += sheets[-1].letters
        check_counts(size, count)
    kept = without_furniture([sheet.pieces for sheet in sheets], [sheet.box for sheet in sheets])
    unread = tuple(
        number
        for number, (sheet, found) in enumerate(zip(sheets, kept, strict=True), start=1)
        if sheet.garbled or (sheet.drawn and sum(len(piece.text) for piece in found) < FEW)
    )
    if len(unread) == count:
        raise NeedsOcr("its pages are pictures without text; run it through OCR and add the result")
    # a page with nothing but what repeats is no page without text
    shown = [
        found or ([] if sheet.drawn else sheet.pieces)
        for sheet, found in zip(sheets, kept, strict=True)
    ]
    flow = with_headings(
        flowing(
            blocks(lines(column), page)
            for page, found in enumerate(shown)
            for column in columns(found)
        )
    )
    text, pages = flowed(flow, count)
    if not text.strip():
        raise Empty("it has no text; add the document that it was made from")
    return Extract(
        text, _about(document, flow), pages, unread, sum(sheet.hidden for sheet in sheets)
    )


def _sheet(document: pdfium.PdfDocument, number: int) -> Sheet:
    """What a page shows, and what was filled in on it."""
    view = _view(document, number)
    seen, letters = view.seen, sum(len(word.text) for word in view.found)
    hidden = letters - sum(len(word.text) for word in seen)
    turn = main_turn(seen)
    chosen = flattened(document, number)
    if chosen is not None:
        # the page's own text is not taken from here: pdfium may lose some of it on the way
        own = {_mark(word) for word in view.found}
        filled = [word for word in _view(document, number).seen if _mark(word) not in own]
        seen = [*seen, *(word for word in filled if not any(box.holds(word.ink) for box in chosen))]
        seen += [cross(box, turn) for box in chosen]
        letters += sum(len(word.text) for word in filled)
    shown = "".join(word.text for word in seen)
    garbled = sum(map(_means_nothing, shown)) > GARBLED * len(shown)
    return Sheet(
        pieces=[] if garbled else list(pieces(seen, turn)),
        box=upright(view.box, turn),
        letters=letters,
        hidden=hidden,
        drawn=view.drawn,
        garbled=garbled,
    )


class View(NamedTuple):
    """The words of a page and those of them that are seen, its edges, and if there is a picture."""

    found: list[Word]
    seen: list[Word]
    box: Box
    drawn: bool


def _view(document: pdfium.PdfDocument, number: int) -> View:
    """A page as it is. Its objects are closed here, or a long document would fill the memory."""
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            check_counts(text.count_chars(), number + 1)
            found = words(text)
        finally:
            text.close()
        sight = Sight(page)
        seen = [word for word, shown in zip(found, sight.seen(found), strict=True) if shown]
        return View(found, seen, Box(*page.get_bbox()), sight.drawn)
    finally:
        page.close()


def _mark(word: Word) -> tuple[str, int, int]:
    """What tells a word of a page from others."""
    return word.text, round(word.ink.left), round(word.ink.top)


def _means_nothing(sign: str) -> bool:
    """Whether a character stands for a glyph whose letter the file does not tell."""
    return sign in UNKNOWN or unicodedata.category(sign) in ("Co", "Cc", "Cn")


def _about(document: pdfium.PdfDocument, flow: Sequence[Block]) -> Metadata:
    """The title that the file gives, or else the first heading; and the author."""
    title, author = (document.get_metadata_value(name).strip() for name in ("Title", "Author"))
    named = bool(title) and not NO_TITLE.fullmatch(title)
    first = next((one.text for one in flow if one.kind is Kind.HEADING), None)
    return Metadata(title=title if named else first, author=author or None)

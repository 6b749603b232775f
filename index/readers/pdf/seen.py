"""Which words of a page a reader can see: those whose absence would change the picture of the page.

The page is drawn twice, with its text and without. Whatever hides a word (the colour of what is
behind it, a picture over it, a layer that is switched off, a place outside of the page), the two
pictures are then the same where it stands. There is no list of tricks to keep up with.
"""

import math
from collections.abc import Sequence

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from index.readers.pdf.words import Word

Picture = NDArray[np.int16]  # height × width × 3, the colours from 0 to 255

LONGEST_SIDE = 1200  # pixels; a page of 72 pixels an inch, unless it is a poster
FAINT = 20  # of 255: less is no difference that an eye sees
SMALLEST = 1.0  # points; smaller letters are dust
SCAN = 0.8  # the share of a page that a picture covers if the page is that picture
DRAWN = 0.25  # the share from which a picture may hold the text of a page
INKED = 0.01  # the share of a page's pixels from which something is drawn on it


class Sight:
    """What can be seen on a page; takes the text out of the page that it is given."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        """Draw the page with its text and without."""
        page.set_rotation(0)  # so that the pixels lie as the coordinates do
        self._left, bottom, right, self._top = page.get_bbox()
        self._scale = min(1.0, LONGEST_SIDE / max(right - self._left, self._top - bottom, 1.0))
        objects = list(page.get_objects())
        whole = self._draw(page)
        for part in objects:
            if part.type == raw.FPDF_PAGEOBJ_TEXT:
                raw.FPDFPageObj_SetIsActive(part, False)
        self._behind = self._draw(page)
        self._text = np.abs(whole - self._behind).max(axis=2) > FAINT
        paper = np.median(self._behind.reshape(-1, 3), axis=0)
        self._marks = np.abs(self._behind - paper).max(axis=2) > FAINT
        area = (right - self._left) * (self._top - bottom)
        self._pictured = sum(map(_area, objects)) / max(area, 1.0)

    @property
    def drawn(self) -> bool:
        """Whether there is something beside the text that may be a picture of text."""
        return self._pictured >= DRAWN or bool(self._marks.mean() > INKED)

    def seen(self, found: Sequence[Word]) -> list[bool]:
        """Which words can be seen, or stand for those of the picture that they lie on.

        A page that is a picture with text that cannot be seen has been read by a program (OCR):
        there the words are those at which the picture shows something.
        """
        if not found:
            return []
        at = np.array([self._pixels(word) for word in found], int).reshape(-1, 4)
        shown = _count(self._text, at) > 0
        shown &= ~np.array([self._blends(*both) for both in zip(found, at, strict=True)], bool)
        shown &= np.array([not word.style.invisible for word in found], bool)
        if self._pictured >= SCAN and shown.mean() < 0.5:
            shown |= _count(self._marks, at) > 0
        large = np.array([word.style.size >= SMALLEST for word in found], bool)
        return list(map(bool, shown & large))

    def _draw(self, page: pdfium.PdfPage) -> Picture:
        picture = page.render(scale=self._scale, draw_annots=False, rev_byteorder=True)
        return np.array(picture.to_numpy(), np.int16)

    def _pixels(self, word: Word) -> tuple[int, int, int, int]:
        """The pixels that the letters cover, as left, top, right, bottom; none outside the page."""
        height, width = self._text.shape
        left, low, right, high = word.ink
        return (
            min(max(math.floor((left - self._left) * self._scale), 0), width),
            min(max(math.floor((self._top - high) * self._scale), 0), height),
            min(max(math.ceil((right - self._left) * self._scale), 0), width),
            min(max(math.ceil((self._top - low) * self._scale), 0), height),
        )

    def _blends(self, word: Word, at: NDArray[np.int_]) -> bool:
        """Whether a word has the colour of what is behind it; other words may lie over it."""
        left, top, right, bottom = at
        behind = self._behind[top:bottom, left:right]
        if word.style.fill is None or not behind.size:
            return False
        return bool((np.abs(behind - np.array(word.style.fill)).max(axis=2) <= FAINT).all())


def _count(mask: NDArray[np.bool_], at: NDArray[np.int_]) -> NDArray[np.int_]:
    """How many pixels of a mask lie in each of n rectangles (n × 4)."""
    table = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1), int)
    table[1:, 1:] = mask.cumsum(0).cumsum(1)
    left, top, right, bottom = at.T
    counts: NDArray[np.int_] = (
        table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left]
    )
    return counts


def _area(part: pdfium.PdfObject) -> float:
    """The points that a picture covers; 0 of anything else."""
    if part.type != raw.FPDF_PAGEOBJ_IMAGE:
        return 0.0
    left, bottom, right, top = part.get_bounds()
    return float((right - left) * (top - bottom))

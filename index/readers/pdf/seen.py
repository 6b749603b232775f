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

Picture = NDArray[np.uint8]  # height × width × 4: red, green, blue, and a byte that is not used

LONGEST_SIDE = 1200  # pixels; a page of 72 pixels an inch, unless it is a poster
FAINT = 20  # of 255: less is no difference that an eye sees
SMALLEST = 1.0  # points; smaller letters are dust
NARROWEST = 0.04  # of their size: text that a file says stands for a few letters is squeezed
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
        self._text = _differ(whole, self._behind)
        paper = np.median(self._behind[::8, ::8], axis=(0, 1)).astype(np.uint8)
        self._marks = _differ(self._behind, np.broadcast_to(paper, whole.shape).copy())
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
        shown &= np.array([_legible(word) for word in found], bool)
        return shown.tolist()  # type: ignore[no-any-return]

    def _draw(self, page: pdfium.PdfPage) -> Picture:
        picture = page.render(
            scale=self._scale, draw_annots=False, rev_byteorder=True, prefer_bgrx=True
        )
        return np.array(picture.to_numpy())

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
        return bool((np.abs(behind[..., :3] - np.array(word.style.fill)) <= FAINT).all())


def _differ(one: Picture, other: Picture) -> NDArray[np.bool_]:
    """Where two pictures of one size differ so much that an eye sees it."""
    mask: NDArray[np.bool_] = one.view(np.uint32)[..., 0] != other.view(np.uint32)[..., 0]
    there = np.abs(one[mask].astype(np.int16) - other[mask])[:, :3]
    mask[mask] = (there > FAINT).any(axis=1)  # most pixels are the same: only the others are told
    return mask


def _legible(word: Word) -> bool:
    """Whether the letters are large and wide enough to be told apart."""
    size, width = word.style.size, word.ink.right - word.ink.left
    upright = word.style.turn in (0, 2)
    return size >= SMALLEST and not (upright and width < NARROWEST * size * len(word.text))


def _count(mask: NDArray[np.bool_], at: NDArray[np.int_]) -> NDArray[np.int32]:
    """How many pixels of a mask lie in each of n rectangles (n × 4)."""
    table = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1), np.int32)
    table[1:, 1:] = mask.cumsum(0, np.int32).cumsum(1, np.int32)
    left, top, right, bottom = at.T
    counts: NDArray[np.int32] = (
        table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left]
    )
    return counts


def _area(part: pdfium.PdfObject) -> float:
    """The points that a picture covers; 0 of anything else."""
    if part.type != raw.FPDF_PAGEOBJ_IMAGE:
        return 0.0
    left, bottom, right, top = part.get_bounds()
    return float((right - left) * (top - bottom))

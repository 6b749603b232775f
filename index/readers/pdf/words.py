"""The words of a page with their places, as pdfium finds them. With `seen`, the home of pypdfium2.

Places are points (1/72 inch) with y downwards, turned so that most of the text is upright.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

HIGH, LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)  # the halves of UTF-16
UNKNOWN = "\ufffd"  # a character whose letter the file does not tell
SIGNS = {
    # pdfium's signs for a hyphen at the end of a line, and the soft one
    **dict.fromkeys("\x02\ufffe\xad", "-"),
    # bullets of the fonts Symbol and Wingdings
    **dict.fromkeys("\uf0b7\uf0a7\uf06c\uf06e\uf06f\uf071\uf076\uf0a8\uf0d8\uf0e0\uf0fc", "•"),
    # glyphs that join letters; they are the typesetter's, not the writer's
    **dict(
        zip(
            "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb06",
            ("ff", "fi", "fl", "ffi", "ffl", "st"),
            strict=True,
        )
    ),
}
BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
HEAVY = 600  # the weight from which a font is bold
FILLED = {
    raw.FPDF_TEXTRENDERMODE_FILL,
    raw.FPDF_TEXTRENDERMODE_FILL_CLIP,
}
UNSEEN = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
TILTED = 5  # degrees off the upright at which text is no line of the page


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half-way between top and bottom."""
        return (self.top + self.bottom) / 2

    def holds(self, other: "Box") -> bool:
        """Whether the middle of another rectangle lies in this one."""
        x, y = (other.left + other.right) / 2, other.middle
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def around(self, other: "Box") -> "Box":
        """The smallest rectangle that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


class Style(NamedTuple):
    """How a text object is written; `fill` is RGB, None where that cannot be told.

    `size` is in points as they come out on the page; `turn` counts quarters against the clock, None
    of what is tilted.
    """

    size: float
    bold: bool
    turn: int | None
    fill: tuple[int, int, int] | None
    invisible: bool


class Word(NamedTuple):
    """Characters without space of one text object.

    `box` is as high as the line and `ink` is what the letters cover, in the page's own coordinates,
    whose y goes upwards (so that `top` is the lower edge). `spaced` says that space is before it;
    words of one text object have the same `owner`.
    """

    text: str
    box: Box
    ink: Box
    style: Style
    spaced: bool
    owner: int


def words(text: pdfium.PdfTextPage) -> list[Word]:
    """The words in the order of the file, whether they can be seen or not."""
    handle = text.raw
    styles: dict[int | None, Style] = {}
    found = []
    for first, last, owner, letters, spaced in _runs(handle):
        if owner not in styles:
            styles[owner] = _style(handle, first)
        box = _loose(handle, first).around(_loose(handle, last))
        ink = _tight(handle, first).around(_tight(handle, last))
        found.append(Word(letters, box, ink, styles[owner], spaced, owner or 0))
    return found


def _runs(handle: raw.FPDF_TEXTPAGE) -> Iterator[tuple[int, int, int | None, str, bool]]:
    """Neighbouring characters of one text object: first, last, object, characters, spaced."""
    first = last = 0
    owner, held, spaced = None, list[str](), False
    codes = [raw.FPDFText_GetUnicode(handle, at) for at in range(raw.FPDFText_CountChars(handle))]
    for place, sign in enumerate(_signs(codes)):
        blank = sign.isspace() or "\0" < sign < " "
        pointer = None if blank else raw.FPDFText_GetTextObject(handle, place)
        now = ctypes.cast(pointer, ctypes.c_void_p).value if pointer else None
        if held and (blank or now != owner):
            yield first, last, owner, "".join(held), spaced
            held, spaced = [], False
        if blank:
            spaced = True
            continue
        if not held:
            first, owner = place, now
        held.append(sign)
        last = place
    if held:
        yield first, last, owner, "".join(held), spaced


def _signs(codes: Sequence[int]) -> Iterator[str]:
    r"""The characters; those beyond 16 bits come in two halves, of which the second is then empty.

    >>> list(_signs([0x41, 0xD834, 0xDD1E, 0xDD1E]))
    ['A', '𝄞', '', '\ufffd']
    """
    paired = False
    for code, following in pairwise((*codes, 0)):
        if paired:
            paired = False
            yield ""
            continue
        paired = code in HIGH and following in LOW
        above = (code - HIGH.start) * len(LOW) + following - LOW.start
        yield chr(0x10000 + above) if paired else _sign(code)


def _sign(code: int) -> str:
    sign = chr(code) if code < 0x110000 else UNKNOWN
    if "\ud800" <= sign <= "\udfff":
        return UNKNOWN  # half of a pair whose other half is missing
    return SIGNS.get(sign, sign)


def _tight(handle: raw.FPDF_TEXTPAGE, place: int) -> Box:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(handle, place, left, right, bottom, top)
    return Box(left.value, bottom.value, right.value, top.value)


def _loose(handle: raw.FPDF_TEXTPAGE, place: int) -> Box:
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(handle, place, box)
    return Box(box.left, box.bottom, box.right, box.top)


def _style(handle: raw.FPDF_TEXTPAGE, place: int) -> Style:
    matrix, flags = raw.FS_MATRIX(), ctypes.c_int()
    raw.FPDFText_GetMatrix(handle, place, matrix)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    filled = raw.FPDFText_GetFillColor(handle, place, red, green, blue, alpha)
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(handle, place, name, len(name), flags)
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    turn = round(angle / 90)
    owner = raw.FPDFText_GetTextObject(handle, place)
    mode = raw.FPDFTextObj_GetTextRenderMode(owner) if owner else raw.FPDF_TEXTRENDERMODE_FILL
    return Style(
        size=raw.FPDFText_GetFontSize(handle, place) * math.hypot(matrix.c, matrix.d),
        bold=bool(BOLD.search(name.value)) or raw.FPDFText_GetFontWeight(handle, place) >= HEAVY,
        turn=turn % 4 if abs(angle - 90 * turn) < TILTED else None,
        fill=(red.value, green.value, blue.value) if filled and mode in FILLED else None,
        invisible=mode in UNSEEN or bool(filled and not alpha.value),
    )


def cross(box: Box, turn: int) -> Word:
    """A word for a box of a form that is chosen."""
    size = box.bottom - box.top
    return Word("☒", box, box, Style(size, False, turn, None, False), True, 0)


def main_turn(found: Iterable[Word]) -> int:
    """How most of the text is turned, in quarters against the clock."""
    turns = Counter[int]()
    for word in found:
        if word.style.turn is not None:
            turns[word.style.turn] += len(word.text)
    return max(turns, key=turns.__getitem__, default=0)


def upright(box: Box, turn: int) -> Box:
    """A rectangle of the page as it is when the text is turned upright, with y downwards.

    >>> upright(Box(0, 0, 1, 2), 0), upright(Box(0, 0, 1, 2), 1)
    (Box(left=0, top=-2, right=1, bottom=0), Box(left=0, top=0, right=2, bottom=1))
    """
    left, bottom, right, top = box
    return (
        Box(left, -top, right, -bottom),
        Box(bottom, left, top, right),
        Box(-right, bottom, -left, top),
        Box(-top, -right, -bottom, -left),
    )[turn]

"""The text of a document from its blocks, with Markdown's marks for headings, lists and tables."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from index.document import Metadata
from index.sentences import item_mark

# what Office and the libraries that write its files put there by themselves
NO_TITLE = {"word document", "powerpoint presentation", "presentation", "document", "untitled"}
# and PowerPoint, in many languages, from the first slide
FIRST_SLIDE = re.compile(
    r"(?:slide|folie|bild|diapositive?|diapositiva|dia|slajd|lysbilde) \d{1,3}"
)
NO_AUTHOR = {"python-docx", "steve canny", "microsoft office user", "unknown", "user", "admin"}
OLDEST = 1995  # a clock that was never set says 1980 or 1601
TEMPLATES = {
    "2013-12-23",
    "2013-01-27",
}  # of python-docx's and python-pptx's templates
UNKNOWN = "\ufffd"
# the fonts whose letters are pictures, with those that stand for something in an office
SIGNS = {
    "Wingdings": {
        **{0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0xA7: "▪", 0xA8: "◻"},
        **{0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    },
    "Symbol": {
        **{0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×"},
        **{0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD2: "®", 0xD3: "©", 0xD4: "™"},
        **{0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6C: "λ", 0x6D: "μ", 0x70: "π"},
    },
}
RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
# what stands before and after a numerator, a denominator, an exponent and an index
FORMULA = {"num": ("(", ")"), "den": ("/(", ")"), "sup": ("^(", ")"), "sub": ("_(", ")")}
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


class Blocks:
    r"""Paragraphs, items and rows in their order.

    >>> blocks = Blocks()
    >>> blocks.heading("Fees", 2)
    >>> blocks.item("a light")
    >>> blocks.item("a fee", "(b)")
    >>> blocks.text()
    '## Fees\n\n- a light\n(b) a fee\n'
    """

    def __init__(self, is_flat: bool = False) -> None:
        """With `is_flat`, what is to stand on one line: a heading has no mark within one."""
        self._blocks: list[tuple[str, str]] = []
        self._is_flat = is_flat

    def paragraph(self, words: str) -> None:
        """A block of its own; its line breaks are kept, space around its lines is not."""
        lines = (line.strip() for line in words.splitlines())
        self._add("", "\n".join(line for line in lines if line))

    def heading(self, words: str, level: int, number: str | None = None) -> None:
        """A heading of a level from 1 to 6, with its number where it has one."""
        mark = "" if self._is_flat else "#" * level + " "
        self._add("", one_line(words), mark + (f"{number} " if number else ""))

    def item(self, words: str, mark: str = "-") -> None:
        """An item of a list; items that follow each other stand on lines that do.

        One with a mark that is not plain by itself ("Article I", "1.1") stands alone, or it could
        be taken for a line that carries on the one above.
        """
        line = one_line(words)
        self._add("item" if item_mark(f"{mark} {line}") else "", line, f"{mark} ")

    def row(self, cells: Iterable[str], table: object) -> None:
        """A row; those of one table stand on lines that follow each other."""
        words = [one_line(cell) for cell in cells]
        if any(words):
            self._add(f"row of {id(table)}", f"| {' | '.join(words)} |")

    def _add(self, kind: str, words: str, mark: str = "") -> None:
        if words:
            self._blocks.append((kind, mark + words))

    def text(self) -> str:
        """All of it, with a blank line between blocks."""
        lines: list[str] = []
        before = ""
        for kind, words in self._blocks:
            if lines and not (kind and kind == before):
                lines.append("")
            lines.append(words)
            before = kind
        return "\n".join(lines) + "\n" if lines else ""


def one_line(words: str) -> str:
    """Words with their space folded."""
    return " ".join(words.split())


def shifted(words: str, table: dict[int, int]) -> str:
    """Digits as raised or lowered ones: "10" with a small "2" is not 102.

    >>> "10" + shifted("2", RAISED), "4" + shifted("th", RAISED)
    ('10²', '4th')
    """
    return words.translate(table) if all(ord(c) in table for c in words.strip()) else words


def symbol(font: str, code: int) -> str:
    """A character of a font of signs, where it is a common one; else the sign for an unknown one.

    >>> symbol("Wingdings", 0xF0FC), symbol("Arial", 0xA7), symbol("Webdings", 0xF041)
    ('✓', '§', '\ufffd')
    """
    if font in SIGNS:
        return SIGNS[font].get(code & 0xFF, UNKNOWN)
    return chr(code) if code < 0xD800 else UNKNOWN


def formula(element: Any) -> str:
    """A formula (ECMA-376-1, 22.1) on one line: a power without its sign is another number."""
    before, after = FORMULA.get(element.tag.rpartition("}")[2], ("", ""))
    parts = [
        (child.text or "") if child.tag.endswith("}t") else formula(child)
        for child in element.iterchildren("*")
    ]
    return before + "".join(parts) + after


class Core(Protocol):
    """What Office files say of themselves (ECMA-376-2, core properties)."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def author(self) -> str: ...  # noqa: D102
    @property
    def modified(self) -> datetime | None: ...  # noqa: D102


def about(core: Core, title: str | None) -> Metadata:
    """The metadata of an Office file; its date is the day on which it was last saved."""
    saved = core.modified.date() if core.modified else None
    dated = saved is not None and saved.year >= OLDEST and saved.isoformat() not in TEMPLATES
    return Metadata(
        title=_own(core.title, NO_TITLE) or title,
        author=_own(core.author, NO_AUTHOR),
        published=saved.isoformat() if saved and dated else None,
    )


def _own(words: str | None, filled_in: set[str]) -> str | None:
    """What somebody wrote there, and not a program."""
    folded = one_line(words or "")
    lower = folded.lower()
    return None if lower in filled_in or not lower or FIRST_SLIDE.fullmatch(lower) else folded

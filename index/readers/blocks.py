"""The text of a document from its blocks, with Markdown's marks for headings, lists and tables."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from index.document import Metadata

# what Office and the libraries that write its files put there by themselves
NO_TITLE = {"word document", "powerpoint presentation", "presentation", "document", "untitled"}
NO_AUTHOR = {"python-docx", "steve canny", "microsoft office user", "unknown", "user", "admin"}
OLDEST = 1995  # a clock that was never set says 1980 or 1601
TEMPLATES = {
    "2013-12-23",
    "2013-01-27",
}  # of python-docx's and python-pptx's templates
RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
# what stands before and after a numerator, a denominator, an exponent and an index
FORMULA = {"num": ("(", ")"), "den": ("/(", ")"), "sup": ("^(", ")"), "sub": ("_(", ")")}
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


class Blocks:
    r"""Paragraphs, items and rows in their order.

    >>> blocks = Blocks()
    >>> blocks.heading("Fees", 2)
    >>> blocks.item("a light")
    >>> blocks.item("a fee")
    >>> blocks.text()
    '## Fees\n\n- a light\n- a fee\n'
    """

    def __init__(self) -> None:
        self._blocks: list[tuple[str, str]] = []

    def paragraph(self, words: str) -> None:
        """A block of its own; its line breaks are kept, space around its lines is not."""
        lines = (line.strip() for line in words.splitlines())
        self._add("", "\n".join(line for line in lines if line))

    def heading(self, words: str, level: int) -> None:
        """A heading of a level from 1 to 6."""
        self._add("", one_line(words), "#" * level + " ")

    def item(self, words: str, mark: str = "- ") -> None:
        """An item of a list; items that follow each other stand on lines that do."""
        self._add("item", one_line(words), mark)

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
    return None if not folded or folded.lower() in filled_in else folded

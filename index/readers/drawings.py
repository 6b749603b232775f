"""What the drawings of Word and PowerPoint have in common (DrawingML, ECMA-376)."""

from collections.abc import Iterator
from typing import Any

MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# what Office understands (mc:Requires); of anything else it shows the alternative
UNDERSTOOD = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")


def alternative(element: Any) -> Any:
    """Of several ways to draw the same, the one that Office shows; an empty element if none."""
    for choice in element.iterchildren(COMPATIBILITY + "Choice"):
        spaces = [choice.nsmap.get(name) or "" for name in (choice.get("Requires") or "").split()]
        if all(space.startswith(UNDERSTOOD) for space in spaces):
            return choice
    fallback = element.find(COMPATIBILITY + "Fallback")
    return () if fallback is None else fallback


def diagram_words(root: Any) -> Iterator[str]:
    """The paragraphs of a diagram's data (ECMA-376-1, 21.4)."""
    for paragraph in root.iter(MAIN + "p"):
        words = "".join(piece.text or "" for piece in paragraph.iter(MAIN + "t"))
        if words.strip():
            yield words

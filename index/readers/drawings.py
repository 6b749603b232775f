"""What the drawings of Word and PowerPoint have in common (DrawingML, ECMA-376)."""

from collections.abc import Iterator
from typing import Any

MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
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


def drawn(element: Any) -> Iterator[str]:
    """The parts with the words of the diagrams (SmartArt) and charts within an element."""
    for tag, attribute in ((DIAGRAM + "relIds", "dm"), (CHART + "chart", "id")):
        for named in element.iter(tag):
            yield named.get(RELATIONSHIPS + attribute) or ""


def drawn_words(root: Any) -> Iterator[str]:
    """The words of such a part; a chart's numbers are drawn, and not written."""
    return _chart_words(root) if root.tag.startswith(CHART) else _paragraphs(root)


def _paragraphs(root: Any) -> Iterator[str]:
    """The paragraphs of a diagram's data (ECMA-376-1, 21.4) or of a chart's titles."""
    for paragraph in root.iter(MAIN + "p"):
        words = "".join(piece.text or "" for piece in paragraph.iter(MAIN + "t"))
        if words.strip():
            yield words


def _chart_words(root: Any) -> Iterator[str]:
    """The titles of a chart, then the names in its legend and along its axis (21.2)."""
    for title in root.iter(CHART + "title"):
        yield from _paragraphs(title)
    said: set[str] = set()
    legend = next(root.iter(CHART + "legend"), None) is not None
    for kind in ("tx", "cat") if legend else ("cat",):
        for series in root.iter(CHART + "ser"):
            for named in series.iterchildren(CHART + kind):
                found = ((value.text or "").strip() for value in named.iter(CHART + "v"))
                fresh = [words for words in dict.fromkeys(found) if words and words not in said]
                said.update(fresh)
                yield from fresh

"""The numbers that PowerPoint shows before the paragraphs of a list (ECMA-376-1, 21.1.2.4).

They stand nowhere in the text: a paragraph, its shape or the placeholder that this takes after
names a scheme (20.1.10.61), and PowerPoint counts the paragraphs of a level as long as no other
kind of paragraph on it, or one on a level above, comes between them.
"""

import re
from collections.abc import Iterable
from typing import Any

from index.readers import numerals
from index.readers.drawings import MAIN

BULLET = "-"
BULLETS = {MAIN + "buChar", MAIN + "buBlip"}
NUMBERED, PLAIN = MAIN + "buAutoNum", MAIN + "buNone"
SCHEME = re.compile("(alphaLc|alphaUc|romanLc|romanUc|arabic)(ParenBoth|ParenR|Period|Plain)")
WRITE: dict[str, numerals.Write] = {
    "alphaLc": numerals.repeated,
    "alphaUc": numerals.capital(numerals.repeated),
    "romanLc": numerals.roman,
    "romanUc": numerals.capital(numerals.roman),
    "arabic": str,
}
AROUND = {"ParenBoth": "({})", "ParenR": "{})", "Period": "{}.", "Plain": "{}"}


class AutoNumbers:
    """The marks of one shape's paragraphs; `bodies` are its p:txBody and those it takes after."""

    def __init__(self, bodies: Iterable[Any]) -> None:
        styles = (None if body is None else body.find(MAIN + "lstStyle") for body in bodies)
        self._styles = [style for style in styles if style is not None]
        self._open: dict[int, tuple[str, int, int]] = {}  # by level: scheme, start, last number

    def mark(self, paragraph: Any) -> str | None:
        """What is shown before the next paragraph that has words; None where nothing is."""
        properties = paragraph.find(MAIN + "pPr")
        level = 0 if properties is None else int(properties.get("lvl") or 0)
        layers = (properties, *(style.find(f"{MAIN}lvl{level + 1}pPr") for style in self._styles))
        kind = next((found for layer in layers if (found := _kind(layer)) is not None), None)
        last = self._open.get(level)
        self._open = {above: state for above, state in self._open.items() if above < level}
        if kind is None or kind.tag == PLAIN:
            return None
        if kind.tag in BULLETS:
            return BULLET
        scheme, start = kind.get("type") or "", int(kind.get("startAt") or 1)
        goes_on = last is not None and last[:2] == (scheme, start)
        number = last[2] + 1 if last is not None and goes_on else start
        self._open[level] = scheme, start, number
        found = SCHEME.fullmatch(scheme)
        return AROUND[found[2]].format(WRITE[found[1]](number)) if found else BULLET


def _kind(properties: Any) -> Any:
    """The element that says which bullet or number there is."""
    kinds = (*BULLETS, NUMBERED, PLAIN)
    children = () if properties is None else properties
    return next((child for child in children if child.tag in kinds), None)

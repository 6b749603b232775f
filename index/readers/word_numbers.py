"""The numbers of a Word document's lists and headings, which stand nowhere in its text.

Word counts when it shows a document; the rules are those of ECMA-376-1, 17.9 (numbering): a
paragraph or its style names a list and a level, and a level says how its number is written ("(%2)",
"%1.%2"), where it starts and what starts it again. A level above that no paragraph has reached is
shown as its start. A number in a format that is not known here is left out, not guessed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from index.readers import numerals
from index.readers.word_styles import Styles, W, is_on, value_of

BULLET = "-"
FORMATS: Mapping[str, numerals.Write] = {  # 17.18.59
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": numerals.two_digits,
    "lowerLetter": numerals.repeated,
    "upperLetter": numerals.capital(numerals.repeated),
    "lowerRoman": numerals.roman,
    "upperRoman": numerals.capital(numerals.roman),
    "ordinal": numerals.ordinal,
    "none": numerals.silent,
    "bullet": numerals.silent,
}
PLACE = re.compile("%([1-9])")  # of a level's number, from 1


@dataclass(frozen=True)
class Level:
    """How a level of a list is counted and written.

    `text` has "%1" where the number of the first level goes. `restart` is the level, from 1, that
    starts it again, 0 where none does, None where each one above does. `style` is the style of
    paragraphs that stand on this level.
    """

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    is_legal: bool = False  # all of its number in digits
    is_hidden: bool = False
    style: str | None = None

    @classmethod
    def of(cls, element: Any) -> "Level":
        """A level by its w:lvl."""
        restart = value_of(element, "lvlRestart")
        # a format of one's own stands beside a plain one, which comes last
        *_, written = "decimal", *(kind.get(W + "val") for kind in element.iter(W + "numFmt"))
        return cls(
            int(value_of(element, "start") or 0),
            written,
            value_of(element, "lvlText") or "",
            None if restart is None else int(restart),
            is_on(element.find(W + "isLgl")),
            is_on(element.find(f"{W}rPr/{W}vanish")),
            value_of(element, "pStyle"),
        )

    def is_restarted(self, depth: int, by: int) -> bool:
        """Whether this level, at `depth`, starts again behind a paragraph of another level."""
        return by < depth and (self.restart is None or by < self.restart)


Levels = dict[int, Level]


class Numbering:
    """The lists of a document while its paragraphs are counted; `root` is its w:numbering."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._lists = _named(root, "num", "numId")
        self._shapes = _named(root, "abstractNum", "abstractNumId")
        self._known: dict[str, tuple[str, Levels]] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)  # of each shape
        self._begun: set[tuple[str, int]] = set()

    def mark(self, properties: Any) -> str | None:
        """What Word shows before a paragraph, by its w:pPr: "(b)", or "-" for a bullet.

        None where it shows nothing. Each paragraph is asked for once, in the order of the text.
        """
        own = None if properties is None else properties.find(W + "numPr")
        styles = self._styles.of_paragraph(properties)
        layers = [own, *(style.find(f"{W}pPr/{W}numPr") for style in styles)]
        name = _first(layers, "numId")
        if name not in self._lists:  # 0 takes away what a style gave
            return None
        shape, levels = self._levels(name)
        depth = value_of(own, "ilvl")
        if depth is None and value_of(own, "numId") is None:
            depth = _of_style(levels, styles) or _first(layers, "ilvl")
        at, counts = int(depth or 0), self._counts[shape]
        if at not in levels:
            return None
        self._count(name, at, levels, counts)
        return _written(at, levels, counts) or None

    def _levels(self, name: str) -> tuple[str, Levels]:
        """The shape of a list, and its levels with what the list itself changes in them."""
        if name not in self._known:
            shape = self._shape(name)
            levels = _levels_in(shape)
            for change in self._lists[name].iterchildren(W + "lvlOverride"):
                levels.update(_levels_in(change))
                start, at = value_of(change, "startOverride"), int(change.get(W + "ilvl") or 0)
                if start is not None and at in levels:
                    levels[at] = replace(levels[at], start=int(start))
            self._known[name] = shape.get(W + "abstractNumId"), levels
        return self._known[name]

    def _shape(self, name: str) -> Any:
        """What a list takes after, which may be the list of a style (17.9.21)."""
        shape = self._shapes[value_of(self._lists[name], "abstractNumId") or ""]
        for style in self._styles.chain(value_of(shape, "numStyleLink")):
            other = value_of(style.find(f"{W}pPr/{W}numPr"), "numId")
            if other in self._lists:
                return self._shapes[value_of(self._lists[other], "abstractNumId") or ""]
        return shape

    def _count(self, name: str, at: int, levels: Levels, counts: dict[int, int]) -> None:
        changes = self._lists[name].iterchildren(W + "lvlOverride")
        own_start = any(
            change.get(W + "ilvl") == str(at) and value_of(change, "startOverride") is not None
            for change in changes
        )
        if own_start and (name, at) not in self._begun:
            counts.pop(at, None)
        self._begun.add((name, at))
        counts[at] = counts.get(at, levels[at].start - 1) + 1
        for depth, level in levels.items():
            if level.is_restarted(depth, by=at):
                counts.pop(depth, None)


def _written(at: int, levels: Levels, counts: Mapping[int, int]) -> str:
    """The number of a level with those above it; nothing where it is hidden."""
    level = levels[at]
    if level.is_hidden or level.format == "bullet":
        return "" if level.is_hidden else BULLET
    shown = {int(place) - 1 for place in PLACE.findall(level.text)}
    above = {place: levels.get(place, Level()) for place in shown}
    kinds = {p: "decimal" if level.is_legal else other.format for p, other in above.items()}
    if not FORMATS.keys() >= set(kinds.values()):
        return BULLET
    numbers = {
        str(place + 1): FORMATS[kinds[place]](counts.get(place, other.start))
        for place, other in above.items()
    }
    return PLACE.sub(lambda place: numbers[place[1]], level.text).strip()


def _of_style(levels: Levels, styles: Iterable[Any]) -> str | None:
    """The level that names the style of a paragraph, or one that this is based on (17.9.23)."""
    named = {level.style: str(depth) for depth, level in levels.items() if level.style}
    found = (named.get(style.get(W + "styleId")) for style in styles)
    return next((depth for depth in found if depth), None)


def _levels_in(parent: Any) -> Levels:
    found = parent.iterchildren(W + "lvl")
    return {int(level.get(W + "ilvl") or 0): Level.of(level) for level in found}


def _named(root: Any, tag: str, attribute: str) -> dict[str, Any]:
    found = () if root is None else root.iterchildren(W + tag)
    return {element.get(W + attribute) or "": element for element in found}


def _first(layers: Iterable[Any], tag: str) -> str | None:
    found = (value_of(layer, tag) for layer in layers)
    return next((value for value in found if value is not None), None)

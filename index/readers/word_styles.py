"""How the words of a Word document look: what a run, its paragraph and their styles say."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from index.readers.sight import TINY, WHITE, alike

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE = W + "val"
ON = {"1", "true", "on"}
OFF = {"0", "false", "off", "none"}
HIGHLIGHTS = {"white": WHITE, "black": "000000"}
HEADING_LEVELS = 6


@dataclass(frozen=True)
class Place:
    """Where a paragraph stands: the colour behind it (None where it is not known), as RRGGBB."""

    paper: str | None = WHITE


class Styles:
    """The styles of a document by their names in its XML; `root` is its w:styles, or None."""

    def __init__(self, root: Any) -> None:
        found = [] if root is None else root.iterchildren(W + "style")
        # one without an identifier is no paragraph's
        self._styles = {name: style for style in found if (name := style.get(W + "styleId"))}
        self._defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        paragraphs = {n: s for n, s in self._styles.items() if s.get(W + "type") == "paragraph"}
        self._standard = next(
            (name for name, style in paragraphs.items() if style.get(W + "default") in ON), None
        )
        self.chain = cache(self._chain)

    def _chain(self, name: str | None) -> tuple[Any, ...]:
        """A style and those that it is based on, nearest first."""
        chain: list[Any] = []
        while name in self._styles and self._styles[name] not in chain:
            chain.append(self._styles[name])
            name = value_of(chain[-1], "basedOn")
        return tuple(chain)

    def of_paragraph(self, properties: Any) -> tuple[Any, ...]:
        """The styles of a paragraph by its w:pPr."""
        return self.chain(value_of(properties, "pStyle") or self._standard)

    def paragraph(self, properties: Any, tag: str) -> Any:
        """What a paragraph or its styles say of a property; None where they say nothing."""
        styles = (style.find(W + "pPr") for style in self.of_paragraph(properties))
        return _first((properties, *styles), tag)

    def is_title(self, properties: Any) -> bool:
        """Whether a paragraph is the title of the document."""
        return "title" in self._names(properties)

    def _names(self, properties: Any) -> list[str]:
        return [(value_of(style, "name") or "").lower() for style in self.of_paragraph(properties)]

    def heading(self, properties: Any) -> int:
        """The level of a heading, from 1; 0 of a paragraph that is none."""
        if self.is_title(properties):
            return 1
        level = self.paragraph(properties, "outlineLvl")
        if level is None:
            # built-in names are English in every language's Word
            names = self._names(properties)
            numbers = [name[8:] for name in names if name.startswith("heading ")]
            depth = next((int(n) for n in numbers if n.isdecimal()), 0)
        else:
            depth = int(level.get(VALUE)) + 1
        return min(depth, HEADING_LEVELS) if depth <= 9 else 0  # the level 9 of XML is body text

    def goes_on(self, properties: Any) -> bool:
        """Whether the end of a paragraph is deleted: its words go on in the next one."""
        return any(_has_end(properties, kind) for kind in ("del", "moveFrom"))

    def is_gone(self, properties: Any) -> bool:
        """Whether the end of a paragraph is deleted or hidden: one without words is not shown."""
        return self.goes_on(properties) or _has_end(properties, "vanish")

    def paper(self, properties: Any, place: Place) -> Place:
        """Where a paragraph stands, once its own shading is known."""
        return Place(shading(self.paragraph(properties, "shd"), place.paper))

    def hides(self, run: Any, paragraph: Any, place: Place) -> bool:
        """Whether a run cannot be seen: hidden, tiny, or of the colour that is behind it."""
        layers = tuple(self._layers(run, paragraph))
        if is_on(_first(layers, "vanish")) or is_on(_first(layers, "specVanish")):
            return True
        size, colour = _first(layers, "sz"), _first(layers, "color")
        if size is not None and float(size.get(VALUE) or 24) / 2 <= TINY:
            return True
        paper = shading(_first(layers, "shd"), place.paper)
        highlight = _first(layers, "highlight")
        if highlight is not None and highlight.get(VALUE) != "none":
            paper = HIGHLIGHTS.get(highlight.get(VALUE) or "")
        return colour is not None and alike(colour.get(VALUE), paper)

    def position(self, run: Any, paragraph: Any) -> str | None:
        """Whether a run is raised ("superscript") or lowered ("subscript")."""
        where = _first(tuple(self._layers(run, paragraph)), "vertAlign")
        return None if where is None else where.get(VALUE)

    def _layers(self, run: Any, paragraph: Any) -> Iterator[Any]:
        """The properties that hold for a run, the nearest first."""
        yield run
        for style in (*self.chain(value_of(run, "rStyle")), *self.of_paragraph(paragraph)):
            yield style.find(W + "rPr")
        yield self._defaults


def shading(shade: Any, behind: str | None) -> str | None:
    """The colour behind text that is shaded; a pattern is of no one colour."""
    if shade is None or shade.get(VALUE) == "nil":
        return behind
    if shade.get(VALUE) not in (None, "clear"):
        return None
    fill: str | None = shade.get(W + "fill")
    return behind if fill in (None, "auto") else fill


def _has_end(properties: Any, kind: str) -> bool:
    end = None if properties is None else properties.find(W + "rPr")
    return end is not None and is_on(end.find(W + kind))


def _first(layers: tuple[Any, ...], tag: str) -> Any:
    found = (layer.find(W + tag) for layer in layers if layer is not None)
    return next((element for element in found if element is not None), None)


def is_on(toggle: Any) -> bool:
    """Whether a property that is on or off is on; an element without a value is."""
    return toggle is not None and toggle.get(VALUE) not in OFF


def value_of(element: Any, tag: str) -> str | None:
    """The value of the child of an element that has this name; None where there is none."""
    child = None if element is None else element.find(W + tag)
    return None if child is None else child.get(VALUE)

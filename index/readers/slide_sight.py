"""What lies behind the words of a slide, and where: colours and boxes decide what is seen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from index.readers.drawings import MAIN
from index.readers.sight import TINY, alike

SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
FILLS = {MAIN + name for name in "noFill solidFill gradFill blipFill pattFill grpFill".split()}
SOLID = "1001"  # the first fill of a theme's backgrounds, which is one colour


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in EMU from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two share a point that is not on their edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class Frame:
    """How the coordinates within a group become those of the slide."""

    scale: tuple[float, float] = (1, 1)
    shift: tuple[float, float] = (0, 0)

    def box(self, shape: Any) -> Box | None:
        """Where a shape lies on the slide; None where nothing says it."""
        if None in (shape.left, shape.top, shape.width, shape.height):
            return None
        left = shape.left * self.scale[0] + self.shift[0]
        top = shape.top * self.scale[1] + self.shift[1]
        width, height = shape.width * self.scale[0], shape.height * self.scale[1]
        return Box(left, top, left + width, top + height)

    def within(self, group: Any) -> "Frame":
        """The same for what is in a group."""
        outer, inner = self.box(group), group.element.find(f"{SLIDE}grpSpPr/{MAIN}xfrm")
        start = None if inner is None else inner.find(MAIN + "chOff")
        size = None if inner is None else inner.find(MAIN + "chExt")
        if outer is None or start is None or size is None:
            return self
        wide = (outer.right - outer.left) / (int(size.get("cx")) or 1)
        high = (outer.bottom - outer.top) / (int(size.get("cy")) or 1)
        across, down = int(start.get("x")) * wide, int(start.get("y")) * high
        return Frame((wide, high), (outer.left - across, outer.top - down))


class Colours:
    """The colours of a slide by their names in its theme."""

    def __init__(self, slide: Any) -> None:
        from pptx.oxml import parse_xml

        master = slide.slide_layout.slide_master
        theme = next(
            (r.target_part for r in master.part.rels.values() if r.reltype.endswith("/theme")), None
        )
        scheme = () if theme is None else next(parse_xml(theme.blob).iter(MAIN + "clrScheme"), ())
        self._theme = {named.tag.removeprefix(MAIN): _plain(named) for named in scheme}
        mapping = master.element.find(SLIDE + "clrMap")
        overridden = next(slide.element.iter(MAIN + "overrideClrMapping"), None)
        self._names = dict((mapping if overridden is None else overridden).attrib)
        self.background = self._background(
            [slide.element, slide.slide_layout.element, master.element]
        )

    def fill(self, parent: Any) -> tuple[bool, str | None]:
        """Whether an element says how it is filled, and the colour, None where it is not one."""
        for child in () if parent is None else parent:
            if child.tag in FILLS:
                return True, self.solid(child) if child.tag == MAIN + "solidFill" else None
        return False, None

    def solid(self, fill: Any) -> str | None:
        """The one colour of a solidFill or of a background; None where it is changed or unknown."""
        colour = next(iter(fill), None)
        if colour is None or len(colour):
            return None
        if colour.tag == MAIN + "schemeClr":
            name = colour.get("val")
            return self._theme.get(self._names.get(name, name))
        return _plain(fill)

    def _background(self, layers: Iterable[Any]) -> str | None:
        """The colour of the first layer that says what lies behind everything."""
        for layer in layers:
            behind = layer.find(f"{SLIDE}cSld/{SLIDE}bg")
            if behind is not None:
                named = behind.find(SLIDE + "bgRef")
                if named is not None:
                    return self.solid(named) if named.get("idx") == SOLID else None
                return self.fill(behind.find(SLIDE + "bgPr"))[1]
        return "FFFFFF"


def _plain(parent: Any) -> str | None:
    """A colour that is written out: RRGGBB, or a colour of the system as it was last seen."""
    colour = next(iter(parent), None)
    return None if colour is None else colour.get("lastClr") or colour.get("val")


def hides(run: Any, colours: Colours, paper: str | None) -> bool:
    """Whether a run cannot be seen, by its a:rPr: tiny, without colour, or of the one behind it."""
    if run is None:
        return False
    if int(run.get("sz") or 1800) / 100 <= TINY or run.find(MAIN + "noFill") is not None:
        return True
    if any(int(alpha.get("val")) == 0 for alpha in run.iter(MAIN + "alpha")):
        return True
    return alike(colours.fill(run)[1], paper)


def layers(shape: Any) -> Iterator[Any]:
    """A shape and, of a placeholder, those of the layout and the master that it takes after."""
    while shape is not None:
        yield shape
        shape = getattr(shape, "_base_placeholder", None)

"""What a browser would not show of a page, as far as the page itself says so.

Each element's own style and the page's style sheets count; of these only rules with one plain
selector (a tag, classes, an identifier), since what a longer one means depends on what scripts have
done. Style sheets in other files are never fetched. Where these may have coloured the background,
the colour of text says nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index.readers.sight import TINY, WHITE, alike, letters

# shown by no browser, or only by one that runs no scripts or plays no films
UNSHOWN = {
    *("template", "noscript", "noframes", "noembed", "iframe", "canvas", "video", "audio"),
    *("datalist", "desc", "metadata"),
}
NO_TEXT = {"script", "style", "head", "title"}  # left out, but not because somebody hid it
# one that is not closed reaches to the end, as in a browser
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
RULE = re.compile(r"(?:^|(?<=[{}]))([^{}]*+)\{([^{}]*+)\}")
BLOCK = re.compile(r"@[^{};@]*+\{(?:[^{}]*+\{[^{}]*+\})*[^{}]*+\}|@[^{};@]*+;")
PLAIN = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<marks>(?:[.#][\w-]+)*)", re.IGNORECASE)
NUMBER = re.compile(r"(-?(?:\d++(?:\.\d++)?|\.\d++))\s*+(px|pt|em|rem|ex|vw|vh|cm|mm|in|%)?")
PIXELS = {"pt": 4 / 3, "em": 16, "rem": 16, "ex": 8, "vw": 12, "vh": 8, "cm": 38, "mm": 4, "in": 96}
FAR = -400  # pixels beyond the upper or left edge
COLOURS = {"white": WHITE, "black": "000000", "snow": "FFFAFA", "ivory": "FFFFF0"}
CHANNELS = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*(?:[,/]\s*([\d.]+%?)\s*)?\)")

Style = dict[str, str]


@dataclass(frozen=True)
class _Look:
    """What an element hands down to those within it."""

    ink: str = ""
    paper: str | None = WHITE
    is_small: bool = False
    is_invisible: bool = False

    def within(self, style: Style) -> "_Look":
        """The look of an element with a style of its own."""
        behind = style.get("background-color", style.get("background", "none"))
        size = style.get("font-size")
        return _Look(
            style.get("color", self.ink),
            self.paper if behind in ("none", "transparent", "inherit") else _colour(behind),
            self.is_small if size is None else _pixels(size, 99) <= TINY * PIXELS["pt"],
            style.get("visibility", "hidden" * self.is_invisible) in ("hidden", "collapse"),
        )

    @property
    def is_unseen(self) -> bool:
        """Whether words cannot be seen that look so."""
        faint = _is_clear(self.ink) or alike(_colour(self.ink), self.paper)
        return faint or self.is_small or self.is_invisible


def drop_hidden(tree: Any, sheet: "Sheet") -> int:
    """Take out what would not be shown; how many characters of text that was."""
    hidden = 0
    waiting = [(tree, _Look(paper=None if sheet.is_open else WHITE))]
    while waiting:
        element, look = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in NO_TEXT:
            continue
        style = sheet.style(element)
        if (_is_unshown(element) or _is_gone(style)) and element.getparent() is not None:
            hidden += sum(letters(words) for words in element.itertext())
            element.drop_tree()
            continue
        look = look.within(style)
        if look.is_unseen:
            hidden += _blank(element)
        waiting.extend((child, look) for child in element)
    return hidden


def _is_unshown(element: Any) -> bool:
    if element.tag == "dialog":
        return "open" not in element.attrib
    return element.tag in UNSHOWN or "hidden" in element.attrib


def _blank(element: Any) -> int:
    """Take the words out of an element and leave those within it, which may look otherwise."""
    hidden = letters(element.text)
    element.text = None
    for child in element:
        hidden += letters(child.tail)
        child.tail = None
    return hidden


class Sheet:
    """The rules of a page's own style sheets, each by one tag, class or identifier of it."""

    def __init__(self, tree: Any) -> None:
        self._rules: defaultdict[str, list[tuple[int, set[str], Style]]] = defaultdict(list)
        links = tree.iterfind(".//link")
        # whether the page may have a background that cannot be known here
        self.is_open = any("stylesheet" in (link.get("rel") or "").lower() for link in links)
        for sheet in tree.iterfind(".//style"):
            text = BLOCK.sub("", COMMENT.sub("", sheet.text or ""))
            for selectors, declarations in RULE.findall(text):
                self._add(selectors, _declarations(declarations))

    def _add(self, selectors: str, style: Style) -> None:
        for selector in selectors.split(","):
            plain = PLAIN.fullmatch(selector.strip())
            if plain is None or not plain[0]:
                self.is_open |= any(name.startswith("background") for name in style)
                continue
            marks = set(re.findall(r"[.#][\w-]+", plain["marks"]))
            tag = (plain["tag"] or "").lower()
            weight = sum(100 if mark[0] == "#" else 10 for mark in marks) + bool(tag)
            needed = marks | ({tag} if tag else set())
            self._rules[next(iter(sorted(needed)))].append((weight, needed, style))

    def style(self, element: Any) -> Style:
        """What the rules and the element itself say, the more particular last."""
        names = {element.tag, *("." + name for name in (element.get("class") or "").split())}
        names.add("#" + (element.get("id") or ""))
        found = [rule for name in names for rule in self._rules.get(name, ()) if rule[1] <= names]
        merged: Style = {}
        for _, _, style in sorted(found, key=lambda rule: rule[0]):
            merged.update(style)
        for attribute, name in (("bgcolor", "background"), ("color", "color")):
            if element.get(attribute):
                merged[name] = element.get(attribute)
        merged.update(_declarations(element.get("style") or ""))
        return merged


def _is_gone(style: Style) -> bool:
    """Whether the style of an element takes it out of sight."""
    if style.get("display") == "none":
        return True
    if any(_is_zero(style.get(name)) for name in ("opacity", "zoom")):
        return True
    if _pixels(style.get("text-indent"), 0) <= FAR or "scale(0" in style.get("transform", ""):
        return True
    if style.get("position") in ("absolute", "fixed"):
        if any(_pixels(style.get(side), 0) <= FAR for side in ("left", "top", "right", "bottom")):
            return True
        if re.match(r"rect\((?:0|1)(?:px)?[ ,]+(?:0|1)", style.get("clip", "")):
            return True
    if re.match(r"inset\((?:50|100)%", style.get("clip-path", "")):
        return True
    sides = ("height", "width", "max-height", "max-width")
    flat = any(_pixels(style.get(side), 99) <= 1 for side in sides)
    return flat and style.get("overflow", "").startswith(("hidden", "clip"))


def _declarations(text: str) -> Style:
    """The properties of a style, in small letters, and what they are set to."""
    pairs = (declaration.partition(":") for declaration in text.lower().split(";"))
    return {
        name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value
    }


def _pixels(length: str | None, default: float) -> float:
    found = NUMBER.fullmatch(length or "")
    if not found:
        return default
    if found[2] == "%" and float(found[1]):
        return default
    return float(found[1]) * PIXELS.get(found[2], 1)


def _is_clear(colour: str) -> bool:
    channels = CHANNELS.fullmatch(colour)
    return colour == "transparent" or (channels is not None and _is_zero(channels[4]))


def _is_zero(value: str | None) -> bool:
    return bool(value) and re.fullmatch(r"0*\.?0*%?", value or "") is not None


def _colour(words: str) -> str | None:
    """A colour of a style sheet as RRGGBB; None of gradients, pictures and other names."""
    words = words.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", words):
        return "".join(digit * 2 for digit in words[1:]).upper()
    if re.fullmatch(r"#?[0-9a-f]{6}", words):
        return words[-6:].upper()
    if found := CHANNELS.fullmatch(words):
        return "".join(f"{min(int(found[n]), 255):02X}" for n in (1, 2, 3))
    return COLOURS.get(words)


def words_shown(tree: Any) -> Iterator[str]:
    """The words of a page from which `drop_hidden` has taken what is not shown."""
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in NO_TEXT:
            yield element.text or ""
        yield element.tail or ""

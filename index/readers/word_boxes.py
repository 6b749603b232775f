"""What stands beside the lines of a Word document: notes, comments, text boxes, diagrams.

In a file these are parts of their own, or drawings within a run.
"""

from collections.abc import Iterator
from typing import Any

from index.readers.drawings import MAIN, drawn, drawn_words
from index.readers.sight import WHITE
from index.readers.word_styles import W, is_on

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
VML = "{urn:schemas-microsoft-com:vml}"
EMU = 914_400  # units of an inch
WIDEST = 22 * EMU  # the largest page that Word makes
MARGIN = 2 * EMU

Parts = dict[str, Any]  # the parts that a document names, by identifier and by kind


def related(part: Any) -> Parts:
    """The parts of the file that the document names, each by its identifier and by its kind."""
    found: Parts = {}
    for identifier, relation in part.rels.items():
        if not relation.is_external:
            found[identifier] = relation.target_part
            found.setdefault(relation.reltype.rsplit("/", 1)[-1], relation.target_part)
    return found


def root(part: Any) -> Any:
    """The XML of a part; None of no part."""
    from docx.oxml import parse_xml

    return None if part is None else parse_xml(part.blob)


def page_colour(document: Any) -> str | None:
    """The colour of the page, which is white unless the settings say to show another."""
    background = document.element.find(W + "background")
    shown = document.settings.element.find(W + "displayBackgroundShape") is not None
    return background.get(W + "color") if shown and background is not None else WHITE


def comments(parts: Parts) -> Iterator[str]:
    """The words of the comments, which are no text of the document."""
    if "comments" in parts:
        yield from (piece.text or "" for piece in root(parts["comments"]).iter(W + "t"))


def note(parts: Parts, reference: Any) -> Any:
    """The footnote or endnote that a mark in the text points to; None where it is missing."""
    kind = reference.tag.rpartition("}")[2].removesuffix("Reference")
    part = parts.get(kind + "s")
    if part is None:
        return None
    notes = root(part).iterchildren(W + kind)
    return next((n for n in notes if n.get(W + "id") == reference.get(W + "id")), None)


def check_box(field: Any) -> str:
    """The box of a form that is ticked or not (17.16.7); nothing of any other field."""
    box = field.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    ticked = box.find(W + "checked")
    return "☒" if is_on(box.find(W + "default") if ticked is None else ticked) else "☐"


def alternative_texts(picture: Any) -> Iterator[str]:
    """What is written about a picture for those who do not see it."""
    for about in picture.iter(DRAWING + "docPr"):
        yield from (about.get(name) or "" for name in ("descr", "title"))
    for shape in picture.iter(VML + "shape"):
        yield shape.get("alt") or ""


def is_off(picture: Any) -> bool:
    """Whether a drawing is hidden, or lies beside the page."""
    if any(about.get("hidden") in ("1", "true") for about in picture.iter(DRAWING + "docPr")):
        return True
    extent = picture.find(f"{DRAWING}anchor/{DRAWING}extent")
    for axis, size in (("positionH", "cx"), ("positionV", "cy")):
        position = picture.find(f"{DRAWING}anchor/{DRAWING}{axis}")
        offset = None if position is None else position.find(DRAWING + "posOffset")
        if offset is None:
            continue
        start = int(offset.text)
        end = start + (0 if extent is None else int(extent.get(size)))
        first = 0 if position.get("relativeFrom") == "page" else -MARGIN
        if end <= first or start > WIDEST:
            return True
    return "visibility:hidden" in "".join(shape.get("style") or "" for shape in _shapes(picture))


def text_boxes(picture: Any, paper: str | None) -> Iterator[tuple[Any, str | None]]:
    """The outermost text boxes of a drawing, each with the colour behind its words."""
    for content in picture.iter(W + "txbxContent"):
        if any(above.tag == W + "txbxContent" for above in _above(content, picture)):
            continue
        shape = next((a for a in _above(content, picture) if a.tag == SHAPE + "wsp"), None)
        if shape is None:
            colours = [s.get("fillcolor", "#FFFFFF").lstrip("#").upper() for s in _shapes(picture)]
            yield content, colours[0] if colours else None
        elif shape.find(f"{SHAPE}spPr/{MAIN}noFill") is not None:
            yield content, paper
        else:
            fill = shape.find(f"{SHAPE}spPr/{MAIN}solidFill/{MAIN}srgbClr")
            yield content, None if fill is None else fill.get("val")


def drawings(parts: Parts, picture: Any) -> list[str]:
    """The words of a diagram (SmartArt) or a chart, which lie in a part of their own."""
    found = (parts[name] for name in drawn(picture) if name in parts)
    return [words for part in found for words in drawn_words(root(part))]


def _shapes(picture: Any) -> Iterator[Any]:
    yield from picture.iter(VML + "shape", VML + "rect", VML + "roundrect")


def _above(element: Any, top: Any) -> Iterator[Any]:
    """The elements around one, from the inside, below the top."""
    for above in element.iterancestors():
        if above is top:
            return
        yield above

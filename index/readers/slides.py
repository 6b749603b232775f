"""PowerPoint presentations (.pptx). The home of python-pptx.

A slide is a page. What is read is what a slide shows: its title as a heading, its text, lists and
tables in the order in which they are read aloud. Speaker's notes, hidden slides, alternative texts
and what lies beside the slide are left out and counted; dates, footers and slide numbers are
furniture.
"""

from collections.abc import Iterator
from typing import Any

from index.errors import NeedsOcr, Unreadable
from index.readers.archive import DAMAGED, checked
from index.readers.blocks import Blocks, about, formula, one_line
from index.readers.drawings import COMPATIBILITY, MAIN, alternative, drawn, drawn_words
from index.readers.extract import Extract
from index.readers.sight import letters
from index.readers.slide_numbers import BULLET, AutoNumbers
from index.readers.slide_sight import SLIDE, Box, Colours, Frame, hides, layers

FURNITURE = {"dt", "ftr", "sldNum", "hdr"}  # kinds of placeholders (ECMA-376-1, 19.7.10)
BODIES = {"body", "obj", None}
PICTURES = {SLIDE + "pic", SLIDE + "graphicFrame"}


def read(data: bytes) -> Extract:
    """The words that the slides show, and what the file says of itself.

    Raises:
        Unreadable: it is no presentation, encrypted, damaged, or shows pictures alone.
    """
    # imported late: most commands read no presentation
    import pptx

    package = checked(data, ".pptx")
    try:
        presentation = pptx.Presentation(package)
        board = Box(0, 0, presentation.slide_width or 0, presentation.slide_height or 0)
        slides = [_Slide(slide, board, not n) for n, slide in enumerate(presentation.slides)]
        first = next((slide.title for slide in slides if slide.title), None)
        said = about(presentation.core_properties, first)
    except (SyntaxError, LookupError, ValueError, AttributeError, RecursionError) as error:
        raise Unreadable(DAMAGED) from error
    pictures = tuple(number for number, slide in enumerate(slides, 1) if slide.is_picture)
    if pictures and not any(slide.text for slide in slides):
        raise NeedsOcr("its slides are pictures; save it with text, or as text")
    text, starts = "", []
    for slide in slides:
        starts.append(len(text))
        text += slide.text + ("\n" if slide.text else "")
    return Extract(text, said, tuple(starts), pictures, sum(slide.hidden for slide in slides))


class _Slide:
    """The words of one slide: `text`, empty where it shows none."""

    def __init__(self, slide: Any, board: Box, is_first: bool) -> None:
        self.hidden = 0
        self.title: str | None = None
        self._blocks = Blocks()
        self._board, self._level = board, 1 if is_first else 2
        self._part, self._colours = slide.part, Colours(slide)
        self._below: list[tuple[Box, str | None]] = []  # what is painted so far, in its order
        for layer in (slide.slide_layout.slide_master, slide.slide_layout):
            for shape in layer.shapes:
                if not shape.is_placeholder:
                    self._paint(shape, Frame())
        _unwrap(slide.shapes._spTree)
        self._has_picture = False
        title = slide.shapes.title
        painted = [(shape, Frame()) for shape in slide.shapes]
        if title is not None:
            # it may be drawn last, and is read first
            self._title(title)
        for shape, frame in painted:
            if title is None or shape.shape_id != title.shape_id:
                self._shape(shape, frame)
        if slide.has_notes_slide:
            self.hidden += _letters(slide.notes_slide.element)
        self.text = self._blocks.text()
        if slide.element.get("show") in ("0", "false"):
            self.hidden += letters(self.text)
            self.text, self._has_picture = "", False
        self.is_picture = self._has_picture and not self.text

    def _title(self, shape: Any) -> None:
        if shape.has_text_frame and self._is_seen(shape, Frame()):  # it may hold a picture
            self.title = one_line(" ".join(self._paragraphs(shape, Frame()))) or None
            self._blocks.heading(self.title or "", self._level)

    def _shape(self, shape: Any, frame: Frame) -> None:
        kind = _kind(shape)
        if not self._is_seen(shape, frame) or kind in FURNITURE:
            return
        if shape.element.tag == SLIDE + "grpSp":
            for inner in shape.shapes:
                self._shape(inner, frame.within(shape))
            return
        self._has_picture |= shape.element.tag in PICTURES
        if shape.has_text_frame:
            self._text(shape, list(self._paragraphs(shape, frame)), kind)
        elif getattr(shape, "has_table", False):
            self._table(shape.table)
        for identifier in drawn(shape.element):
            self._drawing(identifier)
        self._paint(shape, frame)

    def _text(self, shape: Any, said: list[str], kind: str | None) -> None:
        listed = shape.is_placeholder and kind in BODIES and len(said) > 1
        bodies = (layer.element.find(SLIDE + "txBody") for layer in layers(shape))
        numbers = AutoNumbers(bodies)
        for words, paragraph in zip(said, shape.text_frame.paragraphs, strict=True):
            mark = numbers.mark(paragraph._p) if words.strip() else None
            if mark or listed:
                self._blocks.item(words, mark or BULLET)
            else:
                self._blocks.paragraph(words)

    def _is_seen(self, shape: Any, frame: Frame) -> bool:
        """Whether a shape is on the slide; what is not, and what describes it, is counted."""
        about_it = shape.element[0][0]  # p:cNvPr
        self.hidden += letters(about_it.get("descr")) + letters(about_it.get("title"))
        box = frame.box(shape)
        beside = box is not None and not box.meets(self._board) and box.right > box.left
        if about_it.get("hidden") in ("1", "true") or beside:
            self.hidden += _letters(shape.element)
            return False
        return True

    def _paragraphs(self, shape: Any, frame: Frame) -> Iterator[str]:
        paper = self._paper(shape, frame)
        for paragraph in shape.text_frame.paragraphs:
            yield "".join(self._words(paragraph._p, paper))

    def _words(self, paragraph: Any, paper: str | None) -> Iterator[str]:
        for child in paragraph:
            if child.tag in (MAIN + "r", MAIN + "fld"):
                words = child.findtext(MAIN + "t") or ""
                if hides(child.find(MAIN + "rPr"), self._colours, paper):
                    self.hidden += letters(words)
                else:
                    yield words
            elif child.tag == MAIN + "br":
                yield "\n"
            elif child.tag == COMPATIBILITY + "AlternateContent":
                yield from self._words(alternative(child), paper)
            elif isinstance(child.tag, str) and child.tag.endswith("}m"):
                yield formula(child)

    def _table(self, table: Any) -> None:
        for row in table.rows:
            cells = []
            for cell in row.cells:
                paper = self._colours.fill(cell._tc.tcPr)[1]
                lines = (self._words(line._p, paper) for line in cell.text_frame.paragraphs)
                cells.append(" ".join("".join(pieces) for pieces in lines))
            self._blocks.row(cells, table)

    def _drawing(self, identifier: str) -> None:
        from pptx.oxml import parse_xml

        if identifier in self._part.rels:
            root = parse_xml(self._part.related_part(identifier).blob)
            for words in drawn_words(root):
                self._blocks.item(words)

    def _paper(self, shape: Any, frame: Frame) -> str | None:
        """The colour behind the words of a shape; None where it is not known, or not one."""
        for layer in layers(shape):
            said, colour = self._colours.fill(layer.element.find(SLIDE + "spPr"))
            if said and layer.element.find(f"{SLIDE}spPr/{MAIN}noFill") is None:
                return colour
            if said:
                break
        else:
            filled = shape.element.find(f"{SLIDE}style/{MAIN}fillRef")
            if filled is not None and filled.get("idx") != "0":
                return None
        paper, box = self._colours.background, frame.box(shape)
        for below, colour in self._below:
            if box is not None and box.meets(below):
                paper = colour
        return paper

    def _paint(self, shape: Any, frame: Frame) -> None:
        """Remember what a shape covers, for the words that are drawn over it."""
        said, colour = self._colours.fill(shape.element.find(SLIDE + "spPr"))
        styled = shape.element.find(f"{SLIDE}style/{MAIN}fillRef") is not None
        empty = shape.element.find(f"{SLIDE}spPr/{MAIN}noFill") is not None
        box = frame.box(shape)
        if box and not empty and (said or styled or shape.element.tag in PICTURES):
            self._below.append((box, colour))


def _unwrap(tree: Any) -> None:
    """Put in place of alternatives the one that PowerPoint shows: python-pptx passes them over."""
    for element in list(tree.iter(COMPATIBILITY + "AlternateContent")):
        if element.getparent().tag in (SLIDE + "spTree", SLIDE + "grpSp"):
            for shape in reversed(list(alternative(element))):
                element.addnext(shape)
            element.getparent().remove(element)


def _kind(shape: Any) -> str | None:
    """The kind of a placeholder; None of a plain one and of what is none."""
    placeholder = shape.element[0].find(f"{SLIDE}nvPr/{SLIDE}ph")
    return None if placeholder is None else placeholder.get("type")


def _letters(element: Any) -> int:
    return sum(letters(piece.text) for piece in element.iter(MAIN + "t"))

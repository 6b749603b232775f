"""Word documents (.docx). The home of python-docx.

python-docx opens the file and finds its parts; the words are taken from the XML in their order,
since its own paragraphs leave out what was inserted with tracked changes, text boxes, and notes.
What is read is what Word shows with all changes accepted: headings, lists and tables get Markdown's
marks, notes stand at the end. Page headers and footers are left out, as furniture.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index.errors import Unreadable
from index.readers import word_boxes as boxes
from index.readers.archive import DAMAGED, checked
from index.readers.blocks import LOWERED, RAISED, Blocks, about, formula, shifted, symbol
from index.readers.drawings import COMPATIBILITY, alternative
from index.readers.extract import Extract
from index.readers.sight import letters
from index.readers.word_numbers import BULLET, Numbering
from index.readers.word_styles import VALUE, Place, Styles, W, shading

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DELETED = {W + "del", W + "moveFrom"}
AROUND = {  # elements around words, and no words themselves
    *(W + name for name in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent")),
    *(W + name for name in ("fldSimple", "customXml", "dir", "bdo", "ruby", "rubyBase")),
    MATH + "oMathPara",
}
CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
ELSEWHERE = "a part of it is in another format and would be lost; open it in Word and save it again"


def read(data: bytes) -> Extract:
    """The words that Word shows, and what the file says of itself.

    Raises:
        Unreadable: it is no Word document, encrypted, damaged, or not all of it can be read.
    """
    # imported late: most commands read no Word document
    import docx

    package = checked(data, ".docx")
    try:
        document = docx.Document(package)
        text = _Text(document)
        text.walk(document.element.body, Place(boxes.page_colour(document)))
        text.add_notes()
        said = about(document.core_properties, text.title)
    except (SyntaxError, LookupError, ValueError, AttributeError, RecursionError) as error:
        raise Unreadable(DAMAGED) from error
    return Extract(text.blocks.text(), said, hidden=text.hidden)


@dataclass
class _Field:
    """A field whose end is still to come."""

    box: str
    is_in_code: bool = True


class _Text:
    """The words of a document while they are collected."""

    def __init__(self, document: Any) -> None:
        self.blocks = Blocks()
        self.title: str | None = None
        self._styles = Styles(document.styles.element)
        self._parts = boxes.related(document.part)
        self._numbering = Numbering(boxes.root(self._parts.get("numbering")), self._styles)
        self.hidden = sum(letters(note) for note in boxes.comments(self._parts))
        self._fields: list[_Field] = []  # those that are open
        self._notes: list[Any] = []
        self._boxes: list[tuple[Any, Place]] = []
        self._carried = ""  # of paragraphs whose end is deleted: they go on in the next one

    def walk(self, parent: Any, place: Place) -> None:
        """The blocks within an element."""
        for child in parent:
            if child.tag == W + "p":
                self._paragraph(child, place)
            elif child.tag == W + "tbl":
                self._end()
                self._table(child, place)
            elif child.tag in (W + "altChunk", W + "subDoc"):
                raise Unreadable(ELSEWHERE)
            elif child.tag in DELETED:
                self._hide(child)
            elif child.tag in AROUND:
                self.walk(child, place)
            elif child.tag == COMPATIBILITY + "AlternateContent":
                self.walk(alternative(child), place)
        self._end()

    def _end(self) -> None:
        """What nothing follows that it could go on in, and the boxes of what has been read."""
        carried, self._carried = self._carried, ""
        self.blocks.paragraph(carried)
        found, self._boxes = self._boxes, []
        for content, within in found:
            self.walk(content, within)

    def add_notes(self) -> None:
        """The footnotes and endnotes that the text points to, in that order."""
        for number, reference in enumerate(self._notes, 1):
            note = boxes.note(self._parts, reference)
            words = "" if note is None else self._apart(note, Place())
            self.blocks.paragraph(f"[{number}] {words}" if words else "")

    def _paragraph(self, paragraph: Any, place: Place) -> None:
        properties = paragraph.find(W + "pPr")
        place = self._styles.paper(properties, place)
        words = self._carried + "".join(self._pieces(paragraph, properties, place))
        self._carried = words if words.strip() and self._styles.goes_on(properties) else ""
        if self._carried:
            return
        level = self._styles.heading(properties)
        gone = not words.strip() and self._styles.is_gone(properties)
        mark = None if gone else self._numbering.mark(properties)
        if level:
            if self._styles.is_title(properties):
                self.title = self.title or " ".join(words.split()) or None
            self.blocks.heading(words, level, mark if mark != BULLET else None)
        elif mark:
            self.blocks.item(words, mark)
        else:
            self.blocks.paragraph(words)
        self._end()

    def _pieces(self, parent: Any, properties: Any, place: Place) -> Iterator[str]:
        """The words of a paragraph, or of what lies around some of them."""
        for child in parent:
            if child.tag == W + "r":
                yield self._run(child, properties, place)
            elif child.tag in DELETED:
                self._hide(child)
            elif child.tag in AROUND:
                yield from self._pieces(child, properties, place)
            elif child.tag == MATH + "oMath":
                yield formula(child)
            elif child.tag == COMPATIBILITY + "AlternateContent":
                yield from self._pieces(alternative(child), properties, place)

    def _run(self, run: Any, properties: Any, place: Place) -> str:
        look = run.find(W + "rPr")
        words = "".join(self._characters(run, place))
        in_code = any(field.is_in_code for field in self._fields)
        if in_code or self._styles.hides(look, properties, place):
            self.hidden += letters(words)
            return ""
        where = self._styles.position(look, properties)
        return shifted(words, {"superscript": RAISED, "subscript": LOWERED}.get(where or "", {}))

    def _characters(self, run: Any, place: Place) -> Iterator[str]:
        for child in run:
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if name == "t":
                yield child.text or ""
            elif name in CHARACTERS:
                yield CHARACTERS[name]
            elif name == "sym":
                yield symbol(child.get(W + "font") or "", int(child.get(W + "char") or "FFFD", 16))
            elif name in ("instrText", "delText", "delInstrText"):
                self.hidden += letters(child.text)
            elif name == "fldChar":
                yield self._field(child)
            elif name in ("footnoteReference", "endnoteReference"):
                self._notes.append(child)
                yield f"[{len(self._notes)}]"
            elif name == "ruby":
                yield from self._pieces(child, None, place)
            elif name == "AlternateContent":
                yield from self._characters(alternative(child), place)
            elif name in ("drawing", "pict", "object"):
                self._picture(child, place)

    def _field(self, mark: Any) -> str:
        """A field's code is not shown, only its result, or the box that it stands for."""
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(_Field(boxes.check_box(mark)))
        elif self._fields and kind == "separate":
            self._fields[-1].is_in_code = False
        elif self._fields and kind == "end":
            return self._fields.pop().box
        return ""

    def _picture(self, picture: Any, place: Place) -> None:
        self.hidden += sum(letters(words) for words in boxes.alternative_texts(picture))
        shown = not boxes.is_off(picture)
        for content, paper in boxes.text_boxes(picture, place.paper):
            if shown:
                self._boxes.append((content, Place(paper)))
            else:
                self._hide(content)
        for words in boxes.drawings(self._parts, picture) if shown else ():
            self.blocks.item(words)

    def _table(self, table: Any, place: Place) -> None:
        style = table.find(f"{W}tblPr/{W}tblStyle")
        chain = self._styles.chain(None if style is None else style.get(VALUE))
        if any(next(style.iter(W + "shd"), None) is not None for style in chain):
            place = Place(None)  # which cells it colours depends on where they stand
        rows = [list(_within(line, "tc")) for line in self._rows(table)]
        for cells in rows:
            if max(map(len, rows)) == 1:  # a frame around text, and no table
                self.walk(cells[0], self._cell(cells[0], place))
            else:
                self.blocks.row((self._apart(c, self._cell(c, place)) for c in cells), table)

    def _rows(self, table: Any) -> Iterator[Any]:
        for line in _within(table, "tr"):
            properties = line.find(W + "trPr")
            gone = () if properties is None else (properties.find(W + n) for n in ("del", "hidden"))
            if any(mark is not None for mark in gone):
                self._hide(line)
            else:
                yield line

    def _cell(self, cell: Any, place: Place) -> Place:
        return Place(shading(cell.find(f"{W}tcPr/{W}shd"), place.paper))

    def _apart(self, element: Any, place: Place) -> str:
        """The words of a part that stands elsewhere than its place in the XML, on one line."""
        outside, self.blocks = self.blocks, Blocks(is_flat=True)
        self.walk(element, place)
        words = " ".join(self.blocks.text().split())
        self.blocks = outside
        return words

    def _hide(self, element: Any) -> None:
        tags = (W + "t", W + "delText", W + "instrText")
        self.hidden += sum(letters(piece.text) for piece in element.iter(*tags))


def _within(parent: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also where something is put around them."""
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag in AROUND:
            yield from _within(child, name)

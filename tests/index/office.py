"""Builds Word, PowerPoint and e-mail files for tests: valid ones, and with anything in them."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage
from io import BytesIO

import docx as word
import pptx as slides
from pptx.util import Inches

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = b"<w:sectPr"  # what ends the body of a document that python-docx wrote


def docx(
    *paragraphs: str,
    xml: str = "",
    parts: Mapping[str, bytes | str] | None = None,
    title: str = "",
    author: str = "",
) -> bytes:
    """A Word document.

    A paragraph that begins with "# " or "## " is a heading, with "- " an item, and with "| " a row
    of a table ("| a | b |"). `xml` is put behind them as it is, with the prefix w; `parts` replace
    parts of the package, or are added to it.
    """
    document = word.Document()
    rows: list[list[str]] = []
    for words in [*paragraphs, ""]:
        if words.startswith("| "):
            rows.append([cell.strip() for cell in words.strip("| ").split("|")])
            continue
        if rows:
            table = document.add_table(len(rows), len(rows[0]))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
            rows = []
        marks, _, rest = words.partition(" ")
        if marks and not marks.strip("#"):
            document.add_heading(rest, len(marks))
        elif marks == "-":
            document.add_paragraph(rest, style="List Bullet")
        elif words:
            document.add_paragraph(words)
    document.core_properties.title = title
    document.core_properties.author = author
    stream = BytesIO()
    document.save(stream)
    made = members(stream.getvalue())
    name = "word/document.xml"
    made[name] = made[name].replace(BODY, xml.encode() + BODY, 1)
    return package({**made, **encoded(parts)})


def pptx(
    *pages: str | Sequence[str],
    edit: Mapping[str, tuple[str, str]] | None = None,
    parts: Mapping[str, bytes | str] | None = None,
    title: str = "",
    author: str = "",
) -> bytes:
    """A presentation with a slide for each argument: its title, or a title and its paragraphs.

    `edit` replaces the first words by the second in the part that is named; `parts` as in `docx`.
    """
    presentation = slides.Presentation()
    for page in pages:
        head, *lines = [page] if isinstance(page, str) else page
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        assert slide.shapes.title is not None
        slide.shapes.title.text = head
        if lines:
            box = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(6), Inches(3))
            box.text_frame.text = "\n".join(lines)
    presentation.core_properties.title = title
    presentation.core_properties.author = author
    stream = BytesIO()
    presentation.save(stream)
    made = members(stream.getvalue())
    for name, (old, new) in (edit or {}).items():
        assert old.encode() in made[name], f"{name} has no {old}"
        made[name] = made[name].replace(old.encode(), new.encode(), 1)
    return package({**made, **encoded(parts)})


def eml(
    text: str | None = "The moon pulls the sea.",
    *,
    html: str | None = None,
    subject: str = "The tides",
    sender: str = "Ada Marsh <ada@example.org>",
    date: str = "Mon, 03 May 2021 10:30:00 +0200",
    attachments: Iterable[tuple[str, bytes]] = (),
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """An e-mail with a plain part, an HTML part or both, and attachments by name."""
    message = EmailMessage()
    about = {"From": sender, "Subject": subject, "Date": date}
    for name, value in {**about, **(headers or {})}.items():
        message[name] = value
    if text is not None:
        message.set_content(text)
    if html is not None:
        if text is None:
            message.set_content(html, subtype="html")
        else:
            message.add_alternative(html, subtype="html")
    for name, data in attachments:
        message.add_attachment(data, "application", "octet-stream", filename=name)
    return message.as_bytes()


def members(data: bytes) -> dict[str, bytes]:
    """The parts of an Office file by name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(parts: Mapping[str, bytes]) -> bytes:
    """An Office file of these parts."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def encoded(parts: Mapping[str, bytes | str] | None) -> dict[str, bytes]:
    """Parts as bytes."""
    return {
        name: data.encode() if isinstance(data, str) else data
        for name, data in (parts or {}).items()
    }

"""One reader per format: the bytes of a file in, its text and what it says of itself out.

A new format is a module with a `read` function and one line in `READERS`. What is parsed by a
library is read `apart`, in a child process with limits (`index.apart`); `load` sees to that.
"""

from collections.abc import Callable
from dataclasses import dataclass

from index.document import Metadata
from index.readers import html, mail, markdown, pdf, slides, text, word
from index.readers.extract import Extract

Read = Callable[[bytes], Extract]


@dataclass(frozen=True)
class Reader:
    """A format: its media type (RFC 6838), the function that reads it, and whether in a child."""

    media_type: str
    read: Read
    apart: bool = False


MARKDOWN = Reader("text/markdown", markdown.read)
HTML = Reader("text/html", html.read, apart=True)
OFFICE = "application/vnd.openxmlformats-officedocument"
READERS = {
    ".txt": Reader("text/plain", text.read),
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".pdf": Reader("application/pdf", pdf.read, apart=True),
    ".docx": Reader(f"{OFFICE}.wordprocessingml.document", word.read, apart=True),
    ".pptx": Reader(f"{OFFICE}.presentationml.presentation", slides.read, apart=True),
    ".eml": Reader("message/rfc822", mail.read, apart=True),
}

__all__ = ["READERS", "Extract", "Metadata", "Reader"]

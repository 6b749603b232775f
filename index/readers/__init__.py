"""One reader per format: the bytes of a file in, its text and what it says of itself out.

A new format is a module with a `read` function and one line in `READERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from index.document import Metadata
from index.readers import html, mail, markdown, slides, text, word
from index.readers.extract import Extract

Read = Callable[[bytes], Extract]


@dataclass(frozen=True)
class Reader:
    """A format: its media type (RFC 6838) and the function that reads it."""

    media_type: str
    read: Read


MARKDOWN = Reader("text/markdown", markdown.read)
HTML = Reader("text/html", html.read)
OFFICE = "application/vnd.openxmlformats-officedocument"
READERS = {
    ".txt": Reader("text/plain", text.read),
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".docx": Reader(f"{OFFICE}.wordprocessingml.document", word.read),
    ".pptx": Reader(f"{OFFICE}.presentationml.presentation", slides.read),
    ".eml": Reader("message/rfc822", mail.read),
}

__all__ = ["READERS", "Extract", "Metadata", "Reader"]

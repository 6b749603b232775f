"""One reader per format: the bytes of a file in, its text and what it says of itself out.

A new format is a module with a `read` function and one line in `READERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from index.document import Metadata
from index.readers import html, markdown, pdf, text
from index.readers.extract import Extract

Read = Callable[[bytes], Extract]


@dataclass(frozen=True)
class Reader:
    """A format: its media type (RFC 6838) and the function that reads it."""

    media_type: str
    read: Read


MARKDOWN = Reader("text/markdown", markdown.read)
HTML = Reader("text/html", html.read)
READERS = {
    ".txt": Reader("text/plain", text.read),
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".pdf": Reader("application/pdf", pdf.read),
}

__all__ = ["READERS", "Extract", "Metadata", "Reader"]

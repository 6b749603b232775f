"""Plain text (.txt)."""

from index.errors import WrongType
from index.readers.extract import Extract, decode, is_html


def read(data: bytes) -> Extract:
    """The text as it stands.

    >>> read(b"The tide turns at noon.").text
    'The tide turns at noon.'
    """
    text = decode(data)
    if is_html(text):
        raise WrongType("it is an HTML page; give it the ending .html")
    return Extract(text, begins=0)

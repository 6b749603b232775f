"""PDF documents (.pdf)."""

from index.readers.extract import Extract


def read(data: bytes) -> Extract:
    """The text of a PDF by page; see `index.readers.pdf.pages.read`."""
    # imported late: most commands read no file, and need no library that draws pages
    from index.readers.pdf.pages import read as read_pages

    return read_pages(data)

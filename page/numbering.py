"""Where in a document words stand, as people cite it: by page, or by slide."""

from index.document import Document, Span
from page.words import Words


def pages_in_words(document: Document, span: Span, say: Words) -> str:
    """The pages or slides of a span as text; empty where the document has none.

    >>> from page.words import ENGLISH
    >>> paper = Document("a.pdf", "one two", "application/pdf", pages=(0, 4))
    >>> pages_in_words(paper, Span(4, 7), ENGLISH), pages_in_words(paper, Span(0, 7), ENGLISH)
    ('p. 2', 'pp. 1–2')
    """
    pages = document.pages_of(span)
    if pages is None:
        return ""
    first, last = map(str, pages)
    kind = "slide" if document.in_slides else "page"
    if first == last:
        return say(f"answer.{kind}", number=first)
    return say(f"answer.{kind}s", first=first, last=last)

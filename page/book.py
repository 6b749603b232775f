"""A document of the library as HTML, to be read whole: what is known about it, then its text."""

from assistant.escape import isolated, literal
from index.document import Document
from page.dated import dated
from page.reading import original
from page.shelf import Item
from page.typeset import parts, typeset_part
from page.words import ENGLISH, Words

PART = 200_000  # characters of a document that are in the page at a time: a hundred pages of a book


def book_as_html(document: Document, item: Item, part: int = 1, say: Words = ENGLISH) -> str:
    """A document with what is known about it.

    Args:
        document: what is read.
        item: how it stands in the library.
        part: which part of a long one, from 1; another number is the first or the last.
        say: the words of the page.
    """
    texts = parts(document.text, PART)
    part = min(max(part, 1), len(texts))
    steps = _steps(part, len(texts), say)
    close = say.html("library.close")
    words = typeset_part(document, texts[part - 1], say=say)
    return (
        f'<section class="book" data-key="{item.key}" tabindex="-1"'
        f' aria-label="{literal(document.title)}"><div class="spine">'
        f"<h3>{isolated(document.title)}</h3>"
        f'<button type="button" class="close" aria-label="{close}" aria-keyshortcuts="Escape"'
        f' title="{close} (Escape)"><span aria-hidden="true">×</span></button></div>'
        f"{_facts(document, item, say)}{steps}"
        f'<article class="source current">{words}</article>'
        f"{steps}</section>"
    )


def _facts(document: Document, item: Item, say: Words) -> str:
    about = document.about
    size = "" if item.size is None else f"{say.size(item.size)} · "
    characters = say("library.characters", len(document.text))
    given = {
        "author": about.author,
        "publisher": about.publisher,
        "date": " · ".join(dated(document, say)),
        "kind": say("library.own_word", kind=about.kind) if about.kind else None,
        "file": document.uri,
        "size": f"{size}{characters} · {say('count.passage', item.passages)}",
        "hidden": say("library.left_out", document.hidden) if document.hidden else None,
    }
    rows = "".join(
        f"<div><dt>{say.html(f'library.{name}')}</dt><dd>{isolated(value)}</dd></div>"
        for name, value in given.items()
        if value
    )
    link = original(document, say)
    state = "" if not (item.answers and item.stale) else say.html(f"library.reads_{item.state}")
    return (
        f'<dl class="facts">{rows}</dl>'
        + (f'<p class="original">{link}</p>' if link else "")
        + (f'<p class="stale">{state}</p>' if state else "")
    )


def _steps(part: int, count: int, say: Words) -> str:
    """The way to the other parts of a long document."""
    if count == 1:
        return ""
    buttons = "".join(
        f'<button type="button" data-part="{to}"{"" if 1 <= to <= count else " disabled"}>'
        f"{say.html(f'reading.{name}')}</button>"
        for to, name in ((part - 1, "previous"), (part + 1, "next"))
    )
    where = say.html("library.part", part=str(part), parts=str(count))
    return f'<nav class="parts" aria-label="{where}"><span>{where}</span>{buttons}</nav>'

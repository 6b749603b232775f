"""The panel beside the chat: the whole documents that a reply quotes, with the quotations in them.

One reply at a time is in the page; which of its quotations is looked at is the page's script's
affair (`assets/page.js`), by the anchors that `page.py` links to.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.escape import isolated, literal
from assistant.page import LETTERS, details
from assistant.present import counted
from assistant.reply import Answer, Reply
from assistant.typeset import Place, typeset
from index.document import Document

LISTED = 40  # documents listed before the first question
# characters; of longer documents only what is around their quotations is in the page
ROOM, ALL_ROOM = 60_000, 180_000  # of one document, of all that a reply quotes
READING = "Nearest passages, to read and not as an answer"


@dataclass(frozen=True)
class _Source:
    """A quotation, or a passage to read, with the name that the chat gives it."""

    name: str
    place: Place
    document: Document


def sources_as_html(reply: Reply, turn: int = 1) -> str:
    """The documents behind a reply, its quotations or the nearest passages marked in them."""
    answered = isinstance(reply, Answer)
    sources = _sources(reply, turn)
    title = "Where the words stand" if answered else READING
    asked = f'<p class="asked">{isolated(reply.question)}</p><p class="panel-title">{title}</p>'
    if not sources:
        return asked
    noun = "quote" if answered else "passage"
    heads = "".join(
        _head(source, noun, number, len(sources)) for number, source in enumerate(sources, start=1)
    )
    held: dict[str, list[_Source]] = {}
    for source in sources:
        held.setdefault(source.document.id, []).append(source)
    room = min(ROOM, ALL_ROOM // len(held))
    documents = "".join(
        _document(few, room, answered, first=number == 0)
        for number, few in enumerate(held.values())
    )
    return f'{asked}<div class="head">{_walk(sources, noun)}{heads}</div>{documents}'


def _sources(reply: Reply, turn: int) -> list[_Source]:
    if isinstance(reply, Answer):
        named = [(str(n), q.document, q.span) for n, q in enumerate(reply.quotes, start=1)]
    else:
        passages = [considered.hit.passage for considered in reply.considered]
        named = [(a, p.document, p.span) for a, p in zip(LETTERS, passages, strict=False)]
    return [
        _Source(name, Place(f"s{turn}-{number}", span), document)
        for number, (name, document, span) in enumerate(named, start=1)
    ]


def _walk(sources: Sequence[_Source], noun: str) -> str:
    """Which quotation is looked at, and the buttons to the others and back to the reply."""
    steps = (
        f'<button type="button" class="step" data-step="-1" aria-label="Previous {noun}"'
        f' aria-keyshortcuts="p" title="Previous {noun} (p)">‹ <span>Previous</span></button>'
        f'<button type="button" class="step" data-step="1" aria-label="Next {noun}"'
        f' aria-keyshortcuts="n" title="Next {noun} (n)"><span>Next</span> ›</button>'
    )
    back = (
        '<button type="button" class="back"'
        ' aria-keyshortcuts="Escape" title="Back to the reply (Escape)">Back to the reply</button>'
    )
    return (
        f'<div class="walk" role="group" aria-label="Walk through the {noun}s">'
        f'<span class="count" role="status">{_count(noun, 1, len(sources))}</span>'
        f"{steps if len(sources) > 1 else ''}{back}</div>"
    )


def _count(noun: str, number: int, count: int) -> str:
    return f"{noun.capitalize()} {number} of {count}"


def _head(source: _Source, noun: str, number: int, count: int) -> str:
    """What is looked at: the document's title, who published it and when, and the place in it."""
    document, span, anchor = source.document, source.place.span, source.place.anchor
    warning = "" if noun == "quote" else "<strong>to read, not an answer</strong> · "
    where = f"characters {span.start} to {span.end} of {document.uri}"
    about = details(document, "", first=True) + _original(document)
    back = f'<a class="cite" href="#{anchor}" title="Back to the reply">{source.name}</a>'
    return (
        f'<div class="about{" current" if number == 1 else ""}" id="{anchor}"'
        f' data-count="{_count(noun, number, count)}"><h3>{back} {isolated(document.title)}</h3>'
        f'<p class="credit">{about}</p><p class="place">{warning}{isolated(where)}</p></div>'
    )


def _document(sources: Sequence[_Source], room: int, answered: bool, first: bool) -> str:
    document = sources[0].document
    words = typeset(
        document, [source.place for source in sources], room, "mark" if answered else "span"
    )
    kind = ("" if answered else " nearest") + (" current" if first else "")
    return f'<article class="source{kind}" aria-label="{literal(document.title)}">{words}</article>'


def documents_as_html(documents: Sequence[Document]) -> str:
    """What the answers come from, for the panel before the first question."""
    items = "".join(
        f"<li><cite>{isolated(document.title)}</cite>"
        f'<span class="credit">{details(document, "", first=True)}</span></li>'
        for document in documents[:LISTED]
    )
    more = len(documents) - LISTED
    rest = f'<p class="credit">and {more} more</p>' if more > 0 else ""
    title = f"Answers come from {counted(len(documents), 'document')}"
    return f'<p class="panel-title">{title}</p><ul class="documents">{items}</ul>{rest}'


def _original(document: Document) -> str:
    """A link to where the document was published, naming the host; other schemes are no links."""
    url = document.about.url or ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    link = f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">'
    return f" · {link}original at {isolated(parts.hostname)}\u00a0↗</a>"

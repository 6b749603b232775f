"""The pane beside the chat: the whole documents that a reply quotes, with the quotations in them.

One reply at a time is in the page; which of its quotations is looked at is the script's affair
(`assets/reading.js`), by the anchors that `answer.py` links to.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.escape import isolated, literal
from assistant.reply import Answer, Reply
from index.document import Document
from page.answer import LETTERS, details
from page.dated import as_of
from page.typeset import Place, typeset
from page.words import ENGLISH, Words

HOST = re.compile(r"[\w.-]+|[\da-f:.]+", re.ASCII)  # a name, or an address of RFC 4291
SHORT = 12  # digits of a hash
LISTED = 40  # documents listed before the first question
# characters; of longer documents only what is around their quotations is in the page
ROOM, ALL_ROOM = 60_000, 180_000  # of one document, of all that a reply quotes


@dataclass(frozen=True)
class _Source:
    """A quotation, or a passage to read, with the name that the chat gives it."""

    name: str
    place: Place
    document: Document


def sources_as_html(reply: Reply, turn: int = 1, say: Words = ENGLISH) -> str:
    """The documents behind a reply, its quotations or the nearest passages marked in them."""
    answered = isinstance(reply, Answer)
    sources = _sources(reply, turn)
    title = say.html("reading.where" if answered else "reading.nearest")
    asked = f'<p class="asked">{isolated(reply.question)}</p><h2 class="panel-title">{title}</h2>'
    if not sources:
        return asked
    noun = "quote" if answered else "passage"
    heads = "".join(
        _head(source, noun, number, len(sources), say)
        for number, source in enumerate(sources, start=1)
    )
    held: dict[str, list[_Source]] = {}
    for source in sources:
        held.setdefault(source.document.id, []).append(source)
    room = min(ROOM, ALL_ROOM // len(held))
    documents = "".join(
        _document(few, room, answered, number == 0, say) for number, few in enumerate(held.values())
    )
    return f'{asked}<div class="head">{_walk(sources, noun, say)}{heads}</div>{documents}'


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


def _walk(sources: Sequence[_Source], noun: str, say: Words) -> str:
    """Which quotation is looked at, and the buttons to the others and back to the reply."""
    previous, following = say.html(f"reading.previous_{noun}"), say.html(f"reading.next_{noun}")
    steps = (
        f'<button type="button" class="step" data-step="-1" aria-label="{previous}"'
        f' aria-keyshortcuts="p k" title="{previous} (p)">‹'
        f" <span>{say.html('reading.previous')}</span></button>"
        f'<button type="button" class="step" data-step="1" aria-label="{following}"'
        f' aria-keyshortcuts="n j" title="{following} (n)">'
        f"<span>{say.html('reading.next')}</span> ›</button>"
    )
    words = say.html("reading.back")
    back = (
        '<button type="button" class="back"'
        f' aria-keyshortcuts="Escape" title="{words} (Escape)">{words}</button>'
    )
    return (
        f'<div class="walk" role="group" aria-label="{say.html("reading.walk")}">'
        f'<span class="count" role="status">{_count(noun, 1, len(sources), say)}</span>'
        f"{steps if len(sources) > 1 else ''}{back}</div>"
    )


def _count(noun: str, number: int, count: int, say: Words) -> str:
    return say.html(f"reading.{noun}", number=str(number), all=str(count))


def _head(source: _Source, noun: str, number: int, count: int, say: Words) -> str:
    """What is looked at: the document's title, who published it and when, and the place in it."""
    document, span, anchor = source.document, source.place.span, source.place.anchor
    to_read = f"<strong>{say.html('reading.to_read')}</strong> · "
    where = say.html(
        "reading.place",
        start=str(span.start),
        end=str(span.end),
        file=isolated(document.uri),
    )
    where += f" · {isolated(as_of(document, say, SHORT))}"
    link = original(document, say)
    about = details(document, "", say, span) + (f" · {link}" if link else "")
    back = f'<a class="cite" href="#{anchor}" title="{say.html("reading.back")}">{source.name}</a>'
    return (
        f'<div class="about{" current" if number == 1 else ""}" id="{anchor}"'
        f' data-count="{_count(noun, number, count, say)}">'
        f'<h3>{back} {isolated(document.title)}</h3><p class="credit">{about}</p>'
        f'<p class="place">{"" if noun == "quote" else to_read}{where}</p></div>'
    )


def _document(
    sources: Sequence[_Source], room: int, answered: bool, first: bool, say: Words
) -> str:
    document = sources[0].document
    places = [source.place for source in sources]
    words = typeset(document, places, room, "mark" if answered else "span", say)
    kind = ("" if answered else " nearest") + (" current" if first else "")
    return f'<article class="source{kind}" aria-label="{literal(document.title)}">{words}</article>'


def documents_as_html(documents: Sequence[Document], say: Words = ENGLISH) -> str:
    """What the answers come from, for the panel before the first question."""
    items = "".join(
        f"<li><cite>{isolated(document.title)}</cite>"
        f'<span class="credit">{details(document, "", say)}</span></li>'
        for document in documents[:LISTED]
    )
    more = len(documents) - LISTED
    rest = f'<p class="credit">{say.html("reading.more", more)}</p>' if more > 0 else ""
    title = say.html("reading.from", len(documents))
    return f'<h2 class="panel-title">{title}</h2><ul class="documents">{items}</ul>{rest}'


def address(document: Document) -> tuple[str, str] | None:
    """Where a document was published, and the host's name; None of what a link must not be."""
    url = document.about.url or ""
    host = host_of(url)
    return None if host is None else (url, host)


def host_of(url: str) -> str | None:
    r"""The host of an address on the web as it goes over the wire; None of any other address.

    Names before an @ and other signs in its place are there to mislead: of "http://a.test\@b.test"
    a browser goes to a.test (WHATWG URL Standard), and RFC 3986 says b.test. Letters beyond ASCII
    become those of RFC 3490, since some look like others.

    >>> host_of("https://news.test:8443/a?b"), host_of("http://s\u0435a.test")
    ('news.test', 'xn--sa-nlc.test')
    >>> host_of("http://a.test\\@b.test"), host_of("file:///a.test")
    (None, None)
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:  # UnicodeError is one
        return None
    plain = parts.scheme in ("http", "https") and "@" not in parts.netloc and HOST.fullmatch(host)
    return host if plain else None


def original(document: Document, say: Words = ENGLISH) -> str:
    """A link to where the document was published, with its host; nothing if it cannot be one."""
    found = address(document)
    if found is None:
        return ""
    url, host = found
    link = f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">'
    return f"{link}{say.html('reading.original', host=isolated(host))}\u00a0↗</a>"

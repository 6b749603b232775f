"""A reply as the HTML of the page: the answer for the chat, its passages for the panel beside it.

Every word of a document, a question or a file's name passes `literal`, so that neither HTML nor
Markdown nor a template finds a sign in it to read. `turn` numbers the questions of a conversation;
source 2 of turn 3 has the anchor s3-2, and the answer links to it.
"""

import html
import re
from collections.abc import Sequence
from itertools import groupby
from urllib.parse import urlsplit

from assistant.present import SEARCHED, SILENT, counted, explanation, place, summary
from assistant.reply import Answer, Considered, Quote, Refusal, Reply, Statement
from index.document import Document, Span

REACH = 400  # characters shown on either side of a quotation, within its paragraph
NEAREST = 3  # passages shown beside a refusal
LISTED = 40  # documents listed before the first question
# signs that turn or hide the order of letters: what is shown must read as it is stored
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def literal(text: str) -> str:
    """Text as HTML that stays text, even inside Markdown.

    >>> literal("<b> *2* $x$")
    '&#60;b&#62; &#42;2&#42; &#36;x&#36;'
    >>> literal("left\u202eright")
    'leftright'
    """
    shown = BIDI.sub("", text)
    return "".join(
        sign if sign.isalnum() or sign == " " or ord(sign) > 127 else f"&#{ord(sign)};"
        for sign in shown
    )


def isolated(text: str) -> str:
    """Text that stays text, and whose direction of writing leaves what stands beside it alone."""
    return f'<bdi dir="auto">{literal(text)}</bdi>'


def as_html(reply: Reply, turn: int = 1) -> str:
    """A reply for the chat: quotations with their sources, or that the sources do not say."""
    if isinstance(reply, Refusal):
        return _refusal_as_html(reply, turn)
    asked, said, number = reply.searched_as or reply.question, _searched(reply), 0
    for part, statements in groupby(reply.statements, key=lambda statement: statement.part):
        items = ""
        for statement in statements:
            for quote in statement.quotes:
                number += 1
                why = _why(part or asked, statement) if quote is statement.quotes[-1] else ""
                items += f"<li>{_quote_as_html(quote, turn, number)}{why}</li>"
        said += f'{_part(part)}<ol class="quotes">{items}</ol>'
    said += "".join(_part(part, f": {SILENT}") for part in reply.unanswered)
    return f'<div class="answer">{said}<p class="read">{_read(reply)}</p></div>'


def _part(part: str | None, verdict: str = "") -> str:
    """A part of the question as a heading, or with the verdict that nothing answers it."""
    return f'<p class="part"><strong>{isolated(part)}</strong>{verdict}</p>' if part else ""


def _searched(reply: Reply) -> str:
    """What was searched for, where that is not what was asked."""
    if reply.searched_as is None:
        return ""
    return f'<p class="read">{SEARCHED} {isolated(reply.searched_as)}</p>'


def _quote_as_html(quote: Quote, turn: int, number: int) -> str:
    section = quote.section.rsplit(" › ", 1)[-1]  # the panel has them all
    said_by = f"said by <strong>{isolated(quote.said_by)}</strong> · " if quote.said_by else ""
    return (
        f"<blockquote>{_emphasised(quote)}</blockquote>"
        f'<p class="credit">{_cite(turn, number, str(number))} {said_by}'
        f"<cite>{isolated(quote.document.title)}</cite>{_details(quote.document, section)}"
        ' <span class="verified">✓ verified in the source</span></p>'
    )


def _emphasised(quote: Quote) -> str:
    """The quotation, whole, with the few words that are the answer in bold."""
    if quote.short is None:
        return isolated(quote.text)
    text = quote.document.text
    before = literal(text[quote.span.start : quote.short.start])
    after = literal(text[quote.short.end : quote.span.end])
    short = f"<strong>{literal(quote.short.cut(text))}</strong>"
    return f'<bdi dir="auto">{before}{short}{after}</bdi>'


def _why(question: str, statement: Statement) -> str:
    words = isolated(explanation(question, statement).removeprefix("Why: "))
    return f'<details class="why"><summary>Why this sentence?</summary><p>{words}</p></details>'


def _read(reply: Reply) -> str:
    documents = {considered.hit.passage.document.uri for considered in reply.considered}
    read = counted(len(reply.considered), "passage")
    return f"Read {read} of {counted(len(documents), 'document')}."


def _refusal_as_html(refusal: Refusal, turn: int) -> str:
    nearest = " ".join(
        _cite(turn, number, letter)
        for number, letter in enumerate("abc"[: len(refusal.considered)], start=1)
    )
    reading = f'<p class="read">Nearest passages, to read and not as an answer: {nearest}</p>'
    return (
        f'<div class="refusal">{_searched(refusal)}<p class="verdict">The sources do not say.</p>'
        f"<p>{isolated(summary(refusal))}</p>{reading if nearest else ''}</div>"
    )


def problem_as_html(why: str) -> str:
    """A failure of ours, which must not be taken for an answer or a refusal."""
    return (
        '<div class="problem"><p class="verdict">Something went wrong.</p>'
        "<p>This is not an answer about the sources: the question could not be worked on.</p>"
        f'<p class="read">{isolated(why)}</p></div>'
    )


def passages_as_html(reply: Reply, turn: int = 1) -> str:
    """The passages behind a reply for the panel, with the quoted words marked in their place."""
    if isinstance(reply, Answer):
        title = "Where the words stand"
        blocks = [
            _source(quote, turn, number) for number, quote in enumerate(reply.quotes, start=1)
        ]
    else:
        title = "Nearest passages, to read and not as an answer"
        blocks = [_nearest(c, turn, n) for n, c in enumerate(reply.considered[:NEAREST], start=1)]
    asked = f'<p class="asked">{isolated(reply.question)}</p>'
    return f'{asked}<p class="panel-title">{title}</p>{"".join(blocks)}'


def _source(quote: Quote, turn: int, number: int) -> str:
    document = quote.document
    shown = around(document, quote.span)
    before = "… " if _cut(document.text[: shown.start]) else ""
    after = " …" if _cut(document.text[shown.end :][::-1]) else ""
    words = f"{before}{mark(document, shown, quote.span)}{after}"
    head = _head(document, turn, number, str(number))
    return (
        f'<section class="source" id="s{turn}-{number}" tabindex="-1">{head}'
        f'<p class="credit">{_details(document, quote.section, first=True)}</p>'
        f'<p class="text" dir="auto">{words}</p>'
        f'<p class="place">{isolated(place(quote))}{_original(document)}</p></section>'
    )


def _cut(left_out: str) -> bool:
    """Whether what is left out ends within the paragraph that is shown."""
    return bool(left_out) and not left_out.endswith("\n\n")


def _nearest(considered: Considered, turn: int, number: int) -> str:
    passage = considered.hit.passage
    document, span = passage.document, passage.span
    where = f"{document.uri}, characters {span.start} to {span.end}"
    head = _head(document, turn, number, "abc"[number - 1])
    return (
        f'<section class="source nearest" id="s{turn}-{number}" tabindex="-1">{head}'
        f'<p class="credit">{_details(document, passage.section, first=True)}</p>'
        f'<p class="text" dir="auto">{isolated(passage.text)}</p>'
        f'<p class="place">{isolated(where)}{_original(document)}</p></section>'
    )


def _head(document: Document, turn: int, number: int, name: str) -> str:
    back = f'<a class="cite" href="#s{turn}-{number}" title="Back to the reply">{name}</a>'
    return f"<h3>{back} {isolated(document.title)}</h3>"


def around(document: Document, span: Span) -> Span:
    r"""A span with what stands about it in its paragraph, as far as whole words within reach.

    >>> tides = Document("tides.md", "Tides.\n\nThe sea follows.\n\nEnd.", "text/markdown")
    >>> around(tides, Span(12, 15)).cut(tides.text)
    'The sea follows.'
    """
    text = document.text
    start = text.rfind("\n\n", 0, span.start) + 2 if "\n\n" in text[: span.start] else 0
    if start < span.start - REACH:
        space = text.find(" ", span.start - REACH, span.start)
        start = space + 1 if space >= 0 else span.start
    end = text.find("\n\n", span.end)
    end = len(text) if end < 0 else end
    if end > span.end + REACH:
        end = max(text.rfind(" ", span.end, span.end + REACH), span.end)
    return Span(start, end)


def mark(document: Document, shown: Span, quoted: Span) -> str:
    """The words around a quotation with the quotation marked, escaped.

    >>> tides = Document("tides.md", "The <sea> follows the moon.", "text/markdown")
    >>> mark(tides, Span(0, 17), Span(4, 9))
    'The <mark>&#60;sea&#62;</mark> follows'
    """
    text = document.text
    before, after = text[shown.start : quoted.start], text[quoted.end : shown.end]
    return f"{literal(before)}<mark>{literal(quoted.cut(text))}</mark>{literal(after)}"


def documents_as_html(documents: Sequence[Document]) -> str:
    """What the answers come from, for the panel before the first question."""
    items = "".join(
        f"<li><cite>{isolated(document.title)}</cite>"
        f'<span class="credit">{_details(document, "", first=True)}</span></li>'
        for document in documents[:LISTED]
    )
    more = len(documents) - LISTED
    rest = f'<p class="credit">and {more} more</p>' if more > 0 else ""
    title = f"Answers come from {counted(len(documents), 'document')}"
    return f'<p class="panel-title">{title}</p><ul class="documents">{items}</ul>{rest}'


def _details(document: Document, section: str, first: bool = False) -> str:
    """Publisher, date and section, parted by dots; unless they come first, a title precedes."""
    about = document.about
    given = (about.publisher, about.published or "undated", section)
    parts = [isolated(part) for part in given if part]
    return ("" if first else " · ") + " · ".join(parts)


def _cite(turn: int, number: int, name: str) -> str:
    return f'<a class="cite" href="#s{turn}-{number}" title="Show the passage">{name}</a>'


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
    return f" · {link}original at {isolated(parts.hostname)} ↗</a>"

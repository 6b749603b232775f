"""A reply as HTML for the chat; `panel.py` has the documents beside it.

`turn` numbers the questions of a conversation; source 2 of turn 3 has the anchor s3-2, and the
answer links to it.
"""

from itertools import groupby

from assistant.escape import isolated, literal
from assistant.present import SEARCHED, SILENT, counted, explanation, summary
from assistant.reply import Quote, Refusal, Reply, Statement
from index.document import Document

LETTERS = "abc"  # the nearest passages of a refusal; quotations have numbers


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
    return (
        f'<p class="part"><strong>{isolated(part.rstrip("?"))}</strong>{verdict}</p>'
        if part
        else ""
    )


def _searched(reply: Reply) -> str:
    """What was searched for, where that is not what was asked."""
    if reply.searched_as is None:
        return ""
    return f'<p class="read">{SEARCHED} {isolated(reply.searched_as)}</p>'


def _quote_as_html(quote: Quote, turn: int, number: int) -> str:
    section = quote.section.rsplit(" › ", 1)[-1]  # its document shows them all
    said_by = f"said by <strong>{isolated(quote.said_by)}</strong> · " if quote.said_by else ""
    return (
        f"<blockquote>{_emphasised(quote)}</blockquote>"
        f'<p class="credit">{_cite(turn, number, str(number))} {said_by}'
        f"<cite>{isolated(quote.document.title)}</cite>{details(quote.document, section)}"
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
        for number, letter in enumerate(LETTERS[: len(refusal.considered)], start=1)
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


def details(document: Document, section: str, first: bool = False) -> str:
    """Publisher, date and section, parted by dots; unless they come first, a title precedes."""
    about = document.about
    given = (about.publisher, about.published or "undated", section)
    parts = [isolated(part) for part in given if part]
    return ("" if first else " · ") + " · ".join(parts)


def _cite(turn: int, number: int, name: str) -> str:
    return f'<a class="cite" href="#s{turn}-{number}" title="Show it in its document">{name}</a>'

"""A conversation as one web page: no script, nothing fetched, fit to be printed.

All words of sources and questions pass `escape`, and the page forbids itself whatever could still
do something: its only style is let in by its hash.
"""

import base64
import hashlib
import html
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count, groupby

from assistant.escape import isolated, literal
from assistant.reply import Answer, Quote, Refusal
from index.document import Document, Span
from index.passage import Passage
from page.answer import details, emphasised, lead_as_html, summary_as_html, unfounded_as_html
from page.checked import Checked, CheckedQuote
from page.dated import as_of
from page.look import ASSETS
from page.reading import address
from page.words import Words


def as_html(turns: Sequence[Checked], say: Words) -> str:
    """A conversation, question by question; at least one."""
    at, asked = turns[0].at, [turn for turn in turns if turn.kept.status]
    notes = [say.html("export.made", time=f"{at:%Y-%m-%d %H:%M} UTC")]
    if any(turn.claimed for turn in asked):
        notes.append(say.html("export.kept"))
    questions = (_turn(number, turn, say) for number, turn in enumerate(asked, start=1))
    failed = [isolated(turn.kept.question) for turn in turns if not turn.kept.status]
    left_out = say.html("export.left_out", questions=" · ".join(failed))
    title = turns[0].kept.question
    return (
        f'<!doctype html>\n<html lang="{say.language}">\n{_head(title)}\n<body>\n'
        f"<h1>{isolated(title)}</h1>\n{''.join(_paragraph(note, 'note') for note in notes)}\n"
        f"{''.join(questions)}{_paragraph(left_out, 'note') if failed else ''}"
        "</body>\n</html>\n"
    )


@cache
def _style() -> tuple[str, str]:
    """The style, and the policy that lets in nothing else (Content Security Policy Level 3)."""
    style = (ASSETS / "export.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    allowed = f"default-src 'none'; style-src 'sha256-{digest}'"
    return style, f"{allowed}; base-uri 'none'; form-action 'none'"


def _head(title: str) -> str:
    style, policy = _style()
    return (
        '<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{literal(title)}</title>\n<style>{style}</style>\n</head>"
    )


def _paragraph(words: str, name: str = "") -> str:
    return f'<p class="{name}">{words}</p>\n' if name else f"<p>{words}</p>\n"


def _turn(number: int, turn: Checked, say: Words) -> str:
    kept = turn.kept
    said = f"<section>\n<h2>{number}. {isolated(kept.question)}</h2>\n"
    if turn.claimed:
        said += _paragraph(say.html("export.was_kept"), "note")
    if kept.searched_as is not None:
        searched = say.html("answer.searched", question=isolated(kept.searched_as))
        said += _paragraph(searched, "read")
    if isinstance(turn.reply, Refusal):
        said += _refusal(turn, turn.reply, say)
    else:
        said += "".join(_answer(turn, say))
    return f"{said}</section>\n"


def _answer(turn: Checked, say: Words) -> Iterator[str]:
    if isinstance(turn.reply, Answer):
        yield unfounded_as_html(turn.reply.unfounded, say)
    numbered = zip(count(1), turn.standing, turn.opening, strict=False)
    for part, quotes in groupby(numbered, key=lambda found: found[1].part):
        if part:
            yield f"<h3>{isolated(part.rstrip('?'))}</h3>\n"
        for number, one, statement in quotes:
            if statement:
                yield lead_as_html(statement, say)
            if statement and statement.prose:
                by = f'<span class="by">{say.html("written.by")}</span>'
                yield _paragraph(f"{by} {isolated(statement.prose)}", "written")
            if one.quote:
                yield _figure(number, one.quote, one, turn, say)
    for part in turn.kept.unanswered:
        words = f"<strong>{isolated(part.rstrip('?'))}</strong>"
        yield _paragraph(f"{words}: {say.html('answer.silent')}")
    if turn.lost:
        items = "".join(f"<li>{_lost(one, say)}</li>" for one in turn.lost)
        yield f'<div class="lost">{_paragraph(say.html("export.lost"))}<ul>{items}</ul></div>\n'
    passages = say("count.passage", turn.kept.read)
    documents = say("count.document", turn.kept.searched)
    yield _paragraph(say.html("answer.read", passages=passages, documents=documents), "read")


def _figure(number: int, quote: Quote, one: CheckedQuote, turn: Checked, say: Words) -> str:
    """The quotation, who says it and where, and what it was checked against."""
    document = quote.document
    verdict = say.html(f"history.{one.state}")
    checked = say.html("export.checked", verdict=verdict, date=f"{turn.at:%Y-%m-%d}")
    name = f"<strong>{isolated(quote.said_by)}</strong>" if quote.said_by else ""
    said_by = f"{say.html('answer.said_by', name=name)} · " if name else ""
    lines = (
        f"<b>[{number}]</b> {said_by}{_about(document, quote.section, quote.span, say)}",
        f"{_place(document, quote.span.start, quote.span.end, say)} · {checked}",
        isolated(as_of(document, say)),
        _original(document, say),
    )
    caption = "".join(_paragraph(line) for line in lines if line)
    return (
        f"<figure>\n<blockquote>{emphasised(quote)}</blockquote>\n"
        f"<figcaption>{caption}</figcaption>\n</figure>\n"
    )


def _about(document: Document, section: str, span: Span, say: Words) -> str:
    return f"<cite>{isolated(document.title)}</cite> · {details(document, section, say, span)}"


def _place(document: Document, start: int, end: int, say: Words) -> str:
    file = isolated(document.uri)
    return say.html("export.place", start=str(start), end=str(end), file=file)


def _original(document: Document, say: Words) -> str:
    """The whole address, since paper has no links to follow."""
    found = address(document)
    if found is None:
        return ""
    link = f'<a href="{html.escape(found[0])}" rel="noopener noreferrer">{isolated(found[0])}</a>'
    return say.html("export.original", address=link)


def _lost(one: CheckedQuote, say: Words) -> str:
    part = f"{isolated(one.part)} · " if one.part else ""
    why = say.html(f"history.{one.state}_lost", file=isolated(one.kept.source))
    return f"<strong>{say.html(f'history.{one.state}')}</strong> · {part}{why}"


def _refusal(turn: Checked, refusal: Refusal, say: Words) -> str:
    verdict = say.html("history.did_not_say" if turn.claimed else "refusal.verdict")
    said = _paragraph(f"<strong>{verdict}</strong>")
    said += _paragraph(summary_as_html(refusal, turn.kept.read, say))
    passages = [considered.hit.passage for considered in refusal.considered]
    if passages:
        items = "".join(f"<li>{_passage(passage, say)}</li>" for passage in passages)
        said += f"{_paragraph(say.html('refusal.nearest'))}<ul>{items}</ul>\n"
    return f'<div class="refusal">{said}</div>\n'


def _passage(passage: Passage, say: Words) -> str:
    """A passage by its place: its words are no answer."""
    document, span = passage.document, passage.span
    place = _place(document, span.start, span.end, say)
    return f"{_about(document, passage.section, span, say)} · {place}"

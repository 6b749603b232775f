r"""A conversation as Markdown that reads as plain text too, and in which sources write no markup.

Every sign of a source that some renderer reads is escaped: those of CommonMark and of GitHub, and
those that make typographic signs of plain ones, since a quotation must come out as it stands.
"""

import re
import string
from collections.abc import Iterator, Sequence
from urllib.parse import quote as percent_encoded

from assistant.escape import BIDI
from assistant.reply import Answer, Quote, Refusal, Statement
from index.document import Document, Span
from index.passage import Passage
from page.checked import Checked, CheckedQuote
from page.dated import as_of, dated
from page.numbering import pages_in_words
from page.reading import address
from page.words import Words

HARMLESS = ",-.;?/"  # of ASCII punctuation, where nothing of what follows is true of it
SIGNS = {ord(sign): f"\\{sign}" for sign in string.punctuation if sign not in HARMLESS}
# the number of a list, a dash, a link without a scheme, an ellipsis, and repeated signs
READ = re.compile(r"^\d+\.|(?<!\w)-|-(?!\w)|\.(?=\S)|(?<=[.?,])[.?,]")
# what an address may hold inside < and >; all else is percent-encoded
URL_SIGNS = "!#$%&'()*+,/:;=?@[]~"


def as_markdown(turns: Sequence[Checked], say: Words) -> str:
    """A conversation, question by question; at least one."""
    at, asked = turns[0].at, [turn for turn in turns if turn.kept.status]
    lines = [f"# {escaped(turns[0].kept.question)}"]
    lines.append(say("export.made", time=f"{at:%Y-%m-%d %H:%M} UTC"))
    if any(turn.claimed for turn in asked):
        lines.append(say("export.kept"))
    for number, turn in enumerate(asked, start=1):
        lines += _turn(number, turn, say)
    failed = [f"“{escaped(turn.kept.question)}”" for turn in turns if not turn.kept.status]
    if failed:
        lines.append(say("export.left_out", questions=", ".join(failed)))
    return "\n\n".join(lines) + "\n"


def escaped(text: str) -> str:
    r"""Words of a source or a question on one line, none of which is markup.

    >>> print(escaped('1. *Tides* cost $5 "a week"... <b>'))
    1\. \*Tides\* cost \$5 \"a week\"\.\.\. \<b\>
    """
    words = " ".join(BIDI.sub("", text).split()).translate(SIGNS)
    return READ.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", words)


def _turn(number: int, turn: Checked, say: Words) -> Iterator[str]:
    """The paragraphs of a question and its reply."""
    kept = turn.kept
    yield f"## {number}. {escaped(kept.question)}"
    if turn.claimed:
        yield f"*{say('export.was_kept')}*"
    if kept.searched_as is not None:
        yield say("answer.searched", question=escaped(kept.searched_as))
    if isinstance(turn.reply, Refusal):
        yield from _refusal(turn, turn.reply, say)
    else:
        yield from _answer(turn, say)


def _answer(turn: Checked, say: Words) -> Iterator[str]:
    part = None
    for words in turn.reply.unfounded if isinstance(turn.reply, Answer) else ():
        yield say("answer.unfounded", words=escaped(words))
    opening = zip(turn.standing, turn.opening, strict=True)
    for number, (one, statement) in enumerate(opening, start=1):
        if one.part and one.part != part:
            part = one.part
            yield f"**{escaped(part.rstrip('?'))}**"
        if statement:
            yield from _lead(statement, say)
        if statement and statement.prose:
            yield f"*{say('written.by')}* {escaped(statement.prose)}"
        if one.quote:
            yield quoted(one.quote.text)
            yield "\\\n".join(_credit(number, one.quote, one, turn, say))
    for part in turn.kept.unanswered:
        yield f"**{escaped(part.rstrip('?'))}**: {say('answer.silent')}"
    if turn.lost:
        items = (f"- {_lost(one, say)}" for one in turn.lost)
        yield "\n".join((say("export.lost"), "", *items))
    passages = say("count.passage", turn.kept.read)
    yield say("answer.read", passages=passages, documents=say("count.document", turn.kept.searched))


def _lead(statement: Statement, say: Words) -> Iterator[str]:
    """Yes or no, or that the question errs, in words of ours above the quotation."""
    if statement.against:
        yield say("answer.against", words=escaped(statement.against))
    elif statement.decides:
        yield say(f"answer.{statement.decides.value}")


def quoted(text: str) -> str:
    r"""Words of a source as a block quotation, their lines and paragraphs as they are.

    >>> print(quoted("- high\n- low\n\n# Noon"))
    > \- high\
    > \- low
    >
    > \# Noon
    """
    paragraphs = re.split(r"\n\n+", "\n".join(map(escaped, text.split("\n"))).strip("\n"))
    return "\n>\n".join("> " + one.replace("\n", "\\\n> ") for one in paragraphs)


def _credit(
    number: int, quote: Quote, one: CheckedQuote, turn: Checked, say: Words
) -> Iterator[str]:
    """Who says it and where, what it was checked against, and the few words that answer."""
    document = quote.document
    name = quote.said_by
    said_by = say("answer.said_by", name=f"**{escaped(name)}**") if name else ""
    yield f"\\[{number}\\] " + " · ".join(
        part for part in (said_by, *_about(document, quote.section, quote.span, say)) if part
    )
    place = say(
        "export.place",
        start=str(quote.span.start),
        end=str(quote.span.end),
        file=escaped(document.uri),
    )
    verdict = say(f"history.{one.state}")
    yield f"{place} · {say('export.checked', verdict=verdict, date=f'{turn.at:%Y-%m-%d}')}"
    yield as_of(document, say)
    if found := address(document):
        yield say("export.original", address=f"<{percent_encoded(found[0], safe=URL_SIGNS)}>")
    if quote.in_short:
        yield say("export.short", words=f"“{escaped(quote.in_short)}”")


def _about(document: Document, section: str, span: Span, say: Words) -> Iterator[str]:
    """Title, publisher, date, section and page, as far as they are known."""
    yield f"*{escaped(document.title)}*"
    page = pages_in_words(document, span, say)
    given = (document.about.publisher, *dated(document, say), section, page)
    yield from (escaped(part) for part in given if part)


def _lost(one: CheckedQuote, say: Words) -> str:
    part = f"{escaped(one.part)} · " if one.part else ""
    why = say(f"history.{one.state}_lost", file=escaped(one.kept.source))
    return f"**{say(f'history.{one.state}')}** · {part}{why}"


def _refusal(turn: Checked, refusal: Refusal, say: Words) -> Iterator[str]:
    kept = turn.kept
    yield f"**{say('history.did_not_say' if turn.claimed else 'refusal.verdict')}**"
    documents, passages = say("count.document", kept.searched), say("count.passage", kept.read)
    searched = say("refusal.searched", documents=documents, passages=passages)
    words = ", ".join(f"“{escaped(word)}”" for word in refusal.uncovered)
    missing = f" {say('refusal.uncovered', words=words)}" if words else ""
    yield f"{searched} {say(f'refusal.{refusal.reason.value}')}{missing}"
    if refusal.considered:
        items = (_passage(considered.hit.passage, say) for considered in refusal.considered)
        yield "\n".join((say("refusal.nearest"), "", *items))


def _passage(passage: Passage, say: Words) -> str:
    """A passage by its place: its words are no answer."""
    start, end = str(passage.span.start), str(passage.span.end)
    place = say("export.place", start=start, end=end, file=escaped(passage.document.uri))
    about = _about(passage.document, passage.section, passage.span, say)
    return f"- {' · '.join((*about, place))}"

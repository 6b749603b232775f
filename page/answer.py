"""A reply as HTML for the chat; `reading.py` has the documents beside it.

`turn` numbers the questions of a conversation; source 2 of turn 3 has the anchor s3-2, and the
answer links to it.
"""

from itertools import groupby

from assistant.duty import states_rule_for
from assistant.escape import isolated, literal
from assistant.reply import Answer, Quote, Refusal, Reply, Statement
from index.document import Document
from page.words import ENGLISH, Words

LETTERS = "abc"  # the nearest passages of a refusal; quotations have numbers


def as_html(reply: Reply, turn: int = 1, say: Words = ENGLISH) -> str:
    """A reply for the chat: quotations with their sources, or that the sources do not say."""
    if isinstance(reply, Refusal):
        return _refusal_as_html(reply, turn, say)
    asked, said, number = reply.searched_as or reply.question, _searched(reply, say), 0
    for part, statements in groupby(reply.statements, key=lambda statement: statement.part):
        items = ""
        for statement in statements:
            for quote in statement.quotes:
                number += 1
                last = quote is statement.quotes[-1]
                why = _why(part or asked, statement, say) if last else ""
                items += f"<li>{_quote_as_html(quote, turn, number, say)}{why}</li>"
        said += f'{_part(part)}<ol class="quotes">{items}</ol>'
    silent = f": {say.html('answer.silent')}"
    said += "".join(_part(part, silent) for part in reply.unanswered)
    return f'<div class="answer">{said}<p class="read">{_read(reply, say)}</p></div>'


def _part(part: str | None, verdict: str = "") -> str:
    """A part of the question as a heading, or with the verdict that nothing answers it."""
    return (
        f'<p class="part"><strong>{isolated(part.rstrip("?"))}</strong>{verdict}</p>'
        if part
        else ""
    )


def _searched(reply: Reply, say: Words) -> str:
    """What was searched for, where that is not what was asked."""
    if reply.searched_as is None:
        return ""
    question = isolated(reply.searched_as)
    return f'<p class="read">{say.html("answer.searched", question=question)}</p>'


def _quote_as_html(quote: Quote, turn: int, number: int, say: Words) -> str:
    section = quote.section.rsplit(" › ", 1)[-1]  # its document shows them all
    name = f"<strong>{isolated(quote.said_by)}</strong>" if quote.said_by else ""
    said_by = f"{say.html('answer.said_by', name=name)} · " if name else ""
    return (
        f"<blockquote>{_emphasised(quote)}</blockquote>"
        f'<p class="credit">{_cite(turn, number, str(number), say)} {said_by}'
        f"<cite>{isolated(quote.document.title)}</cite>"
        f" · {details(quote.document, section, say)}"
        f' <span class="verified">✓ {say.html("trust.verified")}</span></p>'
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


def _why(question: str, statement: Statement, say: Words) -> str:
    """Which words of the question met which of the sentence."""
    text = statement.quotes[0].document.text
    met = [
        say.html(
            "trust.met",
            word=isolated(one.word),
            found=isolated(one.span.cut(text)),
            cosine=f"{one.cosine:.2f}",
        )
        for one in statement.met
    ]
    if any(states_rule_for(question, quote.text) for quote in statement.quotes):
        met.append(say.html("trust.rule"))
    words = ", ".join(met) or say.html("trust.nearest")
    summary = say.html("trust.why")
    return f'<details class="why"><summary>{summary}</summary><p>{words}.</p></details>'


def _read(reply: Answer, say: Words) -> str:
    documents = {considered.hit.passage.document.uri for considered in reply.considered}
    return say.html(
        "answer.read",
        passages=say("count.passage", len(reply.considered)),
        documents=say("count.document", len(documents)),
    )


def _refusal_as_html(refusal: Refusal, turn: int, say: Words) -> str:
    nearest = " ".join(
        _cite(turn, number, letter, say)
        for number, letter in enumerate(LETTERS[: len(refusal.considered)], start=1)
    )
    reading = f'<p class="read">{say.html("refusal.nearest")} {nearest}</p>' if nearest else ""
    verdict = f'<p class="verdict">{say.html("refusal.verdict")}</p>'
    return (
        f'<div class="refusal">{_searched(refusal, say)}{verdict}'
        f"<p>{_summary(refusal, say)}</p>{reading}</div>"
    )


def _summary(refusal: Refusal, say: Words) -> str:
    """What was searched, why there is no answer, and which words met nothing."""
    searched = say.html(
        "refusal.searched",
        documents=say("count.document", refusal.searched),
        passages=say("count.passage", len(refusal.considered)),
    )
    said = f"{searched} {say.html(f'refusal.{refusal.reason.value}')}"
    if not refusal.uncovered:
        return said
    words = ", ".join(f"“{isolated(word)}”" for word in refusal.uncovered)
    return f"{said} {say.html('refusal.uncovered', words=words)}"


def problem_as_html(why: str, say: Words = ENGLISH) -> str:
    """A failure of ours, which must not be taken for an answer or a refusal."""
    return (
        f'<div class="problem"><p class="verdict">{say.html("problem.verdict")}</p>'
        f"<p>{say.html('problem.not_an_answer')}</p>"
        f'<p class="read">{isolated(why)}</p></div>'
    )


def details(document: Document, section: str, say: Words) -> str:
    """Publisher, date and section, parted by dots."""
    about = document.about
    given = (about.publisher, about.published or say("answer.undated"), section)
    return " · ".join(isolated(part) for part in given if part)


def _cite(turn: int, number: int, name: str, say: Words) -> str:
    title = say.html("answer.show")
    return f'<a class="cite" href="#s{turn}-{number}" title="{title}">{name}</a>'

"""A reply as HTML for the chat; `reading.py` has the documents beside it.

`turn` numbers the questions of a conversation; source 2 of turn 3 has the anchor s3-2, and the
answer links to it.
"""

from collections.abc import Sequence

from assistant.duty import states_rule_for
from assistant.escape import isolated, literal
from assistant.reply import Answer, Quote, Refusal, Reply, Statement
from index.document import Document, Span
from index.passage import Passage
from page.dated import dated
from page.numbering import pages_in_words
from page.trust import confidence_as_html, verified_as_html
from page.why import why_as_html
from page.words import ENGLISH, Words
from page.written import prose_as_html, written_as_html

ANSWERED = ("helpful", "wrong_quote", "should_refuse")
REFUSED = ("helpful", "should_answer")
LETTERS = "abc"  # the nearest passages of a refusal; quotations have numbers


def as_html(
    reply: Reply, turn: int = 1, say: Words = ENGLISH, marks: Sequence[str] | None = None
) -> str:
    """A reply for the chat: quotations with their sources, or that the sources do not say.

    `marks` stand beside the quotations of a reply that was kept, of whose search nothing is known.
    """
    if isinstance(reply, Refusal):
        return _refusal_as_html(reply, turn, say)
    said = searched_as_html(reply.searched_as, turn, say) + written_as_html(reply, say)
    said += unfounded_as_html(reply.unfounded, say)
    number, heading = 1, None
    for group, differ in reply.shown:
        part = group[0].part
        said += _part(part) if part != heading else ""
        said += f'<p class="differ">{say.html("answer.differ")}</p>' if differ else ""
        said += lead_as_html(group[0], say)
        said += _statements_as_html(reply, group, turn, number, say, marks)
        number += sum(len(statement.quotes) for statement in group)
        heading = part
    silent = f": {say.html('answer.silent')}"
    said += "".join(_part(part, silent) for part in reply.unanswered)
    if marks is None:
        read = f'<p class="read">{_read(reply, say)}</p>'
        said += confidence_as_html(reply.confidence, say) + read + why_as_html(reply, say)
    # what was opened again has been judged when it was new, or was not
    return f'<div class="answer">{said}{_acts(turn, () if marks else ANSWERED, say)}</div>'


def _statements_as_html(
    reply: Answer,
    group: Sequence[Statement],
    turn: int,
    number: int,
    say: Words,
    marks: Sequence[str] | None,
) -> str:
    """Statements that are shown together, their quotations numbered from `number`."""
    items = ""
    for statement in group:
        asked = statement.part or reply.searched_as or reply.question
        numbers = range(number, number + len(statement.quotes))
        cites = "".join(_cite(turn, one, str(one), say) for one in numbers)
        prose = prose_as_html(statement, cites, say)
        for quote in statement.quotes:
            mark = verified_as_html(quote, say) if marks is None else marks[number - 1]
            if marks is None and quote is statement.quotes[-1]:
                mark += _why(asked, statement, say)
            shown = _quote_as_html(quote, turn, number, say)
            items += f'<li>{prose}{shown}<div class="marks">{mark}</div></li>'
            number, prose = number + 1, ""
    return f'<ol class="quotes">{items}</ol>'


def unfounded_as_html(unfounded: Sequence[str], say: Words) -> str:
    """That the question takes for granted what no sentence was found to say."""
    lines = (say.html("answer.unfounded", words=isolated(words)) for words in unfounded)
    return "".join(f'<p class="premise">{line}</p>' for line in lines)


def lead_as_html(statement: Statement, say: Words) -> str:
    """Yes or no, or that the question errs: words of ours above the quotation that decides."""
    if statement.against:
        line = say.html("answer.against", words=isolated(statement.against))
        return f'<p class="premise">{line}</p>'
    if statement.decides:
        return f'<p class="decides">{say.html(f"answer.{statement.decides.value}")}</p>'
    return ""


def _part(part: str | None, verdict: str = "") -> str:
    """A part of the question as a heading, or with the verdict that nothing answers it."""
    return (
        f'<p class="part"><strong>{isolated(part.rstrip("?"))}</strong>{verdict}</p>'
        if part
        else ""
    )


def searched_as_html(question: str | None, turn: int, say: Words) -> str:
    """What was searched for, where that is not what was asked; to be changed and asked instead."""
    if question is None:
        return ""
    searched = say.html("answer.searched", question=isolated(question))
    return f'<p class="read searched">{searched} {_act("edit", turn, say)}</p>'


def _quote_as_html(quote: Quote, turn: int, number: int, say: Words) -> str:
    section = quote.section.rsplit(" › ", 1)[-1]  # its document shows them all
    name = f"<strong>{isolated(quote.said_by)}</strong>" if quote.said_by else ""
    said_by = f"{say.html('answer.said_by', name=name)} · " if name else ""
    return (
        f"<blockquote>{emphasised(quote)}</blockquote>"
        f'<p class="credit">{_cite(turn, number, str(number), say)} {said_by}'
        f"<cite>{isolated(quote.document.title)}</cite>"
        f" · {details(quote.document, section, say, quote.span)}</p>"
    )


def emphasised(quote: Quote) -> str:
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
    if statement.otherwise:
        met.append(say.html("trust.otherwise"))
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
    return (
        f'<div class="refusal">{searched_as_html(refusal.searched_as, turn, say)}'
        f'<p class="verdict">{say.html("refusal.verdict")}</p>'
        f"<p>{summary_as_html(refusal, len(refusal.considered), say)}</p>"
        f"{nearest_as_html(refusal, turn, say)}"
        f'<p class="read">{say.html("refusal.otherwise")}</p>'
        f"{why_as_html(refusal, say)}{_acts(turn, REFUSED, say)}</div>"
    )


def nearest_as_html(refusal: Refusal, turn: int, say: Words) -> str:
    """The nearest passages, to be opened and read; empty where there are none."""
    passages = [considered.hit.passage for considered in refusal.considered]
    nearest = "".join(
        f"<li>{_cite(turn, number, letter, say)} {_passage_as_html(passage, say)}</li>"
        for number, (letter, passage) in enumerate(zip(LETTERS, passages, strict=False), start=1)
    )
    if not nearest:
        return ""
    return f'<p>{say.html("refusal.nearest")}</p><ul class="nearest">{nearest}</ul>'


def _passage_as_html(passage: Passage, say: Words) -> str:
    """A passage by its document's title and where in it."""
    section = passage.document.section(passage.span.start).rsplit(" › ", 1)[-1]
    about = details(passage.document, section, say, passage.span)
    return f'<cite>{isolated(passage.document.title)}</cite> <span class="credit">{about}</span>'


def summary_as_html(refusal: Refusal, read: int, say: Words) -> str:
    """What was searched, `read` passages of it, why there is no answer, and what met nothing."""
    searched = say.html(
        "refusal.searched",
        documents=say("count.document", refusal.searched),
        passages=say("count.passage", read),
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


def details(document: Document, section: str, say: Words, span: Span | None = None) -> str:
    """Publisher, dates, section, and the page of a span, parted by dots."""
    page = pages_in_words(document, span, say) if span else ""
    given = (document.about.publisher, *dated(document, say), section, page)
    return " · ".join(isolated(part) for part in given if part)


def _cite(turn: int, number: int, name: str, say: Words) -> str:
    title = say.html("answer.show")
    return f'<a class="cite" href="#s{turn}-{number}" title="{title}">{name}</a>'


def _acts(turn: int, verdicts: Sequence[str], say: Words) -> str:
    """What can be done with a reply: say whether it is right, link to it, print it."""
    judge = "".join(_act(name, turn, say) for name in verdicts)
    asked = f"<span>{say.html('act.about')}</span>{judge}<span></span>" if judge else ""
    return f'<p class="acts">{asked}{_act("link", turn, say)}{_act("print", turn, say)}</p>'


def _act(name: str, turn: int, say: Words) -> str:
    return f'<a class="act" href="#{name}-{turn}">{say.html(f"act.{name}")}</a>'

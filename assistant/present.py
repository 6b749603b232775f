"""A reply as JSON and as text for a terminal; `page.py` has it as HTML. Nothing is added."""

from dataclasses import asdict
from typing import Any

from assistant.credit import credit
from assistant.duty import states_rule_for
from assistant.reply import Answer, Considered, Quote, Reason, Refusal, Reply, Statement, YesNo
from assistant.why import passages_as_text
from assistant.writer.told import written_as_json, written_as_text

SILENT = "the sources do not say."  # of a part of a question
SEARCHED = "Searched for:"  # instead of what was asked
DIFFER = "The sources differ; the newest comes first:"
DECIDES = {YesNo.YES: "Yes. The source says:", YesNo.NO: "No. The source says:"}
AGAINST = "The question takes for granted: {words}. The source says otherwise:"
UNFOUNDED = "The question takes for granted: {words}. No sentence was found that says just that."
BESIDES = "Besides:"  # what nothing contradicts
WRITTEN = "A language model, checked:"
REASONS = {
    Reason.NOTHING_FOUND: "No passage has anything to do with this question.",
    Reason.NOT_SUPPORTED: "None of them answers the question.",
    Reason.OTHER_SCRIPT: "The question is written in another script than the sources. "
    "Ask in the language of the sources.",
}


def as_json(reply: Reply, seconds: float) -> dict[str, Any]:
    """A reply as `python -m assistant --json` prints it; docs/json.md describes every field."""
    answered = isinstance(reply, Answer)
    return {
        "question": reply.question,
        "searched_as": reply.searched_as,
        "status": "answered" if answered else "refused",
        "reason": None if isinstance(reply, Answer) else reply.reason.value,
        "confidence": round(reply.confidence, 4),
        "statements": [
            {
                "part": statement.part,
                "text": statement.text,
                "prose": statement.prose,
                "quotes": [_quote_as_json(quote) for quote in statement.quotes],
                "met": [
                    {
                        "word": met.word,
                        "start": met.span.start,
                        "end": met.span.end,
                        "cosine": met.cosine,
                    }
                    for met in statement.met
                ],
                "otherwise": statement.otherwise,
                "decides": statement.decides.value if statement.decides else None,
                "against": statement.against,
            }
            for statement in (reply.statements if isinstance(reply, Answer) else ())
        ],
        "differ": [list(places) for places in reply.differ] if isinstance(reply, Answer) else [],
        "unanswered": list(reply.unanswered) if isinstance(reply, Answer) else [],
        "written": written_as_json(reply.written) if isinstance(reply, Answer) else None,
        "unfounded": list(reply.unfounded) if isinstance(reply, Answer) else [],
        "passages": [_passage_as_json(considered) for considered in reply.considered],
        "uncovered": list(reply.uncovered) if isinstance(reply, Refusal) else [],
        "seconds": round(seconds, 3),
    }


def _quote_as_json(quote: Quote) -> dict[str, Any]:
    about = quote.document.about
    return {
        "source": quote.document.uri,
        "document": quote.document.id,
        "title": quote.document.title,
        "start": quote.span.start,
        "end": quote.span.end,
        "in_file": _in_file(quote),
        "text": quote.text,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
        "short": [quote.short.start, quote.short.end] if quote.short else None,
        "sha256": quote.document.sha256,
        "read_at": quote.document.read_at or None,
        "speaker": quote.said_by,
        "section": quote.section or None,
        "page": quote.page,
        "last_page": quote.last_page,
        "publisher": about.publisher,
        "published": about.published,
        "retrieved": about.retrieved,
        "version": about.version,
        "superseded_by": asdict(newer) if (newer := quote.document.successor) else None,
        "url": about.url,
    }


def _in_file(quote: Quote) -> list[int] | None:
    """Where the words stand in the file's own characters, if the document is a stretch of them."""
    own = quote.document.offsets
    return None if own is None else [own.outer(quote.span.start), own.outer(quote.span.end)]


def _passage_as_json(considered: Considered) -> dict[str, Any]:
    hit, sentence, support = considered.hit, considered.sentence, considered.support
    return {
        "source": hit.passage.document.uri,
        "document": hit.passage.document.id,
        "start": hit.passage.span.start,
        "end": hit.passage.span.end,
        "score": round(hit.score, 6),
        "rank": hit.rank,
        "used": considered.used,
        "why": considered.why.value,
        "part": considered.part,
        "by_meaning": hit.by_meaning,
        "by_words": hit.by_words,
        "by_tokens": hit.by_tokens,
        "sentence": [sentence.start, sentence.end] if sentence else None,
        "support": None if support is None else round(support, 4),
    }


def as_text(reply: Reply, why: bool = False) -> str:
    """A reply for a terminal; with `why`, what each statement and passage was chosen for."""
    searched = f"{SEARCHED} {reply.searched_as}" if reply.searched_as else ""
    said = _refusal_as_text(reply) if isinstance(reply, Refusal) else _answer_as_text(reply, why)
    table = passages_as_text(reply) if why else ""
    return "\n\n".join(block for block in (searched, said, table) if block)


def _answer_as_text(answer: Answer, why: bool) -> str:
    asked, lines, number, part = answer.searched_as or answer.question, list[str](), 0, None
    lines += [line for one in answer.unfounded for line in (UNFOUNDED.format(words=one), "")]
    differed = False
    for group, differ in answer.shown:
        if group[0].part != part:
            part, differed = group[0].part, False
            lines += [f"{part.rstrip('?')}:", ""] if part else []
        lines += [DIFFER, ""] if differ else [BESIDES, ""] if differed else []
        differed = differ
        for statement in group:
            lines += _lead_as_text(statement)
            for quote in statement.quotes:
                number += 1
                lines += _quote_as_text(number, quote)
            lines += [f"    {explanation(part or asked, statement)}", ""] if why else [""]
    lines += [line for part in answer.unanswered for line in (f"{part.rstrip('?')}: {SILENT}", "")]
    lines += [written_as_text(answer.written), ""] if answer.written else []
    read = {considered.hit.passage.document.uri for considered in answer.considered}
    lines.append(f"Read {len(answer.considered)} passages of {len(read)} documents.")
    return "\n".join(lines)


def _lead_as_text(statement: Statement) -> list[str]:
    """What is said of a statement before it, in words of ours."""
    if statement.against:
        return [AGAINST.format(words=statement.against), ""]
    lead = [DECIDES[statement.decides], ""] if statement.decides else []
    return [*lead, f"{WRITTEN} {statement.prose}"] if statement.prose else lead


def _quote_as_text(number: int, quote: Quote) -> list[str]:
    short = [f"    in short: “{quote.in_short}”"] if quote.in_short else []
    return [f"[{number}] “{quote.text}”", *short, f"    {credit(quote)}", f"    {place(quote)}"]


def _refusal_as_text(refusal: Refusal) -> str:
    lines = [f"The sources do not say. {summary(refusal)}"]
    if refusal.considered:
        lines += ["", "Nearest passages, to read and not as an answer:"]
    for considered in refusal.considered[:3]:
        passage = considered.hit.passage
        opening = " ".join(passage.text.split())[:160]
        lines.append(
            f"  {passage.document.uri} {passage.span.start}-{passage.span.end}: {opening} …"
        )
    return "\n".join(lines)


def summary(refusal: Refusal) -> str:
    """What was searched, why there is no answer, and which words met nothing."""
    read = counted(len(refusal.considered), "passage")
    found = f"{counted(refusal.searched, 'document')} searched, {read} read."
    words = ", ".join(f"“{word}”" for word in refusal.uncovered)
    missing = f" Nothing in them speaks of {words}." if words else ""
    return f"{found} {REASONS[refusal.reason]}{missing}"


def explanation(question: str, statement: Statement) -> str:
    """Why a sentence was chosen: which words of the question met which of its words.

    >>> from assistant.reader import Met
    >>> from index.document import Document, Span
    >>> tides = Document("tides.md", "Spring tides follow the new moon.", "text/markdown")
    >>> chosen = Statement((Quote(tides, Span(0, 33)),), (Met("lunar", Span(28, 32), 0.8),))
    >>> explanation("which lunar phase?", chosen)
    'Why: “lunar” met “moon” (0.80).'
    """
    text = statement.quotes[0].document.text
    pairs = [f"“{m.word}” met “{m.span.cut(text)}” ({m.cosine:.2f})" for m in statement.met]
    if any(states_rule_for(question, quote.text) for quote in statement.quotes):
        pairs.append("the question asks what somebody must do, and this states a rule")
    if statement.otherwise:
        pairs.append("it speaks of the same as a statement that answers, and says otherwise")
    if not pairs:
        return "Why: it was the nearest as a whole; no word of the question met one of its words."
    return f"Why: {', '.join(pairs)}."


def place(quote: Quote) -> str:
    """The exact place, as `python -m index text` counts it.

    >>> from index.document import Document, Span
    >>> tides = Document("tides.md", "Spring tides follow the new moon.", "text/markdown")
    >>> place(Quote(tides, Span(0, 12)))
    'tides.md, characters 0 to 12'
    """
    return f"{quote.document.uri}, characters {quote.span.start} to {quote.span.end}"


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "document"), counted(2, "passage")
    ('1 document', '2 passages')
    """
    return f"{number} {noun}" + ("" if number == 1 else "s")

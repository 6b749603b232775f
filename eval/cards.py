"""One case of a run as HTML: asked, answered, wanted, found. Every word of it is escaped."""

import html
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from assistant.escape import BIDI, HALVES
from eval.record import Found, Quoted, Record, Run, Words
from eval.score import Score

OPENING = 260  # characters of a passage that are shown in a case


class Kind(StrEnum):
    """What became of a case, the worst first."""

    INVENTED = "Answered, though the sources hold no answer"
    WRONG = "Answered without any of the evidence"
    PARTLY = "Answered with only some of the evidence"
    SILENT = "Refused, though the sources answer"
    RIGHT = "Answered with all of the evidence"
    RIGHTLY_SILENT = "Refused, rightly"


def kind(case: Score) -> Kind:
    """What became of a case."""
    if not case.answerable:
        return Kind.INVENTED if case.answered else Kind.RIGHTLY_SILENT
    if not case.answered:
        return Kind.SILENT
    if case.right:
        return Kind.RIGHT
    return Kind.PARTLY if any(case.gold) else Kind.WRONG


def key(what: Kind) -> str:
    """A kind as the page's style and script call it.

    >>> key(Kind.RIGHTLY_SILENT)
    'rightly-silent'
    """
    return what.name.lower().replace("_", "-")


def plain(words: object) -> str:
    r"""Words as HTML that stays text, without the signs that turn the order of letters.

    >>> plain("<b> & \u202ec")
    '&lt;b&gt; &amp; c'
    """
    return html.escape(HALVES.sub("\ufffd", BIDI.sub("", str(words))))


def card(case: Record, run: Run, number: int) -> str:
    """A case, folded: what shows is the question, what was said and wanted, and what it was."""
    tone = "good" if case.right else "bad"
    facts = [plain(case.group), f"{case.confidence * 100:.0f} % sure"]
    if case.answerable and not case.right:
        facts.append(plain(_whereabouts(case)))
    return (
        f'<details class="case {tone}" id="{plain(run.corpus)}-c{number}" '
        f'data-group="{plain(case.group)}" data-outcome="{key(kind(case))}"><summary>'
        f'<span class="asked" dir="auto">{plain(case.question)}</span>{_gist(case)}'
        f'<span class="about">{" · ".join(facts)} · <code>{plain(case.id)}</code></span></summary>'
        f'<p class="why">Asked because: {plain(case.why)}</p>{before(case)}<div class="sides">'
        f"<div>{replied(case)}</div><div>{wanted(case)}</div></div>{_retrieved(case, run)}"
        "</details>"
    )


def _gist(case: Record) -> str:
    """What was said and what was wanted, a line or two each, for a case that is folded."""
    lines = {"Said": outline(case)}
    if not case.right:
        phrases = (" or ".join(one.text for one in some) for some in case.evidence)
        lines["Wanted"] = " + ".join(phrases) or f"a refusal: {case.why}"
    return gist(lines)


def outline(case: Record) -> str:
    """What was said, as plain words."""
    return " … ".join(quote.text for quote in case.quotes) or "refused"


def gist(lines: Mapping[str, str]) -> str:
    """Some words with their names, each cut off after two lines."""
    return "".join(
        f'<span class="gist" dir="auto"><b>{name}</b> {plain(words)}</span>'
        for name, words in lines.items()
    )


def _whereabouts(case: Record) -> str:
    """How far the search got with the facts that were not quoted."""
    ranks = [rank for rank, shown in zip(case.ranks, case.facts, strict=True) if not shown]
    if None in ranks:
        return f"evidence not among the {len(case.retrieved)} passages found"
    return f"evidence in passage {', '.join(map(str, dict.fromkeys(ranks)))}"


def before(case: Record) -> str:
    """The questions before it in its conversation."""
    asked = "".join(f"<li>{plain(question)}</li>" for question in case.after)
    return f"<h4>Asked before</h4><ol>{asked}</ol>" if asked else ""


def replied(case: Record) -> str:
    """What was said, with the evidence in it marked, or that it was refused."""
    phrases = [phrase for some in case.evidence for phrase in some]
    quoted = "".join(_quote(quote, phrases) for quote in case.quotes)
    if case.answered:
        return f"<h4>Answered</h4>{quoted}"
    kept = "".join(_quote(quote, phrases) for quote in case.withheld)
    said = f"<h4>Refused</h4><p>{plain((case.reason or '').replace('_', ' '))}</p>"
    return said + (f"<h4>Would have said, had it been surer</h4>{kept}" if kept else "")


def _quote(quote: Quoted, phrases: Sequence[Words]) -> str:
    holds = any(
        quote.document == one.document and quote.start <= one.start and one.end <= quote.end
        for one in phrases
    )
    verdict = "" if quote.verdict is None else f" · {plain(quote.verdict)}"
    evidence = "holds the evidence" if holds else "no evidence"
    return (
        f'<blockquote class="{"good" if holds else "bad"}" dir="auto">{marked(quote, phrases)}'
        f"</blockquote><p class=place>{_place(quote)}{verdict} · {evidence}</p>"
    )


def wanted(case: Record) -> str:
    """The evidence of each fact, or that there is none."""
    if not case.answerable:
        return "<h4>Wanted</h4><p>A refusal: the sources hold no answer.</p>"
    items = ""
    for phrases, shown, rank in zip(case.evidence, case.facts, case.ranks, strict=True):
        words = " <em>or</em> ".join(
            f"<mark>{plain(one.text)}</mark> <span class=place>{_place(one)}</span>"
            for one in phrases
        )
        state = "quoted" if shown else "not quoted"
        where = f"passage {rank}" if rank else "in no passage found"
        tone = "good" if shown else "bad"
        items += f'<li class="{tone}" dir="auto">{words} · <strong>{state}</strong>, {where}</li>'
    return f"<h4>Wanted</h4><ul>{items}</ul>"


def _retrieved(case: Record, run: Run) -> str:
    phrases = [phrase for some in case.evidence for phrase in some]
    numbers = {key: number for number, key in enumerate(run.texts, start=1)}
    rows = "".join(
        f'<li class="{"holds" if flag else ""}"><a href="#{plain(run.corpus)}-p{numbers[one.key]}">'
        f"{_place(one)}</a> <span class=place>score {one.score:.3f} · cosine "
        f"{one.similarity:.3f} · BM25 {one.lexical:.1f}{' · holds evidence' if flag else ''}</span>"
        f'<p dir="auto">{_opening(one, run, phrases)}</p></li>'
        for one, flag in zip(case.retrieved, case.relevant, strict=True)
        if one.key in numbers
    )
    title = f"The {len(case.retrieved)} passages found, best first"
    return f"<details class=found><summary>{title}</summary><ol>{rows}</ol></details>"


def _opening(one: Found, run: Run, phrases: Sequence[Words]) -> str:
    """The beginning of a passage, or the part of it that holds evidence."""
    words = Words(one.document, one.start, one.end, run.texts[one.key])
    inside = [p.start for p in phrases if p.document == one.document and p.start < one.end
              and one.start < p.end]  # fmt: skip
    start = max(one.start, min(inside, default=one.start) - OPENING // 2)
    end = min(one.end, start + OPENING)
    if end < one.end:  # at a whole word, where there is a space
        end = max(one.start + words.text.rfind(" ", 0, end - one.start), start + 1)
    part = Words(one.document, start, end, words.text[start - one.start : end - one.start])
    before, after = "… " if start > one.start else "", "&nbsp;…" if end < one.end else ""
    return f"{before}{marked(part, phrases)}{after}"


def marked(words: Words, phrases: Iterable[Words]) -> str:
    """Words with the gold phrases in them marked.

    >>> said = Words("tides.md", 10, 21, "at <noon> >")
    >>> marked(said, [Words("tides.md", 13, 19, "<noon>")])
    'at <mark>&lt;noon&gt;</mark> &gt;'
    """
    shown, at = "", words.start
    for one in sorted(phrases, key=lambda phrase: phrase.start):
        start, end = max(one.start, at), min(one.end, words.end)
        if one.document == words.document and start < end:
            shown += (
                plain(_cut(words, at, start)) + f"<mark>{plain(_cut(words, start, end))}</mark>"
            )
            at = end
    return shown + plain(_cut(words, at, words.end))


def _cut(words: Words, start: int, end: int) -> str:
    return words.text[start - words.start : end - words.start]


def _place(words: Words | Found) -> str:
    return f"{plain(words.document)}, characters {words.start} to {words.end}"

"""A drafted statement held to the sentences that it rests on: shown, or not shown at all."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.extract import quotes_of
from assistant.reader import Evidence
from assistant.reply import Answer, Quote, Statement, Why
from assistant.support.checking import Failing, failings
from assistant.writer.draft import DraftStatement
from assistant.writer.numbered import Numbered

MOST_CITED = 4  # sentences of one statement
LONGEST = 600  # characters of one
UNFOUNDED = "citation"  # it rests on no sentence that was handed out
ASIDE = "question"  # on none that the reader found to answer
TOO_LONG = "length"
ANSWERING = {Why.USED, Why.ENOUGH, Why.REPEATS}
Check = Callable[[str, Sequence[Quote], str], Collection[Failing]]


@dataclass(frozen=True)
class Held:
    """What became of a drafted statement: what may be shown of it, or which checks it failed."""

    statement: Statement | None
    failed: tuple[str, ...] = ()
    sentences: tuple[Numbered, ...] = ()  # those of which it needs the words


def hold(
    draft: DraftStatement, numbered: Sequence[Numbered], answer: Answer, check: Check = failings
) -> Held:
    """Hold a drafted statement to the sentences whose numbers it names.

    Numbers that were not handed out are dropped; so is a quotation that the words do not need.

    Args:
        draft: what the model wrote.
        numbered: the sentences that it was given.
        answer: the reader's own, which says what answers at all.
        check: what the words lack in some quotations.
    """
    asked = answer.searched_as or answer.question
    known = {one.number: one for one in numbered}
    cited = [known[name] for name in dict.fromkeys(draft.sentences) if name in known][:MOST_CITED]
    words = " ".join(draft.text.split())
    if not cited or not words:
        return Held(None, (UNFOUNDED,))
    if len(words) > LONGEST:
        return Held(None, (TOO_LONG,))
    if not any(_answers(one, answer) for one in cited):
        return Held(None, (ASIDE,))
    failed = check(words, _quotes(asked, cited), asked)
    if failed:
        return Held(None, tuple(dict.fromkeys(one.check.value for one in failed)))
    for one in cited[:]:
        fewer = [other for other in cited if other is not one]
        if fewer and not check(words, _quotes(asked, fewer), asked):
            cited = fewer
    return Held(Statement(_quotes(asked, cited), prose=words), sentences=tuple(cited))


def _answers(one: Numbered, answer: Answer) -> bool:
    """Whether the reader found that a sentence answers, or a quotation of the answer holds it."""
    document = one.hit.passage.document
    quoted = any(q.document == document and q.span.meets(one.span) for q in answer.quotes)
    return quoted or any(
        considered.why in ANSWERING
        and considered.sentence is not None
        and considered.hit.passage.document == document
        and considered.sentence.meets(one.span)
        for considered in answer.considered
    )


def _quotes(asked: str, cited: Sequence[Numbered]) -> tuple[Quote, ...]:
    """The quotations of some sentences in the order of the documents, none within another."""
    ordered = sorted(cited, key=lambda one: one.number)
    groups = (quotes_of(asked, Evidence(one.hit, one.span, 0.0)) for one in ordered)
    quotes = tuple(dict.fromkeys(quote for group in groups for quote in group))
    return tuple(q for q in quotes if not any(_inside(q, other) for other in quotes))


def _inside(quote: Quote, other: Quote) -> bool:
    same = quote.document == other.document and quote.span != other.span
    return same and other.span.holds(quote.span)

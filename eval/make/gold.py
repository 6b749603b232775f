"""Gold phrases: the shortest stretch that stands once, and the other places that answer too."""

from collections.abc import Iterator
from dataclasses import replace

from eval.case import Gold
from eval.make.draft import Draft, Evidence
from eval.make.folder import Folder, Sentence
from index.document import Span
from index.terms import terms

SHARED = 0.6  # of a question's terms, in another sentence that holds the same answer
TELLING = 3  # terms from which on a question names one thing
UNTELLING = frozenset("mani percentag old year when who what stand know tell said say".split())


def gold(evidence: Evidence) -> Gold | None:
    """The shortest run of whole words around an answer that stands once in the document.

    None where even the sentence stands there more than once.

    >>> from index.document import Document
    >>> text = "Boats pay 9 crowns. Cars pay 9 crowns at noon."
    >>> document = Document("fees.txt", text, "text/plain")
    >>> first = Sentence(document, Span(0, 19))
    >>> gold(Evidence(first, Span(10, 18))).phrase
    'Boats pay 9 crowns'
    """
    text = evidence.sentence.document.text
    for span in sorted(_around(evidence), key=lambda one: one.end - one.start):
        phrase = span.cut(text)
        if text.find(phrase) == span.start and text.find(phrase, span.start + 1) < 0:
            return Gold(document=evidence.sentence.document.uri, phrase=phrase)
    return None


def _around(evidence: Evidence) -> Iterator[Span]:
    words = [word.span for word in evidence.sentence.words]
    starts = {evidence.answer.start, *(w.start for w in words if w.start < evidence.answer.start)}
    ends = {evidence.answer.end, *(word.end for word in words if word.end > evidence.answer.end)}
    return (Span(start, end) for start in starts for end in ends)


def settled(draft: Draft, folder: Folder) -> Draft | None:
    """The draft with every sentence that answers it; None where another answers it otherwise.

    A sentence with the words of the answer and most words of the question answers too. One with
    every word of the question and without those of the answer may hold another answer: then the
    question has no one answer, and is dropped.
    """
    asked = frozenset(terms(draft.question)) - UNTELLING
    if not asked or not draft.answerable:
        return draft if asked else None
    first = draft.evidence[0]
    wanted = frozenset(terms(first.text))
    known = {one.sentence.span for one in draft.evidence}
    more = []
    for other in folder.sentences:
        if other.span in known and other.document is first.sentence.document:
            continue
        same = _found(first.text, other) if wanted <= other.terms else None
        if same and len(asked & other.terms) >= SHARED * len(asked):
            more.append(Evidence(other, same))
        elif asked <= other.terms and len(draft.evidence) == 1 and len(asked) >= TELLING:
            return None
    return replace(draft, evidence=(*draft.evidence, *more))


def _found(answer: str, sentence: Sentence) -> Span | None:
    """Where an answer stands in another sentence, in small or large letters."""
    start = sentence.text.lower().find(answer.lower())
    if start < 0:
        return None
    begin = sentence.span.start + start
    return Span(begin, begin + len(answer))

"""Replies over the small documents, and feedback on them, made by hand."""

from assistant.reply import Answer, Quote, Reason, Refusal, Reply, Statement
from eval.rating import Feedback, Rating
from index.document import Span
from index.retrieve import Index


def quote(index: Index, uri: str, words: str, short: str | None = None) -> Quote:
    """A quotation of words that stand in a document."""
    document = index.document(uri)
    start = document.text.index(words)
    inside = None
    if short is not None:
        first = start + words.index(short)
        inside = Span(first, first + len(short))
    return Quote(document, Span(start, start + len(words)), short=inside)


def answer(question: str, *quotes: Quote) -> Answer:
    """An answer with a statement for each quotation."""
    return Answer(question, tuple(Statement((one,)) for one in quotes), (), 0.9)


def refusal(question: str) -> Refusal:
    """A refusal."""
    return Refusal(question, Reason.NOT_SUPPORTED, (), (), 3)


def on(index: Index, reply: Reply, rating: Rating, comment: str = "") -> Feedback:
    """Feedback on a reply."""
    return Feedback.on(reply, rating, index, comment=comment)

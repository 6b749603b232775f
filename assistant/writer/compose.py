"""The reader's answer with a language model's statements: nothing that was quoted is lost."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.reply import Answer, Quote, Statement
from assistant.writer.written import Written


def compose(answer: Answer, prose: Sequence[Statement], written: Written) -> Answer:
    """An answer in which prose stands above the quotations that it rests on.

    Each statement of the reader keeps its place; the first prose that rests on its quotation joins
    it, and brings what else it rests on. Other prose comes last. Statements that differ stay as
    they are: of what sources contradict each other in, nobody writes a summary.

    Args:
        answer: the reader's.
        prose: statements that are held by their quotations.
        written: how they came about.
    """
    left = list(prose)
    differ = {place for places in answer.differ for place in places}
    statements = []
    for place, statement in enumerate(answer.statements):
        joins = next((one for one in left if _rests_on(one, statement)), None)
        if place in differ or joins is None:
            statements.append(statement)
        else:
            left.remove(joins)
            statements.append(_joined(statement, joins))
    last = answer.statements[-1].part
    statements += [replace(one, part=last) for one in left if not _said(one, statements)]
    return replace(answer, statements=tuple(statements), written=written)


def _rests_on(prose: Statement, statement: Statement) -> bool:
    return any(_meet(one, other) for one in prose.quotes for other in statement.quotes)


def _joined(statement: Statement, prose: Statement) -> Statement:
    """A statement with prose, and with the quotations of both."""
    more = [q for q in prose.quotes if not any(_meet(q, other) for other in statement.quotes)]
    return replace(statement, prose=prose.prose, quotes=(*statement.quotes, *more))


def _said(prose: Statement, statements: Sequence[Statement]) -> bool:
    return any(one.prose == prose.prose for one in statements)


def _meet(one: Quote, other: Quote) -> bool:
    return one.document == other.document and one.span.meets(other.span)

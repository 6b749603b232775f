"""What each check of a language model's words is worth: what would be shown without it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from assistant.assistant import Assistant
from assistant.reply import Answer
from assistant.support.checking import ALL, failings
from assistant.support.operators import Check
from assistant.writer.draft import DraftStatement
from assistant.writer.errors import NoReply
from assistant.writer.hold import hold
from assistant.writer.numbered import Numbered
from assistant.writer.writer import MOST
from eval.case import Case


@dataclass(frozen=True)
class Drafted:
    """A statement that a model wrote for an answer, and the checks that it does not pass.

    `alone` is the check without which it would be shown, where one keeps it back by itself.
    """

    answer: Answer
    numbered: tuple[Numbered, ...]
    statement: DraftStatement
    failed: tuple[str, ...]
    alone: tuple[Check, ...]
    cited: int = 0
    needed: int = 0

    @property
    def shown(self) -> bool:
        """Whether its quotations bear it out."""
        return not self.failed


def drafted(assistant: Assistant, cases: Iterable[Case]) -> list[Drafted]:
    """Every statement that an assistant's model writes for some questions, with its verdicts.

    A refusal is not shown to the model, and where it gave nothing there is nothing to check.
    """
    writer = assistant.writer
    if writer is None:
        return []
    found: list[Drafted] = []
    for case in cases:
        answer = assistant.find(case.question, after=case.after)
        if not isinstance(answer, Answer):
            continue
        try:
            numbered = writer.numbered(answer)
            draft = writer.draft(answer, numbered)
        except NoReply:
            continue
        statements = () if draft.not_in_sources else draft.statements[:MOST]
        found += [_judged(answer, numbered, one) for one in statements]
    return found


def _judged(answer: Answer, numbered: tuple[Numbered, ...], statement: DraftStatement) -> Drafted:
    held = hold(statement, numbered, answer)
    known = {one.number for one in numbered}
    cited = len(known & set(statement.sentences))
    one = Drafted(answer, numbered, statement, held.failed, (), cited, len(held.sentences))
    return replace(one, alone=tuple(c for c in Check if held.failed and _passes_without(one, c)))


def _passes_without(one: Drafted, check: Check) -> bool:
    fewer = partial(failings, checks=ALL - {check})
    return hold(one.statement, one.numbered, one.answer, fewer).statement is not None


def ablation(statements: Iterable[Drafted]) -> Counter[str]:
    """How many more statements would be shown without each check, by its name."""
    return Counter(check.value for one in statements for check in one.alone)

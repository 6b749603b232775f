"""Cases from what people said of replies.

A helpful answer becomes a case whose gold phrases are the words that it quoted; a helpful refusal,
or an answer that should have been one, becomes a case that is to be refused. A wrong quotation, or
a refusal that should have been an answer, says that something is wrong and not what is right: a
draft, which is not asked until a person completes it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.parts import parts_of
from assistant.rewrite.conversation import Conversation
from assistant.rewrite.rules import Rules
from eval.case import Gold, Group
from eval.make.draft import Evidence
from eval.make.folder import Sentence
from eval.make.gold import gold
from eval.make.written import as_file, as_ids, comment
from eval.rating import Feedback, Rating, Shown, fingerprint
from index.document import Document, Span

HEAD = """\
# Made by `python -m eval cases --from-feedback`; docs/own-folder.md says how to go on.
# A case with `keep: false` is a draft: write the words that answer its question under facts, each
# with its document, and say `keep: true`; or say `answerable: false` and leave out the facts.
"""
COMPLETE = "To be completed: which words of which document answer it?"
CHANGED = "The documents have changed since: see that they still do not answer it."

Documents = Mapping[str, Document]
Row = dict[str, Any]


@dataclass(frozen=True)
class FromFeedback:
    """What became of some feedback.

    `cases` are the rows of a case file, each with the comment above it, line by line; `left_out`
    says of each question that gave no case why.
    """

    cases: tuple[tuple[tuple[str, ...], Row], ...]
    left_out: tuple[str, ...]

    def as_yaml(self) -> str:
        """The case file; what was left out stands at its beginning."""
        missing = "".join(f"# Left out: {comment(line)}\n" for line in self.left_out)
        return as_file(HEAD + missing, self.cases)


def from_feedback(entries: Mapping[int, Feedback], documents: Documents) -> FromFeedback:
    """The cases that some feedback gives, one for each question.

    Args:
        entries: the feedback by its numbers.
        documents: those of the folder that the cases are for, by their uris.
    """
    by_question: dict[tuple[str, ...], dict[int, Feedback]] = defaultdict(dict)
    for number, one in entries.items():
        key = tuple(words.casefold().rstrip(" ?.!") for words in (*_heard(one), one.question))
        by_question[key][number] = one
    questions = [_Question(some) for some in by_question.values()]
    names = as_ids(one.first.question for one in questions)
    cases, left_out = [], []
    for name, asked in zip(names, questions, strict=True):
        try:
            cases.append((tuple(asked.comments(documents)), {"id": name} | asked.row(documents)))
        except _LeftOut as why:
            numbers = ", ".join(map(str, asked.entries))
            left_out.append(f"“{asked.first.question}” (feedback {numbers}): {why}")
    return FromFeedback(tuple(cases), tuple(left_out))


class _LeftOut(Exception):
    """Why a question gives no case."""


@dataclass(frozen=True)
class _Question:
    """A question with all that was said of its replies."""

    entries: Mapping[int, Feedback]

    @property
    def first(self) -> Feedback:
        return next(iter(self.entries.values()))

    @property
    def right(self) -> list[Shown]:
        """The quotations that helped somebody."""
        return [shown for one in self.entries.values() for shown in one.right]

    @property
    def answerable(self) -> set[bool]:
        """What is said of whether the sources answer it: nothing, yes, no, or both."""
        return {one.answerable for one in self.entries.values() if one.answerable is not None}

    @property
    def contradicts_itself(self) -> bool:
        """Whether one calls wrong what another calls right."""
        wrong = {(s.source, s.text) for one in self.entries.values() for s in one.wrong}
        helped = {(shown.source, shown.text) for shown in self.right}
        return len(self.answerable) > 1 or bool(helped & wrong)

    def row(self, documents: Documents) -> Row:
        """Its case in the form of a case file.

        Raises:
            _LeftOut: the feedback contradicts itself, or the words are not in the documents.
        """
        told = Counter(map(_told, self.entries.values()))
        why = f"feedback: {', '.join(f'{what} ({count})' for what, count in told.items())}"
        if self.contradicts_itself:
            raise _LeftOut(f"contradicting {why}")
        case: Row = {"question": self.first.question}
        heard = list(_heard(self.first))
        if heard:
            case["after"] = heard
        if self.answerable == {False}:
            group = Group.FOLLOW_UP if heard else Group.NEAR_MISS
            return case | {"group": group.value, "why": why, "keep": True, "answerable": False}
        facts = list(_facts(self.right, documents))
        group = Group.SEVERAL_PARTS if len(facts) > 1 else Group.PLAIN_FACT
        group = Group.FOLLOW_UP if heard else group
        return case | {"group": group.value, "why": why, "keep": bool(facts), "facts": facts}

    def comments(self, documents: Documents) -> Iterator[str]:
        """What a person reads above its case: what was said, of which quotations."""
        for number, one in self.entries.items():
            yield f"Feedback {number} of {one.at}: {_told(one)}"
            if one.comment:
                yield f"said: {one.comment}"
            for shown in one.quotes:
                what = (
                    "wrong" if shown in one.wrong else "helpful" if shown in one.right else "shown"
                )
                yield f"{what}: {shown.source}: {shown.text}"
        known = {one.documents for one in self.entries.values()}
        if self.answerable == {False} and fingerprint(documents.values()) not in known:
            yield CHANGED
        if self.answerable != {False} and not self.right:
            yield COMPLETE


def _told(one: Feedback) -> str:
    if one.rating is not Rating.HELPFUL:
        return one.rating.value
    return f"{one.rating} {'answer' if one.answered else 'refusal'}"


def _heard(one: Feedback) -> tuple[str, ...]:
    """The questions before it, if it leans on them."""
    if not one.after:
        return ()
    said = Conversation.of(one.after)
    alone = parts_of(one.question, lambda part: Rules().rewrite(part, said).candidates[0])
    return one.after if alone != parts_of(one.question) else ()


def _facts(right: Iterable[Shown], documents: Documents) -> Iterator[list[dict[str, str]]]:
    """For each part of a question the words that were quoted for it, any of which will do.

    Raises:
        _LeftOut: none of them can be told from the rest of its document.
    """
    parts: dict[str, list[Shown]] = defaultdict(list)
    for shown in right:
        parts[(shown.part or "").casefold()].append(shown)
    for some in parts.values():
        found = dict.fromkeys(phrase for one in some if (phrase := _phrase(one, documents)))
        if not found:
            sources = ", ".join(dict.fromkeys(one.source for one in some))
            raise _LeftOut(
                f"the words that were quoted do not stand once, and only once, in {sources}"
            )
        yield [one.model_dump() for one in found]


def _phrase(shown: Shown, documents: Documents) -> Gold | None:
    """The words that were emphasised, or all that were quoted, as they stand today.

    Where they stand there more than once, with so many words of the quotation around them as tell
    them apart; None where nothing in the quotation does, or where it is gone.
    """
    document = documents.get(shown.source)
    if document is None:
        return None
    same = document.text[shown.start : shown.end] == shown.text
    start = shown.start if same else document.text.find(shown.text)
    if start < 0:
        return None
    first, last = shown.short or (shown.start, shown.end)
    moved = start - shown.start
    quotation = Sentence(document, Span(start, start + len(shown.text)))
    return gold(Evidence(quotation, Span(first + moved, last + moved)))

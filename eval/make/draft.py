"""A drafted case: what the rules make, and what is written for a person to keep or drop."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from eval.case import Group
from eval.make.folder import Folder, Sentence
from index.document import Span


class Rule(StrEnum):
    """Which rule drafted a case; the value says so in its `why`."""

    HEADING = "a heading, asked for what stands under it"
    DEFINITION = "a sentence that says what something is"
    ABBREVIATION = "an abbreviation, spelled out where it is introduced"
    DATE = "a sentence with a date"
    NUMBER = "a sentence with a number of something"
    SPEAKER = "words with their speaker"
    SUBJECT = "a sentence with somebody who does something"
    DUTY = "a rule that somebody must follow"
    OBJECT = "a sentence that says what somebody or something requires, forbids or does"
    REASON = "a sentence that gives a reason"
    SWAPPED_NAME = "a drafted question with a name that the folder lacks"
    SWAPPED_NUMBER = "a drafted question with a number that the folder lacks"
    ATTRIBUTE = "something that the folder does not say of a person"


@dataclass(frozen=True)
class Evidence:
    """A stretch of a sentence that holds the answer."""

    sentence: Sentence
    answer: Span

    @property
    def text(self) -> str:
        """The answer's characters."""
        return self.answer.cut(self.sentence.document.text)


@dataclass(frozen=True)
class Draft:
    """A question with the sentences any of which answers it; none where nothing does.

    `sentence` is what the question was made from, and `about` what was done to it, if anything.
    `name` is what the question is about, where another could be put in its place.
    """

    rule: Rule
    group: Group
    question: str
    sentence: Sentence
    evidence: tuple[Evidence, ...] = ()
    about: str = field(default="", compare=False)

    @property
    def answerable(self) -> bool:
        """Whether the folder answers it."""
        return bool(self.evidence)


Drafter = Callable[[Folder], Iterator[Draft]]

"""The words of a sentence with their places, and words as parts of a question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.kinds import OPENERS
from index.document import Span

WORD = re.compile(r"\S+")
OPENING = "\"'“‘(["
CLOSING = "\"'”’)],.;:!?…"
JOINING = frozenset("of and the for &".split())
COMMON_ENDINGS = ("ing", "ed", "ers", "ees", "ions")
PRONOUNS = frozenset(
    "he she it they we i you this that these those there him her them us me my our your its "
    "one some others another both each such who which what".split()
)


@dataclass(frozen=True)
class Word:
    """A word, the marks before and after it, and the place of its letters in the document."""

    text: str
    before: str
    after: str
    span: Span

    @property
    def lower(self) -> str:
        """Its letters in lower case."""
        return self.text.lower()

    @property
    def ends_part(self) -> bool:
        """Whether a comma or a stronger mark follows."""
        return any(mark in self.after for mark in ",;:") or self.text in {"—", "–", "-"}

    @property
    def is_name(self) -> bool:
        """Whether it is written like a name."""
        return self.text[:1].isupper()


def words_of(text: str, offset: int = 0) -> tuple[Word, ...]:
    """The words of a text that starts at an offset of its document.

    >>> [(word.text, word.after) for word in words_of("Ada Marsh, (the chief), left.")]
    [('Ada', ''), ('Marsh', ','), ('the', ''), ('chief', '),'), ('left', '.')]
    >>> [word.text for word in words_of("on Sept. 19 in the U.S. it fell")]
    ['on', 'Sept.', '19', 'in', 'the', 'U.S.', 'it', 'fell']
    """
    found = []
    for match in WORD.finditer(text):
        whole = match[0]
        start = len(whole) - len(whole.lstrip(OPENING))
        end = max(len(whole.rstrip(CLOSING)), start)
        if end == start:  # a mark that stands alone
            start, end = 0, len(whole)
        elif whole[end : end + 1] == "." and match.end() < len(text.rstrip()):
            end += 1  # inside a sentence a full stop belongs to an abbreviation
        span = Span(offset + match.start() + start, offset + match.start() + end)
        found.append(Word(whole[start:end], whole[:start], whole[end:], span))
    return tuple(found)


def joined(words: Sequence[Word]) -> str:
    """Words as they stand, with their marks, but for those at the end.

    >>> joined(words_of("the chief, Ada Marsh,"))
    'the chief, Ada Marsh'
    """
    if not words:
        return ""
    text = " ".join(f"{word.before}{word.text}{word.after}" for word in words)
    kept = words[-1].after
    return text.removesuffix(kept) + kept.strip(",.;:?!…") if text else text


def opened(words: Sequence[Word], uncapitalised: frozenset[str]) -> str:
    """The words that opened a sentence, for the middle of another.

    >>> opened(words_of("The tide"), frozenset()), opened(words_of("Ada Marsh"), frozenset())
    ('the tide', 'Ada Marsh')
    >>> opened(words_of("Boats at sea"), frozenset({"boats"}))
    'boats at sea'
    """
    text = joined(words)
    first = words[0]
    common = first.lower in OPENERS | PRONOUNS or first.lower in uncapitalised
    after = words[1:3] if words[1:2] and words[1].lower in JOINING else words[1:2]
    named = bool(after) and after[-1].is_name and first.lower not in OPENERS
    # "Fishing boats": no name, whatever stands elsewhere
    plain = len(words) > 1 and words[1].text.islower() and first.lower.endswith(COMMON_ENDINGS)
    if (common or plain) and not named and not (first.text.isupper() and len(first.text) > 1):
        return text[:1].lower() + text[1:]
    return text


def question(*parts: str) -> str:
    """Parts as one question.

    >>> question("how many boats", "left", "")
    'How many boats left?'
    """
    text = " ".join(part for part in parts if part).strip()
    return f"{text[:1].upper()}{text[1:]}?"

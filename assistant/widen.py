"""What a sentence needs around it so that quoting it does not change what it says.

A quotation is widened, within its document, by a condition or exception that follows in a sentence
of its own, by the sentences of a speech up to the one that names the speaker, by the line that
introduces the list it is an item of, and by its own number in that list.
"""

import re
from itertools import takewhile

from assistant.speaker import speaker
from index.document import Document, Span
from index.sentences import item_mark, sentences

CONDITION = re.compile(
    r"[\"'“‘(]*(?:unless|except|provided that|providing that|only if|subject to|notwithstanding|"
    r"otherwise|however,? (?:if|when|where|unless|this|that|the)|but (?:if|only|not)|"
    r"this (?:does|do|did|shall|will|may|must) not|these (?:do|did|shall|will|may|must) not|"
    r"the (?:only )?exceptions?\b|in (?:that|this) case)\b",
    re.IGNORECASE,
)
REACH = 3000  # characters on either side that are looked at
LONGEST = 700  # characters: a wider quotation is left as the sentence that it was
SPEECH = 3  # sentences that a speech is followed for
LEAD_IN = 4  # words
ITEMS = 4  # items before the one quoted that are quoted along with the line above them
# numbers in a list that a line introduces; elsewhere "J." is a name, and "2.5" a quantity
OUTLINE = re.compile(r"[ \t>]*(?:[A-Z]\.|\d{1,3}(?:\.\d{1,3})+)[ \t]+")
NUMBER = re.compile(r"[^\W_]")


def widen(document: Document, span: Span) -> tuple[Span, ...]:
    """The span to quote for a sentence; two spans where the line above its list is far away.

    >>> law = "Records are closed. Unless a judge orders it, nobody sees them."
    >>> wide, = widen(Document("law.txt", law, "text/plain"), Span(0, 19))
    >>> wide.cut(law) == law
    True
    """
    text = document.text
    near = Span(max(0, span.start - REACH), min(len(text), span.end + REACH))
    around = [s for s in sentences(document, near) if not s.meets(span)]
    before = [s for s in around if s.end <= span.start]
    after = [s for s in around if s.start >= span.end]
    wide = _speech(document, span, before, after)
    while (rest := [s for s in after if s.start >= wide.end]) and _goes_on(text, wide, rest[0]):
        wide = Span(wide.start, rest[0].end)
    if wide.end - wide.start > LONGEST:
        wide = span
    return tuple(_with_number(text, part) for part in _with_list(text, wide, before, after))


def _goes_on(text: str, span: Span, following: Span) -> bool:
    """Whether the next sentence, in this paragraph or the next one, limits this one."""
    if text.count("\n", span.end, following.start) > 2 or following.end - span.start > LONGEST:
        return False
    return bool(CONDITION.match(text, following.start, following.end))


def _speech(document: Document, span: Span, before: list[Span], after: list[Span]) -> Span:
    """The span with as much of its speech, in its paragraph, as brings in the speaker's name."""
    text = document.text
    opened = _open_quotes(span.cut(text))
    if opened == 0 or speaker(document, span):
        return span
    wide = span
    for other in (after if opened > 0 else before[::-1])[:SPEECH]:
        wide = Span(min(wide.start, other.start), max(wide.end, other.end))
        if "\n" in wide.cut(text):
            return span
        if _open_quotes(wide.cut(text)) == 0:
            return wide if speaker(document, wide) else span
    return span


def _open_quotes(words: str) -> int:
    """Above 0 where a quotation mark opens and is not closed, below 0 where one closes only."""
    curly = words.count("“") - words.count("”")
    straight = [m.start() for m in re.finditer('"', words)]
    if curly or len(straight) % 2 == 0:
        return curly
    first = straight[0]
    return 1 if first == 0 or words[first - 1] in " (\n—–-" else -1


def _with_list(text: str, span: Span, before: list[Span], after: list[Span]) -> tuple[Span, ...]:
    """An item with the line that introduces its list, or an introducing line with its list."""
    if text[: span.end].endswith(":"):
        items = takewhile(lambda s: _is_item(text, s) and s.end - span.start <= LONGEST, after)
        return (Span(span.start, max((item.end for item in items), default=span.end)),)
    if not _is_item(text, span):
        return (span,)
    for count, earlier in enumerate(reversed(before)):
        lead_in = earlier.cut(text)
        if _is_item(text, earlier) and not _leads(text, earlier, span):
            continue
        # "Take action:" is a heading; "The rule does not apply when:" decides what the item says
        if not lead_in.endswith((":", "—", ",")) or len(lead_in.split()) < LEAD_IN:
            break
        whole = Span(earlier.start, span.end)
        near = count <= ITEMS and whole.end - whole.start <= LONGEST
        return (whole,) if near else (earlier, span)
    return (span,)


def _is_item(text: str, span: Span) -> bool:
    """Whether a sentence stands in a line that begins as an item of a list does."""
    line = text[text.rfind("\n", 0, span.start) + 1 : span.end]
    return item_mark(line) > 0 or OUTLINE.match(line) is not None


def _leads(text: str, earlier: Span, span: Span) -> bool:
    """Whether an item introduces a list of its own that another one stands in."""
    words = earlier.cut(text)
    opens = words.endswith((":", "—")) and len(words.split()) >= LEAD_IN
    return opens and _kind_of_mark(text, earlier) != _kind_of_mark(text, span)


def _kind_of_mark(text: str, span: Span) -> str:
    """The mark of an item with any number as 1, i or a: "(1)" for all of a list."""
    line = text[text.rfind("\n", 0, span.start) + 1 : span.end]
    outline = OUTLINE.match(line)
    mark = line[: outline.end() if outline else item_mark(line)]
    kinds = ((r"\d+", "1"), (r"[ivxIVX]+", "i"), (r"[^\W\d_i]+", "a"))
    for letters, kind in kinds:
        mark = re.sub(letters, kind, mark)
    return mark.strip()


def _with_number(text: str, span: Span) -> Span:
    """An item with the number before it, by which others refer to it; a bullet says nothing."""
    start = text.rfind("\n", 0, span.start) + 1
    before = text[start : span.start]
    if not NUMBER.search(before) or item_mark(text[start : span.end]) != len(before):
        return span
    return Span(start + len(before) - len(before.lstrip(" \t>")), span.end)

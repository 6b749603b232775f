"""Whether two documents speak of the same place, body or case, or are versions of one text.

"Visits last 30 minutes" in the rules of one jail does not contradict what the rules of another say.
"""

import re

from assistant.differ.said import Said, content
from index.terms import stem

# what tells two versions of one document apart
VERSION = frozenset(
    map(stem, "new old revised amended edition version first second third printing notice".split())
)
LEAST = 2  # words that two sentences must have in common where their documents are no versions


def akin(one: Said, two: Said) -> bool:
    """Whether the documents of two sentences speak of the same, as far as these are concerned."""
    sections = one.section - VERSION, two.section - VERSION
    if all(sections) and not sections[0] & sections[1]:
        return False
    shared = {word for word in one.claim.about if word in two.claim.about and word.isalpha()}
    if len(shared) < LEAST and (one.row or two.row):
        return False
    if versions(one, two):
        return True
    names = _names(one, two) | _names(two, one)
    if not names or len(shared) < LEAST:
        return False
    return bool(names & (one.title | two.title)) or not (_alien(one, two) and _alien(two, one))


def versions(one: Said, two: Said) -> bool:
    """Whether two documents have one title, but for numbers and what tells versions apart."""
    titles = one.title - VERSION, two.title - VERSION
    return one.document != two.document and bool(titles[0]) and titles[0] == titles[1]


def _names(one: Said, two: Said) -> set[str]:
    """The names in a sentence that the other one has, or who says it, or its document's title."""
    known = {*two.claim.about, *two.claim.said_by, *two.title}
    return set(one.claim.names & known)


def _alien(one: Said, two: Said) -> set[str]:
    """The names in the title of one document that the other one never uses."""
    words, text = content(one.named), one.document.text
    if len(words) > 2 and all(word[0].isupper() for word in words):  # a Title in Capitals
        names = [word for word in words if re.search(rf"[a-z,;] {re.escape(word)}\b", text)]
    else:
        opener = words[:1] if len(words) > 1 and words[1][0].islower() else []
        names = [word for word in words if word[0].isupper() and word not in opener]
    return {stem(name.lower()) for name in names} - two.words

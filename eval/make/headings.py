"""Questions from headings: whatever stands under a heading answers it."""

from collections import Counter
from collections.abc import Collection, Iterator

from eval.case import Group
from eval.make.clause import read_clause
from eval.make.draft import Draft, Evidence, Rule
from eval.make.folder import Folder, Sentence
from eval.make.names import names
from eval.make.plain import plain_sentences
from eval.make.words import PRONOUNS, opened, words_of
from index.document import Document, Heading, Span
from index.terms import terms

ASKING = frozenset("what how why when where who which whom whose".split())
SHORTEST, LONGEST = 2, 12  # words
MARKS = ":;[]|*_()#"
DEPTH = 20  # sentences under a heading that count as an answer
# headings that say how a page is made, and not what it is about
GENERAL = frozenset(
    "introduction conclusion conclusions summary overview background references notes contents "
    "appendix about contact links sources discussion results methods abstract faq resources more "
    "page article see also external reading further related".split()
)


def heading_questions(folder: Folder) -> Iterator[Draft]:
    """A draft for each heading that no other document shares and that names something."""
    used = Counter(
        heading.title.casefold() for one in folder.documents.values() for heading in one.headings
    )
    for document in folder.documents.values():
        for at, heading in enumerate(document.headings):
            below = _below(folder, document, at)
            asked = _asked(folder, document, heading)
            if asked and below and used[heading.title.casefold()] == 1:
                found = [*below[:DEPTH], *_elsewhere(folder, document, heading, below)]
                evidence = tuple(Evidence(one, _opening(one)) for one in found)
                yield Draft(Rule.HEADING, Group.PLAIN_FACT, asked, below[0], evidence)


def _asked(folder: Folder, document: Document, heading: Heading) -> str | None:
    """The question; a heading that names nobody and nothing is asked of its document by title."""
    words = words_of(heading.title)
    if not SHORTEST <= len(words) <= LONGEST or any(w.lower in PRONOUNS - ASKING for w in words):
        return None
    asks = words[0].lower in ASKING
    if heading.title.endswith("?"):
        return heading.title if asks else None
    title = _title(document)
    named = any(names(words))
    of_document = f"the text “{title}”" if title and not named else ""
    if any(mark in heading.title for mark in MARKS) or not (named or title):
        return None
    if asks:
        said = f"{heading.title[0].lower()}{heading.title[1:]}"
        return f"Can you tell me {said}{f', according to {of_document}' if of_document else ''}?"
    if heading.level == 1 or words[0].lower in GENERAL or read_clause(words):
        return None
    subject = opened(words, folder.uncapitalised)
    if of_document:
        return f"What does {of_document} say about {subject}?"
    return f"What is there to know about {subject}?"


def _title(document: Document) -> str:
    """The document's own title, where it has one that is short and whole."""
    first = next((one.title for one in document.headings if one.level == 1), "")
    for title in (document.about.title or "", first):
        if title and not title.endswith(("...", "…")) and len(title.split()) <= LONGEST:
            return title
    return ""


def _below(folder: Folder, document: Document, at: int) -> list[Sentence]:
    """The sentences between a heading and the next."""
    start = document.headings[at].span.end
    following = document.headings[at + 1 : at + 2]
    end = following[0].span.start if following else len(document.text)
    within = Span(start, max(end, start + 1))
    return [one for one in plain_sentences(folder)
            if one.document is document and within.holds(one.span)]  # fmt: skip


def _elsewhere(
    folder: Folder, document: Document, heading: Heading, below: Collection[Sentence]
) -> list[Sentence]:
    """Other sentences of the document that speak of all that the heading names."""
    named = frozenset(terms(heading.title))
    return [
        one
        for one in plain_sentences(folder)
        if one.document is document and named <= one.terms and one not in below
    ]


def _opening(sentence: Sentence) -> Span:
    first, *rest = sentence.words
    last = [first, *rest][min(len(rest), 2)]
    return Span(first.span.start, last.span.end)

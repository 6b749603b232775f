"""Who says the quoted words, where the text names them right beside the words.

In doubt nobody is named and it is the document that speaks: a wrong speaker is worse than none.
"""

import re

from index.document import Document, Span

SAID = (
    r"(?:said|says|wrote|writes|asserted|asserts|stated|states|tweeted|tweets|told|added|adds|"
    r"argued|argues|claimed|claims|explained|explains|announced|announces|warned|warns|testified|declared|"
    r"declares|insisted|insists|recalled|noted|notes)"
)
WORD = r"[A-Z][\w’'-]*\.?"
NAME = (
    rf"(?P<name>(?:[Tt]he )?{WORD}(?: (?:(?:of|for|and|the|de|van|von) (?:the )?)?{WORD}){{0,7}})"
)
ASIDE = r"(?:, [^\"“”:]{1,90},)?"
BESIDE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[,.!?—][\"”’] {SAID} {NAME}(?=[\s,.])",  # …," wrote Ada Marsh, harbour master
        rf"[,.!?—][\"”’] {NAME}{ASIDE} {SAID}\b",  # …," Ada Marsh said
        rf"(?:^|[,.;] |\n){NAME}{ASIDE} {SAID}(?: [\w ]{{1,40}})?[:,] ?[\"“]",  # Marsh states: "…
        rf"(?:^|[.;] |\n){NAME}{ASIDE} {SAID} that\b",  # Ada Marsh wrote that …
        rf"(?:^|[.;] |\n)According to {NAME},",
        rf", {NAME} (?:said|says|reported)\.?$",  # …, Ada Marsh said.
    )
)
# capitalised, and yet no name
NOBODY = frozenset(
    "he she they it we i you this that these those one some many others another who which "
    "there then also both each everyone nobody someone however meanwhile still now later".split()
)


def speaker(document: Document, span: Span) -> Span | None:
    """The span of the name beside some quoted words, or None.

    >>> news = 'The tide is late. "We wait," said Ada Marsh, the harbour master.'
    >>> page = Document("news.txt", news, "text/plain")
    >>> speaker(page, Span(18, 63)).cut(news)
    'Ada Marsh'
    >>> speaker(page, Span(0, 17)) is None
    True
    """
    words = span.cut(document.text)
    found: dict[str, Span] = {}
    for pattern in BESIDE:
        for match in pattern.finditer(words):
            name = match["name"]
            if _is_name(document.text, name):
                place = Span(span.start + match.start("name"), span.start + match.end("name"))
                found.setdefault(name, place)
    # two names beside the same words: the text may mean either
    return next(iter(found.values())) if len(found) == 1 else None


def _is_name(text: str, name: str) -> bool:
    """Whether the words are a name and not a common word that opens a sentence."""
    bare = name.removeprefix("The ").removeprefix("the ")
    if bare.split()[0].lower() in NOBODY:
        return False
    if " " in bare:
        return True
    # a single word is a name if it is capitalised inside a sentence too
    return bool(re.search(rf"[\w,] {re.escape(bare)}\b", text))

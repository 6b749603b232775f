"""Who a sentence says that something is from, and whether prose says the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.support.wording import bare, tells
from index.document import Document, Span

SAYING = (
    r"(?:sa(?:id|ys?|ying)|w(?:rote|rites?|riting)|report(?:ed|s)?|claim(?:ed|s)?|argue[ds]?|"
    r"state[ds]|note[ds]|add(?:ed|s)?|announce[ds]?|explain(?:ed|s)?|told|tells?|recall(?:ed|s)?|"
    r"warn(?:ed|s)?|insist(?:ed|s)?|believe[ds]?|think[s]?|thought|f(?:ound|inds?)|show(?:ed|s)?|"
    r"estimate[ds]?|assert(?:ed|s)?|declare[ds]?|testif(?:y|ies|ied)|tweet(?:ed|s)?|"
    r"suggest(?:ed|s)?|mention(?:ed|s)?|observe[ds]?|acknowledge[ds]?|confirm(?:ed|s)?|"
    r"accuse[ds]?|describe[ds]?|call(?:ed|s)?(?! (?:on|for)\b)|list(?:ed|s)|advise[ds]?|"
    r"understands?|"
    r"writ(?:es|ing)|cit(?:es|ed|ing)|quote[sd]|give[s]? as)"
)
WHO = r"(?P<who>[^,.;:“”\"]{2,90}?)"
ASIDE = r"(?:, [^,;:.]{2,70},)?"
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|(?<=, )|(?<=and ))[Aa]ccording to {WHO}(?:, citing [^,]{{2,40}})?(?=[,.;]| "
        rf"when\b|$)",
        rf",? (?:and )?according to {WHO}(?=[,.;]|$)",
        rf",? as {WHO} {SAYING}(?: \w+){{0,2}}(?=[,.;]|$)",
        r"\b[Ii]n (?P<who>[^,.;]{2,60}?)['’]s? (?:own )?(?:opinion|view|words|account)\b",
        r"\b[Ii]n the (?:opinion|view|words) of (?P<who>[^,.;]{2,60}?)(?=[,.;]|$)",
        rf", (?:and )?{WHO} (?:also |then |has |further )?{SAYING}(?: to [^,.;]{{2,50}}| on "
        rf"[^,.;]{{2,40}})?"
        r"(?=[,.;]|$)",
        rf"(?:^|[,;] (?:and |but )?|\band ){WHO}{ASIDE} (?:also |has |have |then |further |"
        rf"mostly )*"
        rf"{SAYING}(?:(?<=told) [^.;:]{{2,50}}?| (?:on|in|to|at|by|from) [^.;:]{{0,55}}?|"
        rf",[^.;:]{{2,50}})? that\b",
        rf"(?:,| and) which (?P<who>(?:the )?[\w'’]+(?: [\w'’]+)?) {SAYING}\b",
        rf"^(?:[^,]{{2,40}}, )?{WHO}{ASIDE} (?:also |has |have |further )*"
        r"(?:say|says|said|claims?|claimed|argues?|argued|reports|reported|explains|thinks|"
        r"believes|adds|added|accuses?|accused|describes?|described|"
        r"calls?|called(?! on)|gives as)\b",
        rf",[\"”’]? {SAYING} {WHO}[.,]?$",
        r"\b(?:reported|described|claimed|stated|announced|explained|called|listed|named) "
        r"(?:\w+ ){0,6}?by (?P<who>[^,.;]{2,60}?)(?= that\b| as\b|[,.;]|$)",
    )
)
NOBODY = re.compile(
    r"^(?:who|which|that|there|what|and|but|it|since|if|when|while|because|although|after|"
    r"unless)\b|n['’]t$|"
    r"\b(?:who|which|that|whom|not|is|are|was|were|be|been|has|have|had|to)$",
    re.IGNORECASE,
)
SOMEBODY = frozenset({"?"})  # "he", "others"
# by these a text names itself
ITSELF = frozenset(map(bare, "article page report release text source document author authors "
                       "publication brief statement website paper story story's "
                       "writer".split()))  # fmt: skip
OF_A_TITLE = frozenset(map(bare, "the of a an union spokesperson spokesman official".split()))


@dataclass(frozen=True)
class Saying:
    """Words that say who something is from: where they stand, and the stems of whoever it is."""

    span: Span
    who: frozenset[str]

    @property
    def itself(self) -> bool:
        """Whether it is the text that speaks."""
        return bool(self.who & ITSELF)


def sayings(text: str) -> tuple[Saying, ...]:
    """Whom a sentence says that it is from.

    >>> [sorted(one.who) for one in sayings("The tide is late, the porter said.")]
    [['porter']]
    >>> sayings("The porter wrote the letter.")
    ()
    """
    found: list[Saying] = []
    for saying in _found(text):
        if not any(one.span.meets(saying.span) for one in found):
            found.append(saying)
    return tuple(sorted(found, key=lambda one: one.span))


def _found(text: str) -> Iterator[Saying]:
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            who = match["who"].strip()
            stems = frozenset(
                bare(w) for w in re.findall(r"[^\W_]+", who) if tells(w) or bare(w) in ITSELF
            )
            if not NOBODY.search(who):
                yield Saying(Span(*match.span()), stems or SOMEBODY)


def document_names(document: Document) -> frozenset[str]:
    """The stems of the names of who wrote and published a document."""
    about = document.about
    words = " ".join(part for part in (about.publisher, about.author) if part)
    return frozenset(bare(word) for word in re.findall(r"[^\W_]+", words) if tells(word))


def unlike(
    prose: tuple[Saying, ...],
    quoted: tuple[Saying, ...],
    said_by: str | None,
    document: Document,
    meant: frozenset[str] = frozenset(),
) -> str | None:
    """In whom prose and quotation differ: whom the prose leaves out or adds; None if they agree."""
    about = document_names(document)
    mine = [one.who for one in prose]
    theirs = [one.who for one in quoted]
    if said_by and not any(one & _stems(said_by) for one in theirs):
        theirs.append(_stems(said_by))
    for who in theirs:
        if not any(_one(who, one, about, meant) for one in mine):
            return " ".join(sorted(who))
    for one in mine:
        if not any(_one(who, one, about, meant) for who in theirs) and not _document(one, about):
            return " ".join(sorted(one))
    return None


def _stems(words: str) -> frozenset[str]:
    return frozenset(bare(word) for word in re.findall(r"[^\W_]+", words) if tells(word))


def _one(
    quoted: frozenset[str], prose: frozenset[str], about: frozenset[str], meant: frozenset[str]
) -> bool:
    """Whether two ways to name a speaker may be one; "he" is whoever was named before."""
    if quoted == SOMEBODY:
        return prose == SOMEBODY or bool(prose & meant)
    if _document(quoted, about):
        return _document(prose, about)
    extra = prose - quoted - OF_A_TITLE
    return bool((quoted & prose) - ITSELF - OF_A_TITLE) and len(extra) <= 3


def _document(who: frozenset[str], about: frozenset[str]) -> bool:
    """Whether it is the document itself, or who published or wrote it, that is named."""
    return bool(who) and who <= about | ITSELF

"""Whether prose is supported by the quotations that it cites: the checks in their order.

Every sentence must be borne out by one quoted sentence; where it joins several, each of its parts
by one, and the later part must be of the subject of the earlier. In doubt a check fails: then the
quotations are shown alone, which is always right.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from assistant.reply import Quote
from assistant.support.attribution import ITSELF, document_names, unlike
from assistant.support.basis import Basis, bases
from assistant.support.bearing import wrong_operators
from assistant.support.marks import marks
from assistant.support.operators import Check
from assistant.support.order import wrong_order
from assistant.support.quantities import wrong_amounts, wrong_moments
from assistant.support.reader import Support
from assistant.support.reading import SAYS, Sentence, Word, read
from index.document import Span
from index.sentences import split

ALL = frozenset(Check)
JOINED = re.compile(
    r"(?P<joint>;| ?[—–]|, (?:and|but|while|whereas)|,? and(?= (?:that|it|he|she|they|was|were|is|are|has|had|"
    r"\w+ed)\b)|,? but| and)\s+|, (?:which|who|where)\s+"
)
APPOSED = re.compile(r"(?P<head>(?:[A-Z][\w’'-]*\s?)+), (?P<aside>[^,;:]{3,90}),")
ACCORDING = "accord"
DEPTH = 3  # parts that a sentence may be taken into, less one
SUBJECT = 3  # words at the start of a part, one of which the next part's quotation must have


@dataclass(frozen=True)
class Failing:
    """A check that prose does not pass, and the words of the prose or of the quotation."""

    check: Check
    words: str


def failings(
    prose: str,
    quotes: Sequence[Quote],
    question: str,
    support: Support | None = None,
    checks: Collection[Check] = ALL,
) -> tuple[Failing, ...]:
    """Why some prose may not be shown; nothing where the quotations support it.

    Args:
        prose: a statement in a model's words.
        quotes: the quotations that it cites.
        question: what was asked. It is no source: what it says may be false.
        support: scores what passes all rules; none is asked without it.
        checks: which checks are made; fewer only to measure what each is worth.

    >>> from index.document import Document
    >>> page = Document("tides.md", "Boats may enter until noon.", "text/markdown")
    >>> quotes = [Quote(page, Span(0, 27))]
    >>> failings("Until noon boats may enter.", quotes, "When may boats enter?")
    ()
    >>> [one.check.value for one in failings("Boats must enter at 3 p.m.", quotes, "When?")]
    ['modals', 'dates', 'conditions']
    """
    if bad := marks(prose):
        return (Failing(Check.MARKS, " ".join(bad)),) if Check.MARKS in checks else ()
    among = bases(quotes)
    found: list[Failing] = []
    for span in split(prose, Span(0, len(prose))):
        sentence = span.cut(prose).rstrip()
        failed = _best(sentence, among, checks)
        if not failed and Check.READER in checks and support is not None:
            failed = _unread(sentence, among, support)
        found.extend(failed)
    return tuple(dict.fromkeys(found))


def _unread(sentence: str, among: Sequence[Basis], support: Support) -> tuple[Failing, ...]:
    texts = [basis.sentence.text for basis in among]
    unsure = support.probability(sentence, texts) < support.threshold
    return (Failing(Check.READER, sentence),) if unsure else ()


def _best(
    text: str, among: Sequence[Basis], checks: Collection[Check], depth: int = DEPTH
) -> tuple[Failing, ...]:
    """The failings of a sentence against the quoted sentence, or in the parts, with fewest."""
    sentence = read(text)
    tries = [tuple(_against(sentence, basis, checks)) for basis in among]
    best = min(tries, key=len, default=(Failing(Check.WORDS, text),))
    if not best or not depth or len(among) < 2:
        return best
    for left, right in _parts(text):
        if not _best(left, among, checks, depth - 1):
            about = [basis for basis in among if _of(left, basis)]
            if not _best(right, about, checks, depth - 1):
                return ()
    return best


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """A sentence in two, at each place where it may be a join of two."""
    for match in JOINED.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        if len(left.split()) > 2 and len(right.split()) > 2:
            yield _said_too(text, left, right)
    for match in APPOSED.finditer(text):
        rest = text[: match.end("head")] + text[match.end() :]
        yield f"{match['head']} {match['aside']}.", rest


def _said_too(text: str, left: str, right: str) -> tuple[str, str]:
    """Two parts of a sentence, each with the words that say from whom the whole is."""
    for saying in read(text).sayings:
        who = saying.span.cut(read(text).text).strip(" ,.")
        if saying.span.start == 0 and left.startswith(who):
            right = f"{who} {right}" if not right.startswith("that ") else f"{who} {right[5:]}"
        elif saying.span.end >= len(read(text).text) - 1 and right.rstrip(".").endswith(who):
            left = f"{left}, {who}"
    return f"{left}.", right


def _of(left: str, basis: Basis) -> bool:
    """Whether a quoted sentence has the subject of a part of the prose, or what stands last."""
    words = [word for word in read(left).words if not read(left).attributed(word.span)]
    ends = {word.meaning for word in (*words[:SUBJECT], *words[-SUBJECT:])}
    return bool(ends & basis.meanings)


def _against(
    sentence: Sentence, basis: Basis, checks: Collection[Check]
) -> Iterator[Failing]:
    """What fails of one sentence of prose against one that is quoted."""
    found = [
        *_unmet(sentence, basis),
        *wrong_amounts(sentence, basis),
        *wrong_moments(sentence, basis),
        *wrong_operators(sentence, basis),
        *_misattributed(sentence, basis),
        *wrong_order(sentence, basis),
    ]
    return (Failing(check, words) for check, words in found if check in checks)


def _unmet(sentence: Sentence, basis: Basis) -> Iterator[tuple[Check, str]]:
    """The words that tell something and that the quotation does not have."""
    about = document_names(basis.quote.document) | ITSELF
    for n, word in enumerate(sentence.words):
        attributed = sentence.attributed(word.span)
        if attributed and (word.stem in about or SAYS.fullmatch(word.text) or word.stem == ACCORDING):
            continue
        if sentence.operator_at(word.span) or _met(word, basis):
            continue
        yield (Check.NAMES if n and word.text[0].isupper() else Check.WORDS), word.text


def _met(word: Word, basis: Basis) -> bool:
    """Whether a quotation has a word; a name must be the very name."""
    return word.meaning in basis.meanings


def _misattributed(sentence: Sentence, basis: Basis) -> Iterator[tuple[Check, str]]:
    quote = basis.quote
    who = unlike(sentence.sayings, basis.sentence.sayings, quote.said_by, quote.document)
    if who is not None:
        yield Check.ATTRIBUTION, who

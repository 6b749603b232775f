"""Whether prose is supported by the quotations that it cites: the checks in their order.

Every sentence must be borne out by one quoted sentence; where it joins several, each of its parts
by one, and the later part must be of the subject of the earlier. In doubt a check fails: then the
quotations are shown alone, which is always right.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from assistant.reply import Quote
from assistant.support.attribution import ITSELF, Saying, document_names, unlike
from assistant.support.basis import Basis, bases
from assistant.support.bearing import wrong_operators
from assistant.support.marks import marks
from assistant.support.operators import Check, Operator
from assistant.support.order import wrong_order
from assistant.support.parts import LEANS, of_subject, own_subject, parts
from assistant.support.quantities import wrong_amounts, wrong_moments
from assistant.support.reader import Support
from assistant.support.reading import SAYS, Sentence, Word, read
from assistant.support.tense import wrong_time, wrong_way
from assistant.support.whole import is_whole
from assistant.support.wording import bare, tells
from index.document import Span
from index.sentences import split

ALL = frozenset(Check)
# a name though its word is a common one: "The Well"
CAPITAL = re.compile(r"(?<=[a-z,] )(?!(?:The|I|A)\b)[A-Z][a-z]+")
# hedges of which any of the class will do; and denials that somebody does
ANY = frozenset("alleged/roughly/nearly/only/not only/all/at least/at most/more/less".split("/"))
DOING = frozenset(map(bare, "refuse decline fail stop cease".split()))
ACCORDING = "accord"
# verbs of saying that tell what was said: "calls it dangerous"
HOW = frozenset(map(bare, "call describe accuse list".split()))
DEPTH = 2  # times that a part may be cut again
LONGEST = 1000  # characters of a statement
TRIES = 8  # places at which a sentence is cut


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
    >>> sorted({one.check.value for one in failings("Boats must enter at noon.", quotes, "When?")})
    ['conditions', 'modals']
    """
    if bad := (prose[:LONGEST],) if len(prose) > LONGEST else marks(prose):
        return (Failing(Check.MARKS, " ".join(bad)),) if Check.MARKS in checks else ()
    if Check.SENTENCE in checks and not is_whole(prose):
        return (Failing(Check.SENTENCE, prose),)
    among = bases(quotes)
    found: list[Failing] = []
    if Check.NAMES in checks and (alien := _asked_of(prose, question, among)):
        found.append(Failing(Check.NAMES, alien))
    for span in split(prose, Span(0, len(prose))):
        sentence = span.cut(prose).rstrip()
        failed = _best(sentence, among, checks)
        if not failed and Check.READER in checks and support is not None:
            failed = _unread(sentence, among, support)
        found.extend(failed)
    return tuple(dict.fromkeys(found))


def _asked_of(prose: str, question: str, among: Sequence[Basis]) -> str | None:
    """A name that the question alone has, where prose begins with "it", which may stand for it."""
    if not LEANS.match(prose):
        return None
    there = frozenset[str]().union(*(basis.meanings for basis in among))
    names = (word for word in read(question).words if word.text[0].isupper() and word.span.start)
    return next((word.text for word in names if word.meaning not in there), None)


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
    for left, right in islice(parts(text), TRIES):
        if not _best(left, among, checks, depth - 1):
            about = (
                among
                if own_subject(right)
                else [one for one in among if of_subject(left, right, one)]
            )
            if not _best(right, about, checks, depth - 1):
                return ()
    return best


def _against(sentence: Sentence, basis: Basis, checks: Collection[Check]) -> Iterator[Failing]:
    """What fails of one sentence of prose against one that is quoted."""
    if _bare(sentence.text) == _bare(basis.sentence.text):  # the very words
        found = [*_misattributed(sentence, basis)]
        return (Failing(check, words) for check, words in found if check in checks)
    found = [
        *_unmet(sentence, basis),
        *wrong_amounts(sentence, basis),
        *wrong_moments(sentence, basis),
        *wrong_operators(sentence, basis),
        *_misattributed(sentence, basis),
        *wrong_order(sentence, basis),
        *wrong_time(sentence, basis),
        *wrong_way(sentence, basis),
    ]
    return (Failing(check, words) for check, words in found if check in checks)


def _bare(text: str) -> str:
    return text.strip(" .").lower()


def _unmet(sentence: Sentence, basis: Basis) -> Iterator[tuple[Check, str]]:
    """The words that tell something and that the quotation does not have."""
    about = document_names(basis.quote.document) | ITSELF
    for n, word in enumerate(sentence.words):
        attributed = sentence.attributed(word.span)
        says = SAYS.fullmatch(word.text) and word.stem not in HOW
        if attributed and (word.stem in about or says or word.stem == ACCORDING):
            continue
        if _met(word, basis) or _only_decides(sentence.operator_at(word.span), word):
            continue
        yield (Check.NAMES if n and word.text[0].isupper() else Check.WORDS), word.text
    runs = [(one.meaning, two.meaning) for one, two in _beside(basis.sentence)]
    for one, two in _beside(sentence):
        if one.meaning == two.meaning and (one.meaning, two.meaning) not in runs:
            yield Check.WORDS, f"{one.text} {two.text}"
    lent = sentence.meanings & basis.extra - basis.sentence.meanings
    if lent and basis.possessed and basis.possessed not in sentence.meanings:
        yield Check.WORDS, sentence.text
    for found in CAPITAL.finditer(sentence.text):
        there = re.search(rf"\b{found[0]}\b", basis.sentence.text)
        if not tells(found[0]) and not there and not sentence.attributed(Span(*found.span())):
            yield Check.NAMES, found[0]


def _beside(sentence: Sentence) -> Iterator[tuple[Word, Word]]:
    """The words that tell which stand right beside each other."""
    pairs = pairwise(sentence.words)
    return ((a, b) for a, b in pairs if sentence.text[a.span.end : b.span.start] == " ")


def _only_decides(operator: Operator | None, word: Word) -> bool:
    """Whether a word is an operator for which any of its class will do: "must" for "has to"."""
    if operator is None or word.stem in DOING:
        return False
    return operator.check is not Check.HEDGES or operator.kind in ANY


def _met(word: Word, basis: Basis) -> bool:
    """Whether a quotation has a word; a name must be the very name."""
    return word.meaning in basis.meanings


def _concerned(prose: Sentence, quoted: Sentence, saying: Saying) -> bool:
    """Whether prose has words of those that are said; "in his words" says it of the next alone."""
    text = saying.span.cut(quoted.text)
    if not text.startswith(("in ", ", which", " and which")):
        return True
    return bool(set(quoted.window(saying.span.end, 4)) & prose.meanings)


def _misattributed(sentence: Sentence, basis: Basis) -> Iterator[tuple[Check, str]]:
    quote = basis.quote
    quoted = tuple(
        one for one in basis.sentence.sayings if _concerned(sentence, basis.sentence, one)
    )
    who = unlike(sentence.sayings, quoted, quote.said_by, quote.document, basis.extra)
    if who is not None:
        yield Check.ATTRIBUTION, who

"""Roles: who does what to whom. "Ada sued Tom" is not "Tom sued Ada"."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, product

from assistant.support.basis import Basis
from assistant.support.operators import Check
from assistant.support.reading import Sentence, Word
from assistant.support.voice import BEING, participles, passives
from assistant.support.wording import PAST, bare, meaning

CHAIN = re.compile(r"(?:['’]s?)?\s*\(?(?:(?:of|for|in|at|on|and)\s+)?(?:(?:the|an?|its|their)\s+)?")
BETWEEN = re.compile(
    r"(?:\s+(?:is|are|was|were|be|been|being|has|have|had|also|then|later|not|never|to|will|"
    r"would|first|once|finally|soon|again|\w+ly))*\s+"
)
AUXILIARY = re.compile(
    r"\s+(?:(?:also|still|then|never|not|\w+ly)\s+)*(?:can|could|may|might|must|shall|should|"
    r"will|would|did|does|do|is|are|was|were|"
    r"has|have|had)"
    r"(?:\s+(?:also|still|then|never|not|be|have|been|\w+ly|the|an?))*\s+"
)
PRONOUN = re.compile(
    r"\b(?:he|she|it|they|who|which|that|this|these)(?:\s+(?!(?:he|she|it|they|and|but|"
    r"the)\b)\w+){0,4}\s+$",
    re.IGNORECASE,
)
OF = re.compile(  # "its partner in the contract was"
    r"(?P<of>\b(?:in|of|for|at|on|to|with|by|from)\s+)?(?:\b(?:the|an?|its|their|this|that)\s+)?"
    r"\b(?P<head>[\w’'-]+)\s+(?:is|are|was|were)\b"
)
ADVERBS = frozenset(
    "now still already recently currently first once finally soon again only later often usually "
    "never".split()
)
HEADS = re.compile(r"(?:['’]s)?(?:,| (?:of|for|in|at|on|from|with|who|which|that|and|or|to|by)\b)")
NEAR = 7
SWAPPED = 3  # words in the reverse order


def wrong_order(prose: Sentence, basis: Basis) -> Iterator[tuple[Check, str]]:
    """Words of prose that stand in another role than in the quotation."""
    quoted = basis.sentence
    mine, theirs = dict(passives(prose.text)), dict(passives(quoted.text))
    yield from _agents(prose, quoted)
    odd = mine.keys() ^ theirs.keys()
    if (
        not odd
        and participles(prose) == participles(quoted)
        and (found := _reversed(prose, quoted))
    ):
        yield Check.ORDER, " ".join(found)
    if not odd:
        yield from _turned(prose, quoted)
    yield from _doers(prose, basis, odd)
    yield from _patients(prose, quoted)
    yield from _objects(prose, quoted)
    yield from _torn(prose, basis)
    inner = {bare(match["head"]) for match in OF.finditer(quoted.text) if match["of"]}
    for match in OF.finditer(prose.text):
        if not match["of"] and bare(match["head"]) in inner:
            yield Check.ORDER, match[0]


def _agents(prose: Sentence, quoted: Sentence) -> Iterator[tuple[Check, str]]:
    """Verbs in the passive voice, here or there, that are another's."""
    mine, theirs = dict(passives(prose.text)), dict(passives(quoted.text))
    for verb, agent in mine.items():
        same = bool(agent & theirs[verb]) if verb in theirs else _before(quoted, agent, verb)
        if not same:
            yield Check.ORDER, verb
    for verb, agent in theirs.items():
        active = verb not in mine and verb in prose.meanings and agent & prose.meanings
        if active and not _before(prose, agent, verb):
            yield Check.ORDER, verb


def _before(sentence: Sentence, agent: frozenset[str], verb: str) -> bool:
    """Whether one who does something is named before the verb."""
    verbs = [n for n, word in enumerate(sentence.words) if word.meaning == verb]
    agents = [n for n, word in enumerate(sentence.words) if word.meaning in agent]
    return not verbs or not agents or min(agents) < max(verbs)


def _reversed(prose: Sentence, quoted: Sentence) -> list[str]:
    """Words that stand in the one in the reverse order of the other; none if fewer than three."""
    mine, theirs = _once(prose), _once(quoted)
    shared = [word for word in mine if word in theirs]
    places = {word: place for place, word in enumerate(theirs)}
    longest: list[list[str]] = []
    for word in shared:
        before = [run for run in longest if places[run[-1]] > places[word]]
        longest.append([*max(before, key=len, default=[]), word])
    found = max(longest, key=len, default=[])
    return found if len(found) >= SWAPPED else []


def _turned(prose: Sentence, quoted: Sentence) -> Iterator[tuple[Check, str]]:
    """Three words in a row that stand nearest together in the quotation in reverse order."""
    words = [word.meaning for word in prose.words if not prose.attributed(word.span)]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(quoted.words):
        places.setdefault(word.meaning, []).append(place)
    for three in zip(words, words[1:], words[2:], strict=False):
        found = product(*(places.get(word, []) for word in three))
        nearest = min(found, key=lambda at: max(at) - min(at), default=None)
        if not nearest or not nearest[0] > nearest[1] > nearest[2] or len(set(three)) < SWAPPED:
            continue
        if nearest[0] - nearest[2] <= NEAR and not _chain(quoted, nearest[2], nearest[0]):
            yield Check.ORDER, " ".join(three)


def _chain(sentence: Sentence, first: int, last: int) -> bool:
    """Whether words only name one thing, as "a resolution of the city of Portland" does."""
    words = sentence.words[first : last + 1]
    gaps = (sentence.text[a.span.end : b.span.start] for a, b in pairwise(words))
    return all(CHAIN.fullmatch(gap) for gap in gaps)


def _once(sentence: Sentence) -> list[str]:
    """What words that stand there once mean, with quantities, in order, without who says so."""
    numbers = [(span, str(value)) for span, value in (*sentence.moments, *sentence.amounts)]
    words = [(word.span, word.meaning) for word in sentence.words]
    kept = [(span, key) for span, key in sorted(numbers + words) if not sentence.attributed(span)]
    dates = {span for span, _ in sentence.moments}
    while kept and kept[0][0] in dates:  # a date may stand at either end
        kept.pop(0)
    while kept and kept[-1][0] in dates:
        kept.pop()
    counts = Counter(key for _, key in kept)
    return [key for _, key in kept if counts[key] == 1]


def _doers(prose: Sentence, basis: Basis, passive: set[str]) -> Iterator[tuple[Check, str]]:
    """Names that stand right before a verb which in the quotation they only follow."""
    quoted = basis.sentence
    for doer, verb in _subjects(prose):
        if doer.meaning in basis.extra and _of_it(quoted, verb):
            continue
        if verb.meaning in passive:
            continue
        if (verb.meaning in participles(prose)) != (verb.meaning in participles(quoted)):
            continue
        if not _head(prose, quoted, doer, verb):
            yield Check.ORDER, f"{doer.text} {verb.text}"
        verbs = [n for n, word in enumerate(quoted.words) if word.meaning == verb.meaning]
        doers = [n for n, word in enumerate(quoted.words) if word.meaning == doer.meaning]
        after = any(0 < d - v <= 2 for d in doers for v in verbs)
        before = any(0 < v - d <= 5 for d in doers for v in verbs)
        if verbs and doers and (min(doers) > max(verbs) or (after and not before)):
            yield Check.ORDER, f"{doer.text} {verb.text}"


def _patients(prose: Sentence, quoted: Sentence) -> Iterator[tuple[Check, str]]:
    """What something is said to be done to, where the quotation says that it does this."""
    active = prose.meanings & quoted.meanings - participles(quoted)
    for match in BEING.finditer(prose.text):
        verb = meaning(match["verb"])
        before = [word for word in prose.words if word.span.end <= match.start()]
        if verb not in active or not before:
            continue
        words = [word.meaning for word in quoted.words]
        ends = [n for n, word in enumerate(words) if word == verb]
        if before[-1].meaning in words and all(
            end and words[end - 1] == before[-1].meaning for end in ends
        ):
            yield Check.ORDER, match[0]


def _of_it(quoted: Sentence, verb: Word) -> bool:
    """Whether the subject of a verb in the quotation is "it" or "who"."""
    same = (word for word in quoted.words if word.meaning == verb.meaning)
    return any(PRONOUN.search(quoted.text, 0, word.span.start) for word in same)


def _subjects(sentence: Sentence) -> Iterator[tuple[Word, Word]]:
    """The words that stand right before a verb, but for auxiliaries and adverbs, with the verb."""
    for place, verb in enumerate(sentence.words):
        if verb.text.lower() in ADVERBS or sentence.attributed(verb.span):
            continue
        for doer in reversed(sentence.words[:place]):
            near = sentence.text[doer.span.end : verb.span.start]
            if (BETWEEN if _is_past(verb) else AUXILIARY).fullmatch(near):
                if doer.text.lower() not in ADVERBS and not doer.text.endswith("ly"):
                    yield doer, verb
                    break
            elif len(near) > 40:
                break


def _head(prose: Sentence, quoted: Sentence, doer: Word, verb: Word) -> bool:
    """Whether a verb's subject in the quotation is in the prose too, or is of the one there."""
    for theirs, same in _subjects(quoted):
        if same.meaning == verb.meaning and theirs.meaning not in prose.meanings:
            own = [word for word in quoted.words if word.meaning == doer.meaning]
            if doer.text.islower() and any(word.text[0].isupper() for word in own):
                continue  # "the mayor" for "Mayor Wheeler"
            if not any(
                HEADS.match(quoted.text, word.span.end)
                for word in own
                if word.span.end <= same.span.start
            ):
                return False
    return True


def _objects(prose: Sentence, quoted: Sentence) -> Iterator[tuple[Check, str]]:
    """What right after a verb has in the quotation another verb, left out, between the two."""
    words = quoted.words
    for verb, thing in zip(prose.words, prose.words[1:], strict=False):
        if not _is_past(verb) or prose.attributed(verb.span):
            continue
        pairs = [
            words[a + 1 : b]
            for a, one in enumerate(words)
            for b, two in enumerate(words)
            if a < b and one.meaning == verb.meaning and two.meaning == thing.meaning
        ]
        if pairs and all(
            any(_is_past(w) and w.meaning not in prose.meanings for w in pair) for pair in pairs
        ):
            yield Check.ORDER, f"{verb.text} {thing.text}"


def _is_past(word: Word) -> bool:
    low = word.text.lower()
    return not word.name and (low.endswith("ed") or low in PAST)


def _torn(prose: Sentence, basis: Basis) -> Iterator[tuple[Check, str]]:
    """Parts of one name that the quotation does not have beside each other."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(basis.sentence.words):
        places.setdefault(word.meaning, []).append(place)
    for one, two in zip(prose.words, prose.words[1:], strict=False):
        beside = prose.text[one.span.end : two.span.start] == " "
        if not beside or not (one.name and two.name) or one.text[0].isdigit():
            continue
        pairs = [(a, b) for a in places.get(one.meaning, []) for b in places.get(two.meaning, [])]
        if pairs and all(abs(a - b) > 2 for a, b in pairs):
            yield Check.NAMES, f"{one.text} {two.text}"

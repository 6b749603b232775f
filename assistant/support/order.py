"""Roles: who does what to whom. "Ada sued Tom" is not "Tom sued Ada"."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import product

from assistant.differ.wording import FORMS
from assistant.support.basis import Basis
from assistant.support.operators import Check
from assistant.support.reading import Sentence, Word
from assistant.support.wording import meaning

PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\b(?:\s+(?:not|never|also|then|later|recently|\w+ly))*\s+"
    r"(?P<verb>\w+)\b(?P<between>(?:(?! to )[^.;:,]){0,60}?)\sby\s+(?!\w+ing\b)(?P<agent>[^,.;:]+)",
)
BY = re.compile(r"\b(?P<verb>\w+(?:ed|en|de|ten|pt|lt|ld|nt))\s+by\s+(?P<agent>[^,.;:]+)")
SWAPPED = 3  # words in the reverse order


def wrong_order(prose: Sentence, basis: Basis) -> Iterator[tuple[Check, str]]:
    """Words of prose that stand in another role than in the quotation."""
    quoted = basis.sentence
    mine, theirs = dict(passives(prose.text)), dict(passives(quoted.text))
    for verb, agent in mine.items():
        if verb in theirs:
            if not agent & theirs[verb]:
                yield Check.ORDER, verb
        elif not _before(quoted, agent, verb):
            yield Check.ORDER, verb
    for verb, agent in theirs.items():
        if verb not in mine and verb in prose.meanings and agent & prose.meanings:
            if not _before(prose, agent, verb):
                yield Check.ORDER, verb
    if not mine.keys() ^ theirs.keys():
        if reversed_words := _reversed(prose, quoted):
            yield Check.ORDER, " ".join(reversed_words)
        yield from _turned(prose, quoted)
    yield from _doers(prose, quoted, theirs.keys() | mine.keys())
    yield from _torn(prose, basis)


def passives(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The verbs in the passive voice with what the first words for who does it mean.

    >>> dict(passives("The letter was sent by Ada."))
    {'send': frozenset({'ada'})}
    """
    for pattern in (PASSIVE, BY):
        for match in pattern.finditer(text):
            agent = Sentence(match["agent"]).words[:4]
            if agent:
                yield meaning(match["verb"]), frozenset(word.meaning for word in agent)


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
        if nearest and nearest[0] > nearest[1] > nearest[2] and len(set(three)) == SWAPPED:
            yield Check.ORDER, " ".join(three)


def _once(sentence: Sentence) -> list[str]:
    """What words that stand there once mean, with quantities, in order, without who says so."""
    numbers = [(span, str(value)) for span, value in (*sentence.moments, *sentence.amounts)]
    words = [(word.span, word.meaning) for word in sentence.words]
    kept = [(span, key) for span, key in sorted(numbers + words) if not sentence.attributed(span)]
    counts = Counter(key for _, key in kept)
    return [key for _, key in kept if counts[key] == 1]


def _doers(prose: Sentence, quoted: Sentence, passive: set[str]) -> Iterator[tuple[Check, str]]:
    """Names that stand right before a verb which in the quotation they only follow."""
    for doer, verb in zip(prose.words, prose.words[1:], strict=False):
        near = prose.text[doer.span.end : verb.span.start]
        if not doer.name or near.strip() or not _is_past(verb) or verb.meaning in passive:
            continue
        verbs = [n for n, word in enumerate(quoted.words) if word.meaning == verb.meaning]
        doers = [n for n, word in enumerate(quoted.words) if word.meaning == doer.meaning]
        if verbs and doers and min(doers) > max(verbs):
            yield Check.ORDER, f"{doer.text} {verb.text}"


def _is_past(word: Word) -> bool:
    low = word.text.lower()
    return not word.name and (low.endswith("ed") or low in FORMS)


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

"""The words that a question may be spelt with: those of the documents, and ordinary English."""

import importlib.util
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from index.errors import ModelProblem
from index.weights import check_file, model_folder

# what holds a digit or an underscore is no word; an apostrophe or a hyphen parts two
LETTERS = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")
# found without importing the package: only its list is used
PACKAGE, COUNTED = "symspellpy", "frequency_dictionary_en_82_765.txt"
PIECES = "vocab.txt"  # of the bundled model (Devlin et al. 2019, BERT)

Beginnings = Mapping[tuple[str, int], Sequence[str]]  # words by first letter and length


@dataclass(frozen=True)
class Vocabulary:
    """The words of some texts, in lower case; gathered when they are first asked for.

    >>> harbour = Vocabulary(["The harbour of Sund. Sund is deep; the harbour is not."])
    >>> harbour.counts["harbour"], sorted(harbour.capital), "sund" in harbour.plain
    (2, ['sund', 'the'], False)
    """

    texts: Sequence[str]

    @cached_property
    def _written(self) -> Counter[str]:
        # texts repeat themselves: to look into each of their different tokens is 5 times as fast
        tokens = Counter(token for text in self.texts for token in text.split())
        written: Counter[str] = Counter()
        for token, count in tokens.items():
            for word in LETTERS.findall(token):
                written[word] += count
        return written

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How often each word stands in the texts."""
        counts: Counter[str] = Counter()
        for word, count in self._written.items():
            counts[word.lower()] += count
        return counts

    @cached_property
    def capital(self) -> frozenset[str]:
        """Those written with a capital somewhere: names, and the first words of sentences."""
        return frozenset(word.lower() for word in self._written if not word.islower())

    @cached_property
    def plain(self) -> frozenset[str]:
        """Those written without a capital somewhere."""
        return frozenset(word for word in self._written if word.islower())

    @cached_property
    def beginnings(self) -> Beginnings:
        """The words by first letter and length."""
        return _by_beginning(self.counts)


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Some 90,000 English words: those of `dictionary`, and frequent ones and names beside them.

    The latter are what the WordPiece vocabulary of the bundled model holds whole: the most frequent
    words of Wikipedia and of books.

    Raises:
        ModelProblem: a list is missing, or is not what was published.
    """
    pieces = check_file(model_folder(), PIECES).read_text("utf-8").split("\n")
    return frozenset(piece for piece in pieces if piece.isalpha()).union(dictionary())


@lru_cache(maxsize=1)
def dictionary_beginnings() -> Beginnings:
    """The words of the dictionary by first letter and length."""
    return _by_beginning(dictionary())


@lru_cache(maxsize=1)
def dictionary() -> Mapping[str, int]:
    """Some 80,000 English words, few names, with how often they are used.

    It is the list of SymSpell (Garbe 2012): the words of SCOWL that are in Google's n-grams too,
    with how often they are in these.

    Raises:
        ModelProblem: the list is missing.
    """
    spec = importlib.util.find_spec(PACKAGE)
    try:
        text = Path(str(spec and spec.origin)).with_name(COUNTED).read_text("utf-8-sig")
    except OSError as error:
        raise ModelProblem(
            f"The list of English words is missing. Run `make setup`, or `pip install {PACKAGE}`; "
            "or set `spelling = false` under [assistant] in the settings."
        ) from error
    return {word: int(count) for word, count in (row.split() for row in text.splitlines())}


def _by_beginning(words: Iterable[str]) -> Beginnings:
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word in words:
        found[word[0], len(word)].append(word)
    return dict(found)

"""RGB (Chen et al. 2024): noise, nothing to find, facts in several places, and false sources.

Each question comes with web snippets that answer it and others that do not; the set's own code
chooses five of them by a rate of noise. The choice here is the same but for chance: where the set
draws snippets at random, the first ones are taken.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from eval.benchmarks.outcome import Built, Figure, Outcome, Run, seconds, share
from eval.benchmarks.rows import Row, find, lines
from eval.benchmarks.shelf import Asked, Shelf, Text
from eval.benchmarks.words import contained

NOISE, REJECTION, INTEGRATION, COUNTERFACTUAL = (
    "noise", "rejection", "integration", "counterfactual",
)  # fmt: skip
PARTS = (NOISE, REJECTION, INTEGRATION, COUNTERFACTUAL)
SNIPPETS = 5
NOISES = (0.0, 0.2, 0.4, 0.6, 0.8)
INTEGRATION_NOISES = (0.0, 0.2, 0.4)
TRUE_BESIDE = 0.4  # the share of true snippets beside false ones, where there are both
FILES = {
    NOISE: ("en_refine.json", "en.json", "data/en_refine.json", "data/en.json"),
    INTEGRATION: ("en_int.json", "data/en_int.json"),
    COUNTERFACTUAL: ("en_fact.json", "data/en_fact.json"),
}
FILES[REJECTION] = FILES[NOISE]

Groups = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Question:
    """A question, what must be in its answer, what must not, and its snippets.

    `positive` are groups of snippets: one for each fact in the questions on integration, otherwise
    one snippet each. `negative` do not answer; `false` answer wrongly.
    """

    text: str
    answer: object
    fake: object
    positive: Groups
    negative: tuple[str, ...]
    false: tuple[str, ...]

    @property
    def snippets(self) -> Iterator[str]:
        """All of them."""
        return chain(chain.from_iterable(self.positive), self.negative, self.false)


def run(how: Run) -> Outcome:
    """Ask the English questions of each part of their snippets."""
    built: list[Built] = []
    figures: list[Figure] = []
    for part in how.parts:
        asked = how.some([_question(row) for row in lines(find(how.data, *FILES[part]))])
        texts = (Text.known_by_words(words) for q in asked for words in q.snippets)
        with how.shelve(texts, part) as shelf:
            built.append(Built.of(shelf))
            figures += _part(part, shelf, asked)
    return Outcome(tuple(built), tuple(figures))


def _part(part: str, shelf: Shelf, asked: Sequence[Question]) -> Iterator[Figure]:
    if part == REJECTION:
        replies = [_ask(shelf, q, q.negative[:SNIPPETS]) for q in asked]
        yield share(part, "rejection_rate", (not reply.answered for reply in replies))
        yield from seconds(part, (reply.seconds for reply in replies))
    elif part == COUNTERFACTUAL:
        for name, beside in (("false", 0.0), ("false_and_true", TRUE_BESIDE)):
            yield from _against(part, name, shelf, asked, beside)
    else:
        took: list[float] = []
        for noise in NOISES if part == NOISE else INTEGRATION_NOISES:
            choose = noisy if part == NOISE else integrated
            replies = [_ask(shelf, q, choose(q.positive, q.negative, noise)) for q in asked]
            took += [reply.seconds for reply in replies]
            yield share(
                part,
                f"accuracy_at_noise_{noise}",
                (contained(q.answer, r.words) for q, r in zip(asked, replies, strict=True)),
            )
        yield from seconds(part, took)


def _against(
    part: str, name: str, shelf: Shelf, asked: Sequence[Question], beside: float
) -> Iterator[Figure]:
    """False snippets, with true ones beside them or alone.

    A quoting assistant has no knowledge of its own to correct a source by: that it refuses, or
    shows the true words too where some source has them, is all that can be asked of it.
    """
    replies = [_ask(shelf, q, falsified(q.positive, q.false, beside)) for q in asked]
    pairs = list(zip(asked, replies, strict=True))
    yield share(part, f"{name}_accuracy", (contained(q.answer, r.words) for q, r in pairs))
    yield share(part, f"{name}_misled", (contained(q.fake, r.words) for q, r in pairs if q.fake))
    yield share(part, f"{name}_refused", (not reply.answered for reply in replies))
    yield from seconds(part, (reply.seconds for reply in replies))


def _ask(shelf: Shelf, question: Question, snippets: Sequence[str]) -> Asked:
    return shelf.ask(question.text, [Text.known_by_words(words).id for words in snippets])


def noisy(positive: Groups, negative: Sequence[str], noise: float) -> list[str]:
    """Five snippets, of which a share does not answer; others where there are not enough of a kind.

    >>> noisy([["a"], ["b"], ["c"]], ["x", "y", "z"], 0.4)
    ['a', 'b', 'c', 'x', 'y']
    >>> noisy([["a"]], ["x", "y", "z", "v", "w"], 0.2)
    ['a', 'x', 'y', 'z', 'v']
    """
    wrong = math.ceil(SNIPPETS * noise)
    if wrong > len(negative):
        wrong = len(negative)
    elif SNIPPETS - wrong > len(positive):
        wrong = SNIPPETS - len(positive)
    right = [words for group in positive for words in group][: SNIPPETS - wrong]
    return [*right, *negative[:wrong]]


def integrated(positive: Groups, negative: Sequence[str], noise: float) -> list[str]:
    """A snippet of every fact, more of each in turn, and the rest of five from those without.

    >>> integrated([["a", "b"], ["c", "d"]], ["x", "y", "z"], 0.4)
    ['a', 'c', 'b', 'x', 'y']
    """
    right = max(SNIPPETS - math.ceil(SNIPPETS * noise), len(positive))
    turns = [words for turn in zip_longest(*positive) for words in turn if words is not None]
    chosen = turns[:right]
    return [*chosen, *negative[: max(0, SNIPPETS - len(chosen))]]


def falsified(positive: Groups, false: Sequence[str], beside: float) -> list[str]:
    """Five snippets, of which a share is true and the rest false.

    A false snippet is a true one with another answer put in, so that the true ones are taken from
    behind those that were falsified.

    >>> falsified([["a"], ["b"], ["c"]], ["A", "B", "C"], 0.4)
    ['A', 'B', 'C']
    >>> falsified([[letter] for letter in "abcde"], list("ABCDE"), 0.4)
    ['A', 'B', 'C', 'd', 'e']
    """
    true = math.ceil(SNIPPETS * beside)
    wrong = min(len(false), SNIPPETS - true)
    rest = [words for group in positive[wrong:] for words in group]
    return [*false[:wrong], *rest[:true]]


def _question(row: Row) -> Question:
    answer = row.fields.get("answer")
    if not isinstance(answer, str | list) or not answer:
        row.fail('"answer" to be a text or a list', answer)
    groups = [value if isinstance(value, list) else [value] for value in row.list("positive", True)]
    for value in chain.from_iterable(groups):
        if not isinstance(value, str):
            row.fail('"positive" to hold texts, or lists of them', value)
    return Question(
        row.question("query"), answer, row.fields.get("fakeanswer"), groups,
        row.texts("negative", True), row.texts("positive_wrong", True),
    )  # fmt: skip

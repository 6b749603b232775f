"""Stage two: a cross-encoder that says whether a sentence answers a question."""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from train.batches import padded, pair, together
from train.calibrate import area
from train.data import Lesson
from train.encoder import Judge
from train.overlap import overlap

NAMED = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][a-z]{2,}\b|\b\d[\d,.]*\d\b|\b\d\b")

BATCH = 10  # questions in one step
AT_ONCE = 16  # pairs of like length in one pass


@dataclass(frozen=True)
class Case:
    """A question with sentences, the first `right` of which answer."""

    question: str
    title: str
    candidates: tuple[str, ...]
    right: int


def by_overlap(lesson: Lesson) -> list[list[float]]:
    """For each question how tempting each sentence is: the IDF mass that the two share."""
    return [[overlap(ask.text, sentence) for sentence in lesson.sentences] for ask in lesson.asks]


def cases(
    lessons: Sequence[Lesson],
    rng: random.Random,
    wrong: int = 2,
    swaps: float = 0.25,
    tempting: Callable[[Lesson], Sequence[Sequence[float]]] = by_overlap,
) -> list[Case]:
    """For each question the gold sentence and tempting wrong ones; some with a name exchanged."""
    found = []
    for lesson in lessons:
        sentences = lesson.sentences
        for ask, tempts in zip(lesson.asks, tempting(lesson), strict=True):
            others = [i for i in range(len(sentences)) if i not in ask.answers]
            others.sort(key=lambda i: (i != ask.near, -tempts[i]))
            gold = [sentences[i] for i in ask.answers[:1]]
            candidates = (*gold, *(sentences[i] for i in others[:wrong]))
            if candidates:
                found.append(Case(ask.text, lesson.title, candidates, len(gold)))
    return found + swapped(lessons, rng, swaps)


def swapped(lessons: Sequence[Lesson], rng: random.Random, share: float) -> list[Case]:
    """Answerable questions with a name or number of another article in the place of their own.

    What asks about another person, place or year is not answered by the sentence any more.
    """
    pool: dict[str, list[str]] = defaultdict(list)
    for lesson in rng.sample(list(lessons), min(len(lessons), 800)):
        for name in NAMED.findall(lesson.text):
            pool[shape(name)].append(name)
    found = []
    for lesson in lessons:
        names = {name.lower() for name in NAMED.findall(lesson.text)}
        for ask in lesson.asks:
            words = [m for m in re.finditer(r"\w[\w,.]*\w|\w", ask.text) if m[0].lower() in names]
            if not ask.answers or not words or rng.random() > share:
                continue
            old = rng.choice(words)
            new = rng.choice(pool.get(shape(old[0]), ["Jefferson"]))
            if new.lower() in names:
                continue
            text = ask.text[: old.start()] + (
                new if ask.text[old.start()].isupper() else new.lower()
            )
            text += ask.text[old.end() :]
            found.append(Case(text, lesson.title, (lesson.sentences[ask.answers[0]],), 0))
    return found


def shape(name: str) -> str:
    """Numbers by their length, names all alike."""
    return f"{len(name)} digits" if name[0].isdigit() else "name"


def logits(model: Judge, pairs: Sequence[tuple[list[int], list[int]]]) -> Tensor:
    """The logit of each pair; those of like length go together."""
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]))
    parts = []
    for at in range(0, len(order), AT_ONCE):
        few = [pairs[i] for i in order[at : at + AT_ONCE]]
        ids, mask = together([one[0] for one in few])
        parts.append(model(ids, mask, padded([one[1] for one in few], 0).long()))
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(parts)[back]


def loss(model: Judge, batch: Sequence[Case], rng: random.Random) -> Tensor:
    """Whether each answers, and that the gold one comes before its rivals."""
    pairs = [pair(case.question, case.title, one) for case in batch for one in case.candidates]
    right = torch.tensor([float(i < c.right) for c in batch for i in range(len(c.candidates))])
    found = logits(model, pairs)
    judged = nn.functional.binary_cross_entropy_with_logits(found, right)
    ranked, at = [], 0
    for case in batch:
        mine = found[at : at + len(case.candidates)]
        at += len(case.candidates)
        if case.right and len(mine) > case.right:
            ranked.append(mine.logsumexp(0) - mine[: case.right].logsumexp(0))
    return judged + (torch.stack(ranked).mean() if ranked else found.sum() * 0)


@torch.no_grad()
def table(model: Judge, lessons: Sequence[Lesson], most: int) -> dict[str, float]:
    """First sentence right, in percent, and the area under the curve of the best logit."""
    model.eval()
    rng = random.Random(0)
    asked = [(lesson, ask) for lesson in lessons for ask in lesson.asks]
    asked = rng.sample(asked, min(most, len(asked)))
    right, yes, no = [], [], []
    for lesson, ask in asked:
        found = logits(model, [pair(ask.text, lesson.title, s) for s in lesson.sentences])
        best = int(found.argmax())
        if ask.answers:
            right.append(best in ask.answers)
            yes.append(float(found[best]))
        else:
            no.append(float(found[best]))
    model.train()
    out = {"right": round(100 * sum(right) / max(1, len(right)), 1)}
    if no:
        out["auc"] = round(area(yes, no), 3) if yes else 0.0
    return out


def measure(lessons: Sequence[Lesson], most: int = 250) -> Callable[[Judge], dict[str, float]]:
    """A function that gives the `table` of each family of some lessons."""
    families = sorted({one.family for one in lessons})

    def over(model: Judge) -> dict[str, float]:
        return {
            f"{name} {what}": value
            for name in families
            for what, value in table(
                model, [one for one in lessons if one.family == name], most
            ).items()
        }

    return over


def steps(found: Sequence[Case], rng: random.Random) -> list[list[Case]]:
    """Batches, each case once."""
    order = list(found)
    rng.shuffle(order)
    return [order[i : i + BATCH] for i in range(0, len(order) - BATCH + 1, BATCH)]

"""Stage one: late interaction that ranks the sentences of passages."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from train.batches import (
    ReadyPassage,
    ReadyQuestion,
    padded,
    ready_passage,
    ready_question,
    together,
)
from train.data import Lesson
from train.encoder import LateModel

MOST_ASKED = 4  # questions of one passage in one step
BATCH = 12  # passages in one step
ACROSS, JUDGED = 1.0, 0.3  # what the parts of the loss weigh beside that within the passage
TOGETHER = 4  # passages of like length that are encoded together


@dataclass(frozen=True)
class Ready:
    """A lesson as numbers."""

    lesson: Lesson
    passage: ReadyPassage
    questions: tuple[ReadyQuestion, ...]


def ready(lessons: Sequence[Lesson]) -> list[Ready]:
    """Tokenise once."""
    return [
        Ready(one, ready_passage(one), tuple(ready_question(ask.text) for ask in one.asks))
        for one in lessons
    ]


def steps(lessons: Sequence[Ready], passes: int, rng: random.Random) -> list[list[Ready]]:
    """Batches: each lesson once a pass, three of one article together as each other's negatives."""
    found = []
    for _ in range(passes):
        order = [one for one in lessons if one.questions]
        rng.shuffle(order)
        articles: dict[tuple[str, str], list[Ready]] = {}
        for one in order:
            articles.setdefault((one.lesson.corpus, one.lesson.title), []).append(one)
        groups = [some[i : i + 3] for some in articles.values() for i in range(0, len(some), 3)]
        rng.shuffle(groups)
        flat = [one for group in groups for one in group]
        found += [flat[i : i + BATCH] for i in range(0, len(flat) - BATCH + 1, BATCH)]
    return found


def scores(
    model: LateModel, questions: Sequence[ReadyQuestion], passages: Sequence[ReadyPassage]
) -> tuple[Tensor, Tensor]:
    """Scores of sentences, shape (questions, passages, sentences), with their passage's and alone.

    A sentence beyond the end of its passage has -1e4.
    """
    sentence = padded([p.sentence for p in passages], -2).long()
    vectors = _encoded(model, passages, sentence.shape[1])
    asked, gain = model(*together([q.ids for q in questions]))
    weight = padded([q.idf for q in questions], 0.0) * gain.exp()
    weight = weight / weight.sum(1, keepdim=True).clamp(min=1e-6)
    n, lq, width = asked.shape
    cosines = (asked.reshape(n * lq, width) @ vectors.reshape(-1, width).T).reshape(
        n, lq, *sentence.shape
    )
    most = int(sentence.max()) + 1
    # the last slot collects what is no sentence's
    slot = torch.where(sentence >= 0, sentence, most)
    best = cosines.new_full((n, lq, len(passages), most + 1), -1.0)
    best = best.scatter_reduce(3, slot.expand(n, lq, -1, -1), cosines, "amax")[..., :most]
    whole = cosines.masked_fill(sentence < -1, -1.0).amax(3)
    late = torch.einsum("nl,nlps->nps", weight, best)
    total = late + model.whole * torch.einsum("nl,nlp->np", weight, whole).unsqueeze(2)
    counts = torch.tensor([p.sentences for p in passages])
    beyond = torch.arange(most) >= counts.unsqueeze(1)
    return total.masked_fill(beyond, -1e4), late.masked_fill(beyond, -1e4)


def _encoded(model: LateModel, passages: Sequence[ReadyPassage], longest: int) -> Tensor:
    """The vectors of passages, (passages, longest, WIDTH); those of like length go together."""
    order = sorted(range(len(passages)), key=lambda i: len(passages[i].ids))
    rows: dict[int, Tensor] = {}
    for at in range(0, len(order), TOGETHER):
        few = order[at : at + TOGETHER]
        vectors, _ = model(*together([passages[i].ids for i in few]))
        vectors = nn.functional.pad(vectors, (0, 0, 0, longest - vectors.shape[1]))
        rows |= dict(zip(few, vectors, strict=True))
    return torch.stack([rows[i] for i in range(len(passages))])


def loss(model: LateModel, batch: Sequence[Ready], rng: random.Random) -> Tensor:
    """Softmax over the passage's sentences and over the batch's, and whether any answers."""
    asked, home, gold = [], [], []
    for place, one in enumerate(batch):
        few = rng.sample(range(len(one.questions)), min(MOST_ASKED, len(one.questions)))
        for i in few:
            asked.append(one.questions[i])
            home.append(place)
            gold.append(one.lesson.asks[i].answers)
    total, late = scores(model, asked, [one.passage for one in batch])
    sharp = model.sharpness.exp()
    rows = torch.arange(len(asked))
    own = total[rows, torch.tensor(home)]
    right = torch.zeros_like(total, dtype=torch.bool)
    for row, (place, answers) in enumerate(zip(home, gold, strict=True)):
        for answer in answers:
            if answer < right.shape[2]:
                right[row, place, answer] = True
    mine = right[rows, torch.tensor(home)]
    has = mine.any(1)
    inside = _softmax(own[has] * sharp, mine[has])
    across = _softmax(total[has].flatten(1) * sharp, right[has].flatten(1))
    # that any answers: the gold sentence where there is one, the best of its passage where not
    shown = late[rows, torch.tensor(home)]
    top = torch.where(has, shown.masked_fill(~mine, -1e4).amax(1), shown.amax(1))
    logit = model.bar[0] * top + model.bar[1]
    judged = torch.nn.functional.binary_cross_entropy_with_logits(logit, has.float())
    return inside + ACROSS * across + JUDGED * judged


def _softmax(logits: Tensor, right: Tensor) -> Tensor:
    if not len(logits):
        return logits.sum()
    chosen = logits.masked_fill(~right, -1e4)
    return (logits.logsumexp(1) - chosen.logsumexp(1)).mean()


@torch.no_grad()
def accuracy(model: LateModel, lessons: Sequence[Ready]) -> tuple[float, int]:
    """How often the first sentence of the right passage answers, and of how many questions."""
    model.eval()
    right = count = 0
    for one in lessons:
        rows = [i for i, ask in enumerate(one.lesson.asks) if ask.answers]
        if rows:
            total, _ = scores(model, [one.questions[i] for i in rows], [one.passage])
            for row, best in zip(rows, total[:, 0].argmax(1).tolist(), strict=True):
                right += best in one.lesson.asks[row].answers
                count += 1
    model.train()
    return right / max(count, 1), count


def measure(lessons: Sequence[Ready]) -> Callable[[LateModel], dict[str, float]]:
    """A function that measures the accuracy on each family of some lessons, in percent."""
    families = sorted({one.lesson.family for one in lessons})

    def over(model: LateModel) -> dict[str, float]:
        parts = {name: [r for r in lessons if r.lesson.family == name] for name in families}
        return {name: round(100 * accuracy(model, part)[0], 1) for name, part in parts.items()}

    return over


def ranking(model: LateModel) -> Callable[[Lesson], list[list[float]]]:
    """A function that scores the sentences of a lesson for each of its questions."""

    @torch.no_grad()
    def over(lesson: Lesson) -> list[list[float]]:
        model.eval()
        (one,) = ready([lesson])
        total, _ = scores(model, one.questions, [one.passage])
        # a sentence beyond the end of what the network reads has no score of its own
        missing = len(lesson.spans) - total.shape[2]
        return [[*row[0], *[-1e4] * missing] for row in total.tolist()]

    return over

"""Hard negatives: passages that share a question's words and do not answer it."""

import random
from collections.abc import Sequence
from dataclasses import replace

from index.lexical import Lexical
from train.data import Lesson
from train.late import Ready, ready
from train.overlap import overlap

FIRST = 8  # passages of BM25's order that negatives are drawn from
ASKED = 5  # questions in one step
NEGATIVES = 2  # of each
SAME = 0.5  # the share of the gold sentence's words from which on a passage may well answer, too


class Pool:
    """Passages to draw negatives from, in BM25's order."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        """Index what may be trained on; what is held out must not be among it."""
        self._lessons = [one for one in lessons if not one.held_out]
        self._lexical = Lexical.build(f"{one.title}\n{one.text}" for one in self._lessons)

    def negatives(self, lesson: Lesson, place: int, rng: random.Random) -> list[Lesson]:
        """Passages that a question of a lesson would wrongly find.

        A passage one sentence of which says much of what the gold sentence says is left out: it may
        answer as well, and would teach the contrary of what is right.
        """
        ask = lesson.asks[place]
        gold = lesson.sentences[ask.answers[0]]
        mass = SAME * overlap(gold, gold)
        found = [self._lessons[at] for at, _ in self._lexical.best(ask.text, FIRST)]
        wrong = [
            one
            for one in found
            if one.text != lesson.text and all(overlap(gold, s) < mass for s in one.sentences)
        ]
        return rng.sample(wrong, min(NEGATIVES, len(wrong)))


def steps(lessons: Sequence[Lesson], pool: Pool, rng: random.Random) -> list[list[Ready]]:
    """Batches of questions, each with its passage and the negatives of all of them."""
    asked = [
        (lesson, place)
        for lesson in lessons
        for place, ask in enumerate(lesson.asks)
        if ask.answers
    ]
    rng.shuffle(asked)
    found = []
    for at in range(0, len(asked) - ASKED + 1, ASKED):
        batch: dict[str, Lesson] = {}
        for lesson, place in asked[at : at + ASKED]:
            home = batch.get(lesson.text, replace(lesson, asks=()))
            batch[lesson.text] = replace(home, asks=(*home.asks, lesson.asks[place]))
            for other in pool.negatives(lesson, place, rng):
                batch.setdefault(other.text, replace(other, asks=()))
        found.append(ready(list(batch.values())))
    return found

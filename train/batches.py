"""From lessons to tensors."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from assistant.judge import LONGEST_QUESTION, LONGEST_SENTENCE
from index.idf import background_idf
from index.network import Tokenizer
from index.question import WORD
from index.weights import model_folder
from train.data import Lesson

LONGEST = 254


@lru_cache(maxsize=1)
def tokenizer() -> Tokenizer:
    """MiniLM's own, without padding or truncation."""
    return Tokenizer(model_folder())


@dataclass(frozen=True)
class ReadyPassage:
    """A passage behind its title: token ids, and for each its sentence's number or -1."""

    ids: list[int]
    sentence: list[int]
    sentences: int


@dataclass(frozen=True)
class ReadyQuestion:
    """A question: token ids and for each the IDF of its word, shared among the word's tokens."""

    ids: list[int]
    idf: list[float]


def ready_passage(lesson: Lesson) -> ReadyPassage:
    """Tokens of "title, new line, text", cut at what the model reads."""
    head = lesson.title + "\n"
    tokens = tokenizer()(head + lesson.text)
    ids, sentence = tokens.ids, []
    for start, end in tokens.places:
        middle = (start + end) / 2 - len(head)
        inside = (i for i, (a, b) in enumerate(lesson.spans) if a <= middle < b)
        sentence.append(next(inside, -1))
    sentence[0] = sentence[-1] = -2  # the special ones
    if len(ids) > LONGEST:
        ids, sentence = [*ids[: LONGEST - 1], ids[-1]], [*sentence[: LONGEST - 1], -2]
    return ReadyPassage(ids, sentence, len(lesson.spans))


def ready_question(text: str) -> ReadyQuestion:
    """Tokens with the weight of each."""
    encoded = tokenizer()(text)
    weights = [0.0] * len(encoded.ids)
    for word in WORD.finditer(text):
        inside = [
            i
            for i, (a, b) in enumerate(encoded.places)
            if a < word.end() and b > word.start() and b > a
        ]
        for i in inside:
            weights[i] = background_idf(word[0].lower()) / len(inside)
    if len(encoded.ids) > LONGEST_QUESTION:
        return ReadyQuestion(
            [*encoded.ids[: LONGEST_QUESTION - 1], encoded.ids[-1]],
            [*weights[: LONGEST_QUESTION - 1], 0.0],
        )
    return ReadyQuestion(encoded.ids, weights)


def padded(rows: Sequence[Sequence[float]], filler: float) -> Tensor:
    """Rows of one length."""
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[filler] * (longest - len(row))] for row in rows])


def together(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Token ids of one length, and a mask of those that are not filling."""
    return padded(rows, 0).long(), padded([[1] * len(row) for row in rows], 0).long()


def pair(question: str, title: str, sentence: str) -> tuple[list[int], list[int]]:
    """[CLS] question [SEP] title, new line, sentence [SEP], and the type of each token."""
    whole = tokenizer()(question).ids
    one = [*whole[: LONGEST_QUESTION - 1], whole[-1]] if len(whole) > LONGEST_QUESTION else whole
    two = tokenizer()(f"{title}\n{sentence}", special=False).ids[:LONGEST_SENTENCE]
    return [*one, *two, whole[-1]], [0] * len(one) + [1] * (len(two) + 1)

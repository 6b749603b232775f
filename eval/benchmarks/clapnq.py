"""CLAP NQ (Rosenthal et al. 2024): long answers, each with the sentences that it was made of.

The gold passage of a question is known; half of the questions have no answer in theirs. The set's
generation metric is ROUGE-L against the written answers; since we quote, the sentences that the
annotators selected are the fairer reference, and both are given.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from eval.benchmarks import judged
from eval.benchmarks.outcome import (
    Built,
    Figure,
    Outcome,
    Run,
    abstention,
    average,
    seconds,
    share,
)
from eval.benchmarks.overlap import Places, overlap, places, precision, recall
from eval.benchmarks.rows import Row, find, lines, table
from eval.benchmarks.shelf import Asked, Shelf, Text
from eval.benchmarks.words import rouge_l
from eval.errors import BadData
from eval.score import Characters
from index.canonical import canonical
from index.document import Span

PASSAGE, FILE, RETRIEVAL = "passage", "file", "retrieval"
PARTS = (PASSAGE, FILE, RETRIEVAL)
SPLITS = ("dev", "test", "train")
MEASURES: dict[str, Callable[[Characters], float]] = {
    "recall": recall, "precision": precision, "f1": attrgetter("f1"),
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A question, its passages, and for each annotation the answer and its sentences."""

    text: str
    passages: tuple[Text, ...]
    answers: tuple[str, ...]
    selected: tuple[tuple[str, ...], ...]

    @property
    def answerable(self) -> bool:
        """Whether anybody found an answer."""
        return bool(self.answers)


def run(how: Run) -> Outcome:
    """Ask the annotated questions, and search the passages of the whole set where they are there.

    Parts: `passage` asks of a question's own passage, `file` of all passages that are asked about;
    `retrieval` searches `retrieval/passages.tsv`, passed over where that file is missing.
    """
    built: list[Built] = []
    figures: list[Figure] = []
    if {PASSAGE, FILE} & set(how.parts):
        asked = [q for name in ("answerable", "unanswerable") for q in _some(how, name)]
        with how.shelve((text for q in asked for text in q.passages), "annotated") as shelf:
            built.append(Built.of(shelf))
            for part in (part for part in how.parts if part != RETRIEVAL):
                figures += _asked(part, shelf, asked)
    corpus = sorted(how.data.glob("**/passages.tsv"))[:1]
    if RETRIEVAL in how.parts and corpus:
        with how.shelve(_passages(corpus[0]), "passages") as shelf:
            built.append(Built.of(shelf))
            figures += judged.measure(how, shelf, RETRIEVAL, _searched(how.data))
    if not figures:
        raise BadData(f"{how.data} holds no passages.tsv. Unzip it, or leave out --part.")
    return Outcome(tuple(built), tuple(figures))


def _some(how: Run, name: str) -> Sequence[Question]:
    patterns = [f"**/[cC]lap[nN][qQ]_{split}_{name}.jsonl" for split in SPLITS]
    patterns += [f"**/C[lL][aA][pP][nN][qQ]_{split}_{name}.jsonl" for split in SPLITS]
    return how.some([_question(row) for row in lines(find(how.data, *patterns))])


def _question(row: Row) -> Question:
    passages = [Text.known_by_words(p.text("text"), p.text("title")) for p in row.rows("passages")]
    if not passages:
        row.fail('"passages" to hold one', [])
    found = [output for output in row.rows("output") if output.text("answer", "")]
    selected = [
        # published with a mark at the end of each sentence
        tuple(words.removesuffix("&").strip() for words in one.texts("selected_sentences", True))
        for one in found
    ]
    answers = tuple(one.text("answer") for one in found)
    return Question(row.question("input"), tuple(passages), answers, tuple(selected))


def _asked(part: str, shelf: Shelf, asked: Sequence[Question]) -> Iterator[Figure]:
    replies = [
        shelf.ask(q.text, [text.id for text in q.passages] if part == PASSAGE else None)
        for q in asked
    ]
    pairs = [(q, reply) for q, reply in zip(asked, replies, strict=True) if q.answerable]
    found = [_overlap(shelf, question, reply) for question, reply in pairs]
    yield share(part, "answer_accuracy", (one.shared > 0 for one in found))
    others = [reply for q, reply in zip(asked, replies, strict=True) if not q.answerable]
    yield from abstention(part, [reply for _, reply in pairs], others)
    for name, measure in MEASURES.items():
        yield average(part, f"evidence_{name}", [measure(one) for one in found])
    yield average(part, "rouge_l", [rouge_l(q.answers, reply.words) for q, reply in pairs])
    yield from seconds(part, (reply.seconds for reply in replies))


def _overlap(shelf: Shelf, question: Question, reply: Asked) -> Characters:
    """What the quotations share with the annotation that they fit best."""
    quoted: Places = set()
    for quote in reply.quotes:
        quoted |= places(quote.document.uri, [quote.span])
    found = [overlap(quoted, _selected(shelf, question, some)) for some in question.selected]
    return max(found, key=attrgetter("f1"), default=Characters(len(quoted)))


def _selected(shelf: Shelf, question: Question, selected: Sequence[str]) -> Places:
    """The characters of the selected sentences, which are published as words alone."""
    found: Places = set()
    for document in (shelf.document(text.id) for text in question.passages):
        for words in (canonical(words) for words in selected if words):
            # the same words elsewhere in the passage would say the same
            start = document.text.find(words) if document else -1
            if document and start >= 0:
                found |= places(document.uri, [Span(start, start + len(words))])
    return found


def _passages(file: Path) -> Iterator[Text]:
    for row in table(file, "id", "text", "title"):
        yield Text(row.text("id"), row.text("text"), row.text("title"))


def _searched(data: Path) -> list[judged.Question]:
    """The questions of the retrieval files, with the ids of their passages."""
    file = find(data, *(f"**/question_{split}_answerable.tsv" for split in SPLITS))
    found = []
    for row in table(file, "id", "question", "doc-id-list"):
        names = row.text("doc-id-list").replace(",", " ").split()
        if not names:
            row.fail('"doc-id-list" to name a passage', "")
        grades = dict.fromkeys(names, 1)
        found.append(judged.Question(row.text("id"), row.question("question"), grades))
    return found

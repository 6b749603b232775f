"""Retrieval on a public set: dense, lexical and fused ranking of the same passages.

The set is Chroma's chunking evaluation (Smith and Troynikov 2024, "Evaluating Chunking Strategies
for Retrieval"): questions, each with the excerpts of one corpus that answer it. One index is built
over all of its corpora. Their recall counts the tokens of the excerpts that were retrieved; ours
counts characters, which need no tokenizer, and each of them once.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from eval.errors import BadData
from eval.estimate import Estimate, mean
from eval.table import columns
from index.build import build
from index.canonical import canonical
from index.document import Document, Span
from index.embed import Embedder
from index.passage import Passage
from index.retrieve import Index

CUTOFFS = (5, 10)
ALL = "all"

Rank = Callable[[str], Sequence[Passage]]  # the passages for a question, best first


@dataclass(frozen=True)
class Question:
    """A question, the corpus that answers it, and the spans there that do."""

    text: str
    uri: str
    references: tuple[Span, ...]


@dataclass(frozen=True)
class Row:
    """One ranking on one corpus: recall at each cutoff, and the mean tokens of passages found."""

    ranking: str
    corpus: str
    recall: Mapping[int, Estimate]
    tokens: float


@dataclass(frozen=True)
class Comparison:
    """All rows, with what they were measured on; `unmatched` references were left out."""

    passages: int
    tokens: float
    references: int
    unmatched: int
    rows: tuple[Row, ...]


def compare(data: Path, embedder: Embedder) -> Comparison:
    """Measure each ranking on the set in a folder.

    Raises:
        BadData: the folder does not hold the set as it was published.
    """
    rows = read_rows(data)
    with TemporaryDirectory(prefix="eval-") as folder:
        build(data, Path(folder), embedder)
        index = Index.open(Path(folder), embedder)
        try:
            questions, unmatched = matched(rows, index.documents)
            found = tuple(_rows(index, questions))
        finally:
            index.close()
    kept = sum(len(question.references) for question in questions)
    tokens = fmean(passage.tokens for passage in index.passages)
    return Comparison(len(index.passages), tokens, kept + unmatched, unmatched, found)


def matched(rows: Sequence["Raw"], documents: Mapping[str, Document]) -> tuple[list[Question], int]:
    """The questions with a reference that stands at its place, and how many references do not.

    Raises:
        BadData: a corpus that is named has no document.
    """
    found = [_question(row, documents) for row in rows]
    count = sum(len(row.references) for row in rows)
    kept = sum(len(question.references) for question in found)
    return [question for question in found if question.references], count - kept


@dataclass(frozen=True)
class Raw:
    """A row of questions.csv as it stands."""

    question: str
    uri: str
    references: tuple[tuple[int, int, str], ...]  # start, end and words


def read_rows(data: Path) -> list[Raw]:
    """The rows of questions.csv as they stand.

    Raises:
        BadData: the folder does not hold the set as it was published.
    """
    return list(_rows_of(data))


def _rows_of(data: Path) -> Iterator[Raw]:
    file = data / "questions.csv"
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                references = tuple(
                    (int(one["start_index"]), int(one["end_index"]), str(one["content"]))
                    for one in json.loads(row["references"])
                )
                yield Raw(row["question"], f"{row['corpus_id']}.md", references)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadData(
            f"{file} cannot be read as Chroma's chunking evaluation set ({error}). "
            "Name its folder with --data DIR."
        ) from error


def _question(raw: Raw, documents: Mapping[str, Document]) -> Question:
    """The question with those references whose words stand in the canonical text at their place.

    The published offsets count characters of the raw file; canonical text can differ from it in
    newlines and composed characters, and is never searched for words that have moved.
    """
    document = documents.get(raw.uri)
    if document is None:
        raise BadData(f"questions.csv names {raw.uri}, which is not in its folder.")
    spans = tuple(
        Span(start, end)
        for start, end, words in raw.references
        if words and document.text[start:end] == canonical(words)
    )
    return Question(raw.question, raw.uri, spans)


def _rows(index: Index, questions: Sequence[Question]) -> Iterator[Row]:
    corpora = {ALL: questions}
    for uri in sorted({question.uri for question in questions}):
        corpora[uri] = [question for question in questions if question.uri == uri]
    for name, rank in rankings(index, max(CUTOFFS)).items():
        found = {question: rank(question.text) for question in questions}
        for corpus, some in corpora.items():
            recall = {k: mean([covered(q, found[q][:k]) for q in some]) for k in CUTOFFS}
            tokens = fmean(passage.tokens for q in some for passage in found[q])
            yield Row(name, corpus, recall, tokens)


def rankings(index: Index, count: int) -> dict[str, Rank]:
    """The rankings that are compared: by meaning, by words, both added, and the index's own."""
    by_id = {passage.id: passage for passage in index.passages}

    def dense(question: str) -> list[Passage]:
        vector = index.embedder.embed([question])[0]
        return [by_id[name] for name, _ in index.dense.nearest(vector, count)]

    def lexical(question: str) -> list[Passage]:
        return [index.passages[place] for place, _ in index.lexical.best(question, count)]

    def searched(one: Index) -> Rank:
        return lambda question: [hit.passage for hit in one.search(question, count)]

    both = searched(replace(index, tokens=None))  # without late interaction
    return {"dense": dense, "BM25": lexical, "dense + BM25": both, "ours": searched(index)}


def covered(question: Question, passages: Sequence[Passage]) -> float:
    """The share of the characters of the references that lie in some passage, each counted once.

    >>> text = Document("tides.md", "The moon pulls. The sea follows.", "text/markdown")
    >>> asked = Question("What pulls?", "tides.md", (Span(0, 15), Span(4, 20)))
    >>> covered(asked, [Passage.of(text, Span(0, 10), 2), Passage.of(text, Span(5, 10), 1)])
    0.5
    """
    wanted = _characters(question.references)
    there = _characters([p.span for p in passages if p.document.uri == question.uri])
    return len(wanted & there) / len(wanted)


def _characters(spans: Sequence[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


def as_text(comparison: Comparison) -> str:
    """The comparison as a table: recall with its 95 % interval, per ranking and corpus."""
    rows = [("ranking", "corpus", *(f"recall@{k}" for k in CUTOFFS), "n", "tokens/passage")]
    for row in comparison.rows:
        values = (str(row.recall[k]) for k in CUTOFFS)
        rows.append(
            (row.ranking, row.corpus, *values, str(row.recall[CUTOFFS[0]].n), f"{row.tokens:.0f}")
        )
    heading = (
        f"chunk retrieval: {comparison.passages} passages, mean {comparison.tokens:.0f} tokens; "
        f"{comparison.unmatched} of {comparison.references} references do not match the text"
    )
    return f"{heading}\n{columns(rows)}"

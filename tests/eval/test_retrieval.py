import csv
import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.errors import BadData
from eval.retrieval import CUTOFFS, compare
from index.embed import HashingEmbedder
from tests.eval.conftest import SOURCES

HIGH_WATER = "High water comes at noon."


def write_questions(folder: Path, content: str, corpus: str = "tides") -> None:
    start = SOURCES["tides.md"].index(HIGH_WATER)
    reference = {"content": content, "start_index": start, "end_index": start + len(HIGH_WATER)}
    with (folder / "questions.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["question", "references", "corpus_id"])
        rows.writerow(["when is high water?", json.dumps([reference]), corpus])
        rows.writerow(
            ["high water at noon?", json.dumps([{**reference, "content": "else"}]), corpus]
        )


def test_every_ranking_finds_the_reference_of_a_small_set(sources: Path) -> None:
    write_questions(sources, HIGH_WATER)
    found = compare(sources, HashingEmbedder())
    assert [(row.ranking, row.corpus) for row in found.rows] == [
        (ranking, corpus)
        for ranking in ("dense", "BM25", "dense + BM25", "ours")
        for corpus in ("all", "tides.md")
    ]
    assert {row.recall[k].value for row in found.rows for k in CUTOFFS} == {1.0}


def test_a_reference_that_does_not_match_the_text_is_counted_and_left_out(sources: Path) -> None:
    write_questions(sources, HIGH_WATER)
    found = compare(sources, HashingEmbedder())
    assert (found.references, found.unmatched) == (2, 1)
    assert {row.recall[5].n for row in found.rows} == {1}


def test_a_corpus_that_is_not_there_is_named(sources: Path) -> None:
    write_questions(sources, HIGH_WATER, corpus="charts")
    with pytest.raises(BadData, match=r"questions\.csv names charts\.md"):
        compare(sources, HashingEmbedder())


def test_a_folder_without_questions_is_a_problem_on_one_line(
    sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["retrieval", f"--data={sources}"], HashingEmbedder()) == 3
    assert "questions.csv cannot be read" in capsys.readouterr().err

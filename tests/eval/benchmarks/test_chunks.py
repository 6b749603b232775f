import csv
import json
from pathlib import Path

import pytest

from eval.benchmarks.overlap import overlap, places, precision, recall
from eval.errors import BadData
from index.document import Span
from tests.eval.benchmarks.conftest import Refusing, run, values, write_text

TIDES = "High water comes at noon. Boats leave at dawn.\n"
FEES = "A berth costs nine crowns.\n"


def write_questions(folder: Path, *rows: tuple[str, str, str]) -> None:
    with (folder / "questions.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["question", "references", "corpus_id"])
        for question, content, corpus in rows:
            start = TIDES.find(content)
            found = {"content": content, "start_index": start, "end_index": start + len(content)}
            table.writerow([question, json.dumps([found]), corpus])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two small corpora and a question."""
    folder = tmp_path / "data"
    write_text(folder / "tides.md", TIDES)
    write_text(folder / "fees.md", FEES)
    write_questions(folder, ("when is high water?", "High water comes at noon.", "tides"))
    return folder


def test_what_is_found_beside_the_excerpt_costs_precision(data: Path) -> None:
    outcome = run("chunks", data, Refusing())
    found = values(outcome, "all")
    wanted, retrieved = len("High water comes at noon."), len(TIDES.strip()) + len(FEES.strip())
    assert found["recall_at_5"] == 1.0
    assert found["precision_at_5"] == found["iou_at_5"] == pytest.approx(wanted / retrieved)
    assert outcome.built[0].passages == 2
    assert outcome.notes == ()


def test_an_excerpt_that_is_not_at_its_place_is_noted(data: Path) -> None:
    write_questions(
        data, ("when?", "High water comes at noon.", "tides"), ("who?", "Nobody at all.", "tides")
    )
    assert run("chunks", data, Refusing()).notes == (
        "1 excerpts do not stand at their place and are left out",
    )


def test_a_folder_without_questions_is_named_before_anything_is_indexed(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"questions\.csv cannot be read"):
        run("chunks", tmp_path, Refusing())


def test_the_same_characters_of_another_document_are_not_the_same() -> None:
    wanted = places("a.md", [Span(0, 10), Span(5, 20)])
    found = overlap(places("a.md", [Span(10, 30)]) | places("b.md", [Span(0, 20)]), wanted)
    assert (recall(found), precision(found), found.iou) == (0.5, 0.25, 0.2)

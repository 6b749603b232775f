import json
from pathlib import Path
from typing import Any

import pytest

PARAGRAPHS = [
    {
        "id": 3,
        "title": "Tides",
        "text": "The moon pulls the sea. Spring tides follow the new moon.",
    },
    {"id": 4, "title": "Tides", "text": "Neap tides follow the half moon. They are low."},
    {"id": 5, "title": "Boats", "text": "A boat shows a light. The fee is $5 a day."},
    {"id": 6, "title": "Boats", "text": "Nobody asks about this one."},
]
QUESTIONS = [
    {"question": "what pulls the sea ?", "paragraph": 3, "spans": [[0, 23]]},
    {"question": "what do spring tides follow ?", "paragraph": 3, "spans": [[24, 57]]},
    {"question": "how much is the fee ?", "paragraph": 5, "spans": [[22, 42]]},
]


def _lines(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder in the form of the public sets, with text of our own."""
    folder = tmp_path / "data"
    _lines(folder / "answer-sentences" / "paragraphs.jsonl", PARAGRAPHS)
    _lines(folder / "answer-sentences" / "train.jsonl", QUESTIONS)
    context = "Ada Marsh signed in 1912. Otto Lind refused."
    qas = [
        {"question": "When did Marsh sign?", "is_impossible": False,
         "answers": [{"text": "1912", "answer_start": 20}] * 3},
        {"question": "When did Lind sign?", "is_impossible": True, "answers": []},
    ]  # fmt: skip
    articles = [
        {"title": title, "paragraphs": [{"context": context, "qas": qas}]}
        for title in ("Normans", "Other_thing")
    ]
    (folder / "squad2").mkdir()
    (folder / "squad2" / "dev-part-a.json").write_text(json.dumps({"data": articles}), "utf-8")
    (folder / "selqa").mkdir()
    for name in ("dev", "test"):
        rows = [
            {"article": name, "question": f"{name} {n}?", "candidates": ["One.", "Two."],
             "answers": [n]}
            for n in (0, 1)
        ]  # fmt: skip
        (folder / "selqa" / f"selqa-ass-{name}.json").write_text(json.dumps(rows), "utf-8")
    return folder

import json
from pathlib import Path

import pytest

from train import contest as contests
from train import data as sets
from train.__main__ import main
from train.contest import Sizes, contest

pytestmark = pytest.mark.model

METHODS = ("cosine", "BM25", "late, not trained", "late, trained", "whole reader")
ROW = {
    "title": "Locks",
    "sentences": ["The lock opens at six.", "Boats pay at the gate."],
    "questions": [
        {"q": "when does the lock open?", "a": [0]},
        {"q": "who built the lock?", "a": [], "near": 0},
    ],
}


def test_every_reader_has_every_measure(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own" / "test").mkdir(parents=True)
    for file in (tmp_path / "own" / "a.jsonl", tmp_path / "own" / "test" / "t.jsonl"):
        file.write_text(json.dumps(ROW) + "\n", "utf-8")
    monkeypatch.setattr(sets, "OWN", tmp_path / "own")
    monkeypatch.setattr(contests, "TEST", tmp_path / "own" / "test" / "t.jsonl")
    sizes = Sizes(given=1, found=1, rerank=1, judged=1, timed=1)
    lines = contest(data, tmp_path / "run", sizes).splitlines()
    assert all(method in lines[0] for method in METHODS)
    measures = {line.split("  ")[0] for line in lines[1:]}
    assert {"given its paragraph", "among all paragraphs", "rerank hit@1", "rerank MRR"} < measures
    for name in ("own", "test", "squad2"):
        assert {f"{name}: AUC near misses", f"{name}: no-answer accuracy"} < measures
    (given,) = (line for line in lines if line.startswith("given its paragraph"))
    assert given.split()[3] == "1.000"
    # the index of all paragraphs is kept, and found again
    assert (tmp_path / "run" / "paragraphs-index" / "current").is_file()


def test_missing_data_is_named_with_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["late", "--data", str(tmp_path / "none")]) == 3
    assert "--data DIR" in capsys.readouterr().err

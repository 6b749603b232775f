from pathlib import Path

import pytest

from eval.bench import Bench, Timing, as_text, bench, gather
from eval.errors import BadData
from index.errors import BadInput


def test_paragraphs_become_text_files_beside_the_sources(sources: Path, tmp_path: Path) -> None:
    lines = tmp_path / "paragraphs.jsonl"
    lines.write_text('{"text": "One."}\n{"text": "Two."}\n{"text": "Three."}\n', "utf-8")
    gather(sources, lines, 2, tmp_path / "corpus")
    assert sorted(file.name for file in (tmp_path / "corpus").iterdir()) == [
        "fees.txt", "moon.txt", "paragraph-00000.txt", "paragraph-00001.txt", "tides.md",
    ]  # fmt: skip


def test_without_paragraphs_there_are_the_sources_alone(sources: Path, tmp_path: Path) -> None:
    gather(sources, tmp_path / "none.jsonl", 2, tmp_path / "corpus")
    assert len(list((tmp_path / "corpus").iterdir())) == 3


def test_a_paragraph_without_text_is_refused(sources: Path, tmp_path: Path) -> None:
    lines = tmp_path / "paragraphs.jsonl"
    lines.write_text('{"title": "One"}\n', "utf-8")
    with pytest.raises(BadData, match='must hold JSON lines with "text"'):
        gather(sources, lines, 2, tmp_path / "corpus")


def test_without_questions_there_is_nothing_to_measure(sources: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no question to ask"):
        bench(sources, [], tmp_path / "none.jsonl", 2)


def test_the_table_names_the_baseline_of_each_ratio() -> None:
    plain = Timing("plain, s", (1.0, 2.0, 9.0))
    lines = as_text(Bench(7, (plain, Timing("ours, s", (3.0,), plain)))).splitlines()
    assert lines[0].startswith("bench: 7 passages, ")
    assert lines[2].split() == ["plain,", "s", "3", "2", "1", "9"]
    assert lines[3].split() == ["ours,", "s", "1", "3", "3", "3", "1.500", "of", "plain,", "s"]

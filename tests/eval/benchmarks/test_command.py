import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.benchmarks.command import benchmark, parser
from eval.benchmarks.registry import BENCHMARKS
from index.embed import HashingEmbedder
from index.errors import BadInput
from tests.conftest import REPOSITORY
from tests.eval.benchmarks.conftest import write_lines, write_text


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small set in BEIR's form."""
    folder = tmp_path / "set"
    write_lines(folder / "corpus.jsonl", [{"_id": "d", "text": "High water comes at noon."}])
    write_lines(folder / "queries.jsonl", [{"_id": "q", "text": "when is high water?"}])
    write_text(folder / "qrels" / "test.tsv", "query-id\tcorpus-id\tscore\nq\td\t1\n")
    return folder


def test_the_figures_are_printed_and_written(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "figures.json"
    assert main(["benchmark", "beir", f"--data={data}", f"--json={file}"], HashingEmbedder()) == 0
    heading, indexed, columns, first, *_ = capsys.readouterr().out.splitlines()
    assert heading == "beir: a folder in BEIR's form"
    assert indexed.startswith("indexed 1 texts as 1 passages in")
    assert columns.split() == ["part", "measure", "value", "[95", "%]", "n"]
    assert first.split() == ["test", "ndcg_at_10", "1.000", "[1.000,", "1.000]", "1"]
    written = json.loads(file.read_text("utf-8"))
    assert (written["benchmark"], written["limit"]) == ("beir", None)
    assert written["figures"][0]["value"] == 1.0


def test_a_problem_is_one_line(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_text(data / "corpus.jsonl", "no JSON\n")
    assert main(["benchmark", "beir", f"--data={data}"], HashingEmbedder()) == 3
    assert "corpus.jsonl, line 1: expected JSON" in capsys.readouterr().err


def test_a_part_that_the_set_does_not_have_is_named(data: Path) -> None:
    options = parser().parse_args(["beir", f"--data={data}", "--part=noise"])
    with pytest.raises(BadInput, match="beir has no part 'noise': test, dev, train"):
        benchmark(options, HashingEmbedder())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    options = parser().parse_args(["squad2", f"--data={tmp_path / 'nowhere'}"])
    with pytest.raises(BadInput, match="There is no folder"):
        benchmark(options, HashingEmbedder())


def test_figures_that_cannot_be_written_are_a_problem(data: Path, tmp_path: Path) -> None:
    options = parser().parse_args(["beir", f"--data={data}", f"--json={tmp_path / 'no' / 'f'}"])
    with pytest.raises(BadInput, match="cannot be written"):
        benchmark(options, HashingEmbedder())


@pytest.mark.parametrize("words", [["nothing"], ["beir", "--data=x", "--limit=0"], ["beir"]])
def test_a_mistake_on_the_command_line_is_told(words: list[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(words)


def test_every_set_is_on_the_page_of_the_sets() -> None:
    page = (REPOSITORY / "docs" / "benchmarks.md").read_text("utf-8")
    for name in BENCHMARKS:
        assert f"python -m eval benchmark {name} " in page

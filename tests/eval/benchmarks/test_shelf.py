from pathlib import Path

import pytest

from eval.benchmarks.outcome import Run, as_json
from eval.benchmarks.shelf import Text, shelve
from index.embed import HashingEmbedder
from index.errors import BadInput
from tests.eval.benchmarks.conftest import Refusing, run, write_lines

MOON = Text("moon/1", "The moon pulls the water twice a day.", "The moon")
FEES = Text("fees?", "A berth costs nine crowns. Pilots pay nothing.")


def test_texts_are_found_by_the_ids_of_the_set_whatever_these_are() -> None:
    with shelve([MOON, FEES], HashingEmbedder()) as shelf:
        names, seconds = shelf.rank("what does the moon pull?", 10)
        assert names[0] == "moon/1"
        assert seconds > 0
        document = shelf.document("fees?")
        assert document is not None
        assert document.text == FEES.text
        assert shelf.document("moon/1") is not None
        assert shelf.document("else") is None


def test_the_title_is_the_documents_and_no_part_of_the_text() -> None:
    with shelve([MOON], HashingEmbedder()) as shelf:
        document = shelf.document("moon/1")
        assert document is not None
        assert (document.title, document.text) == ("The moon", MOON.text)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: x\n---\nBody stands here.",
        "# Heading\n\nBody.",
        "Caf\u00e9s open at \U0001f30a noon.",
    ],
)
def test_a_text_is_indexed_as_it_stands(text: str) -> None:
    with shelve([Text("1", text, 'a "b": \x85 [c]\n')], HashingEmbedder()) as shelf:
        document = shelf.document("1")
        assert document is not None
        assert document.text == text


def test_a_text_stands_where_the_best_of_its_passages_does() -> None:
    long = Text("long", "\n\n".join(f"Tide number {n} turns at noon. " * 30 for n in range(9)))
    with shelve([long, FEES], HashingEmbedder()) as shelf:
        assert len(shelf.assistant.index.passages) > 5
        assert sorted(shelf.rank("when does the tide turn?", 100)[0]) == ["fees?", "long"]


def test_a_text_with_nothing_to_quote_is_counted_and_never_found() -> None:
    with shelve([FEES, Text("empty", " "), Text("marks", "***")], HashingEmbedder()) as shelf:
        assert (len(shelf.uris), shelf.missing) == (3, 2)
        assert shelf.document("empty") is None
        assert not shelf.ask("what does a berth cost?", ["empty"]).answered


def test_of_texts_with_the_same_id_the_first_counts() -> None:
    with shelve([FEES, Text("fees?", "Another text.")], HashingEmbedder()) as shelf:
        document = shelf.document("fees?")
        assert document is not None
        assert document.text == FEES.text


def test_a_question_as_long_as_a_page_is_asked_by_its_beginning() -> None:
    with shelve([MOON], HashingEmbedder()) as shelf:
        assert shelf.rank("the moon " * 1000, 5)[0] == ["moon/1"]


def test_a_set_without_texts_is_a_problem() -> None:
    with pytest.raises(BadInput, match="holds no texts"), shelve([], HashingEmbedder()):
        pass


def test_an_index_that_is_kept_is_not_built_again(tmp_path: Path) -> None:
    generations = []
    for _ in range(2):
        with shelve([MOON, FEES], HashingEmbedder(), tmp_path / "kept") as shelf:
            generations.append(shelf.assistant.index.generation)
    assert generations[0] == generations[1]


def test_a_kept_index_follows_the_texts(tmp_path: Path) -> None:
    with shelve([MOON, FEES], HashingEmbedder(), tmp_path / "kept"):
        pass
    with shelve([MOON], HashingEmbedder(), tmp_path / "kept") as shelf:
        assert len(shelf.assistant.index.documents) == 1


def test_somebody_elses_folder_is_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.md"
    letter.write_text("Dear sea", "utf-8")
    with (
        pytest.raises(BadInput, match="holds something else"),
        shelve([MOON], HashingEmbedder(), tmp_path),
    ):
        pass
    assert [file.name for file in tmp_path.rglob("*")] == ["letter.md"]


def test_a_limit_takes_questions_from_all_over_a_file(tmp_path: Path) -> None:
    how = Run(tmp_path, HashingEmbedder(), (), limit=3)
    assert how.some(list(range(9))) == [0, 3, 6]
    assert how.some([1, 2]) == [1, 2]
    assert Run(tmp_path, HashingEmbedder(), ()).some([1, 2, 3, 4]) == [1, 2, 3, 4]


def test_an_outcome_as_json_says_what_was_indexed(tmp_path: Path) -> None:
    write_lines(tmp_path / "corpus.jsonl", [{"_id": "d", "text": "High water comes at noon."}])
    write_lines(tmp_path / "queries.jsonl", [{"_id": "q", "text": "when is high water?"}])
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\td\t1\n", "utf-8")
    found = as_json(run("beir", tmp_path, Refusing()))
    assert (found["built"][0]["texts"], found["built"][0]["passages"]) == (1, 1)
    first = found["figures"][0]
    assert (first["part"], first["name"], first["n"], first["value"]) == (
        "test", "ndcg_at_10", 1, 1.0,
    )  # fmt: skip

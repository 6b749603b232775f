from pathlib import Path

import pytest

from eval.benchmarks.rows import find, lines, objects, table, whole
from eval.errors import BadData
from tests.eval.benchmarks.conftest import write_text


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    file = write_text(tmp_path / "corpus.jsonl", '{"_id": "1"}\n\n{"_id": \n')
    read = lines(file)
    assert next(read).name("_id") == "1"
    with pytest.raises(BadData, match=r"corpus\.jsonl, line 3: expected JSON"):
        next(read)


def test_a_line_is_read_when_it_is_asked_for_and_not_before(tmp_path: Path) -> None:
    file = write_text(tmp_path / "corpus.jsonl", '{"_id": "1"}\n[]\n')
    assert next(lines(file)).place == "line 1"
    with pytest.raises(BadData, match=r"line 2: expected a JSON object, not \[\]"):
        list(lines(file))


def test_a_line_separator_of_unicode_ends_no_line(tmp_path: Path) -> None:
    file = write_text(tmp_path / "corpus.jsonl", '{"text": "one\u2028two"}\n')
    assert [row.text("text") for row in lines(file)] == ["one\u2028two"]


def test_a_field_of_another_kind_is_named_with_what_was_found(tmp_path: Path) -> None:
    file = write_text(
        tmp_path / "a.jsonl",
        '{"docs": [{"text": "a"}, {"text": null}], "x": true, "y": ["a", 1], "q": "…?"}',
    )
    row = next(lines(file))
    with pytest.raises(BadData, match=r'line 1, "docs" 2: expected "text" to be a text, not noth'):
        [doc.text("text") for doc in row.rows("docs")]
    with pytest.raises(BadData, match=r'expected "q" to be a question, not "…\?"'):
        row.question("q")
    with pytest.raises(BadData, match=r'expected "x" to be a whole number, not true'):
        row.number("x")
    with pytest.raises(BadData, match=r'expected "x" to be an id, not true'):
        row.name("x")
    with pytest.raises(BadData, match=r'expected "y" to hold texts alone, not 1'):
        row.texts("y")
    with pytest.raises(BadData, match=r'expected "z" to be a list, not nothing'):
        row.list("z")
    with pytest.raises(BadData, match=r'expected "y" to be a boolean, not \["a", 1\]'):
        row.flag("y")


def test_a_long_value_is_cut_in_the_message(tmp_path: Path) -> None:
    file = write_text(tmp_path / "a.jsonl", '{"x": ["' + "sea " * 100 + '"]}')
    with pytest.raises(BadData) as problem:
        next(lines(file)).text("x")
    assert len(str(problem.value)) < 200 + len(str(file))


def test_a_table_without_a_column_is_named(tmp_path: Path) -> None:
    file = write_text(tmp_path / "test.tsv", "query-id\tscore\nq1\t1\n")
    with pytest.raises(BadData, match=r"test\.tsv, line 1: expected the columns query-id, corpus"):
        list(table(file, "query-id", "corpus-id", "score"))


def test_a_row_that_is_too_short_is_named(tmp_path: Path) -> None:
    file = write_text(tmp_path / "test.tsv", "query-id\tcorpus-id\nq1\td1\nq2\n")
    with pytest.raises(BadData, match=r'line 3: expected "corpus-id" to be a text, not nothing'):
        list(table(file, "query-id", "corpus-id"))


def test_json_of_another_shape_is_named(tmp_path: Path) -> None:
    file = write_text(tmp_path / "asqa.json", '{"data": []}')
    with pytest.raises(BadData, match=r"asqa\.json, line 1: expected a list of objects"):
        objects(file, whole(file))
    broken = write_text(tmp_path / "b.json", '[\n{"a": 1},\n{"a"\n]')
    with pytest.raises(BadData, match=r"b\.json, line 4: expected JSON"):
        whole(broken)


def test_a_file_that_is_no_text_or_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"a": "\xff"}\n')
    with pytest.raises(BadData, match=r"a\.jsonl cannot be read"):
        list(lines(tmp_path / "a.jsonl"))
    with pytest.raises(BadData, match=r"b\.tsv cannot be read"):
        list(table(tmp_path / "b.tsv", "x"))
    with pytest.raises(BadData, match=r"c\.json cannot be read"):
        whole(tmp_path / "c.json")


def test_the_first_pattern_that_finds_a_file_counts(tmp_path: Path) -> None:
    late, early = write_text(tmp_path / "a.json", "1"), write_text(tmp_path / "dev-b.json", "1")
    assert find(tmp_path, "dev*.json", "*.json") == early
    assert find(tmp_path, "test*.json", "a*.json") == late
    with pytest.raises(BadData, match=r"holds no train\.json or x\.json"):
        find(tmp_path, "train.json", "x.json")

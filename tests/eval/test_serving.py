"""What users wait while the index is rebuilt: the figures, and the files at the limits (A8, E6)."""

import argparse
import json
import time
from pathlib import Path

from eval.serving.command import parser, write_turn
from eval.serving.generations import Generations
from eval.serving.huge import DEEP, huge_files, pdf
from eval.serving.rounds import BUSY, CHANGED, IDLE, Round, as_text
from eval.serving.users import Asked, Users, ask
from index.load import LARGEST, Source, read_document
from index.readers.extract import LONGEST


def replied(source: str, text: str) -> dict[str, object]:
    return {"statements": [], "passages": [{"source": source, "document": text}]}


def test_a_reply_is_mixed_where_no_generation_holds_all_of_its_texts(tmp_path: Path) -> None:
    seen = Generations(tmp_path)
    seen.texts = {
        "gen-1": frozenset({("a", "old"), ("b", "same")}),
        "gen-2": frozenset({("a", "new"), ("b", "same")}),
    }
    assert seen.of(replied("b", "same")) == ["gen-1", "gen-2"]
    assert seen.of(replied("a", "new")) == ["gen-2"]
    both = {"statements": [{"quotes": replied("a", "old")["passages"]}],
            "passages": replied("a", "new")["passages"]}  # fmt: skip
    assert seen.of(both) == []


def test_the_table_compares_the_rounds_and_counts_what_went_wrong(tmp_path: Path) -> None:
    rounds = list[Round]()
    with Round.timed(IDLE, rounds):
        idle = time.monotonic()
    with Round.timed(BUSY, rounds):
        busy = time.monotonic()
    users = Users(0, ["who?"], 0, 0)
    users.asked = [
        Asked(idle, 0.1, replied("a", "old")), Asked(busy, 0.3, replied("a", "new")),
        Asked(busy, 0.3, None, "ValueError: gone"), Asked(busy, 0.3, None, f"a.md {CHANGED}"),
    ]  # fmt: skip
    seen = Generations(tmp_path)
    seen.texts = {"gen-1": frozenset({("a", "old")})}
    said = as_text("one", rounds, users, seen)
    counted = "one: 2 replies over 1 generations, 1 mixed, 1 errors, 1 told of a changed file"
    assert said.splitlines()[0] == counted
    assert "p95 busy over idle: 3.00" in said
    assert said.endswith("ValueError: gone")


def test_where_nobody_serves_a_question_is_an_error() -> None:
    asked = ask(1, "who?")
    assert asked.reply is None
    assert asked.error.startswith("ConnectionRefusedError")


def test_the_huge_files_are_at_the_limits(tmp_path: Path) -> None:
    """A8."""
    row = json.dumps({"text": "It began in 1881. " * 500})
    (tmp_path / "answer-sentences").mkdir()
    (tmp_path / "answer-sentences" / "paragraphs.jsonl").write_text(row)
    files = huge_files(tmp_path)
    assert LARGEST - 99 < len(files["line.txt"]) <= LARGEST
    assert LONGEST - 10_000 < len(files["long.txt"]) <= LONGEST
    assert files["deep.html"].count(b"<div>") == DEEP


def test_the_pdf_has_a_line_on_each_page(tmp_path: Path) -> None:
    file = tmp_path / "pages.pdf"
    file.write_bytes(pdf(f"This is page {n} of three." for n in (1, 2, 3)))
    document = read_document(Source(file, "pages.pdf"), file.read_bytes())
    assert len(document.pages) == 3
    assert "This is page 3 of three." in document.text


def test_every_turn_writes_other_words_into_the_same_files(tmp_path: Path) -> None:
    (tmp_path / "answer-sentences").mkdir()
    row = json.dumps({"text": "It began in 1881. It ended in 1882."})
    (tmp_path / "answer-sentences" / "paragraphs.jsonl").write_text(f"{row}\n" * 30)
    sources = tmp_path / "sources"
    sources.mkdir()
    said = []
    for turn in range(3):
        write_turn(tmp_path, 25, turn, sources)
        assert [path.name for path in sorted(sources.iterdir())] == ["0000.txt", "0001.txt"]
        said.append((sources / "0000.txt").read_text())
    assert len(set(said)) == 3


def test_by_default_fifty_users_ask_through_twenty_rebuilds() -> None:
    options: argparse.Namespace = parser().parse_args([])
    assert (options.users, options.rebuilds) == (50, 20)

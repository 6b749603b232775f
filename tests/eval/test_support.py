"""What the check of prose must reach: nothing false passes, and most of what is true does."""

import argparse
from functools import cache

import pytest

from eval.support.cited import Example, from_folder, from_paragraphs, names_of
from eval.support.command import Examples, by_hand, made_of, parser, support
from eval.support.measure import ablations, outcomes, rows
from index.embed import HashingEmbedder
from tests.conftest import REPOSITORY

SOURCES, WRITTEN = REPOSITORY / "sources", REPOSITORY / "tests/assistant/support"
PARAGRAPHS = REPOSITORY.parent / "shared/data/answer-sentences/paragraphs.jsonl"


@cache
def hand() -> Examples:
    return by_hand(WRITTEN, SOURCES)


def passed(examples: list[Example]) -> list[str]:
    return [one.example.prose for one in outcomes(examples) if one.passed]


def test_no_unsupported_sentence_that_was_written_by_hand_passes() -> None:
    assert len(hand().false) >= 300
    assert passed(hand().false) == []


def test_at_least_half_of_the_faithful_rewordings_pass() -> None:
    assert len(hand().true) >= 120
    assert len(passed(hand().true)) >= 0.5 * len(hand().true)


def test_made_sentences_are_told_apart() -> None:
    if not PARAGRAPHS.is_file():
        pytest.skip(f"no paragraphs at {PARAGRAPHS}")
    made = made_of(from_folder(SOURCES) + from_paragraphs(PARAGRAPHS), 60)
    assert len(passed(made.false)) <= 0.005 * len(made.false)
    assert len(passed(made.true)) >= 0.8 * len(made.true)


def test_the_same_examples_are_made_on_every_run() -> None:
    cited = from_folder(SOURCES)
    assert made_of(cited, 5) == made_of(cited, 5)
    assert {row.kind for row in rows(outcomes(made_of(cited, 5).true))} >= {"identical", "trimmed"}
    assert names_of(cited)


def test_the_ablation_says_what_each_check_is_worth() -> None:
    few = ablations(hand().false[:20], hand().true[:10])
    assert all(one.slip <= one.alone for one in few)
    assert any(one.alone for one in few)


def test_the_command_prints_the_figures() -> None:
    given = ["--sources", str(SOURCES), "--written", str(WRITTEN), "--each", "2", "--shown"]
    options: argparse.Namespace = parser().parse_args([*given, "--paragraphs", "none"])
    text = support(options, HashingEmbedder())
    assert "written, unsupported: passed" in text
    assert "LEAST" in support(parser().parse_args([*given, "--calibrate"]), HashingEmbedder())

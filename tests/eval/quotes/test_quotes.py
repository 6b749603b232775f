from collections import Counter
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.quotes.corpus import Corpus, corpus
from eval.quotes.dress import dressed
from eval.quotes.measure import ACCEPTED, CAUGHT, by_kind, missed, outcomes
from eval.quotes.trials import (
    Trial,
    altered,
    altered_of_dressed,
    honest,
    honest_of_dressed,
)
from tests.conftest import REPOSITORY

SOURCES = REPOSITORY / "sources"
EACH = 12


@pytest.fixture(scope="module")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus(SOURCES, None, tmp_path_factory.mktemp("none"))


def test_no_altered_quotation_of_the_briefs_is_verified(briefs: Corpus) -> None:
    other = dressed(briefs)
    found = outcomes(altered(briefs, EACH), briefs.documents)
    found += outcomes(altered_of_dressed(other, 3 * EACH), other.documents)
    assert len(found) > 200
    assert [one.trial.text for one in found if not one.right] == []
    assert by_kind(found)["all"].value == CAUGHT


def test_nearly_every_honest_quotation_of_the_briefs_is_verified(briefs: Corpus) -> None:
    other = dressed(briefs)
    found = outcomes(honest(briefs, EACH), briefs.documents)
    found += outcomes(honest_of_dressed(other, 3 * EACH), other.documents)
    assert len(found) > 200
    assert (by_kind(found)["all"].value or 0) >= ACCEPTED


def test_the_trials_are_the_same_each_time_and_of_every_kind(briefs: Corpus) -> None:
    first, second = (list(altered(briefs, 3, seed)) for seed in (1, 1))
    assert first == second
    assert first != list(altered(briefs, 3, 2))
    assert min(Counter(one.kind for one in first).values()) == 3
    assert not any(one.true for one in first)


def test_an_alteration_that_is_missed_misses_the_bar(briefs: Corpus) -> None:
    sentence = briefs.sentences[0].text.replace('"', "'")
    (passed,) = outcomes([Trial("number", f"“{sentence}”", False)], briefs.documents)
    assert not passed.right
    assert missed([passed], []) == [
        "altered quotations caught: 0.0000, wanted 1.0",
        "honest ones accepted: 0.0000, wanted 0.99",
    ]


def test_a_quotation_that_is_not_even_seen_is_not_caught(briefs: Corpus) -> None:
    (unseen,) = outcomes([Trial("number", "It says nothing.", False)], briefs.documents)
    assert not unseen.right


def test_the_command_prints_both_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quotes", "--sources", str(SOURCES), "--each", "2"]) == 0
    printed = capsys.readouterr().out
    assert "wrong document" in printed
    assert "American punctuation" in printed


def test_a_missing_folder_of_data_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["quotes", "--data", str(tmp_path / "none")]) == 3
    assert main(["quotes", "--sources", str(SOURCES), "--data", str(tmp_path)]) == 3
    assert "not the published set" in capsys.readouterr().err

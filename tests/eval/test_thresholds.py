from pathlib import Path

import pytest

from eval.case import Corpus
from eval.errors import BadThresholds
from eval.estimate import Estimate
from eval.thresholds import load_thresholds, missed

SHIPPED = Path(__file__).parents[2] / "eval" / "thresholds.toml"


def load(tmp_path: Path, text: str) -> object:
    file = tmp_path / "thresholds.toml"
    file.write_text(text, "utf-8")
    return load_thresholds(file)


def test_the_shipped_thresholds_ask_for_valid_quotations_in_both_corpora() -> None:
    thresholds = load_thresholds(SHIPPED)
    assert {thresholds[corpus]["quote_validity"] for corpus in Corpus} == {1.0}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[briefs", "cannot be read as thresholds"),
        ("[brief]", 'has no "brief". Did you mean "briefs"?'),
        ("briefs = 1", r"\[briefs\] must be a table"),
        ("[briefs]\naccuracy = 0.5", 'has no "accuracy". Did you mean "factual_accuracy"?'),
        ("[briefs]\nquote_validity = true", "must be a number of at least 0, not True"),
        ("[briefs]\nquote_validity = nan", "must be a number of at least 0, not nan"),
    ],
)
def test_a_bad_thresholds_file_is_refused_with_the_reason(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(BadThresholds, match=said):
        load(tmp_path, text)


def test_a_figure_that_reaches_its_threshold_exactly_is_good() -> None:
    assert missed({"quote_validity": Estimate(3, 1.0, 0.4, 1.0)}, {"quote_validity": 1.0}) == []


def test_a_figure_without_cases_misses_nothing() -> None:
    assert missed({"wrong_answer_rate": Estimate(0)}, {"wrong_answer_rate": 0.1}) == []

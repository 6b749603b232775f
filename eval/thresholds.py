"""The figures that an evaluation must reach, and which of them it missed."""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from eval.case import Corpus
from eval.errors import BadThresholds
from eval.estimate import Estimate
from eval.metrics import METRICS

Thresholds = Mapping[str, float]


def load_thresholds(file: Path) -> dict[Corpus, Thresholds]:
    """The thresholds of each corpus, by the names of the metrics.

    Raises:
        BadThresholds: the file cannot be read, or holds an unknown name or what is no number.
    """
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadThresholds(f"{file} cannot be read as thresholds: {error}") from error
    return {Corpus(_known(name, list(Corpus), str(file))): _table(values, f"{file}: [{name}]")
            for name, values in tables.items()}  # fmt: skip


def _table(values: Any, where: str) -> Thresholds:
    if not isinstance(values, dict):
        raise BadThresholds(f"{where} must be a table of thresholds.")
    for name, value in values.items():
        _known(name, [metric.name for metric in METRICS], where)
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
            raise BadThresholds(f'{where} "{name}" must be a number of at least 0, not {value!r}.')
    return values


def _known(name: str, names: list[str], where: str) -> str:
    if name not in names:
        close = get_close_matches(name, names, n=1, cutoff=0.4)
        meant = f'Did you mean "{close[0]}"?' if close else f"Known are: {', '.join(names)}."
        raise BadThresholds(f'{where} has no "{name}". {meant}')
    return name


def missed(figures: Mapping[str, Estimate], thresholds: Thresholds) -> list[str]:
    """One line for each figure that misses its threshold; a figure without cases misses nothing.

    >>> missed({"factual_accuracy": Estimate(10, 0.5, 0.2, 0.8)}, {"factual_accuracy": 0.6})
    ['factual_accuracy is 0.5, must be at least 0.6']
    >>> missed({"wrong_answer_rate": Estimate(10, 0.5, 0.2, 0.8)}, {"wrong_answer_rate": 0.6})
    []
    """
    lines = []
    for metric in METRICS:
        value = figures.get(metric.name, Estimate(0)).value
        threshold = thresholds.get(metric.name)
        if value is None or threshold is None:
            continue
        if value < threshold if metric.higher_is_better else value > threshold:
            bound = "at least" if metric.higher_is_better else "at most"
            lines.append(f"{metric.name} is {value:.4g}, must be {bound} {threshold:g}")
    return lines

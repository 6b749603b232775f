"""What an evaluation found, as a table for a terminal, as JSON, and as a list of failures."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from eval.case import Group
from eval.estimate import NONE, Estimate, proportion
from eval.metrics import METRICS, Metric
from eval.record import Record, Run, Words
from eval.score import Score, Scores
from eval.table import columns

ALL = "all"


def parts(run: Run) -> dict[str, tuple[Record, ...]]:
    """All cases and those of each half; where there is one half only, that half."""
    halves = {
        half: tuple(case for case in run.cases if case.half == half)
        for half in sorted({case.half for case in run.cases})
    }
    return halves if len(halves) == 1 else {ALL: run.cases, **halves}


def figures(scores: Scores) -> dict[str, Estimate]:
    """Every metric over some cases, by its name.

    >>> figures([])["factual_accuracy"].n
    0
    """
    return dict(_figures(tuple(scores)))


@lru_cache(maxsize=16)  # table, JSON, HTML and thresholds ask for the same; intervals take seconds
def _figures(scores: tuple[Score, ...]) -> tuple[tuple[str, Estimate], ...]:
    return tuple((metric.name, metric.measure(scores)) for metric in METRICS)


def groups(cases: Sequence[Record]) -> dict[str, Estimate]:
    """For each group that has cases the share of right replies: all facts quoted, or refused."""
    known = [group.value for group in Group]
    there = sorted({case.group for case in cases}, key=lambda name: [*known, name].index(name))
    return {name: proportion(case.right for case in cases if case.group == name) for name in there}


def right_means(group: str) -> str:
    """What the right reply is called in a group.

    >>> right_means("near-miss"), right_means("injection")
    ('refused', 'right')
    """
    known = group in set(Group)
    return {True: "accuracy", False: "refused", None: "right"}[
        Group(group).answerable if known else None
    ]


def as_text(run: Run) -> str:
    """The table of one corpus: value, 95 % interval and n, by metrics and then by groups."""
    some = parts(run)
    by_metric = [figures(cases) for cases in some.values()]
    by_group = [groups(cases) for cases in some.values()]
    rows = [("", *some)]
    rows += [(metric.name, *(_cell(part[metric.name]) for part in by_metric)) for metric in METRICS]
    rows.append(("",) * len(rows[0]))
    rows += [
        (
            f"{group}: {right_means(group)}",
            *(_cell(part.get(group, Estimate(0))) for part in by_group),
        )
        for group in groups(run.cases)
    ]
    return f"{heading(run)}\n{columns(rows)}"


def heading(run: Run) -> str:
    """What was measured, in one line."""
    return (
        f"{run.corpus}: {len(run.cases)} cases, {len(run.documents)} documents, "
        f"{run.passages} passages"
    )


def _cell(estimate: Estimate) -> str:
    return f"{estimate} n={estimate.n}"


def shown(metric: Metric, one: Estimate) -> str:
    """A figure for people: in percent, or in seconds.

    >>> shown(METRICS[0], Estimate(20, 0.85, 0.64, 0.948)), shown(METRICS[0], Estimate(0)) == NONE
    ('85.0 % [64.0, 94.8]', True)
    >>> shown(METRICS[-1], Estimate(20, 0.21, 0.2, 0.25))
    '0.210 s [0.200, 0.250]'
    """
    if one.value is None or one.low is None or one.high is None:
        return NONE
    if metric.in_seconds:
        return f"{one.value:.3f} s [{one.low:.3f}, {one.high:.3f}]"
    return f"{one.value * 100:.1f} % [{one.low * 100:.1f}, {one.high * 100:.1f}]"


def as_json(run: Run) -> dict[str, Any]:
    """A run as JSON values, with its figures, which need not be read to read it again."""
    values = asdict(run)
    for values_of_case, case in zip(values["cases"], run.cases, strict=True):
        values_of_case |= {"answered": case.answered, "right": case.right}
    computed = {
        name: {
            "metrics": {metric: asdict(one) for metric, one in figures(cases).items()},
            "groups": {group: asdict(one) for group, one in groups(cases).items()},
        }
        for name, cases in parts(run).items()
    }
    return {"corpus": run.corpus, "measured": run.measured, "parts": computed, **values}


def runs_as_json(runs: Sequence[Run]) -> str:
    """Some runs as the text of a JSON file, which `eval.record.read_runs` reads."""
    return json.dumps([as_json(run) for run in runs], indent=2, ensure_ascii=False) + "\n"


def failures(run: Run) -> list[str]:
    """For each case with a wrong reply what was asked, quoted and expected, on some lines."""
    return ["\n  ".join(_failure(case)) for case in run.cases if not case.right]


def _failure(case: Record) -> Iterator[str]:
    yield f"{case.id} ({case.half}, {case.group})"
    for before in case.after:
        yield f"before    {before}"
    yield f"asked     {case.question}"
    confidence = f"confidence {case.confidence:.3f}"
    for quote in case.quotes:
        yield f"quoted    {_words(quote)}  ({confidence})"
    if not case.answered:
        yield f"refused   {case.reason}  ({confidence})"
    if not case.answerable:
        yield f"expected  a refusal: {case.why}"
    for phrases, shown, rank in zip(case.evidence, case.facts, case.ranks, strict=True):
        if not shown:
            words = " | ".join(map(_words, phrases))
            yield f"expected  {words}  (passage {rank or 'not found'})"


def _words(words: Words) -> str:
    return f"{words.document}: {' '.join(words.text.split())}"

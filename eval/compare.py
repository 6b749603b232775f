"""Two runs of the same cases: what changed, and could chance have done it?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.errors import BadRun
from eval.estimate import NONE, draw, interval
from eval.metrics import METRICS, Metric
from eval.record import Record, Run
from eval.table import columns

DRAWS = 1000
NAMED = 3  # cases or documents that an error names

Pairs = Sequence[tuple[Record, Record]]  # each case in the first run and in the second


@dataclass(frozen=True)
class Difference:
    """A metric in both runs, and the second less the first with its 95 % interval.

    None where a run has nothing to measure.
    """

    metric: Metric
    first: float | None
    second: float | None
    low: float | None = None
    high: float | None = None

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high

    @property
    def told(self) -> str:
        """Better or worse, where it is sure; nothing where it is not."""
        if self.first is None or self.second is None or not self.sure:
            return ""
        rose = self.second > self.first
        return "better" if rose is self.metric.higher_is_better else "worse"


def check_comparable(first: Run, second: Run) -> None:
    """Prove that two runs asked the same cases of the same documents.

    Raises:
        BadRun: they did not; the message names what differs.
    """
    if first.corpus != second.corpus:
        raise BadRun(f"The runs are over other sources: {first.corpus} and {second.corpus}.")
    _same("document", first.documents, second.documents)
    _same("case", _asked(first), _asked(second))


def _asked(run: Run) -> dict[str, object]:
    return {case.id: (case.question, case.after, case.evidence) for case in run.cases}


def _same(what: str, one: Mapping[str, object], two: Mapping[str, object]) -> None:
    for some, other, where in ((one, two, "first"), (two, one, "second")):
        if missing := [name for name in some if name not in other]:
            raise BadRun(f"Only the {where} run has the {what} {_names(missing)}.")
    if changed := [name for name in one if one[name] != two[name]]:
        raise BadRun(f"Between the runs, the {what} {_names(changed)} changed.")


def _names(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def paired(first: Run, second: Run) -> list[tuple[Record, Record]]:
    """Each case in both runs, in the order of the first."""
    by_id = {case.id: case for case in second.cases}
    return [(case, by_id[case.id]) for case in first.cases]


def difference(metric: Metric, pairs: Pairs) -> Difference:
    """A metric in both runs, with a paired bootstrap over cases.

    Each draw takes the same cases from both runs (Efron and Tibshirani 1993, chapter 16; for
    systems on one test set, Koehn 2004), so that how hard a case is weighs on neither. A draw in
    which a run has nothing to measure is left out.
    """
    first, second = [one for one, _ in pairs], [two for _, two in pairs]

    values = metric.sample(first).value, metric.sample(second).value
    if None in values:
        return Difference(metric, *values)
    changes = []
    for at in draw(len(pairs), DRAWS):
        one = metric.sample([first[place] for place in at]).value
        two = metric.sample([second[place] for place in at]).value
        if one is not None and two is not None:
            changes.append(two - one)
    return Difference(metric, *values, *interval(changes))


def mcnemar(better: int, worse: int) -> float:
    """The exact two-sided p of McNemar's test (1947): could chance part the cases that changed so?

    Args:
        better: cases that only the second run has right.
        worse: cases that only the first run has right.

    >>> mcnemar(0, 0), mcnemar(5, 0), mcnemar(3, 3)
    (1.0, 0.0625, 1.0)
    """
    n = better + worse
    tail = sum(math.comb(n, few) for few in range(min(better, worse) + 1))
    return min(1.0, tail / 2 ** (n - 1)) if n else 1.0


@dataclass(frozen=True)
class Comparison:
    """Two runs of the same cases.

    Attributes:
        first: the run before.
        second: the run after.
        differences: every metric in both.
        worse: the cases that only the first run has right, in both runs.
        better: the cases that only the second run has right, in both runs.
        p: the probability that chance alone parts the cases that changed so; see `mcnemar`.
    """

    first: Run
    second: Run
    differences: tuple[Difference, ...]
    worse: Pairs
    better: Pairs
    p: float


def compare(first: Run, second: Run) -> Comparison:
    """What changed from one run to another.

    Raises:
        BadRun: they asked other cases, or other documents.
    """
    check_comparable(first, second)
    pairs = paired(first, second)
    worse = tuple((one, two) for one, two in pairs if one.right and not two.right)
    better = tuple((one, two) for one, two in pairs if two.right and not one.right)
    differences = tuple(difference(metric, pairs) for metric in METRICS)
    return Comparison(first, second, differences, worse, better, p=mcnemar(len(better), len(worse)))


def as_text(first: Run, second: Run) -> str:
    """The comparison of two runs: every metric, McNemar's test, and the cases that changed.

    Raises:
        BadRun: the runs cannot be compared.
    """
    both = compare(first, second)
    better, worse = both.better, both.worse
    rows = map(_row, both.differences)
    lines = [
        f"{first.corpus}: {len(first.cases)} cases in both runs",
        columns([("", "first", "second", "difference", "95 %", ""), *rows]),
        "",
        f"{len(better)} cases became right, {len(worse)} wrong; "
        f"McNemar's exact test: p = {both.p:.3f}",
        *(f"  better  {_change(*pair)}" for pair in better),
        *(f"  worse   {_change(*pair)}" for pair in worse),
    ]
    return "\n".join(lines)


def _row(one: Difference) -> tuple[str, ...]:
    if one.first is None or one.second is None or one.low is None or one.high is None:
        some = (NONE if value is None else f"{value:.3f}" for value in (one.first, one.second))
        return (one.metric.name, *some, NONE, "", "")
    interval = f"[{one.low:+.3f}, {one.high:+.3f}]"
    return (
        one.metric.name,
        f"{one.first:.3f}",
        f"{one.second:.3f}",
        f"{one.second - one.first:+.3f}",
        interval,
        one.told,
    )


def _change(one: Record, two: Record) -> str:
    told = " → ".join(f"{_what(case)} ({case.confidence:.2f})" for case in (one, two))
    return f"{one.id} ({one.half}, {one.group}): {told}: {one.question}"


def _what(case: Record) -> str:
    if not case.answered:
        return "refused"
    return "right" if case.right else "partly right" if any(case.gold) else "wrong"

"""What a judge said of a run, as a table for a terminal and as JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from eval.judge.agreement import PASS, Beside, all_beside
from eval.judge.opinion import Judged
from eval.record import Run
from eval.table import columns

CAUTION = (
    "Judged figures are a model's opinion: another model, another figure. They are part of no "
    "threshold and of no figure of ours."
)


def as_text(run: Run, cases: Sequence[Judged], by: str) -> str:
    """The judged figures of one corpus beside ours, how far they agree, and what failed."""
    answered = sum(case.answered for case in run.cases)
    some = all_beside(cases)
    parts = [
        f"{run.corpus}: {len(cases)} of {answered} answered cases, judged by {by}",
        columns([
            ("measure", "judged", "n", "not judged", "ours, same cases", "", "Spearman"),
            *(_row(one) for one in some),
        ]),
        columns([
            (f"passed by the judge (at least {PASS})", "right", "not right"),
            *(row for one in some if not one.measure.expects for row in _table(one)),
        ]),
        *(["\n".join(failures)] if (failures := _failures(some)) else []),
        CAUTION,
    ]  # fmt: skip
    return "\n\n".join(parts)


def _row(one: Beside) -> tuple[str, ...]:
    return (
        one.measure.name, str(one.judged), str(one.judged.n), str(sum(one.failed.values())),
        one.measure.beside, str(one.ours), str(one.agreement),
    )  # fmt: skip


def _table(one: Beside) -> list[tuple[str, ...]]:
    return [
        (
            f"{one.measure.name}: {'yes' if passed else 'no'}",
            *(str(one.table.get((passed, right), 0)) for right in (True, False)),
        )
        for passed in (True, False)
    ]


def _failures(some: Sequence[Beside]) -> list[str]:
    return [
        f"not judged: {one.measure.name}, {count} x {why}"
        for one in some
        for why, count in sorted(one.failed.items(), key=lambda item: -item[1])
    ]


def as_json(run: Run, cases: Sequence[Judged], by: str) -> dict[str, Any]:
    """The same as JSON values, with every opinion; a score of null has its `why`."""
    return {
        "corpus": run.corpus,
        "measured": run.measured,
        "judge": by,
        "measures": {one.measure.name: _values(one) for one in all_beside(cases)},
        "cases": [
            {
                "id": one.case.id,
                "right": one.case.right,
                "opinions": {name: asdict(said) for name, said in one.opinions.items()},
            }
            for one in cases
        ],
    }


def _values(one: Beside) -> dict[str, Any]:
    return {
        "judged": asdict(one.judged),
        "beside": one.measure.beside,
        "ours": asdict(one.ours),
        "spearman": asdict(one.agreement),
        "table": [
            {"passed": passed, "right": right, "n": one.table.get((passed, right), 0)}
            for passed in (True, False)
            for right in (True, False)
        ],
        "not_judged": dict(one.failed),
    }

"""What an evaluation found, as a table for a terminal, as JSON, and as a list of failures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.reply import Answer
from eval.case import Corpus, Group
from eval.estimate import Estimate
from eval.metrics import METRICS, factual_accuracy, refusal_recall
from eval.run import Outcome
from eval.score import score
from eval.table import columns
from index.document import Document

ALL = "all"


@dataclass(frozen=True)
class Report:
    """The outcomes of one corpus, with its documents by uri and the number of its passages."""

    corpus: Corpus
    documents: Mapping[str, Document]
    passages: int
    outcomes: tuple[Outcome, ...]

    @property
    def parts(self) -> dict[str, tuple[Outcome, ...]]:
        """All outcomes and those of each half; where there is one half only, that half."""
        halves = {half: self._half(half) for half in sorted({o.case.half for o in self.outcomes})}
        return halves if len(halves) == 1 else {ALL: self.outcomes, **halves}

    def _half(self, half: str) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.case.half == half)


def figures(outcomes: Sequence[Outcome]) -> dict[str, Estimate]:
    """Every metric over some outcomes, by its name.

    >>> figures([])["factual_accuracy"].n
    0
    """
    scores = [score(outcome) for outcome in outcomes]
    return {metric.name: metric.measure(scores) for metric in METRICS}


def groups(outcomes: Sequence[Outcome]) -> dict[Group, Estimate]:
    """For each group the share of right replies: all facts quoted, or refused."""
    scores = {group: [score(o) for o in outcomes if o.case.group is group] for group in Group}
    return {
        group: (factual_accuracy if group.answerable else refusal_recall)(some)
        for group, some in scores.items()
    }


def as_text(report: Report) -> str:
    """The table of one corpus: value, 95 % interval and n, by metrics and then by groups."""
    parts = report.parts.values()
    by_metric = [figures(outcomes) for outcomes in parts]
    by_group = [groups(outcomes) for outcomes in parts]
    rows = [("", *report.parts)]
    rows += [(metric.name, *(_cell(part[metric.name]) for part in by_metric)) for metric in METRICS]
    rows.append(("",) * len(rows[0]))
    for group in Group:
        measure = "accuracy" if group.answerable else "refused"
        rows.append((f"{group}: {measure}", *(_cell(part[group]) for part in by_group)))
    heading = (
        f"{report.corpus}: {len(report.outcomes)} cases, {len(report.documents)} documents, "
        f"{report.passages} passages"
    )
    return f"{heading}\n{columns(rows)}"


def _cell(estimate: Estimate) -> str:
    return f"{estimate} n={estimate.n}"


def as_json(report: Report) -> dict[str, Any]:
    """The same figures as JSON values, and what became of each case."""
    return {
        "corpus": report.corpus.value,
        "documents": sorted(report.documents),
        "passages": report.passages,
        "parts": {
            name: {
                "metrics": {metric: asdict(one) for metric, one in figures(outcomes).items()},
                "groups": {group.value: asdict(one) for group, one in groups(outcomes).items()},
            }
            for name, outcomes in report.parts.items()
        },
        "cases": [_case_as_json(outcome) for outcome in report.outcomes],
    }


def _case_as_json(outcome: Outcome) -> dict[str, Any]:
    found = score(outcome)
    return {
        "id": outcome.case.id,
        "half": outcome.case.half,
        "group": outcome.case.group.value,
        "answerable": outcome.case.answerable,
        "answered": found.answered,
        "right": found.right,
        "confidence": round(outcome.reply.confidence, 4),
        "ranks": list(found.ranks),
        "seconds": round(found.seconds, 4),
    }


def failures(report: Report) -> list[str]:
    """For each case with a wrong reply what was asked, quoted and expected, on some lines."""
    return [
        "\n  ".join(_failure(outcome, report.documents))
        for outcome in report.outcomes
        if not score(outcome).right
    ]


def _failure(outcome: Outcome, documents: Mapping[str, Document]) -> Iterator[str]:
    case, found = outcome.case, score(outcome)
    yield f"{case.id} ({case.half}, {case.group})"
    yield f"asked     {case.question}"
    confidence = f"confidence {outcome.reply.confidence:.3f}"
    if isinstance(outcome.reply, Answer):
        for quote in outcome.quotes:
            yield f"quoted    {quote.document.uri}: {' '.join(quote.text.split())}  ({confidence})"
    else:
        yield f"refused   {outcome.reply.reason}  ({confidence})"
    if not case.answerable:
        yield f"expected  a refusal: {case.why}"
    for places, shown, rank in zip(outcome.evidence, found.facts, found.ranks, strict=True):
        if not shown:
            words = " | ".join(f"{p.uri}: {p.span.cut(documents[p.uri].text)}" for p in places)
            yield f"expected  {words}  (passage {rank or 'not found'})"

"""How a run went, at a glance: a sentence, a bar of what became of the cases, six figures."""

from collections import Counter
from collections.abc import Mapping, Sequence

from eval.cards import Kind, key, kind, plain
from eval.estimate import NONE, Estimate
from eval.record import Record, Run
from eval.report import ALL, parts
from eval.score import Scores

TEST = "test"
ORDER = (
    Kind.RIGHT, Kind.RIGHTLY_SILENT, Kind.PARTLY, Kind.SILENT, Kind.WRONG, Kind.INVENTED,
)  # fmt: skip
HEADLINES = {
    "factual_accuracy": "of the answerable questions are answered with all of the evidence",
    "wrong_answer_rate": "of its answers hold none of the evidence",
    "refusal_recall": "of the unanswerable questions are refused",
    "wrongly_refused": "of the answerable questions are refused",
    "quote_validity": "of its quotations stand in the sources, word for word",
    "calibration_error": "is the mean gap between how sure it was and how often it was right",
}


def verdict(run: Run) -> str:
    """The sentence, the bar with its legend, and a line for each half."""
    first, *rest = parts(run).items()
    name, cases = first
    others = "".join(
        f"<li>{plain(part)}: {_right_of(some)}.{_note(part)}</li>" for part, some in rest
    )
    which = "" if name == ALL else f" They are the half {plain(name)}.{_note(name)}"
    return (
        f'<p class="verdict"><strong>{_right_of(cases)}</strong> got the right reply.{which}</p>'
        f"{_bar(cases, run.corpus)}" + (f'<ul class="halves">{others}</ul>' if others else "")
    )


def right_share(cases: Scores) -> str:
    """The share of right replies.

    >>> from eval.score import Score
    >>> right_share([Score(False), Score(True, (False,)), Score(False)]), right_share([]) == NONE
    ('67 %', True)
    """
    return f"{sum(case.right for case in cases) / len(cases) * 100:.0f} %" if cases else NONE


def _right_of(cases: Scores) -> str:
    right = sum(case.right for case in cases)
    return f"{right} of {len(cases)} questions ({right_share(cases)})"


def _note(part: str) -> str:
    return " Nothing may be tuned on it." if part == TEST else ""


def _bar(cases: Sequence[Record], corpus: str) -> str:
    """What became of the cases, as shares of a bar; each name in its legend leads to its cases."""
    counts = Counter(map(kind, cases))
    there = [what for what in ORDER if counts[what]]
    shares = "".join(
        f'<span class="{key(what)}" style="flex-grow: {counts[what]}"></span>' for what in there
    )
    legend = "".join(
        f'<li><a href="#{plain(corpus)}-cases" data-outcome="{key(what)}">'
        f'<span class="swatch {key(what)}"></span><strong>{counts[what]}</strong>'
        f"<span>{what}</span></a></li>"
        for what in there
    )
    told = ", ".join(f"{counts[what]} {what.lower()}" for what in there)
    return (
        f'<div class="shares" role="img" aria-label="{plain(told)}">{shares}</div>'
        f'<ul class="legend">{legend}</ul>'
    )


def tiles(values: Mapping[str, Estimate], part: str) -> str:
    """Six figures of a part of the cases, large, with their intervals."""
    shown = "".join(
        f"<div class=tile><strong>{_short(values[name])}</strong><span>{words}</span>"
        f"<small>{_interval(values[name])}</small></div>"
        for name, words in HEADLINES.items()
    )
    which = "All questions" if part == ALL else f"The half {plain(part)}"
    return f"<h3>{which} in six figures, with 95 % intervals</h3><div class=tiles>{shown}</div>"


def _short(one: Estimate) -> str:
    return NONE if one.value is None else f"{one.value * 100:.0f} %"


def _interval(one: Estimate) -> str:
    if one.low is None or one.high is None:
        return "nothing to measure"
    return f"{one.low * 100:.0f} to {one.high * 100:.0f} %<br>n = {one.n}"

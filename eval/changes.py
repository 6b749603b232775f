"""Two runs beside each other as HTML: every figure, and the cases that changed, worse first."""

from eval.cards import before, gist, key, kind, outline, plain, replied, wanted
from eval.compare import Comparison, Difference, Pairs
from eval.estimate import NONE
from eval.record import Record
from eval.verdict import TEST

HARDLY = 0.05  # a p below which chance is called no good reason


def changes(both: Comparison) -> str:
    """A comparison as a section of a page, to stand in an element of the class `report`."""
    halves = "".join(
        _half(half, _of(half, both.worse), _of(half, both.better))
        for half in sorted({case.half for case in both.first.cases})
    )
    return (
        f'<section class="comparison"><h2>{plain(both.first.corpus)}</h2>'
        f'<p class="which">{len(both.first.cases)} questions, the same of the same documents in '
        f"both runs</p>{_verdict(both)}{_table(both)}<h3>Cases that changed</h3>{halves}</section>"
    )


def _of(half: str, pairs: Pairs) -> Pairs:
    return [(one, two) for one, two in pairs if one.half == half]


def _verdict(both: Comparison) -> str:
    worse, better = len(both.worse), len(both.better)
    said = f"<strong>{worse} became wrong, {better} became right.</strong>"
    if worse + better:
        could = "would hardly" if both.p < HARDLY else "could"
        said += f" Chance alone {could} explain that (McNemar's exact test, p = {both.p:.3f})."
    return f'<p class="verdict">{said}</p>'


def _table(both: Comparison) -> str:
    rows = "".join(map(_row, both.differences))
    names = "".join(f"<th scope=col>{name}</th>" for name in ("before", "after", "difference"))
    told = (
        "In brackets the 95 % interval of the difference; it is called better or worse where that "
        "leaves out zero."
    )
    return (
        f"<h3>Every figure</h3><p class=which>{told}</p><div class=wide><table>"
        f"<thead><tr><td></td>{names}<td></td></tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(one: Difference) -> str:
    metric = one.metric
    tone = {"better": "good", "worse": "bad"}.get(one.told, "")
    return (
        f'<tr class="{tone}"><th scope=row>{metric.name.replace("_", " ")}'
        f"<small>{plain(metric.meaning)}</small></th><td>{_value(one, one.first)}</td>"
        f"<td>{_value(one, one.second)}</td><td>{_change(one)}</td>"
        f"<td><strong>{one.told}</strong></td></tr>"
    )


def _value(one: Difference, value: float | None) -> str:
    if value is None:
        return NONE
    return f"{value:.3f} s" if one.metric.in_seconds else f"{value * 100:.1f} %"


def _change(one: Difference) -> str:
    if one.first is None or one.second is None or one.low is None or one.high is None:
        return NONE
    low, by, high = (
        (f"{value:+.3f}" if one.metric.in_seconds else f"{value * 100:+.1f}").replace("-", "−")
        for value in (one.low, one.second - one.first, one.high)
    )
    return f"{by} <small>[{low}, {high}]</small>"


def _half(half: str, worse: Pairs, better: Pairs) -> str:
    blocks = "".join(
        f'<details class="kind" open><summary>{name} <span class="count">{len(pairs)}</span>'
        f"</summary>{''.join(_card(one, two) for one, two in pairs)}</details>"
        for name, pairs in (("Became wrong", worse), ("Became right", better))
        if pairs
    )
    folded = "" if half == TEST else " open"
    return (
        f'<details class="half"{folded}><summary>{plain(half)}: {len(worse)} became wrong, '
        f"{len(better)} became right</summary>{blocks}</details>"
    )


def _card(one: Record, two: Record) -> str:
    """A case in both runs, folded: what shows is the question and both replies."""
    tone = "good" if two.right else "bad"
    sides = "".join(
        f"<div><h4>{when}: {kind(case).lower()}, {case.confidence * 100:.0f} % sure</h4>"
        f"{replied(case)}</div>"
        for when, case in (("Before", one), ("After", two))
    )
    return (
        f'<details class="case {tone}" data-outcome="{key(kind(two))}"><summary>'
        f'<span class="asked" dir="auto">{plain(two.question)}</span>'
        f"{gist({'Before': outline(one), 'After': outline(two)})}"
        f'<span class="about">{plain(two.group)} · <code>{plain(two.id)}</code></span></summary>'
        f'<p class="why">Asked because: {plain(two.why)}</p>{before(two)}'
        f'<div class="sides">{sides}</div>{wanted(two)}</details>'
    )

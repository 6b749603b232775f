"""Plots as SVG and HTML that stand in a page: a few lines of our own, colours from its style.

Shapes carry classes and no colours, so that the page's light and dark style both fit them.
"""

from collections.abc import Iterable, Mapping, Sequence

from eval.cards import plain
from eval.confidence import Bin
from eval.estimate import NONE, Estimate

WIDTH, HEIGHT = 440, 326
LEFT, RIGHT, TOP, BOTTOM = 64, 416, 14, 272  # the frame within which a plot lies
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)

Points = Sequence[tuple[float, float]]


def risk_coverage(points: Points, now: tuple[float, float] | None, right: float) -> str:
    """The risk at each coverage, beside the best that any order of the same answers could have.

    Args:
        points: coverage and risk, both in [0, 1].
        now: the point at which the assistant works, if it answers at all.
        right: the share of all cases whose answer, said or withheld, is right.

    >>> risk_coverage([], None, 0.0).count("<path")
    1
    """
    ideal = [(x / 100, max(0.0, 1 - right * 100 / x)) for x in range(1, 101)]
    shapes = [_path(ideal, "ideal"), _path(points, "line") if points else ""]
    if now:
        x, y = _at(*now)
        shapes.append(f'<circle class="now" cx="{x}" cy="{y}" r="6"/>')
        told = f"now: answers {_percent(now[0])}, {_percent(now[1])} of them wrong"
        # in the corner that the curve has no reason to visit: beside the point it would be cut off
        shapes.append(f'<circle class="now" cx="{LEFT + 14}" cy="{TOP + 16}" r="5"/>')
        shapes.append(_text(LEFT + 26, TOP + 20, told, "now-label"))
    return _frame(
        "Risk at each coverage: how often answers are wrong, the surest first",
        ("questions answered (% of all)", "wrong answers (% of those)"),
        shapes,
    )


def reliability(bins: Sequence[Bin]) -> str:
    """What the confidence said against what was so, a point for each tenth with its interval.

    >>> "n = 4" in reliability([Bin(0.5, Estimate(4, 0.5, 0.15, 0.85))])
    True
    """
    shapes = [_path([(0, 0), (1, 1)], "ideal")]
    for one in bins:
        x, y = _at(one.confidence, one.right.value or 0.0)
        (_, low), (_, high) = _at(0, one.right.low or 0.0), _at(0, one.right.high or 0.0)
        shapes.append(f'<line class="interval" x1="{x}" y1="{low}" x2="{x}" y2="{high}"/>')
        told = f"said {_percent(one.confidence)}, right {_percent(one.right.value or 0)}"
        told += f", n = {one.right.n}"
        shapes.append(
            f'<circle class="point" cx="{x}" cy="{y}" r="5"><title>{told}</title></circle>'
        )
        shapes.append(_text(x, high - 6, str(one.right.n), "small middle"))
    return _frame(
        "Reliability: what the confidence said, and what was so",
        ("how sure it said it was (%)", "how often it was right (%)"),
        shapes,
    )


def bars(rows: Mapping[str, Estimate], place: str) -> str:
    """A bar for each estimate in [0, 1] with its interval, its value and its n, as HTML.

    Words in a picture shrink with it; a list of bars can be read on a telephone too. `place` is
    the id of what the names lead to.

    >>> bars({"a & b": Estimate(4, 0.5, 0.15, 0.85)}, "cases").count("a &amp; b")
    2
    """
    items = ""
    for name, one in rows.items():
        bar = ""
        if one.value is not None and one.low is not None and one.high is not None:
            bar = (
                f'<span class="bar" style="width: {one.value * 100:.1f}%"></span>'
                f'<span class="interval" style="left: {one.low * 100:.1f}%; '
                f'right: {100 - one.high * 100:.1f}%"></span>'
            )
        value = f"{_percent(one.value or 0)} of {one.n}" if bar else NONE
        items += (
            f'<li><a href="#{plain(place)}" data-group="{plain(name)}">{plain(name)}</a>'
            f'<span class="track">{bar}</span><span class="value">{value}</span></li>'
        )
    return f'<ul class="bars">{items}</ul>'


def _frame(what: str, labels: tuple[str, str], shapes: Iterable[str]) -> str:
    """A square of [0, 1] by [0, 1] with its grid, ticks and labels."""
    grid = []
    for tick in TICKS:
        (x, y), shown = _at(tick, tick), f"{tick * 100:.0f}"
        grid.append(f'<line class="grid" x1="{x}" y1="{TOP}" x2="{x}" y2="{BOTTOM}"/>')
        grid.append(f'<line class="grid" x1="{LEFT}" y1="{y}" x2="{RIGHT}" y2="{y}"/>')
        grid.append(_text(x, BOTTOM + 18, shown, "small middle"))
        grid.append(_text(LEFT - 8, y + 4, shown, "small end"))
    across, up = labels
    grid.append(_text((LEFT + RIGHT) / 2, HEIGHT - 12, across, "middle"))
    turned = f'transform="rotate(-90 12 {(TOP + BOTTOM) / 2})"'
    grid.append(_text(12, (TOP + BOTTOM) / 2, up, "middle", turned))
    return _svg(what, WIDTH, HEIGHT, [*grid, *shapes])


def _svg(what: str, width: float, height: float, shapes: Iterable[str]) -> str:
    inside = "".join(shapes)
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{plain(what)}" '
        f'style="max-width: {width * 1.25:g}px">{inside}</svg>'
    )


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _at(x: float, y: float) -> tuple[float, float]:
    """Where a point of the unit square lies in the picture."""
    return round(LEFT + x * (RIGHT - LEFT), 1), round(BOTTOM - y * (BOTTOM - TOP), 1)


def _path(points: Points, name: str) -> str:
    steps = " L".join(f"{x} {y}" for x, y in (_at(*point) for point in points))
    return f'<path class="{name}" d="M{steps}"/>'


def _text(x: float, y: float, words: str, name: str, more: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{name}" {more}>{plain(words)}</text>'

"""Plots as SVG that stands in a page: a few lines of our own, no script, colours from its style.

Shapes carry classes and no colours, so that the page's light and dark style both fit them.
"""

from collections.abc import Iterable, Mapping, Sequence

from eval.cards import plain
from eval.confidence import Bin
from eval.estimate import Estimate

WIDTH, HEIGHT = 440, 320
LEFT, RIGHT, TOP, BOTTOM = 52, 416, 14, 268  # the frame within which a plot lies
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
ROW, NAMES, BARS = 26, 190, 330  # of bars: the height of one, the width of names and of the bars

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
        shapes.append(
            _text(x - 10, y - 10, f"now: {_percent(now[1])} at {_percent(now[0])}", "now-label end")
        )
    return _frame(
        "Risk at each coverage: how often answers are wrong, the surest first",
        ("coverage: share of all cases answered", "risk: share of them wrong"),
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
        ("confidence stated (above each: how many cases)", "share right"),
        shapes,
    )


def bars(rows: Mapping[str, Estimate], what: str) -> str:
    """A bar for each estimate in [0, 1] with its interval, its value and its n.

    >>> bars({"a & b": Estimate(4, 0.5, 0.15, 0.85)}, "right").count("a &amp; b")
    1
    """
    height = ROW * len(rows) + 8
    shapes = []
    for place, (name, one) in enumerate(rows.items()):
        y = place * ROW + 6
        middle = y + ROW / 2 - 2
        shapes.append(_text(NAMES - 10, middle + 4, name, "end"))
        shapes.append(
            f'<rect class="track" x="{NAMES}" y="{y}" width="{BARS}" height="{ROW - 8}"/>'
        )
        if one.value is None or one.low is None or one.high is None:
            continue
        width = round(one.value * BARS, 1)
        low, high = (round(NAMES + bound * BARS, 1) for bound in (one.low, one.high))
        shapes.append(f'<rect class="bar" x="{NAMES}" y="{y}" width="{width}" height="{ROW - 8}"/>')
        shapes.append(
            f'<line class="interval" x1="{low}" y1="{middle}" x2="{high}" y2="{middle}"/>'
        )
        shapes.append(
            _text(NAMES + BARS + 10, middle + 4, f"{_percent(one.value)} of {one.n}", "value")
        )
    return _svg(what, NAMES + BARS + 90, height, shapes)


def _frame(what: str, labels: tuple[str, str], shapes: Iterable[str]) -> str:
    """A square of [0, 1] by [0, 1] with its grid, ticks and labels."""
    grid = []
    for tick in TICKS:
        (x, y), shown = _at(tick, tick), _percent(tick)
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

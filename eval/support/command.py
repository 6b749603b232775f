"""python -m eval support."""

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.support.reader import Support, VectorSupport
from eval.support.calibrate import calibrate
from eval.support.cited import Cited, Example, from_folder, from_paragraphs, names_of, written
from eval.support.false import unsupported
from eval.support.measure import Ablation, Row, ablations, outcomes, rows
from eval.support.true import supported
from index.command import SOURCES
from index.embed import Embedder

WRITTEN = Path("tests/assistant/support")
PARAGRAPHS = Path("../shared/data/answer-sentences/paragraphs.jsonl")
EACH = 200
CALIBRATED_ON = 60


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = argparse.ArgumentParser(
        prog="python -m eval support",
        description="How well prose that quotations support is told from prose that they do not.",
    )
    made.add_argument("--sources", type=Path, default=SOURCES, metavar="DIR", help="the briefs")
    made.add_argument(
        "--paragraphs", type=Path, default=PARAGRAPHS, metavar="FILE",
        help="JSON lines with title and text, for more sentences",
    )  # fmt: skip
    made.add_argument(
        "--written", type=Path, default=WRITTEN, metavar="DIR",
        help="the folder with faithful.tsv and unsupported.tsv, written by hand",
    )  # fmt: skip
    made.add_argument("--each", type=int, default=EACH, metavar="N", help="examples of each kind")
    made.add_argument("--reader", action="store_true", help="ask the embedding model too (slower)")
    made.add_argument("--ablation", action="store_true", help="what each check is worth")
    made.add_argument("--shown", action="store_true", help="list what passes and should not")
    made.add_argument("--calibrate", action="store_true", help="fit the reader's numbers anew")
    return made


@dataclass(frozen=True)
class Examples:
    """Prose that should pass and prose that should not."""

    true: list[Example]
    false: list[Example]


def half(example: Example) -> str:
    """Which half of the written examples it is of: rules were made on `dev` alone."""
    return "dev" if hashlib.sha256(example.prose.encode()).digest()[0] % 2 else "aside"


def by_hand(folder: Path, sources: Path) -> Examples:
    """The written examples, their kind the half that they are of."""
    both = []
    for name in ("faithful", "unsupported"):
        found = written(folder / f"{name}.tsv", sources, name)
        both.append([Example(f"written, {half(one)}", one.prose, one.quotes) for one in found])
    return Examples(*both)


def made_of(cited: Sequence[Cited], each: int) -> Examples:
    """The examples that rules make."""
    return Examples(supported(cited, each), unsupported(cited, names_of(cited), each))


def support(options: argparse.Namespace, embedder: Embedder) -> str:
    """The figures as text."""
    cited = from_folder(options.sources) + from_paragraphs(options.paragraphs)
    reader = VectorSupport(embedder)
    if options.calibrate:
        fit = made_of(cited, CALIBRATED_ON)
        return calibrate(reader, fit.true, fit.false)
    made, hand = made_of(cited, options.each), by_hand(options.written, options.sources)
    asked: Support | None = reader if options.reader else None
    lines = [f"{len(cited)} sentences; the reader is {'asked' if asked else 'not asked'}."]
    for title, true, false in (("made", made.true, made.false), ("written", hand.true, hand.false)):
        good, bad = outcomes(true, asked), outcomes(false, asked)
        lines += ["", f"{title}, supported: passed", *_table(rows(good))]
        lines += ["", f"{title}, unsupported: passed", *_table(rows(bad))]
        if options.shown:
            lines += [f"  {one.example.kind}: {one.example.prose}" for one in bad if one.passed]
    if options.ablation:
        false, true = made.false + hand.false, made.true + hand.true
        lines += ["", *_ablations(ablations(false, true, asked), len(false), len(true))]
    return "\n".join(lines)


def _table(found: Sequence[Row]) -> list[str]:
    total = Row("all", sum(row.n for row in found), sum(row.passed for row in found))
    return [
        f"  {r.kind:<22}{r.passed:>5} of {r.n:<5}{r.passed / max(1, r.n):>8.2%}"
        for r in (*found, total)
    ]


def _ablations(found: Sequence[Ablation], false: int, true: int) -> list[str]:
    heads = "slip without it", "caught by it alone", "supported that it alone stops"
    head = f"  {'check':<14}{heads[0]:>18}{heads[1]:>20}{heads[2]:>31}"
    lines = [f"{one.check:<14}{one.slip:>18}{one.alone:>20}{one.lost:>31}" for one in found]
    return [f"of {false} unsupported and {true} supported", head, *(f"  {line}" for line in lines)]

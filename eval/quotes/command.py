"""python -m eval quotes."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.quotes.corpus import corpus
from eval.quotes.dress import dressed
from eval.quotes.measure import as_text, missed, outcomes
from eval.quotes.trials import altered, altered_of_dressed, honest, honest_of_dressed
from index.command import SOURCES
from index.errors import BadInput

EACH = 200  # trials of a kind


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = argparse.ArgumentParser(
        prog="python -m eval quotes",
        description="How many altered quotations `python -m assistant check` catches, and how many "
        "honest ones it accepts. Exits 1 where one altered quotation passes or under 99 %% of the "
        "honest ones do.",
    )
    made.add_argument(
        "--sources", type=Path, default=SOURCES, metavar="DIR", help="(default: %(default)s)"
    )
    made.add_argument(
        "--data", type=Path, metavar="DIR",
        help="a folder with squad2, answer-sentences and selqa, whose paragraphs are added",
    )  # fmt: skip
    made.add_argument(
        "--each", type=int, default=EACH, metavar="N", help="of each kind (default: %(default)s)"
    )
    made.add_argument("--seed", type=int, default=0, metavar="N", help="(default: %(default)s)")
    made.add_argument("--failures", action="store_true", help="print each wrong verdict's text")
    return made


def quotes(options: argparse.Namespace) -> tuple[str, bool]:
    """The figures as text, and whether the bars were reached.

    Raises:
        BadInput: there is no such folder of data.
        BadData: a public set is not in its published form.
        SourcesMissing: there is no folder of sources.
    """
    if options.data and not options.data.is_dir():
        raise BadInput(f"There is no folder {options.data}. Name it with --data DIR.")
    with TemporaryDirectory() as folder:
        texts = corpus(options.sources, options.data, Path(folder), options.seed)
    other = dressed(texts, options.seed)
    wrong = outcomes(altered(texts, options.each, options.seed), texts.documents)
    wrong += outcomes(altered_of_dressed(other, options.each, options.seed), other.documents)
    right = outcomes(honest(texts, options.each, options.seed), texts.documents)
    right += outcomes(honest_of_dressed(other, options.each, options.seed), other.documents)
    lines = [as_text(wrong, right)]
    if options.failures:
        lines += [
            f"{one.trial.kind}: {', '.join(one.verdicts) or 'none'}: {one.trial.text!r}"
            for one in [*wrong, *right]
            if not one.right
        ]
    short = missed(wrong, right)
    return "\n".join([*lines, *short]), not short

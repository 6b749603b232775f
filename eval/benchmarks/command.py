"""python -m eval benchmark NAME --data DIR."""

import argparse
import json
from pathlib import Path
from typing import Any

from assistant.open import open_writer
from assistant.writer.settings import ModelSettings
from assistant.writer.writer import Writer
from eval.benchmarks.outcome import Run, as_json, as_text, silent
from eval.benchmarks.registry import BENCHMARKS
from eval.model.recorded import recorded
from eval.record import write_file
from index.embed import Embedder
from index.errors import BadInput
from index.settings import load_settings
from index.writer import Progress


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    sets = "; ".join(f"{name}: {one.about}" for name, one in BENCHMARKS.items())
    made = argparse.ArgumentParser(
        prog="python -m eval benchmark",
        description="Index a public set, ask its questions, and report the set's own measures.",
        epilog=f"{sets}. Where they come from and what is measured: docs/benchmarks.md.",
    )
    made.add_argument("name", choices=BENCHMARKS, help="which set")
    made.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="the folder of the set's files"
    )
    made.add_argument(
        "--limit", type=_positive, metavar="N",
        help="ask N questions of each file, spread evenly over it (default: all)",
    )  # fmt: skip
    made.add_argument("--part", metavar="PART", help="measure one part alone (default: all)")
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    made.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the index here for the next run"
    )
    made.add_argument(
        "--settings", type=Path, metavar="FILE",
        help="with the language model of these settings too, in sets of conversations",
    )  # fmt: skip
    made.add_argument(
        "--record", type=Path, metavar="FILE",
        help="where its replies are written down; what is there is not asked again",
    )  # fmt: skip
    return made


def benchmark(options: argparse.Namespace, embedder: Embedder, progress: Progress = silent) -> str:
    """Run a set as the options say; the figures as text.

    Args:
        options: what `parser` made of the command line.
        embedder: the model.
        progress: called with the passages embedded so far and their total.

    Raises:
        BadData: the set is not in its published form.
        BadInput: an option cannot be used.
        Problem: the texts cannot be indexed; see `index.errors`.
    """
    chosen = BENCHMARKS[options.name]
    if options.part not in (None, *chosen.parts):
        raise BadInput(f"{options.name} has no part {options.part!r}: {', '.join(chosen.parts)}.")
    if not options.data.is_dir():
        raise BadInput(f"There is no folder {options.data}. Name the set's folder with --data.")
    parts = (options.part,) if options.part else chosen.parts
    writer = _writer(options, embedder)
    outcome = chosen.run(
        Run(options.data, embedder, parts, options.limit, options.keep, progress, writer)
    )
    if options.json:
        values = {"benchmark": options.name, **_asked(options), **as_json(outcome)}
        write_file(options.json, json.dumps(values, indent=2, ensure_ascii=False) + "\n")
    return f"{options.name}: {chosen.about}\n{as_text(outcome)}"


def _writer(options: argparse.Namespace, embedder: Embedder) -> Writer | None:
    """The language model of the settings that are named."""
    if options.settings is None:
        return None
    writer = open_writer(load_settings(ModelSettings, "model", options.settings), embedder)
    return recorded(writer, options.record) if writer and options.record else writer


def _asked(options: argparse.Namespace) -> dict[str, Any]:
    return {"data": str(options.data), "limit": options.limit, "part": options.part}


def _positive(words: str) -> int:
    number = int(words)
    if number < 1:
        raise ValueError
    return number

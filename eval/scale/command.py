"""python -m eval bench-index: each step in a process of its own, noted as soon as it is done."""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from typing import Any

from eval.scale.corpus import change_some, paragraphs, questions, write_corpus
from eval.scale.ours import ask_ours, build_ours
from eval.scale.plain import ask_plain, build_plain
from eval.table import columns
from index.embed import Embedder
from index.errors import BadInput, Problem
from index.minilm import MiniLM

DATA = Path("../shared/data")
SHARE = 0.01  # of the files are changed before the index is built again
BASES = 500  # real texts that made vectors are made from
ONCE = "import sys, eval.scale.command as c; c.step(sys.argv[1])"

Measure = dict[str, Any]


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = argparse.ArgumentParser(
        prog="python -m eval bench-index",
        description="Indexes of many sizes: what building, changing and asking them takes, beside "
        "a plain LangChain pipeline with the same model (`make bench-index` has it).",
    )
    made.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="public data")
    made.add_argument("--sizes", type=_numbers, default=[1000], metavar="N,N",
                      help="paragraphs that the model embeds; 10,000 take long")  # fmt: skip
    made.add_argument("--made", type=_numbers, default=[], metavar="N,N",
                      help="paragraphs whose vectors are made, not embedded")  # fmt: skip
    made.add_argument("--rounds", type=int, default=1, metavar="N", help="of each size, in turns")
    made.add_argument("--questions", type=int, default=1000, metavar="N", help="asked of each")
    made.add_argument("--limit-minutes", type=float, default=60, metavar="N",
                      help="begin nothing after so long")  # fmt: skip
    made.add_argument("--record", type=Path, metavar="FILE",
                      help="JSON lines; what stands there is not measured again")  # fmt: skip
    return made


def bench_index(options: argparse.Namespace) -> str:
    """Measure, and say what came out as a table."""
    ends = time.monotonic() + 60 * options.limit_minutes
    done = _recorded(options.record)
    for job in _jobs(options):
        known = [one for one in done if {**one, **job} == one]
        if known:
            continue
        if time.monotonic() > ends:
            break
        with TemporaryDirectory(prefix="scale-") as folder:
            for measure in _run({**job, "folder": folder, "data": str(options.data)}):
                done.append(measure)
                if options.record:
                    with options.record.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(measure) + "\n")
    return as_text(done)


def _jobs(options: argparse.Namespace) -> list[Measure]:
    plain = ["plain"] if find_spec("langchain_huggingface") else []
    asked = options.questions
    return [
        {"size": size, "round": turn, "who": who, "made": made, "questions": asked}
        for made, sizes in ((False, options.sizes), (True, options.made))
        for size in sizes
        for turn in range(options.rounds)
        for who in ["ours", *([] if made else plain)]
    ]


def _run(job: Measure) -> list[Measure]:
    """The steps of one job, one process after the other."""
    write_corpus(Path(job["data"]), job["size"], Path(job["folder"], "sources"))
    kept = {name: job[name] for name in ("size", "round", "who", "made", "questions")}
    steps = ("build", "again", "ask") if job["who"] == "ours" else ("build", "ask")
    measures = []
    for name in steps:
        if name == "again":
            change_some(Path(job["folder"], "sources"), SHARE)
        given = json.dumps({**job, "step": name})
        ended = subprocess.run([sys.executable, "-c", ONCE, given], capture_output=True, text=True)
        if ended.returncode:
            last = (ended.stderr.strip().splitlines() or ["it said nothing"])[-1]
            raise Problem(f"The step {name} of {kept} failed: {last}")
        measures.append({**kept, "step": name, **json.loads(ended.stdout.splitlines()[-1])})
    return measures


def step(given: str) -> None:
    """What a process of its own does: one step, and its figures on the last line."""
    job = json.loads(given)
    data, folder = Path(job["data"]), Path(job["folder"])
    sources, index = folder / "sources", folder / "index"
    asked = questions(data, job["questions"])
    steps: dict[tuple[str, str], Callable[[], Measure]] = {
        ("ours", "build"): lambda: build_ours(sources, index, _embedder(job)),
        ("ours", "again"): lambda: build_ours(sources, index, _embedder(job)),
        ("ours", "ask"): lambda: ask_ours(index, asked, _embedder(job)),
        ("plain", "build"): lambda: build_plain(sources, index),
        ("plain", "ask"): lambda: ask_plain(index, asked),
    }
    found = steps[job["who"], job["step"]]()
    found["peak_mb"] = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write("\n" + json.dumps(found) + "\n")


def _embedder(job: Measure) -> Embedder:
    if not job["made"]:
        return MiniLM(threads=os.cpu_count() or 1)
    from eval.scale.made import MadeVectors

    return MadeVectors([text[:800] for text in islice(paragraphs(Path(job["data"])), BASES)])


def as_text(measures: Sequence[Measure]) -> str:
    """A row for each step; a build of ours stands beside the plain one of its round."""
    rows: list[tuple[str, ...]] = [("paragraphs", "round", "who", "vectors", "step", "figures")]
    for one in measures:
        figures = {
            name: value
            for name, value in one.items()
            if name not in ("size", "round", "who", "made", "questions", "step")
        }
        if one["step"] != "ask" and "bytes" in one:
            figures["bytes_a_passage"] = one["bytes"] / one["passages"]
            figures["passages_a_second"] = one["passages"] / one["seconds"]
        plain = [
            other
            for other in measures
            if (other["who"], other["step"], one["who"]) == ("plain", "build", "ours")
            and (other["size"], other["round"]) == (one["size"], one["round"])
        ]
        if plain and "bytes" in one and not one["made"]:
            # the processor's time too, which others' work on the machine disturbs less
            for unit in ("seconds", "cpu_seconds"):
                figures[f"plain_over_ours_{unit}"] = plain[0][unit] / one[unit]
        said = ", ".join(f"{name} {value:.4g}" for name, value in figures.items())
        vectors = "made" if one["made"] else "embedded"
        rows.append((str(one["size"]), str(one["round"]), one["who"], vectors, one["step"], said))
    return columns(rows)


def _recorded(file: Path | None) -> list[Measure]:
    if file is None or not file.exists():
        return []
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def _numbers(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError as error:
        raise BadInput(f"{text!r} is not a list of numbers such as 1000,10000") from error

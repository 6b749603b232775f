"""python -m eval judge."""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.errors import BadJudge
from eval.judge.agreement import any_opinion
from eval.judge.measures import DeepEval
from eval.judge.model import KEY, greet, open_chat
from eval.judge.opinion import Judge, Judged, chosen, judge_cases
from eval.judge.report import as_json, as_text
from eval.record import Run, read_runs, write_file

AT_ONCE = 4

Progress = Callable[[int, int], None]


def parser() -> argparse.ArgumentParser:
    """The options of `python -m eval judge`."""
    parser = argparse.ArgumentParser(
        prog="python -m eval judge",
        description="A language model's opinion of a run's answers, beside our measured figures.",
        epilog="The text of the sources is sent to that model. Keys are read from the environment: "
        f"that of the provider (such as OPENAI_API_KEY), or {KEY} for a server of --base-url.",
    )
    add = parser.add_argument
    add("--run", type=Path, required=True, metavar="RUN.json", help="what --json wrote")
    add("--model", required=True, metavar="PROVIDER:NAME", help="as LangChain names it")
    add(
        "--base-url", metavar="URL",
        help="a server that speaks OpenAI's protocol; --model is then the name alone",
    )  # fmt: skip
    add("--limit", type=_count, metavar="N", help="judge so many cases of each corpus, by chance")
    add("--json", type=Path, metavar="FILE", help="write every opinion as JSON too")
    add(
        "--temperature", type=_temperature, default=0.0, metavar="T",
        help="'unset' leaves it to the model (default: 0)",
    )  # fmt: skip
    add(
        "--at-once", type=_count, default=AT_ONCE, metavar="N",
        help="cases judged at the same time (default: %(default)s)",
    )  # fmt: skip
    return parser


def _count(text: str) -> int:
    if (count := int(text)) < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return count


def _temperature(text: str) -> float | None:
    return None if text == "unset" else float(text)


def judge(options: argparse.Namespace, progress: Progress) -> str:
    """Have the answers of a run judged, and say what came of it.

    Raises:
        BadRun: the file is no run, or holds no answer.
        BadJudge: the extra is missing, or the model cannot be used.
    """
    runs = read_runs(options.run)
    chat = open_chat(options.model, options.base_url, options.temperature)
    library = DeepEval(chat, options.model)
    greet(chat, options.model)
    by = f"{options.model} with {library.version}"
    cases = judge_runs(library, runs, options.limit, options.at_once, progress)
    if options.json:
        values = [as_json(run, some, by) for run, some in zip(runs, cases, strict=True)]
        write_file(options.json, json.dumps(values, indent=2, ensure_ascii=False) + "\n")
    return "\n\n".join(as_text(run, some, by) for run, some in zip(runs, cases, strict=True))


def judge_runs(
    judge: Judge, runs: Sequence[Run], limit: int | None, at_once: int, progress: Progress
) -> list[tuple[Judged, ...]]:
    """The opinions of the answered cases of each run.

    Raises:
        BadJudge: there is no answer to judge, or not one opinion was given.
    """
    asked = [chosen(run.cases, limit) for run in runs]
    total = sum(map(len, asked))
    if not total:
        raise BadJudge("The run holds no answer, so that there is nothing to judge.")
    count = iter(range(1, total + 1))
    judged = [
        judge_cases(judge, some, run.texts, at_once, lambda: progress(next(count), total))
        for run, some in zip(runs, asked, strict=True)
    ]
    if not any(map(any_opinion, judged)):
        first = next(said for some in judged for one in some for said in one.opinions.values())
        raise BadJudge(f"Not one answer could be judged. The first reason: {first.why}.")
    return judged

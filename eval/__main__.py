"""python -m eval | python -m eval retrieval | python -m eval bench."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

from eval.bench import PARAGRAPHS, bench
from eval.bench import as_text as bench_as_text
from eval.benchmarks.command import benchmark
from eval.benchmarks.command import parser as benchmark_parser
from eval.case import Corpus, load_cases
from eval.command import REPORTS
from eval.history import History
from eval.judge.command import judge
from eval.judge.command import parser as judge_parser
from eval.make.command import cases as cases_from
from eval.make.command import cases_parser, make, make_parser, run_parser
from eval.make.command import run as run_own
from eval.model.command import model as with_model
from eval.model.command import parser as model_parser
from eval.model.injection import injections
from eval.model.injection import parser as injections_parser
from eval.page import as_html
from eval.quotes.command import parser as quotes_parser
from eval.quotes.command import quotes
from eval.record import Run, write_file
from eval.report import as_text, failures, figures, runs_as_json
from eval.retrieval import as_text as retrieval_as_text
from eval.retrieval import compare
from eval.run import open_corpus
from eval.scale.command import bench_index
from eval.scale.command import parser as scale_parser
from eval.serving.command import bench_serving
from eval.serving.command import parser as serving_parser
from eval.suite import ALL, case_files, run_over
from eval.support.command import parser as support_parser
from eval.support.command import support
from eval.thresholds import Thresholds, load_thresholds, missed
from index.command import SOURCES, run
from index.embed import Embedder
from index.minilm import MiniLM

CASES = Path("eval/cases")
THRESHOLDS = Path("eval/thresholds.toml")
ORIGINALS = Path("../shared/seeds")
CHUNK_RETRIEVAL = Path("../shared/data/chunk-retrieval")
PARAGRAPH_FILE = Path("../shared/data/answer-sentences/paragraphs.jsonl")

MISSED = 1
# commands that say something and need the embedding model
ASKING = {
    "model": (model_parser, with_model),
    "injections": (injections_parser, injections),
    "support": (support_parser, support),
    "run": (run_parser, run_own),
}


def main(arguments: list[str] | None = None, embedder: Embedder | None = None) -> int:
    """Run one command and return its exit code.

    0: done; 1: a figure missed its threshold; 3: a problem. `embedder` is the bundled model unless
    another is given.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if given and given[0] in REPORTS:
        return run(lambda: REPORTS[given[0]](given[1:]))
    if given[:1] == ["make"]:
        options = make_parser().parse_args(given[1:])
        return run(lambda: _said(make(options)))
    if given[:1] == ["cases"]:
        options = cases_parser().parse_args(given[1:])
        return run(lambda: _said(cases_from(options)))
    if given[:1] == ["bench-index"]:
        options = scale_parser().parse_args(given[1:])
        return run(lambda: _said(bench_index(options)))
    if given[:1] == ["bench-serving"]:
        options = serving_parser().parse_args(given[1:])
        return run(lambda: _said(bench_serving(options)))
    if given[:1] == ["judge"]:
        options = judge_parser().parse_args(given[1:])
        return run(lambda: _judge(options))
    if given[:1] == ["quotes"]:
        options = quotes_parser().parse_args(given[1:])
        return run(lambda: _quotes(options))
    # as many threads as the assistant has, since what it takes to answer is measured
    model = embedder or MiniLM()
    if given[:1] == ["retrieval"]:
        data: Path = _retrieval_parser().parse_args(given[1:]).data
        return run(lambda: _retrieval(data, model))
    if given[:1] == ["bench"]:
        options = _bench_parser().parse_args(given[1:])
        return run(lambda: _bench(options))
    if given[:1] == ["benchmark"]:
        options = benchmark_parser().parse_args(given[1:])
        return run(lambda: _benchmark(options, model))
    if given and given[0] in ASKING:
        read, work = ASKING[given[0]]
        options = read().parse_args(given[1:])
        return run(lambda: _said(work(options, model)))
    options = _parser().parse_args(given)
    return run(lambda: _evaluate(options, model))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval",
        description="Ask every question of the case files and judge the replies.",
        epilog="Or: make, cases, run, model, injections, quotes, support, judge, html, compare, "
        "figures, retrieval, bench, bench-index, bench-serving or benchmark.",
    )
    _path(parser, "--cases", CASES, "the folder of case files")
    parser.add_argument(
        "--corpus", choices=[*Corpus, ALL], default=ALL, help="which documents (default: all)"
    )
    parser.add_argument(
        "--half", default=ALL, metavar="dev|test|all", help="which case file (default: all)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a report as one web page")
    _path(parser, "--history", None, "a folder of runs to keep this one in too")
    parser.add_argument("--failures", action="store_true", help="list each case with a wrong reply")
    _path(parser, "--sources", SOURCES, "the folder of briefs")
    _path(parser, "--originals", ORIGINALS, "the folder of original articles, if there is one")
    _path(parser, "--thresholds", THRESHOLDS, "the figures to reach")
    _path(parser, "--settings", None, "a settings file (default: settings.toml, if it is there)")
    return parser


def _retrieval_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval retrieval",
        description="Dense, lexical and fused ranking on Chroma's chunking evaluation set.",
    )
    _path(parser, "--data", CHUNK_RETRIEVAL, "the folder with questions.csv and its corpora")
    return parser


def _bench_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval bench",
        description="How fast an index is built and a question answered, beside plain baselines.",
    )
    _path(parser, "--cases", CASES, "the folder of case files")
    _path(parser, "--sources", SOURCES, "the folder of briefs")
    _path(parser, "--paragraphs", PARAGRAPH_FILE, "JSON lines with text that fill the index")
    parser.add_argument(
        "--count", type=int, default=PARAGRAPHS, metavar="N", help="how many (default: %(default)s)"
    )
    return parser


def _path(parser: argparse.ArgumentParser, option: str, default: Path | None, what: str) -> None:
    shown = f"{what} (default: {default})" if default else what
    parser.add_argument(option, type=Path, default=default, metavar="PATH", help=shown)


def _evaluate(options: argparse.Namespace, embedder: Embedder) -> int:
    cases = load_cases(case_files(options.cases, options.half))
    thresholds = load_thresholds(options.thresholds)
    folders = {Corpus.BRIEFS: options.sources, Corpus.ORIGINALS: options.originals}
    runs, short = [], []
    for corpus, folder in folders.items():
        if options.corpus not in (ALL, corpus):
            continue
        if corpus is Corpus.ORIGINALS and not folder.is_dir():
            print(f"originals: skipped, there is no folder {folder}; name it with --originals.\n")
            continue
        with open_corpus(folder, embedder, options.settings) as assistant:
            report = run_over(assistant, cases, folder, corpus, corpus)
        runs.append(report)
        print(f"{as_text(report)}\n")
        if options.failures:
            print(*failures(report), sep="\n", end="\n\n")
        short += _missed(report, thresholds.get(corpus, {}))
    if options.json:
        write_file(options.json, runs_as_json(runs))
    if options.html:
        write_file(options.html, as_html(runs))
    if options.history:
        print(f"kept as {History(options.history).keep(runs)}")
    print(*short, sep="\n", end="\n" if short else "")
    return MISSED if short else 0


def _missed(report: Run, thresholds: Thresholds) -> list[str]:
    return [f"{report.corpus}: {line}" for line in missed(figures(report.cases), thresholds)]


def _said(words: str) -> int:
    print(words)
    return 0


def _retrieval(data: Path, embedder: Embedder) -> int:
    print(retrieval_as_text(compare(data, embedder)))
    return 0


def _benchmark(options: argparse.Namespace, embedder: Embedder) -> int:
    with _bar("embedding", " passages") as progress:
        figures = benchmark(options, embedder, progress)
    return _said(figures)


def _quotes(options: argparse.Namespace) -> int:
    figures, reached = quotes(options)
    print(figures)
    return 0 if reached else MISSED


def _judge(options: argparse.Namespace) -> int:
    with _bar("judging", " cases") as progress:
        figures = judge(options, progress)
    return _said(figures)


@contextmanager
def _bar(what: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    with tqdm(desc=what, unit=unit, disable=None, leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield progress


def _bench(options: argparse.Namespace) -> int:
    questions = [case.question for case in load_cases(case_files(options.cases, "dev"))]
    print(bench_as_text(bench(options.sources, questions, options.paragraphs, options.count)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

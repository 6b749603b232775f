"""python -m eval model: the shipped questions with and without a language model."""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.open import open_writer
from assistant.writer.settings import ModelSettings
from eval.case import Case, Corpus, load_cases
from eval.errors import BadJudge
from eval.metrics import METRICS
from eval.model.ablation import Drafted, ablation, drafted
from eval.model.adversary import ScriptedChat, half_true
from eval.model.recorded import recorded
from eval.record import Run
from eval.report import figures, shown
from eval.run import open_corpus
from eval.suite import ALL, SHIPPED, case_files, run_over
from eval.table import columns
from index.command import SOURCES
from index.embed import Embedder
from index.settings import load_settings

NAMES = ("default", "with the model")


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    made = argparse.ArgumentParser(
        prog="python -m eval model",
        description="Ask every question with and without the language model of the settings.",
    )
    made.add_argument("--settings", type=Path, metavar="FILE")
    made.add_argument(
        "--scripted", action="store_true",
        help="in its place a model of ours, which tells the truth and a lie by turns",
    )  # fmt: skip
    made.add_argument(
        "--record", type=Path, required=True, metavar="FILE",
        help="where the model's replies are written down; what is there is not asked again",
    )  # fmt: skip
    made.add_argument("--replay", action="store_true", help="ask nothing that is not written down")
    made.add_argument("--corpus", choices=[*Corpus], default=Corpus.BRIEFS)
    made.add_argument("--half", default=ALL, metavar="dev|test|all")
    made.add_argument("--cases", type=Path, default=SHIPPED, metavar="DIR")
    made.add_argument("--sources", type=Path, default=SOURCES, metavar="DIR")
    made.add_argument("--shown", action="store_true", help="print every statement that is shown")
    return made


@dataclass(frozen=True)
class Comparison:
    """The same questions without and with a model, and all that it wrote."""

    default: Run
    model: Run
    statements: tuple[Drafted, ...]


def compare(assistant: Assistant, cases: Sequence[Case], options: argparse.Namespace) -> Comparison:
    """Ask some questions twice; `assistant` has the model."""
    alone = replace(assistant, writer=None)
    default, model = (
        run_over(one, cases, options.sources, name, options.corpus)
        for one, name in zip((alone, assistant), NAMES, strict=True)
    )
    return Comparison(default, model, tuple(drafted(assistant, cases)))


def model(options: argparse.Namespace, embedder: Embedder) -> str:
    """Run the command and say what came of it.

    Raises:
        BadJudge: the settings name no language model.
    """
    settings = load_settings(ModelSettings, "model", options.settings)
    cases = load_cases(case_files(options.cases, options.half))
    scripted = ScriptedChat(half_true) if options.scripted else None
    with open_corpus(options.sources, embedder, options.settings) as assistant:
        writer = open_writer(settings, assistant.index.embedder, scripted)
        if writer is None:
            raise BadJudge("No language model is named: give --settings FILE with a table [model].")
        writer = recorded(writer, options.record, options.replay)
        return as_text(compare(replace(assistant, writer=writer), cases, options), options.shown)


def as_text(found: Comparison, every: bool = False) -> str:
    """The figures side by side, what became of the statements, and what each check is worth."""
    runs = [figures(run.cases) for run in (found.default, found.model)]
    rows: list[tuple[str, ...]] = [("", *NAMES)]
    rows += [
        (metric.name, *(shown(metric, run[metric.name]) for run in runs)) for metric in METRICS
    ]
    held = [one for one in found.statements if one.shown]
    failed = Counter(name for one in found.statements for name in one.failed)
    without = ablation(found.statements)
    checks = [("check", "statements that fail it", "shown without it")]
    checks += [(name, str(n), str(without[name])) for name, n in failed.most_common()]
    cited, needed = sum(one.cited for one in held), sum(one.needed for one in held)
    lines = [
        columns(rows),
        "",
        f"{len(found.statements)} statements drafted, {len(held)} shown; "
        f"{needed} of their {cited} citations needed",
        "",
        columns(checks),
    ]
    if every:
        lines += ["", *(f"{one.answer.question}\n    {one.statement.text}" for one in held)]
    return "\n".join(lines)

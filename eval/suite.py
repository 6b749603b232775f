"""Cases asked of an assistant that is open already, so that no model is loaded twice."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from assistant.assistant import Assistant
from assistant.open import over
from eval.case import Case, Corpus, check_cases, load_cases
from eval.record import Run
from eval.run import run_cases
from index.build import build
from index.command import SOURCES
from index.errors import BadInput
from index.retrieve import Index
from index.settings import IndexSettings
from index.writer import Progress

SHIPPED = Path(__file__).with_name("cases")
ALL = "all"


def run_shipped(
    assistant: Assistant,
    sources: Path = SOURCES,
    half: str = ALL,
    count: int | None = None,
    progress: Progress = lambda done, total: None,
) -> Run:
    """The run of the shipped questions over the shipped sources.

    Args:
        assistant: whose models and settings answer, over whatever index.
        sources: the folder of briefs.
        half: dev, test or all.
        count: so many of them, where given; see `sample`.
        progress: called with the cases asked so far and their total; what it raises ends the run.

    Raises:
        BadInput: there is no such half, or nothing to ask.
        Problem: the folder cannot be used; see `index.errors`.
    """
    cases = sample(load_cases(case_files(SHIPPED, half)), count)
    with over_folder(assistant, sources, lambda *_: progress(0, len(cases))) as asked:
        return run_over(asked, cases, sources, Corpus.BRIEFS, progress=progress)


def run_own(
    assistant: Assistant,
    file: Path,
    sources: Path,
    count: int | None = None,
    progress: Progress = lambda done, total: None,
) -> Run:
    """The run of one's own case file over any folder; otherwise like `run_shipped`.

    Raises:
        BadCases: it is no case file, or a gold phrase does not stand exactly once in its document.
        BadInput: it holds no case that is kept.
        Problem: the folder cannot be used; see `index.errors`.
    """
    cases = sample(kept_cases(file), count)
    with over_folder(assistant, sources, lambda *_: progress(0, len(cases))) as asked:
        return run_over(asked, cases, sources, sources.name, progress=progress)


def case_files(folder: Path, half: str) -> list[Path]:
    """The case files of a folder by name: all of them, or that of one half.

    Raises:
        BadInput: there are none.
    """
    files = sorted(file for file in folder.glob("*.yaml") if half in (ALL, file.stem))
    if not files:
        raise BadInput(f"There is no case file {'*' if half == ALL else half}.yaml in {folder}.")
    return files


def kept_cases(file: Path) -> tuple[Case, ...]:
    """The cases of a file that are kept.

    Raises:
        BadCases: it is no case file.
        BadInput: there are none.
    """
    cases = load_cases([file])
    if not cases:
        raise BadInput(f"{file} holds no case that is kept.")
    return cases


def sample(cases: Sequence[Case], count: int | None) -> tuple[Case, ...]:
    """So many cases drawn by chance, in their order; all where there are no more.

    The same cases always give the same sample, and a larger one holds every smaller one, so that
    two runs can be compared.

    Raises:
        BadInput: none are asked for.
    """
    if count is None:
        return tuple(cases)
    if count < 1:
        raise BadInput(f"At least 1 question must be asked, not {count}.")
    places = list(range(len(cases)))
    Random(0).shuffle(places)
    return tuple(cases[place] for place in sorted(places[:count]))


@contextmanager
def over_folder(assistant: Assistant, sources: Path, working: Progress) -> Iterator[Assistant]:
    """An assistant over a folder, with the models and settings of one that is open.

    Its index is opened anew, so that a rebuild meanwhile takes it from nobody. Where that index is
    of another folder, one is built for the occasion and removed afterwards; `working` is called
    meanwhile.

    Raises:
        Problem: the folder cannot be indexed; see `index.build.build`.
    """
    index = assistant.index
    settings = IndexSettings(**index.manifest.settings)
    with TemporaryDirectory(prefix="eval-") as aside:
        folder = index.folder
        if Path(index.manifest.sources) != sources.resolve():
            folder = Path(aside)
            build(sources, folder, index.embedder, settings, progress=working)
        opened = Index.open(folder, index.embedder, settings)
        try:
            yield over(opened, assistant)
        finally:
            opened.close()


def run_over(
    assistant: Assistant,
    cases: Sequence[Case],
    sources: Path,
    name: str,
    corpus: Corpus = Corpus.BRIEFS,
    progress: Progress = lambda done, total: None,
) -> Run:
    """The run of some cases on an assistant over the index of their folder.

    Args:
        assistant: who is asked.
        cases: what is asked.
        sources: the folder that was indexed.
        name: what the run calls that folder.
        corpus: which gold phrases hold.
        progress: called with the cases asked so far and their total; what it raises ends the run.

    Raises:
        BadCases: a gold phrase does not stand exactly once in its document.
    """
    index = assistant.index
    check_cases(cases, corpus, index.documents)
    outcomes = run_cases(assistant, cases, corpus, sources, progress)
    day = date.today().isoformat()
    return Run.of(name, day, index.documents, len(index.passages), outcomes)

"""Ask an assistant every question of a corpus and keep what came of each."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.assistant import Assistant
from assistant.open import open_assistant
from assistant.present import as_json
from assistant.reply import Answer, Quote, Reply
from assistant.verify import Verdict, verify_saved
from eval.case import Case, Corpus, Evidence, locate
from index.build import build
from index.embed import Embedder
from index.passage import Hit
from index.settings import IndexSettings, load_settings

SEARCHED = 10  # hits kept for each question: enough for recall@10


@dataclass(frozen=True)
class Outcome:
    """What came of one question.

    `evidence` are the places of its gold phrases in this corpus, `hits` the first ten passages,
    best first, `seconds` the time of the whole reply, and `verdicts` what `assistant.verify` says
    of each quotation, in order.
    """

    case: Case
    evidence: Evidence
    reply: Reply
    hits: tuple[Hit, ...]
    seconds: float
    verdicts: tuple[Verdict, ...]

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotations of the reply; none where it is a refusal."""
        return self.reply.quotes if isinstance(self.reply, Answer) else ()


@contextmanager
def open_corpus(
    sources: Path, embedder: Embedder, settings: Path | None = None
) -> Iterator[Assistant]:
    """An assistant over an index that is built for the occasion and removed afterwards.

    Raises:
        Problem: the sources, the settings or the model cannot be used; see `index.errors`.
    """
    with TemporaryDirectory(prefix="eval-") as folder:
        index = Path(folder)
        build(sources, index, embedder, load_settings(IndexSettings, "index", settings))
        assistant = open_assistant(index, settings, embedder)
        try:
            yield assistant
        finally:
            assistant.index.close()


def run_cases(
    assistant: Assistant, cases: Sequence[Case], corpus: Corpus, sources: Path
) -> tuple[Outcome, ...]:
    """The outcome of each case, in order.

    Args:
        assistant: who is asked.
        cases: what is asked.
        corpus: which gold phrases hold.
        sources: the folder that was indexed; every quotation is checked against its files.

    Raises:
        BadCases: a gold phrase does not stand exactly once in its document.
        QuoteMismatch: the assistant's own gate stopped a reply, which is a fault to be mended.
    """
    found = []
    for case in cases:
        evidence = locate(case, corpus, assistant.index.documents)
        # the search comes first, so that loading the model does not count as answering
        hits = tuple(assistant.index.search(case.question, SEARCHED))
        started = time.perf_counter()
        reply = assistant.reply(case.question)
        seconds = time.perf_counter() - started
        verdicts = verify_quotes(reply, sources)
        found.append(Outcome(case, evidence, reply, hits, seconds, verdicts))
    return tuple(found)


def verify_quotes(reply: Reply, sources: Path) -> tuple[Verdict, ...]:
    """What the check for third parties says of each quotation.

    The reply is saved and read again: `verify_saved` sees the files of the sources and neither
    index nor model, so that it cannot share their faults.
    """
    with TemporaryDirectory(prefix="eval-") as folder:
        saved = Path(folder) / "answer.json"
        saved.write_text(json.dumps(as_json(reply, 0.0)), "utf-8")
        return tuple(one.verdict for one in verify_saved(saved, sources))

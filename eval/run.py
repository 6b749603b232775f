"""Ask an assistant every question of a corpus and keep what came of each."""

import json
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.assistant import Assistant
from assistant.open import open_assistant
from assistant.parts import MOST
from assistant.present import as_json
from assistant.reader import Reader, Reading
from assistant.reply import Answer, Quote, Reason, Refusal, Reply
from assistant.verify import Verdict, verify_saved
from eval.case import Case, Corpus, Evidence, Place, locate
from index.build import build
from index.document import Document, Span
from index.embed import Embedder
from index.passage import Hit, Passage
from index.sentences import sentences
from index.settings import IndexSettings, load_settings
from index.writer import Progress

SEARCHED = 10  # hits kept for each question: enough for recall@10


@dataclass(frozen=True)
class Outcome:
    """What came of one question.

    `evidence` are the places of its gold phrases in this corpus and `sentences` those of the
    sentences around them; `judged` says how many passages of the index meet a gold phrase. `hits`
    are the first ten passages, best first, and `verdicts` what `assistant.verify` says of each
    quotation, in order. `withheld` is what a refusal kept back for want of confidence: what would
    have been answered had it been sure enough. `seconds` is the time of the whole reply.
    """

    case: Case
    evidence: Evidence
    sentences: Evidence
    judged: int
    reply: Reply
    withheld: Answer | None
    hits: tuple[Hit, ...]
    seconds: float
    verdicts: tuple[Verdict, ...]

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotations of the reply; none where it is a refusal."""
        return _quotes(self.reply)


def _quotes(reply: Reply) -> tuple[Quote, ...]:
    return reply.quotes if isinstance(reply, Answer) else ()


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
    assistant: Assistant,
    cases: Sequence[Case],
    corpus: Corpus,
    sources: Path,
    progress: Progress = lambda done, total: None,
) -> tuple[Outcome, ...]:
    """The outcome of each case, in order.

    Args:
        assistant: who is asked.
        cases: what is asked.
        corpus: which gold phrases hold.
        sources: the folder that was indexed; every quotation is checked against its files.
        progress: called with the cases asked so far and their total; what it raises ends the run.

    Raises:
        BadCases: a gold phrase does not stand exactly once in its document.
        QuoteMismatch: the assistant's own gate stopped a reply, which is a fault to be mended.
    """
    assistant = replace(assistant, reader=Remembering(assistant.reader))
    passages: dict[str, list[Passage]] = defaultdict(list)
    for passage in assistant.index.passages:
        passages[passage.document.uri].append(passage)
    found = []
    for case in cases[:1]:
        assistant.reply(case.question)  # so that loading the models does not count as answering
    for done, case in enumerate(cases):
        progress(done, len(cases))
        found.append(_outcome(assistant, case, corpus, passages))
    progress(len(cases), len(cases))
    verdicts = verify_quotes([one.reply for one in found], sources)
    return tuple(replace(one, verdicts=some) for one, some in zip(found, verdicts, strict=True))


def _outcome(
    assistant: Assistant, case: Case, corpus: Corpus, passages: Mapping[str, Sequence[Passage]]
) -> Outcome:
    """What came of one case, without verdicts yet; `passages` are those of each document."""
    documents = assistant.index.documents
    evidence = locate(case, corpus, documents)
    started = time.perf_counter()
    reply = assistant.reply(case.question, after=case.after)
    seconds = time.perf_counter() - started
    searched = assistant.index.search(reply.searched_as or case.question, SEARCHED)
    return Outcome(
        case=case,
        evidence=evidence,
        sentences=tuple(tuple(around(p, documents[p.uri]) for p in f) for f in evidence),
        judged=sum(
            meets(passage, evidence)
            for uri in {place.uri for places in evidence for place in places}
            for passage in passages[uri]
        ),
        reply=reply,
        seconds=seconds,
        withheld=withheld(assistant, case, reply),
        hits=tuple(searched),
        verdicts=(),
    )


@dataclass
class Remembering:
    """A reader that knows what it read last, so that `withheld` costs no second reading."""

    reader: Reader
    last: dict[tuple[str, tuple[str, ...]], Reading] = field(default_factory=dict)

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """What the reader makes of the passages."""
        asked = question, tuple(hit.passage.id for hit in hits)
        reading = self.last.pop(asked, None) or self.reader.read(question, hits)
        while len(self.last) >= MOST:  # a reading for each part of one question
            del self.last[next(iter(self.last))]
        self.last[asked] = reading
        return reading


def withheld(assistant: Assistant, case: Case, reply: Reply) -> Answer | None:
    """The answer that a refusal kept back because it was not sure enough; None where there is none.

    Risk at every coverage is known only where each question has an answer with a confidence.
    """
    if not isinstance(reply, Refusal) or reply.reason is not Reason.NOT_SUPPORTED:
        return None
    said = replace(assistant, threshold=0.0).find(case.question, after=case.after)
    return said if isinstance(said, Answer) else None


def meets(passage: Passage, evidence: Evidence) -> bool:
    """Whether a passage shares a character with any gold phrase of a case."""
    return any(
        passage.document.uri == place.uri and passage.span.meets(place.span)
        for places in evidence
        for place in places
    )


def around(place: Place, document: Document) -> Place:
    """The place of the sentence that a phrase stands in, or of the sentences that it joins.

    A phrase in no sentence, such as one in a heading, stands for itself.

    >>> tides = Document("tides.txt", "They turn. Spring tides follow the moon.", "text/plain")
    >>> around(Place("tides.txt", Span(18, 23)), tides).span.cut(tides.text)
    'Spring tides follow the moon.'
    """
    met = [one for one in _sentences(document) if one.meets(place.span)]
    return Place(place.uri, Span(met[0].start, met[-1].end)) if met else place


@lru_cache(maxsize=256)  # a case file asks about the same few documents again and again
def _sentences(document: Document) -> tuple[Span, ...]:
    return sentences(document)


def verify_quotes(replies: Sequence[Reply], sources: Path) -> list[tuple[Verdict, ...]]:
    """What the check for third parties says of each quotation of each reply.

    The replies are saved and read again: `verify_saved` sees the files of the sources and neither
    index nor model, so that it cannot share their faults.
    """
    if not replies:
        return []
    with TemporaryDirectory(prefix="eval-") as folder:
        saved = Path(folder) / "answers.jsonl"
        lines = (json.dumps(as_json(reply, 0.0)) for reply in replies)
        saved.write_text("\n".join(lines) + "\n", "utf-8")
        verdicts = iter([one.verdict for one in verify_saved(saved, sources)])
    return [tuple(islice(verdicts, len(_quotes(reply)))) for reply in replies]

"""An assistant from what is on the disk: an index, settings, and the reader that they ask for."""

from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from assistant.answerability import calibration
from assistant.assistant import Assistant
from assistant.evidence import EvidenceReader
from assistant.judge import Judge, TrainedJudge
from assistant.late import LateInteraction, calibrated_as
from assistant.reader import Reader
from assistant.settings import AssistantSettings
from assistant.support.checking import failings
from assistant.support.reader import VectorSupport
from assistant.writer.chat import Chat, open_chat
from assistant.writer.settings import ModelSettings
from assistant.writer.writer import Writer
from index.embed import Embedder
from index.models import open_embedder
from index.retrieve import Index
from index.settings import NONE, OURS, IndexSettings, load_settings


def open_assistant(
    index: Path, settings: Path | None = None, embedder: Embedder | None = None
) -> Assistant:
    """The assistant over an index, with the models that the settings name.

    Args:
        index: the folder of the index.
        settings: a settings file that must be there; without it `settings.toml` if it is.
        embedder: in the place of the one that the settings name.

    Raises:
        Problem: the index, the settings or a model cannot be used; see `index.errors`.
    """
    how = load_settings(IndexSettings, "index", settings)
    chosen = load_settings(AssistantSettings, "assistant", settings)
    opened = Index.open(index, embedder or open_embedder(how), how)
    judge = open_judge(chosen.judge)
    likely = calibration("judged" if judge else calibrated_as(opened))
    reader = open_reader(opened, judge)
    writer = open_writer(load_settings(ModelSettings, "model", settings), opened.embedder)
    return Assistant(opened, reader, chosen, likely.threshold(chosen.wrong), writer)


def over(index: Index, assistant: Assistant) -> Assistant:
    """The same assistant over another index with the same settings; no model is loaded again."""
    reader = open_reader(index, open_judge(assistant.settings.judge))
    return replace(assistant, index=index, reader=reader)


def open_writer(
    settings: ModelSettings, embedder: Embedder, chat: Chat | None = None
) -> Writer | None:
    """What writes with the language model that settings name; None where they name none.

    Args:
        settings: the table [model].
        embedder: by whose vectors the support of its words is scored.
        chat: in the place of the one that the settings name.
    """
    if not settings.wanted and chat is None:
        return None
    check = partial(failings, support=VectorSupport(embedder))
    return Writer(chat or open_chat(settings), settings, check)


def open_reader(index: Index, judge: Judge | None) -> Reader:
    """The reader of an index: late interaction alone where there is no judge."""
    late = LateInteraction(index)
    return EvidenceReader(late, judge) if judge else late


@lru_cache(maxsize=2)
def open_judge(name: str) -> Judge | None:
    """The judge that a setting names; one for the whole process.

    Raises:
        ModelProblem: it cannot be loaded.
    """
    if name == NONE:
        return None
    if name == OURS:
        return TrainedJudge()
    from assistant.foreign import ForeignJudge

    return ForeignJudge(name)

"""An assistant from what is on the disk: an index, settings, and the default reader."""

from pathlib import Path

from assistant.assistant import Assistant
from assistant.late import LateInteraction
from assistant.settings import AssistantSettings
from index.embed import Embedder, MiniLM
from index.retrieve import Index
from index.settings import IndexSettings, load_settings


def open_assistant(
    index: Path, settings: Path | None = None, embedder: Embedder | None = None
) -> Assistant:
    """The assistant over an index, with the bundled model unless another is given.

    Raises:
        Problem: the index, the settings or the model cannot be used; see `index.errors`.
    """
    model = embedder or MiniLM()
    opened = Index.open(index, model, load_settings(IndexSettings, "index", settings))
    chosen = load_settings(AssistantSettings, "assistant", settings)
    return Assistant(opened, LateInteraction(opened), chosen)

"""Which models an index is built and read with, by its settings."""

from index.embed import Embedder
from index.minilm import MiniLM
from index.settings import NONE, OURS, IndexSettings


def open_embedder(settings: IndexSettings, threads: int = 1) -> Embedder:
    """The bundled embedding model, with the token vectors that the settings ask for.

    Raises:
        ModelProblem: the setting names a model that cannot be loaded.
    """
    if settings.late in (OURS, NONE):
        return MiniLM(threads, trained=settings.late == OURS)
    from index.foreign import WithForeignTokens

    return WithForeignTokens(MiniLM(threads, trained=False), settings.late)

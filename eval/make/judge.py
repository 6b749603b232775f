"""Judge the assistant on one's own folder, and its reliance on what the folder says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.case import Case
from eval.estimate import Estimate, share
from eval.record import Record, Run
from eval.run import open_corpus
from eval.suite import run_over
from index.embed import Embedder


def judged(
    sources: Path, cases: Sequence[Case], embedder: Embedder, settings: Path | None = None
) -> Run:
    """The run of some cases over one folder.

    Raises:
        BadCases: a gold phrase does not stand exactly once in its document.
        Problem: the folder, the settings or the model cannot be used.
    """
    with open_corpus(sources, embedder, settings) as assistant:
        return run_over(assistant, cases, sources, sources.name)


@dataclass(frozen=True)
class Reliance:
    """What became of right answers when their source was changed, by id of the case."""

    followed: tuple[str, ...]
    refused: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def estimate(self) -> Estimate:
        """The share of right answers that follow their source or are given up.

        >>> Reliance(("a", "b"), ("c",), ("d",)).estimate.value
        0.75
        """
        good = len(self.followed) + len(self.refused)
        return share([True] * good + [False] * len(self.kept)).estimate()

    def __str__(self) -> str:
        """The figure with what it counts.

        >>> print(Reliance(("a",), (), ("d",)))
        reliance  0.500 [0.095, 0.905] n=2: of 2 right answers 1 follow the changed source, 0 are
        given up, 1 keep to other words: d
        """
        one, names = self.estimate, f": {', '.join(self.kept)}" if self.kept else ""
        return (
            f"reliance  {one} n={one.n}: of {one.n} right answers {len(self.followed)} follow the "
            f"changed source, {len(self.refused)} are given up, {len(self.kept)} keep to other "
            f"words{names}"
        )


def reliance(before: Sequence[Record], after: Sequence[Record]) -> Reliance:
    """How answers that were right on a folder fare on its changed copy; cases are known by id."""
    changed: Mapping[str, Record] = {case.id: case for case in after}
    right = [case.id for case in before if case.right and case.answerable and case.id in changed]
    return Reliance(
        followed=tuple(name for name in right if changed[name].right),
        refused=tuple(name for name in right if not changed[name].answered),
        kept=tuple(name for name in right if changed[name].answered and not changed[name].right),
    )

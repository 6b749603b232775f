"""How many pass: supported prose should, unsupported should not; and what each check is worth."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.support.checking import failings
from assistant.support.operators import Check
from assistant.support.reader import Support
from eval.support.cited import Example


@dataclass(frozen=True)
class Outcome:
    """An example and the checks that it fails."""

    example: Example
    failed: frozenset[Check]

    @property
    def passed(self) -> bool:
        """Whether it would be shown."""
        return not self.failed


@dataclass(frozen=True)
class Row:
    """How many of the examples of a kind pass."""

    kind: str
    n: int
    passed: int


def outcomes(examples: Sequence[Example], support: Support | None = None) -> list[Outcome]:
    """What becomes of each example, with all checks."""
    return [Outcome(one, _failed(one, support, frozenset(Check))) for one in examples]


def rows(found: Sequence[Outcome]) -> list[Row]:
    """The figures by kind, in the order in which kinds come."""
    n = Counter(one.example.kind for one in found)
    passed = Counter(one.example.kind for one in found if one.passed)
    return [Row(kind, count, passed[kind]) for kind, count in n.items()]


@dataclass(frozen=True)
class Ablation:
    """Of the unsupported: how many pass without a check, and how many it catches alone.

    `lost` is how many of the supported pass with it off that do not with it on.
    """

    check: Check
    slip: int
    alone: int
    lost: int


def ablations(
    false: Sequence[Example], true: Sequence[Example], support: Support | None = None
) -> list[Ablation]:
    """What each check is worth; the reader is asked once for each example that reaches it."""
    everything = frozenset(Check)
    kept = Counter(check for one in true for check in _sole(one, support))
    found = []
    for check in Check:
        slip = sum(not _failed(one, support, everything - {check}) for one in false)
        alone = sum(bool(_failed(one, support, {check})) for one in false)
        found.append(Ablation(check, slip, alone, kept[check]))
    return found


def _sole(one: Example, support: Support | None) -> list[Check]:
    """The checks without each of which an example would pass that does not."""
    failed = _failed(one, support, frozenset(Check))
    return [check for check in failed if not _failed(one, support, frozenset(Check) - {check})]


def _failed(one: Example, support: Support | None, checks: Collection[Check]) -> frozenset[Check]:
    found = failings(one.prose, one.quotes, "", support, checks)
    return frozenset(failing.check for failing in found)

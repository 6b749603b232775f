"""Each trial given to the checker, and what came of it, by kind."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.checking.check import Checker, Verdict
from eval.estimate import Estimate, proportion
from eval.quotes.trials import Trial
from eval.table import columns
from index.document import Document

CAUGHT, ACCEPTED = 1.0, 0.99  # the bars


@dataclass(frozen=True)
class Outcome:
    """A trial with the verdicts on its quotations; `right` is whether these are as they should."""

    trial: Trial
    verdicts: tuple[Verdict, ...]
    right: bool


def outcomes(trials: Iterable[Trial], documents: Sequence[Document]) -> list[Outcome]:
    """What the checker says of each trial.

    A true quotation must be verified with all that is quoted in it; of an untrue one the whole must
    be found, and not be verified, whatever is quoted within it.
    """
    checker = Checker(documents)
    found = []
    for trial in trials:
        checked = checker.check(trial.text)
        verdicts = tuple(one.verdict for one in checked)
        if trial.true:
            right = bool(verdicts) and set(verdicts) == {Verdict.VERIFIED}
        else:
            whole = max(checked, key=lambda one: len(one.quote), default=None)
            right = whole is not None and whole.verdict is not Verdict.VERIFIED
        found.append(Outcome(trial, verdicts, right))
    return found


def by_kind(found: Iterable[Outcome]) -> dict[str, Estimate]:
    """The share of right verdicts for each kind of trial, with their number, and for all."""
    kinds: defaultdict[str, list[bool]] = defaultdict(list)
    for one in found:
        kinds[one.trial.kind].append(one.right)
    shares = {kind: proportion(rights) for kind, rights in kinds.items()}
    return {**shares, "all": proportion([one for rights in kinds.values() for one in rights])}


def as_text(altered: Sequence[Outcome], honest: Sequence[Outcome]) -> str:
    """Both tables."""
    tables = []
    for head, found in (("altered", altered), ("honest", honest)):
        rows = [(head, "n", "caught" if head == "altered" else "accepted", "share")]
        for kind, share in by_kind(found).items():
            right = round((share.value or 0) * share.n)
            rows.append((kind, str(share.n), str(right), str(share)))
        tables.append(columns(rows))
    return "\n\n".join(tables)


def missed(altered: Sequence[Outcome], honest: Sequence[Outcome]) -> list[str]:
    """The bars that were not reached, a line each."""
    bars = (
        ("altered quotations caught", altered, CAUGHT),
        ("honest ones accepted", honest, ACCEPTED),
    )
    shares = ((what, by_kind(found)["all"].value or 0.0, bar) for what, found, bar in bars)
    return [f"{what}: {share:.4f}, wanted {bar}" for what, share, bar in shares if share < bar]

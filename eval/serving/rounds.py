"""What users waited in each state of a page, and the ratio to the idle one."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from eval.serving.generations import Generations
from eval.serving.users import Users
from eval.table import columns

IDLE, BUSY = "idle", "busy"
CHANGED = "is changed since it was read"  # assistant.errors.SourceChanged


@dataclass(frozen=True)
class Round:
    """A state of the page from one moment of `time.monotonic` to another."""

    state: str
    start: float
    end: float

    @classmethod
    @contextmanager
    def timed(cls, state: str, rounds: list["Round"]) -> Iterator[None]:
        """Add the round that the block is."""
        start = time.monotonic()
        yield
        rounds.append(cls(state, start, time.monotonic()))


def as_text(title: str, rounds: Sequence[Round], users: Users, seen: Generations) -> str:
    """A table of what users waited, under what they were told."""
    replies = [one.reply for one in users.asked if one.reply]
    failed = [one.error for one in users.asked if one.error]
    # by design: what a changed file said is never quoted, and it may take longer to read it again
    # than anybody waits
    errors = [error for error in failed if CHANGED not in error]
    mixed = sum(not seen.of(reply) for reply in replies)
    head = (
        f"{title}: {len(replies)} replies over {len(seen.texts)} generations, {mixed} mixed, "
        f"{len(errors)} errors, {len(failed) - len(errors)} told of a changed file"
    )
    rows: list[tuple[str, ...]] = [
        ("state", "rounds", "n", "median, s", "p95, s", "longest, s", "medians of rounds, s")
    ]
    p95 = {}
    for state in (IDLE, BUSY):
        each = [_seconds(users, one) for one in rounds if one.state == state]
        whole = np.concatenate(each)
        p95[state] = np.percentile(whole, 95)
        medians = [float(np.median(some)) for some in each if len(some)]
        figures = (np.median(whole), p95[state], whole.max())
        spread = f"{min(medians):.3f} to {max(medians):.3f}"
        rows.append(
            (state, str(len(each)), str(len(whole)), *(f"{f:.3f}" for f in figures), spread)
        )
    ratio = f"p95 busy over idle: {p95[BUSY] / p95[IDLE]:.2f}"
    return "\n".join([head, columns(rows), ratio, *sorted(set(errors))[:5]])


def _seconds(users: Users, one: Round) -> np.ndarray:
    return np.array([asked.seconds for asked in users.asked if one.start <= asked.began < one.end])

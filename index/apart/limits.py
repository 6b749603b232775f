"""What reading one file may cost, and how much may come of it."""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What a child may use.

    `memory` are bytes of address space above what it has when it is ready; `cpu` and `wall` are
    seconds for one file; `files` is how many it reads before another takes its place, since what a
    library leaks should not add up; `idle` are the seconds after which one that has nothing to do
    ends itself.
    """

    memory: int = 1024 * MB
    cpu: int = 30
    wall: int = 60
    files: int = 200
    idle: int = 60


LIMITS = Limits()
LONGEST_WHY = 1000  # characters of a reason
START = 60  # seconds that a child may take until it is ready

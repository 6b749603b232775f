"""Whether the vectors of a finished generation can be opened and asked, tried before it is named.

A graph with a damaged file does not make Chroma fail but ends the whole process (SIGSEGV). So what
is to be served is opened in a child process first, and only if that comes back well does the
pointer move. The seal holds from then on: a later reader opens the very bytes that were tried.
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from index.embed import Vectors
from index.errors import DamagedIndex
from index.generation import VECTORS
from index.seal import GRAPH, check_seal
from index.store import Store

ALIKE = 0.999  # cosine of a vector with itself, as it comes back
CANARIES = 5
SECONDS = 120


def probe(folder: Path, passages: int) -> None:
    """Prove a sealed generation, in a child process where it holds a graph.

    Below a thousand vectors Chroma keeps no graph: all that it would read is its database, which
    the seal has just read whole, and no child is needed.

    Args:
        folder: the generation, not yet the current one.
        passages: how many vectors it must hold.

    Raises:
        DamagedIndex: something is missing, or a vector is not found by itself.
    """
    check_seal(folder)
    if not any((folder / VECTORS).rglob(GRAPH)):
        return
    command = [sys.executable, "-m", "index.probe", str((folder / VECTORS).resolve())]
    try:
        child = subprocess.run(
            [*command, str(passages)],
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
            cwd=Path(__file__).parents[1],
        )
        why = child.stderr.strip().rsplit("\n")[-1] or f"exit {child.returncode}"
    except subprocess.TimeoutExpired:
        child, why = None, f"no answer within {SECONDS} s"
    if child is None or child.returncode:
        raise DamagedIndex(
            f"What was just written to {folder} cannot be read back ({why}), so it is not used. "
            "Build again; if it stays so, the disk may be failing."
        )


def ask(store: Store, canaries: Mapping[str, Vectors]) -> None:
    """See that each of some passages is found by its own vector, shape (dimensions,).

    Raises:
        DamagedIndex: one is not.
    """
    for name, vector in canaries.items():
        own = store.cosines(vector, [name]).get(name, 0.0)
        best = store.nearest(vector, 1)
        if own < ALIKE or not best or best[0][1] < ALIKE:
            raise DamagedIndex(f"The passage {name} is not found by its own words; build again.")


def main() -> int:
    """Prove the store that the arguments name: its folder, and how many vectors it must hold."""
    folder, passages = Path(sys.argv[1]), int(sys.argv[2])
    with Store(folder) as store:
        if len(store) != passages:
            raise DamagedIndex(f"{len(store)} vectors for {passages} passages")
        ask(store, store.sample(CANARIES))
    return 0


if __name__ == "__main__":
    sys.exit(main())

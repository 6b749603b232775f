"""E5: of eight that build one index at once, one does and seven say that they do not."""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from index.embed import HashingEmbedder
from index.retrieve import Index
from tests.conftest import REPOSITORY

WRITERS = 8
ROUNDS = 100 if os.environ.get("CHAPTER_FULL") else 4

# the one that holds the lock says so and waits, so that the others meet it however slow they are
WRITER = """
import sys
from pathlib import Path
from index.build import build
from index.command import run
from index.embed import HashingEmbedder
sources, index = map(Path, sys.argv[1:])
def once():
    waited = []
    def tell(report):
        if not waited:
            waited.append(print("held", flush=True))
            sys.stdin.readline()
    build(sources, index, HashingEmbedder(), tell=tell)
    return 0
for line in sys.stdin:
    print(run(once), flush=True)
"""


class Writer:
    def __init__(self, sources: Path, index: Path, stack: ExitStack) -> None:
        self.process = stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-c", WRITER, sources, index],
                cwd=REPOSITORY,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )

    def go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def said(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


def test_of_eight_writers_one_wins_and_seven_exit_with_three(tides: Path, tmp_path: Path) -> None:
    """E5: and the index is what the one has written."""
    index = tmp_path / "index"
    with ExitStack() as stack:
        writers = [Writer(tides, index, stack) for _ in range(WRITERS)]
        for turn in range(ROUNDS):
            (tides / "turn.txt").write_text(f"This is turn {turn} of the wheel.")
            for writer in writers:
                writer.go()
            said = [writer.said() for writer in writers]
            assert sorted(said) == ["3"] * 7 + ["held"]
            winner = writers[said.index("held")]
            winner.go()
            assert winner.said() == "0"
            opened = Index.open(index, HashingEmbedder())
            assert f"turn {turn} of" in opened.documents["turn.txt"].text
            opened.close()
        ends = [writer.process.communicate() for writer in writers]
    lines = [line for _, errors in ends for line in errors.splitlines()]
    assert len(lines) == ROUNDS * 7
    assert set(lines) == {
        f"error: Another process is building the index at {index}. "
        "Wait for it, or use another --index."
    }

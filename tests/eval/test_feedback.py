import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import feedback as module
from eval.errors import FeedbackProblem
from eval.feedback import FeedbackStore
from eval.rating import Feedback, Rating, Shown
from tests.conftest import REPOSITORY

HELPFUL = Feedback(
    rating=Rating.HELPFUL,
    question="when is high water?",
    searched_as="when is high tide?",
    after=("what is a tide?",),
    quotes=(Shown("tides.md", "0f", 20, 27, "at noon", short=(23, 27), part="when"),),
    comment="Just what I needed.",
    at="2026-11-22T10:00:00+00:00",
    generation="gen-000001",
    documents="ab",
)
REFUSED = replace(HELPFUL, quotes=(), rating=Rating.SHOULD_HAVE_ANSWERED)
MANY = """
import sys
from eval.feedback import FeedbackStore
from tests.eval.test_feedback import HELPFUL
for _ in range(25):
    FeedbackStore(__import__("pathlib").Path(sys.argv[1])).add(HELPFUL)
"""


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    """A store whose file and folder are not there yet."""
    return FeedbackStore(tmp_path / "new" / "feedback.sqlite3")


def held(store: FeedbackStore, words: str) -> bool:
    """Whether words stand in any file of the store's folder, in whatever part of it."""
    return any(words.encode() in path.read_bytes() for path in store.file.parent.iterdir())


def test_what_is_added_is_listed_as_it_was_the_oldest_first(store: FeedbackStore) -> None:
    assert store.entries() == {}
    assert [store.add(HELPFUL), store.add(REFUSED)] == [1, 2]
    assert FeedbackStore(store.file).entries() == {1: HELPFUL, 2: REFUSED}
    assert len(store) == 2


@given(question=st.text(min_size=1), comment=st.text(max_size=50), words=st.text(min_size=1))
def test_any_text_comes_back_as_it_was(question: str, comment: str, words: str) -> None:
    shown = Shown(words, "", 0, len(words), words)
    feedback = replace(HELPFUL, question=question, comment=comment, quotes=(shown,))
    with TemporaryDirectory() as folder:
        store = FeedbackStore(Path(folder) / "f")
        number = store.add(feedback)
        assert store.entries() == {number: feedback}


def test_what_people_ask_is_not_for_everybodys_eyes(store: FeedbackStore) -> None:
    store.add(HELPFUL)
    assert store.file.stat().st_mode & 0o777 == 0o600


def test_what_is_deleted_is_gone_from_the_disk_and_its_number_is_not_given_again(
    store: FeedbackStore,
) -> None:
    words = "a name that must go. " * 90  # more than a page of the file
    store.add(HELPFUL)
    store.add(replace(HELPFUL, comment=words))
    assert held(store, "a name that must go")
    assert store.delete(2)
    assert not held(store, "a name that must go")
    assert not store.delete(2)
    assert store.entries() == {1: HELPFUL}
    assert store.add(REFUSED) == 3


def test_all_is_cleared_for_good_also_while_another_has_the_file_open(
    store: FeedbackStore,
) -> None:
    for number in range(50):
        store.add(replace(HELPFUL, comment=f"a name that must go, {number}"))
    before = store.file.stat().st_size
    with closing(sqlite3.connect(store.file)) as other:
        other.execute("SELECT count(*) FROM feedback").fetchone()
        assert store.clear() == 50
        assert not held(store, "a name that must go")
    assert len(store) == 0
    assert store.file.stat().st_size < before / 2
    assert store.clear() == 0


def test_threads_and_processes_add_at_once_and_nothing_is_lost(store: FeedbackStore) -> None:
    others = [
        subprocess.Popen([sys.executable, "-c", MANY, store.file], cwd=REPOSITORY) for _ in "ab"
    ]
    with ThreadPoolExecutor(4) as threads:
        numbers = list(threads.map(lambda _: store.add(REFUSED), range(40)))
    assert [other.wait() for other in others] == [0, 0]
    assert len(set(numbers)) == 40
    assert len(store) == 40 + 2 * 25
    with closing(sqlite3.connect(store.file)) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("bounds", [{"most_entries": 3}, {"most_bytes": 4096 * 6}])
def test_a_store_that_is_full_says_so_and_takes_more_after_a_deletion(
    store: FeedbackStore, bounds: dict[str, int]
) -> None:
    store = FeedbackStore(store.file, **bounds)
    large = replace(HELPFUL, comment="x" * 2000)
    added: list[int] = []
    with pytest.raises(FeedbackProblem) as problem:
        added.extend(store.add(large) for _ in range(20))
    assert f"{store.file} holds {len(store)} entries of feedback in" in str(problem.value)
    assert "python -m eval cases --from-feedback" in str(problem.value)
    assert 3 <= len(store) < 20
    for number in list(store.entries()):
        store.delete(number)
    assert store.add(large)


@pytest.fixture
def made(store: FeedbackStore) -> Iterator[sqlite3.Connection]:
    """The file with one entry, open for somebody who does harm."""
    store.add(HELPFUL)
    with closing(sqlite3.connect(store.file, isolation_level=None)) as database:
        yield database


def test_a_file_that_another_program_holds_is_named(
    store: FeedbackStore, made: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    made.execute("BEGIN IMMEDIATE")
    assert store.entries() == {1: HELPFUL}  # who reads need not wait
    with pytest.raises(FeedbackProblem, match=r"feedback\.sqlite3 .*try again in a moment"):
        store.add(HELPFUL)
    made.execute("ROLLBACK")
    assert store.add(HELPFUL) == 2


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("PRAGMA user_version = 2", "has version 2, .*Use the newer program"),
        ("PRAGMA application_id = 7", "another program has made it. Name another file"),
        ("UPDATE feedback SET entry = '{}'", "entry 1 cannot be read"),
        (
            "UPDATE feedback SET entry = replace(entry, 'at noon', 'at no')",
            "entry 1 cannot be read",
        ),
        ("UPDATE feedback SET entry = replace(entry, 'helpful', 'no')", "entry 1 cannot be read"),
        (
            "UPDATE feedback SET entry = replace(entry, 'helpful', 'should have answered')",
            "entry 1 cannot be read",
        ),
        ("DROP TABLE feedback", "no such table: feedback. It is damaged"),
    ],
)
def test_a_file_that_is_not_ours_or_damaged_is_named_with_a_way_out(
    store: FeedbackStore, made: sqlite3.Connection, harm: str, said: str
) -> None:
    made.execute(harm)
    with pytest.raises(FeedbackProblem, match=rf"feedback\.sqlite3 cannot be used: .*{said}"):
        store.entries()


def test_a_database_of_another_program_is_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE theirs (x)")
    before = file.read_bytes()
    with pytest.raises(FeedbackProblem, match="another program has made it"):
        FeedbackStore(file).add(HELPFUL)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"plain text, and a good deal of it " * 40, b"SQLite format 3"]
)
def test_a_file_that_is_no_database_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(content)
    with pytest.raises(FeedbackProblem, match=r"notes\.txt cannot be used: .*Move it away"):
        FeedbackStore(file).add(HELPFUL)
    assert file.read_bytes() == content


@pytest.mark.parametrize("place", [".", "file/feedback.sqlite3"])
def test_a_place_where_no_file_can_be_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FeedbackProblem, match="Put the rights of the file"):
        FeedbackStore(tmp_path / place).add(HELPFUL)


READ_ONLY = """
import os, sys
from pathlib import Path
from eval.errors import FeedbackProblem
from eval.feedback import FeedbackStore
from tests.eval.test_feedback import HELPFUL
file = Path(sys.argv[1], "f.sqlite3")
store = FeedbackStore(file)
store.add(HELPFUL)
file.chmod(0o444)
file.parent.chmod(0o555)
if os.geteuid() == 0:
    os.setuid(65534)  # root may write everywhere
for use in (lambda: store.add(HELPFUL), lambda: store.delete(1), store.clear):
    try:
        use()
    except FeedbackProblem as problem:
        print(problem)
"""


def test_a_file_that_may_not_be_written_is_named() -> None:
    # not in tmp_path, which belongs to its maker alone
    with TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, folder],
            cwd=REPOSITORY, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [line.count("Put the rights of the file") for line in done.stdout.splitlines()] == [
        1
    ] * 3


FULL = """
import resource, sys
from pathlib import Path
from eval.errors import FeedbackProblem
from eval.feedback import FeedbackStore
from tests.eval.test_feedback import HELPFUL
store = FeedbackStore(Path(sys.argv[1]))
store.add(HELPFUL)
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
for size in (0, 100, 5_000, 9_000, 20_000):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        for _ in range(20):
            store.add(HELPFUL)
    except FeedbackProblem as problem:
        print(problem)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    entries = store.entries()
    assert set(entries.values()) == {HELPFUL}
    assert list(entries) == list(range(1, len(entries) + 1)), size
"""


def test_a_disk_without_room_is_told_and_loses_nothing(store: FeedbackStore) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, store.file],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    problems = done.stdout.splitlines()
    assert len(problems) >= 3
    assert all("Make room on the disk" in problem for problem in problems), problems

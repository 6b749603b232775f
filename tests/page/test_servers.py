"""E5, E6, B12: two real servers on one folder, asked while it is rebuilt again and again."""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from eval.serving.generations import Generations
from eval.serving.server import Server, serving
from eval.serving.users import Users, ask
from index.generation import current, writing
from tests.conftest import write_files
from tests.page.test_log import lines

REBUILDS, USERS = (20, 50) if os.environ.get("CHAPTER_FULL") else (2, 6)
PAUSE = 0.5  # seconds for which a user thinks
PATIENCE = 60  # seconds
STEADY = "How much is the clerk of the guild paid a week?"
HOSTILE = "wheel \x1b[2J\u202e\u2028\x85.md"

pytestmark = pytest.mark.model


@dataclass(frozen=True)
class Two:
    """Two servers on one folder: the first writes its log to a file, the other to stderr."""

    first: Server
    other: Server
    sources: Path
    index: Path
    log: Path


def wheels(turn: int) -> dict[str, str | bytes]:
    names = [HOSTILE, *(f"wheel-{n}.md" for n in range(4))]
    said = f"The miller of mill {{}} counted {turn} turns of the wheel before the flood came."
    return {name: f"# Wheel\n\n{said.format(n)}\n" for n, name in enumerate(names)}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    work = tmp_path_factory.mktemp("two")
    sources, index, log = work / "sources", work / "index", work / "log.json"
    write_files(sources, {**wheels(0), "clerk.md": "The clerk of the guild is paid nine crowns."})
    with ExitStack() as stack:
        servers = list[Server]()
        for number, where in enumerate((f'log = "{log}"\n', "")):
            settings = work / f"settings-{number}.toml"
            said = '[assistant]\nwrong = 100\njudge = "none"\n[page]\nwatch = 1\n'
            settings.write_text(said + where, "utf-8")
            console = work / f"said-{number}.txt"
            servers.append(stack.enter_context(serving(sources, index, settings, console)))
        yield Two(servers[0], servers[1], sources, index, log)


def turned(two: Two, turn: int) -> None:
    """Every wheel has turned, and the next generation says so."""
    before = current(two.index)
    write_files(two.sources.parent / "next", wheels(turn))
    for name in wheels(turn):
        (two.sources.parent / "next" / name).replace(two.sources / name)
    until(lambda: current(two.index) != before)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def turns_of(server: Server) -> str:
    asked = ask(server.port, "How many turns of the wheel did the miller of mill 2 count?")
    assert asked.reply is not None, asked.error
    return json.dumps(asked.reply["statements"])


def test_users_of_two_servers_get_answers_of_one_generation_each(two: Two) -> None:
    """E6, E5: 0 errors and 0 mixed; of the two servers one builds, and both move over."""
    seen = Generations(two.index)
    questions = [STEADY, "How many turns of the wheel did the miller of mill 1 count?"]
    users = [Users(one.port, questions, USERS // 2, PAUSE) for one in (two.first, two.other)]
    with seen, users[0], users[1]:
        for turn in range(1, REBUILDS + 1):
            turned(two, turn)
            time.sleep(1)
    asked = [one for some in users for one in some.asked]
    assert [one.error for one in asked if one.error] == []
    assert all(len(some.asked) > REBUILDS for some in users)
    assert [one.reply for one in asked if one.reply and not seen.of(one.reply)] == []
    for server in (two.first, two.other):
        assert f"counted {REBUILDS} turns" in turns_of(server)


def test_while_another_process_builds_both_servers_answer(two: Two) -> None:
    """E5: who would build is told that another does, and nobody who asks waits."""
    with writing(two.index):
        for server in (two.first, two.other):
            asked = ask(server.port, STEADY)
            assert asked.reply is not None, asked.error
            assert "nine crowns" in json.dumps(asked.reply)


def test_no_name_and_no_question_acts_in_the_log(two: Two) -> None:
    """B12, G11: in a file and on stderr; the lines for a person come before."""
    (two.sources / HOSTILE).write_text("# Wheel\n\nThe miller of mill 0 went home.\n")
    until(lambda: b"u202e" in two.log.read_bytes() + two.other.log.read_bytes())
    rows = lines(two.log)
    assert rows[0]["event"] == "serving"
    said = two.other.log.read_text("utf-8").splitlines()
    assert all(line.isprintable() for line in said)
    (address,) = [n for n, line in enumerate(said) if line.endswith("(Ctrl+C stops)")]
    rows += [json.loads(line) for line in said[address + 1 :]]
    assert {row["event"] for row in rows} == {"serving", "indexing"}
    assert "clerk" not in json.dumps(rows)


def test_when_one_server_is_killed_the_other_answers_and_builds(two: Two) -> None:
    """E5."""
    two.first.process.kill()
    two.first.process.wait(PATIENCE)
    turned(two, 99)
    assert "counted 99 turns" in turns_of(two.other)

"""Old and new versions of one source: the newest first, the older marked (trust.md, B10)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.open import open_assistant
from assistant.present import as_json, as_text
from assistant.reply import Answer
from index.build import build
from index.minilm import MiniLM
from tests.conftest import write_files

pytestmark = pytest.mark.model

# a question, its answer in the older version and in the newer one, and what both say besides
PAIRS = (
    (
        "How much does a mooring cost a day?",
        "A mooring costs {} a day.",
        "12 dollars",
        "15 dollars",
    ),
    (
        "When does the north gate close?",
        "The north gate closes at {}.",
        "9 in the evening",
        "7 in the evening",
    ),
    (
        "Who signs the permits for fires?",
        "Permits for fires are signed by {}.",
        "the mayor",
        "the fire chief",
    ),
    (
        "How many guests may a tenant invite?",
        "A tenant may invite {} guests at most.",
        "four",
        "six",
    ),
    (
        "What must cyclists wear in the tunnel?",
        "Cyclists must wear {} in the tunnel.",
        "a helmet",
        "a reflecting vest",
    ),
    ("How long may a book be kept?", "A book may be kept for {}.", "four weeks", "three weeks"),
    (
        "Where are lost keys returned?",
        "Lost keys are returned at {}.",
        "the porter's desk",
        "the police station",
    ),
    ("May dogs enter the meadow?", "Dogs {} enter the meadow.", "may", "may not"),
    (
        "How fast may boats go in the canal?",
        "Boats may go at {} in the canal.",
        "6 knots",
        "4 knots",
    ),
    (
        "Who pays for broken windows?",
        "Broken windows are paid for by {}.",
        "the landlord",
        "the tenant",
    ),
    ("How often is the water tested?", "The water is tested every {}.", "month", "week"),
    (
        "What is the fine for littering?",
        "The fine for littering is {}.",
        "50 dollars",
        "120 dollars",
    ),
    ("Which form is needed for a burial?", "A burial needs the form {}.", "B-12", "B-31"),
    ("How old must a pilot be?", "A pilot must be at least {} years old.", "21", "23"),
    ("When are ashes collected?", "Ashes are collected on {}.", "Monday", "Thursday"),
    (
        "Must visitors leave their telephones?",
        "Visitors {} leave their telephones at the desk.",
        "must",
        "need not",
    ),
    ("How many lamps does a barge carry?", "A barge carries {} lamps at night.", "two", "three"),
    (
        "Whom do nurses call at night?",
        "At night nurses call {}.",
        "the head nurse",
        "the doctor on duty",
    ),
    (
        "How far from the well may goats graze?",
        "Goats may graze {} from the well.",
        "30 feet",
        "90 feet",
    ),
    ("What opens the archive?", "The archive is opened with {}.", "a brass key", "a card"),
)
BESIDE = (
    "This page was written for everybody in house {0}. It hangs beside the door of house {0}. "
    "Whoever cannot read it may ask the clerk of house {0}."
)


def version(number: int, words: str, title: str, date: str) -> str:
    text = f"{PAIRS[number][1].format(words)} {BESIDE.format(number)}"
    return f'---\ntitle: {title}\npublisher: Town\npublished: "{date}"\n---\n\n{text}\n'


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, minilm: MiniLM) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("town")
    files: dict[str, str | bytes] = {}
    for number, (_, _, old, new) in enumerate(PAIRS):
        # the older one comes first by name of every second pair
        first, second = ("a", "b") if number % 2 else ("b", "a")
        files[f"{first}{number}.md"] = version(number, old, f"House rules {number + 100}", "2019")
        title = f"House rules {number + 100}{' (revised)' if number % 3 else ''}"
        files[f"{second}{number}.md"] = version(number, new, title, "2024-05-01")
    build(write_files(folder / "sources", files), folder / "index", minilm)
    assistant = open_assistant(folder / "index", embedder=minilm)
    yield assistant
    assistant.index.close()


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=lambda number: PAIRS[number][0])
def test_the_newest_version_comes_first_and_the_older_one_is_marked(
    town: Assistant, number: int
) -> None:
    question, sentence, old, new = PAIRS[number]
    reply = town.reply(question)
    assert isinstance(reply, Answer)
    first = reply.statements[0].quotes[0]
    assert first.text.startswith(sentence.format(new))
    assert first.document.successor is None
    for quote in reply.quotes[1:]:
        if quote.text.startswith(sentence.format(old)):
            newer = quote.document.successor
            assert newer
            assert (newer.uri, newer.published) == (first.document.uri, "2024-05-01")
            assert f"superseded by “{newer.title}” (2024-05-01)" in as_text(reply)
    saved = as_json(reply, 0.0)["statements"][0]["quotes"][0]
    assert (saved["published"], saved["superseded_by"]) == ("2024-05-01", None)


def test_what_the_newer_version_says_no_more_is_marked(tmp_path: Path, minilm: MiniLM) -> None:
    beside = BESIDE.format(7)
    old = f"---\ntitle: Rules\ndate: 2019\n---\n\nGoats may graze by the well. {beside}\n"
    new = f"---\ntitle: Rules\ndate: 2024\nversion: 2\n---\n\n{beside}\n"
    build(write_files(tmp_path / "s", {"a.md": old, "b.md": new}), tmp_path / "index", minilm)
    assistant = open_assistant(tmp_path / "index", embedder=minilm)
    reply = assistant.reply("Where may goats graze?")
    assistant.index.close()
    assert isinstance(reply, Answer)
    assert "Goats may graze by the well." in reply.quotes[0].text
    assert "2019 · superseded by “Rules” (2024)" in as_text(reply)
    saved = as_json(reply, 0.0)["statements"][0]["quotes"][0]["superseded_by"]
    assert saved == {"uri": "b.md", "title": "Rules", "published": "2024", "claimed": False}

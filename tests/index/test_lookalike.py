"""Titles that pose as another one by look-alike letters (trust.md, B5)."""

import json
import random
from pathlib import Path

import pytest

from index.__main__ import main
from index.console import report_as_text
from index.ledger import Ledger
from index.lookalike import lookalikes, mixed, skeleton
from index.report import FileReport, Outcome
from tests.conftest import REPOSITORY

CYRILLIC = {
    "a": "а",
    "c": "с",
    "e": "е",
    "o": "о",
    "p": "р",
    "x": "х",
    "y": "у",
    "i": "і",
    "s": "ѕ",
}
TITLES = (
    "U.S. Code", "Oregon Sanctuary Promise", "Harbour rules", "Police accountability act",
    "Chapter 181A", "Office of the Governor", "City of Portland", "Washington County",
    "Supreme Court of Oregon", "Department of Justice",
)  # fmt: skip


def test_of_fifty_pairs_fifty_are_flagged() -> None:
    chance = random.Random(5)
    for _ in range(5):
        for title in TITLES:
            place = chance.choice([n for n, letter in enumerate(title) if letter in CYRILLIC])
            posing = title[:place] + CYRILLIC[title[place]] + title[place + 1 :]
            assert lookalikes([*TITLES, posing]) == {posing: title}
            assert mixed(posing)


@pytest.mark.parametrize(
    "posing", ["Harbour ru1es", "Ηarbour rules", "𝐇arbour rules", "Ｈarbour rules", "Harbоur ruIes"]
)
def test_other_look_alikes_are_flagged(posing: str) -> None:
    ((one, other),) = lookalikes(["Harbour rules", posing]).items()
    assert {one, other} == {"Harbour rules", posing}


def test_real_titles_are_not_flagged() -> None:
    data = REPOSITORY.parent / "shared" / "data" / "answer-sentences" / "paragraphs.jsonl"
    if not data.is_file():
        pytest.skip(f"the titles are not at {data}")
    lines = Path(data).read_text("utf-8").splitlines()
    titles = {json.loads(line)["title"] for line in lines if line}
    flagged = {*lookalikes(titles), *(title for title in titles if mixed(title))}
    assert len(titles) > 100
    assert len(flagged) <= 0.01 * len(titles)


def test_a_title_in_other_case_or_spacing_is_the_same_title() -> None:
    assert lookalikes(["Harbour rules", "HARBOUR RULES", "Harbour  rules"]) == {}
    assert skeleton("Заметки") != skeleton("Harbour")


def test_the_report_says_what_a_title_looks_like_and_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, title in (("true.md", "U.S. Code"), ("posing.md", "U.S. C\u043ede")):
        body = f"The keeper of {name} feeds the otters of the harbour at noon."
        (tmp_path / name).write_text(f"---\ntitle: {title}\n---\n{body}\n", "utf-8")
    index = str(tmp_path / ".index")
    main(["build", "--sources", str(tmp_path), "--index", index])
    assert "posing.md: written with look-alike letters: it may pose as “U.S. Code”" in (
        capsys.readouterr().err
    )
    for _ in range(2):  # and again where nothing has changed
        main(["report", "--index", index, "--json"])
        files = json.loads(capsys.readouterr().out)["files"]
        assert {file["uri"]: file["like"] for file in files} == {
            "posing.md": "U.S. Code", "true.md": "",
        }  # fmt: skip
        main(["build", "--sources", str(tmp_path), "--index", index])
        capsys.readouterr()


def test_the_line_of_a_look_alike_holds_no_control_of_a_terminal() -> None:
    file = FileReport("a.md", Outcome.INDEXED, 1, characters=9, like="Co\x1b[2Jde")
    assert "\x1b" not in report_as_text(Ledger("", "", (file,)))

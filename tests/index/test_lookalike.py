"""Titles that pose as another one by look-alike letters (trust.md, B5)."""

import json
import random
from pathlib import Path

import pytest

from index.lookalike import lookalikes, mixed, skeleton
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

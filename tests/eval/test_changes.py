import re
from dataclasses import replace
from pathlib import Path

import pytest

from eval.case import Case
from eval.changes import changes
from eval.compare import compare
from eval.metrics import METRICS
from eval.record import Run
from index.retrieve import Index
from tests.eval.conftest import FirstSentenceReader, KnowingReader, run_of
from tests.eval.test_page import NASTY, Tags


@pytest.fixture
def good(index: Index, cases: tuple[Case, ...], sources: Path) -> Run:
    return run_of(index, KnowingReader(index, cases), cases, sources)


@pytest.fixture
def bad(index: Index, cases: tuple[Case, ...], sources: Path) -> Run:
    return run_of(index, FirstSentenceReader(), cases, sources)


def test_the_cases_that_became_wrong_come_before_those_that_became_right(
    good: Run, bad: Run
) -> None:
    knows, guesses = good.cases[:3], bad.cases[:3]
    first = replace(good, cases=(knows[0], guesses[1], knows[2]))
    second = replace(good, cases=(knows[0], knows[1], guesses[2]))
    shown = changes(compare(first, second))
    assert "1 became wrong, 1 became right" in shown
    places = [shown.index(f"<summary>{name}") for name in ("Became wrong", "Became right")]
    cases = [shown.index(f"<code>{case.id}</code>") for case in (knows[2], knows[1])]
    assert places[0] < cases[0] < places[1] < cases[1]
    assert f"<code>{knows[0].id}</code>" not in shown


def test_every_figure_is_there_with_its_difference_and_what_that_is_called(
    good: Run, bad: Run
) -> None:
    shown = changes(compare(bad, good))
    for metric in METRICS:
        assert f"<th scope=row>{metric.name.replace('_', ' ')}<small>" in shown
    accuracy = shown[shown.index("factual accuracy") :].split("</tr>")[0]
    assert re.search(r"<td>[\d.]+ %</td><td>100\.0 %</td><td>\+", accuracy)
    back = changes(compare(good, bad))
    assert re.search(r"factual accuracy<.*?<td>−", back)
    # nothing was refused before
    precision = shown[shown.index("refusal precision") :].split("</tr>")[0]
    assert "<td>–</td><td>100.0 %</td><td>–" in precision


def test_a_changed_case_shows_both_replies_and_what_was_wanted(good: Run, bad: Run) -> None:
    shown = changes(compare(good, bad))
    card = shown[shown.index("who is the harbour master?") :].split("</details>")[0]
    assert "<h4>Before: refused, rightly, 0 % sure</h4>" in card
    assert "<h4>After: answered, though the sources hold no answer, 100 % sure</h4>" in card
    assert "<h4>Wanted</h4><p>A refusal" in card


def test_the_half_test_is_folded_and_the_other_is_not(good: Run, bad: Run) -> None:
    halves = re.findall(
        r'<details class="half"( open)?><summary>(\w+)', changes(compare(good, bad))
    )
    assert halves == [(" open", "dev"), ("", "test")]


def test_chance_is_named_only_where_something_changed(good: Run, bad: Run) -> None:
    assert "Chance" not in changes(compare(good, good))
    assert "Chance alone could explain that (McNemar" in changes(compare(good, bad))


def test_words_of_others_stay_words(good: Run, bad: Run) -> None:
    one = replace(good.cases[2], question=NASTY, why=NASTY, id=NASTY, half=NASTY, group=NASTY)
    two = replace(bad.cases[2], question=NASTY, why=NASTY, id=NASTY, half=NASTY, group=NASTY)
    shown = changes(
        compare(replace(good, cases=(one,), corpus=NASTY), replace(bad, cases=(two,), corpus=NASTY))
    )
    tags = Tags(shown)
    assert tags.open == []
    assert not {tag for tag, _ in tags.seen} & {"img", "script"}
    assert "&lt;script&gt;" in shown
    assert "\u202e" not in shown

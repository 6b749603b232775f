from collections.abc import Mapping

import pytest

from assistant.rewrite.choose import MARGIN, TRIED, choose
from assistant.rewrite.conversation import Rewriting
from index.document import Document, Span
from index.passage import Hit, Passage

PAGE = Document("page.txt", "Boats leave at noon.", "text/plain")


class Scored:
    """A search whose best score is known; it remembers what was searched."""

    def __init__(self, scores: Mapping[str, float]) -> None:
        self.scores, self.asked = scores, list[str]()

    def __call__(self, question: str) -> list[Hit]:
        self.asked.append(question)
        if question not in self.scores:
            return []
        passage = Passage.of(PAGE, Span(0, 20), tokens=5)
        return [Hit(passage, score=self.scores[question], rank=1)]


def test_one_reading_costs_no_search() -> None:
    search = Scored({})
    assert choose(["a?"], search) == "a?"
    assert search.asked == []


def test_the_likeliest_reading_is_left_only_for_one_that_finds_clearly_more() -> None:
    assert choose(["a?", "b?"], Scored({"a?": 0.5, "b?": 0.5 + MARGIN / 2})) == "a?"
    assert choose(["a?", "b?"], Scored({"a?": 0.5, "b?": 0.5 + MARGIN * 2})) == "b?"
    assert choose(["a?", "b?", "c?"], Scored({"b?": 0.6, "c?": 0.7})) == "c?"


def test_only_a_few_readings_are_tried() -> None:
    search = Scored({})
    assert choose([f"{number}?" for number in range(9)], search) == "0?"
    assert len(search.asked) == TRIED


def test_a_rewriting_says_something() -> None:
    with pytest.raises(ValueError, match="at least one question"):
        Rewriting(())

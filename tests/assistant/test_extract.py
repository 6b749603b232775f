"""Which sentences are quoted, and the reason that each of the others gets."""

import pytest

from assistant.extract import extract, left_out
from assistant.reader import Evidence, Reading
from assistant.reply import Why
from index.document import Document, Span
from index.passage import Hit, Passage

TEXT = (
    "Boats leave at noon. Boats do leave at noon. The fee is five. Pilots pay no fee at all. Ada."
)
DOCUMENT = Document("harbour.txt", TEXT, "text/plain")
HIT = Hit(Passage.of(DOCUMENT, Span(0, len(TEXT)), 20), 0.5, 1)
LEAVE, AGAIN, FEE, PILOTS, ADA = (0, 20), (21, 44), (45, 61), (62, 87), (88, 92)


def scored(*rows: tuple[tuple[int, int], float]) -> Reading:
    return Reading(tuple(Evidence(HIT, Span(*place), score) for place, score in rows), 0.9)


@pytest.mark.parametrize(
    ("rows", "most", "whys"),
    [
        ([(LEAVE, 0.9), (FEE, 0.5)], 3, ["used", "used"]),
        ([(LEAVE, 0.9), (FEE, 0.44)], 3, ["used", "behind"]),
        ([(LEAVE, 0.9), (AGAIN, 0.8), (FEE, 0.5)], 3, ["used", "repeats", "used"]),
        ([(LEAVE, 0.9), (FEE, 0.8), (PILOTS, 0.7)], 2, ["used", "used", "enough"]),
        ([(LEAVE, 0.9), (AGAIN, 0.8), (FEE, 0.7)], 1, ["used", "enough", "enough"]),
        ([(LEAVE, 0.9), (FEE, 0.8), (PILOTS, 0.1)], 1, ["used", "enough", "behind"]),
        # a rule may stand first with a low probability, and the bar is then low
        ([(FEE, 0.1), (LEAVE, 0.9), (PILOTS, 0.04)], 3, ["used", "used", "behind"]),
        ([], 3, []),
    ],
)
def test_every_sentence_is_quoted_or_has_its_reason(
    rows: list[tuple[tuple[int, int], float]], most: int, whys: list[str]
) -> None:
    choices = extract("when?", scored(*rows), most, 0.5)
    assert [choice.why.value for choice in choices] == whys
    assert [(c.evidence.span.start, c.evidence.span.end) for c in choices] == [p for p, _ in rows]


def test_a_statement_stands_where_a_sentence_is_used_and_nowhere_else() -> None:
    choices = extract("when?", scored((LEAVE, 0.9), (AGAIN, 0.8), (ADA, 0.1)), 3, 0.5)
    assert [choice.statement is not None for choice in choices] == [True, False, False]
    (statement,) = (choice.statement for choice in choices if choice.statement)
    assert statement.text == "Boats leave at noon."


def test_what_another_part_has_quoted_is_not_said_again() -> None:
    (first,) = extract("when?", scored((LEAVE, 0.9)), 3, 0.5)
    assert first.statement
    again = extract("when?", scored((AGAIN, 0.9), (FEE, 0.8)), 3, 0.5, [first.statement])
    assert [choice.why for choice in again] == [Why.REPEATS, Why.USED]


def test_a_sentence_that_lacks_the_office_has_that_for_its_reason() -> None:
    lacks = Evidence(HIT, Span(*FEE), 0.0, support=0.0, fits=False)
    reading = Reading((*scored((LEAVE, 0.9)).evidence, lacks), 0.9)
    whys = [choice.why for choice in extract("who is the mayor?", reading, 3, 0.5)]
    assert whys == [Why.USED, Why.LACKS_OFFICE]
    assert [choice.why for choice in left_out(reading, Why.UNSURE)] == [
        Why.UNSURE,
        Why.LACKS_OFFICE,
    ]

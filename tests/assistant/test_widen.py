from itertools import pairwise

import pytest

from assistant.widen import LONGEST, widen
from index.document import Document, Span


def quoted(text: str, sentence: str) -> list[str]:
    document = Document("law.txt", text, "text/plain")
    start = text.index(sentence)
    return [span.cut(text) for span in widen(document, Span(start, start + len(sentence)))]


@pytest.mark.parametrize(
    "condition",
    [
        "Unless a judge orders it, nobody sees them.",
        "Except in an emergency, this holds for everyone.",
        "This does not apply to the police.",
        "However, if a warrant is shown, the clerk must comply.",
        "Provided that the owner agrees, copies may be made.",
        "The only exception is a court order.",
    ],
)
def test_a_condition_in_a_sentence_of_its_own_is_quoted_along(condition: str) -> None:
    text = f"Records are closed. {condition} The office opens at nine."
    assert quoted(text, "Records are closed.") == [f"Records are closed. {condition}"]


def test_a_condition_in_the_next_paragraph_is_quoted_along() -> None:
    text = "Records are closed.\n\nUnless a judge orders it, nobody sees them."
    assert quoted(text, "Records are closed.") == [text]


def test_an_unrelated_sentence_is_not_quoted_along() -> None:
    text = "Records are closed. The office opens at nine."
    assert quoted(text, "Records are closed.") == ["Records are closed."]


def test_two_conditions_in_a_row_both_belong_to_it() -> None:
    rule = "Doors are shut. Unless it burns, they stay so. This does not apply to cats."
    assert quoted(f"{rule} Tea is at four.", "Doors are shut.") == [rule]


def test_a_speech_brings_its_speaker_in() -> None:
    text = '"We wait for nobody. The tide does not," said Ada Marsh.'
    assert quoted(text, '"We wait for nobody.') == [text]


def test_a_speech_whose_speaker_is_named_already_is_left_as_it_is() -> None:
    text = 'Ada Marsh said: "We wait for nobody. The tide does not wait."'
    assert quoted(text, 'Ada Marsh said: "We wait for nobody.') == [
        'Ada Marsh said: "We wait for nobody.'
    ]


def test_an_item_is_quoted_with_the_line_that_introduces_its_list() -> None:
    text = "The rule does not apply when:\n- the boat is under repair, or\n- the owner is a pilot."
    assert quoted(text, "the owner is a pilot.") == [text]


def test_the_line_far_above_an_item_is_a_quote_of_its_own() -> None:
    items = [f"- case number {n} of the long list that follows here" for n in range(12)]
    text = "The rule does not apply when:\n" + "\n".join(items)
    assert quoted(text, items[-1][2:]) == ["The rule does not apply when:", items[-1][2:]]


def test_the_heading_of_a_list_is_not_quoted_along() -> None:
    text = "Take action:\n- Write to the harbour master.\n- Wait."
    assert quoted(text, "Wait.") == ["Wait."]


def test_an_introducing_line_is_quoted_with_its_list() -> None:
    text = "Boats may stay when:\n- they are under repair\n- it is Sunday\n\nTea is at four."
    assert quoted(text, "Boats may stay when:") == [text.removesuffix("\n\nTea is at four.")]


def test_a_quote_is_never_widened_without_end() -> None:
    text = "Doors are shut. " + "Unless it burns in the night, they stay just so. " * 60
    (only,) = quoted(text, "Doors are shut.")
    assert len(only) <= LONGEST
    assert all(a < b for a, b in pairwise([0, len(only)]))


@pytest.mark.parametrize("mark", ["1.", "(b)", "2.1.", "iv)", "(aa)"])
def test_an_item_is_quoted_with_its_number(mark: str) -> None:
    text = f"Tea is at four.\n{mark} Pay the fee. Do it soon."
    assert quoted(text, "Pay the fee.") == [f"{mark} Pay the fee."]
    assert quoted(text, "Do it soon.") == ["Do it soon."]


def test_a_bullet_is_not_quoted_along() -> None:
    assert quoted("Tea is at four.\n- Pay the fee.", "Pay the fee.") == ["Pay the fee."]


@pytest.mark.parametrize("marks", ["A. B.", "1.1 1.2", "(a) (b)"])
def test_an_item_under_a_line_that_is_an_item_itself_is_quoted_with_that_line(marks: str) -> None:
    one, two = marks.split()
    rule = f"2. The rule does not apply when:\n{one} the boat is new, or\n{two} it sinks."
    text = f"1. All boats pay.\n{rule}\n3. Tea is at four."
    last = "it sinks." if marks == "(a) (b)" else f"{two} it sinks."
    assert quoted(text, last) == [rule]
    assert quoted(text, "Tea is at four.") == ["3. Tea is at four."]

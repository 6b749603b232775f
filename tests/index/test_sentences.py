from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Document, Heading, Span
from index.furniture import furniture
from index.sentences import headings, sentences

WRAPPED_LINES = (
    "The Portland Police Bureau has terminated a two-year contract\n"
    "that let federal agents use its range. The contract was signed\n"
    "with the U.S. Department of Homeland Security in 2018."
)

# each text with its sentences, one a line; "|" stands where a sentence keeps a line break
CASES = {
    "country before a name": "The U.S. Department agreed.\nIt paid.",
    "country at the end": "They came to the U.S.\nThe mayor said so.",
    "citation": "See INA § 235(d)(4)(B), 8 C.F.R. § 287.4(d).\nIt applies.",
    "month": "It starts Friday, Jan. 17, at noon.\nAll must come.",
    "versus": "The court decided Arizona v. United States in 2012.\nIt stands.",
    "initials": "Mr. J. R. Smith signed it.\nMs. Lee did not.",
    "clock before a sentence": "It opens at 8 a.m.\nThe door is open.",
    "clock within a sentence": "It opens at 8 a.m. Monday and shuts at 5 p.m. Friday.",
    "decimals": "The fee rose by 3.5 percent to $4.20.\nNobody paid.",
    "ellipsis": "He paused… then left.\nShe stayed.",
    "dotted ellipsis": "He paused... then left.\nShe stayed.",
    "stop inside quotation marks": "“It is over.”\nShe left.",
    "stop inside straight marks": 'He said "no."\nThe mayor left.',
    "sentence in brackets": "She left.\n(He stayed.)\nAll was quiet.",
    "question and exclamation": "Who signed it?\nNobody!\nReally?!\nYes.",
    "company": "Acme Inc. announced it.\nAcme Inc.\nThe firm is gone.",
    "number": "See No. 5 of the list.\nThe answer is no.\nThe mayor left.",
    "state": "WASHINGTON COUNTY, Ore. — The sheriff answered.\nHe was ill.\nHe left.",
    "address": "Read https://example.org/a.b?c=D. It helps.".replace(" It", "\nIt"),
    "chinese": "月亮吸引海水。\n潮汐随之而来！\n真的吗？」\n是的。",
    "emphasis": "It is **over.**\n_They left._\nAll was quiet.",
    "e.g.": "Bring a paper, e.g. a licence, i.e. a card.\nShow it.",
}


def document(text: str) -> Document:
    marks = tuple(furniture(text))
    outline = tuple(Heading(span, level, words) for span, level, words in headings(text))
    return Document("a.txt", text, "text/plain", headings=outline, furniture=marks)


def cut(text: str) -> list[str]:
    made = document(text)
    return [sentence.cut(text) for sentence in sentences(made)]


@pytest.mark.parametrize("gold", CASES.values(), ids=list(CASES))
def test_a_line_is_cut_where_its_sentences_end(gold: str) -> None:
    joint = "" if "。" in gold else " "
    assert cut(gold.replace("\n", joint)) == gold.split("\n")


@pytest.mark.parametrize(
    "mark",
    ["-", "*", "•", "–", "1.", "12)", "(a)", "(iv)", "b.", "  •", "2.1.", "ii.", "XIV)", "(bb)"],
)
def test_the_mark_of_a_list_is_no_part_of_its_item(mark: str) -> None:
    text = f"{mark} Show a light\n{mark} Pay the fee. Do it soon."
    assert cut(text) == ["Show a light", "Pay the fee.", "Do it soon."]


def test_an_initial_at_the_start_of_a_line_is_not_taken_for_a_list() -> None:
    assert cut("J. Smith signed the order. He left.") == ["J. Smith signed the order.", "He left."]


def test_lines_that_were_only_wrapped_are_one_paragraph() -> None:
    assert cut(WRAPPED_LINES) == [
        WRAPPED_LINES[: WRAPPED_LINES.index(" The contract")],
        WRAPPED_LINES[WRAPPED_LINES.index("The contract") :],
    ]


def test_lines_without_a_stop_stand_alone() -> None:
    text = "Opening hours\nMonday to Friday\n\nThe office is closed on holidays."
    assert cut(text) == text.replace("\n\n", "\n").split("\n")


def test_headings_furniture_and_empty_lines_are_no_sentences() -> None:
    assert cut("# Tides\n\nThe moon pulls.\n\nShare\n----\n***\n## Causes ##\nIt does.") == [
        "The moon pulls.",
        "It does.",
    ]


def test_a_row_of_a_table_is_one_sentence() -> None:
    text = "| Boat | Fee. Paid |\n| A. Smith | 3. May |"
    assert cut(text) == text.split("\n")


def test_headings_keep_the_words_and_lose_the_marks() -> None:
    text = "# One #\n###### Six\n####### Seven\n#hash\n##  C#  \n# a" + " #" * 3
    found = [(level, words) for _, level, words in headings(text)]
    assert found == [(1, "One"), (6, "Six"), (2, "C#"), (1, "a # #")]


@pytest.mark.parametrize("text", [WRAPPED_LINES, "One. Two.\nThree four. Five.\n\nSix."])
def test_a_part_of_a_document_has_the_sentences_of_the_whole_that_lie_in_it(text: str) -> None:
    made = document(text)
    whole = sentences(made)
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            part = Span(start, end)
            assert sentences(made, part) == tuple(s for s in whole if part.holds(s))


FRAGMENTS = st.sampled_from(
    ["The moon pulls. ", "U.S. ", "\n", "\n\n", "- ", "1. ", "# ", "## a\n", "Share\n", "“", ".” ",
     "? ", "。", "(", ") ", "J. ", "no. ", "| a |\n", "…", "[a](b)\n", "that let agents in ", "\t"]
)  # fmt: skip
TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | FRAGMENTS).map(
    "".join
)


@given(TEXTS.filter(str.strip), st.data())
def test_sentences_of_any_text_are_in_order_and_apart(text: str, data: st.DataObject) -> None:
    made = document(text)
    found = sentences(made)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(s.cut(text) == s.cut(text).strip() for s in found)
    start = data.draw(st.integers(0, len(text) - 1))
    part = Span(start, data.draw(st.integers(start + 1, len(text))))
    assert sentences(made, part) == tuple(s for s in found if part.holds(s))

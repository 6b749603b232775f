from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rewrite.conversation import Conversation, Exchange
from assistant.rewrite.rules import Rules
from index.retrieve import LONGEST_QUESTION


def rewritten(question: str, *before: str) -> Sequence[str]:
    return Rules().rewrite(question, Conversation.of(before)).candidates


LETTER = "Who signed the letter?"
MAYOR = "What did the mayor say about the contract in 2018?"


@pytest.mark.parametrize(
    ("before", "question", "alone"),
    [
        (LETTER, "who sent it?", "who sent the letter?"),
        (LETTER, "When did they do that?", "When was the letter signed?"),
        ("Who is Ada Marsh?", "What does she earn?", "What does Ada Marsh earn?"),
        ("Who is Ada Marsh?", "What is her job?", "What is Ada Marsh’s job?"),
        ("Who are the pilots?", "What are their duties?", "What are the pilots’ duties?"),
        (MAYOR, "Where does he live?", "Where does the mayor live?"),
        (MAYOR, "How much did it cost?", "How much did the contract cost?"),
        ("Who sent the email about the long course?", "Who wrote it?", "Who wrote the email?"),
    ],
)
def test_a_pronoun_becomes_what_it_stands_for(before: str, question: str, alone: str) -> None:
    assert rewritten(question, before)[0] == alone


@pytest.mark.parametrize(
    ("before", "question", "alone"),
    [
        (MAYOR, "and in 2020?", "What did the mayor say about the contract in 2020?"),
        (MAYOR, "And the chief?", "What did the chief say about the contract in 2018?"),
        (MAYOR, "why?", "Why did the mayor say that about the contract in 2018?"),
        (LETTER, "What about the contract?", "Who signed the contract?"),
        (LETTER, "Why?", "Why was the letter signed?"),
        (LETTER, "who else?", "Who else signed the letter?"),
        (LETTER, "And in 2020?", "Who signed the letter in 2020?"),
        ("What is the first rule?", "And the second?", "What is the second rule?"),
        ("Which agents came?", "how many?", "How many agents came?"),
        ("When was the letter signed?", "By whom?", "By whom was the letter signed?"),
    ],
)
def test_what_is_left_out_is_taken_from_the_question_before(
    before: str, question: str, alone: str
) -> None:
    assert rewritten(question, before)[0] == alone


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("No, the chief", "What did the chief say about the contract in 2018?"),
        ("I meant 2019", "What did the mayor say about the contract in 2019?"),
        ("Not the mayor, the chief", "What did the chief say about the contract in 2018?"),
        ("the sheriff, not the mayor", "the sheriff, not the mayor"),
        ("I meant the sheriff, not the mayor", "What did the sheriff say about the contract"),
        ("Sorry, I meant who signed the lease?", "Who signed the lease?"),
    ],
)  # fmt: skip
def test_a_correction_takes_the_place_of_what_was_wrong(question: str, alone: str) -> None:
    assert rewritten(question, MAYOR)[0].startswith(alone)


@pytest.mark.parametrize(
    "question",
    [
        "How long does the Harbour course last?",
        "What did Ada Marsh tell her pilots about their duties?",
        "How long does it take to become a pilot of the harbour?",
        "Is it true that the harbour master Ada Marsh resigned?",
        "When did the union announce its strike?",
        "thanks",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    assert rewritten(question, MAYOR, LETTER)[0] == question


def test_a_question_without_a_name_may_be_about_the_last_names_and_the_index_decides() -> None:
    assert rewritten("Which boats did the storm sink?", "Who is Ada Marsh?") == (
        "Which boats did the storm sink?",
        "Which boats did the storm sink? (Ada Marsh)",
    )


def test_what_no_rule_knows_keeps_the_question_before_as_its_context() -> None:
    assert rewritten("Is that so?", LETTER) == (f"Is that so? ({LETTER})",)


def test_he_is_not_who_was_she() -> None:
    before = ("Who is Ada Marsh?", "What does she say of Tom Reed?")
    assert rewritten("What does he earn?", *before)[0] == "What does Tom Reed earn?"
    assert rewritten("What does she earn?", *before)[0] == "What does Ada Marsh earn?"


def test_a_pronoun_keeps_its_meaning_over_several_questions() -> None:
    before = ("Who is Ada Marsh?", "When was she born?", "Did she sign the lease of the pier?")
    assert rewritten("Where does she live?", *before)[0] == "Where does Ada Marsh live?"


def test_who_was_asked_for_is_known_from_our_own_answer() -> None:
    said = Exchange(LETTER, LETTER, answers=("Tom Reed",), quotes=("Tom Reed signed the letter.",))
    found = Rules().rewrite("Where does he live?", Conversation((said,))).candidates
    assert found == ("Where does Tom Reed live?",)


def test_without_a_conversation_nothing_is_read_into_a_question() -> None:
    assert rewritten("who signed it?") == ("who signed it?",)


def test_context_that_would_make_a_question_too_long_is_dropped() -> None:
    long = f"Who signed the letter {'very ' * 393}early?"
    assert LONGEST_QUESTION - 10 < len(long) <= LONGEST_QUESTION
    assert rewritten("Is that so?", long) == ("Is that so?",)


def test_a_question_as_long_as_a_paragraph_stands_alone() -> None:
    question = f"Is that so {'really ' * 80}?"
    assert rewritten(question, LETTER) == (question,)


QUESTIONS = st.text(min_size=1, max_size=200).filter(str.strip)


@given(st.lists(QUESTIONS, min_size=1, max_size=5), QUESTIONS)
def test_whatever_was_said_there_is_a_question_of_a_length_that_is_read(
    before: list[str], question: str
) -> None:
    found = rewritten(question, *before)
    assert found
    assert all(len(one) <= LONGEST_QUESTION for one in found)


@pytest.mark.parametrize("asking", ["who(x else", "who) else", "[ else", "* else", "\\ else"])
def test_what_a_user_writes_is_never_a_regular_expression(asking: str) -> None:
    """A14: it broke the request, and a pattern of theirs could have kept the worker busy."""
    question = f"{asking} did he do that?"
    assert rewritten(question, "Who is Sean Riddell?")


def test_not_is_found_behind_any_spaces() -> None:
    meant = rewritten("no, the governor, not the mayor", MAYOR)
    assert rewritten("no, the governor   ,  not   the mayor", MAYOR) == meant
    assert "the governor" in meant[0]
    assert "the mayor" not in meant[0]

"""What a sentence says to a question for yes or no, and to what a question takes for granted."""

import pytest

from assistant.counts import counts_it
from assistant.grounds import contradicted_by, decided_by
from assistant.premise import premises, turned
from assistant.reply import YesNo
from index.document import Document, Span

DECIDED = [
    ("May boats sail at night?", "Boats must not sail at night.", YesNo.NO),
    ("May boats sail at night?", "Boats may sail at night.", YesNo.YES),
    ("Must boats carry a light?", "Boats must carry a light.", YesNo.YES),
    ("Must boats carry a light?", "Boats need not carry a light.", None),
    ("Must boats carry a light?", "Boats may carry a light.", None),
    ("May boats sail?", "Boats must not sail at night.", None),
    ("May boats sail?", "Boats may sail if the harbour master agrees.", None),
    ("May boats sail?", "Only pilot boats may sail.", None),
    ("Did the council sell the ferry?", "The council sold the ferry.", YesNo.YES),
    ("Did the council sell the ferry?", "The council refused to sell the ferry.", YesNo.NO),
    ("Did the council sell the ferry?", "The council planned to sell the ferry.", None),
    ("Did the council sell the ferry?", "The ferry was sold to the council.", None),
    ("Did the council sell the ferry?", "Ada asked whether the council sold the ferry.", None),
    ("Did the council sell the ferry?", "The union says that the council sold the ferry.", None),
    ("Did the council sell it to Ada?", "The council sold it to Ada, the page says.", YesNo.YES),
    ("Did the council sell the ferry?", "The council did not sell the ferry until May.", None),
    ("Did the ferry hit the council?", "The council hit the ferry.", None),
    ("Was the ferry sold in 2017?", "The ferry was sold in 2018.", None),
    ("Was the contract signed in 2017?", "The contract was signed in 2018.", YesNo.NO),
    ("Does the trip take 45 minutes?", "The trip takes 30 minutes.", YesNo.NO),
    ("Is the gate closed?", "The gate is open.", None),
    ("Is the gate open?", "The gate is not open.", YesNo.NO),
    ("Are all gates open?", "The gates are open.", None),
    ("Is the gate open or closed?", "The gate is open.", None),
    ("Isn't the gate open?", "The gate is open.", None),
    ("Does the gate open?", "The gate opened.", None),
    ("Is it open?", "The gate is open.", None),
]  # fmt: skip
HELD = [
    ("the law lets crews call the harbour", "The law forbids crews to call the harbour.", True),
    ("the law lets crews call the harbour", "The law lets crews call the harbour.", False),
    ("did crews leave the harbour", "Crews did not leave the harbour.", True),
    ("the trip lasts three hours", "The trip lasts 30 minutes.", True),
    ("did the mayor praise the ferry", "The mayor criticized the ferry.", True),
    ("did the mayor sell the ferry", "The mayor sold the ferry not until May.", False),
    ("the gate is open", "The page does not say whether the gate is open.", False),
]


@pytest.mark.parametrize(("question", "sentence", "verdict"), DECIDED)
def test_yes_and_no_are_said_only_by_a_sentence_that_decides(
    question: str, sentence: str, verdict: YesNo | None
) -> None:
    assert decided_by(question, [_page(sentence)]) is verdict


def test_two_sentences_that_disagree_decide_nothing() -> None:
    pages = [_page("Boats may sail."), _page("Boats must not sail.")]
    assert decided_by("May boats sail?", pages) is None


@pytest.mark.parametrize(("words", "sentence", "against"), HELD)
def test_a_premise_is_contradicted_by_what_says_otherwise(
    words: str, sentence: str, against: bool
) -> None:
    assert contradicted_by(words, [_page(sentence)]) is against


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Given that boats may sail, who sails?", ["boats may sail"]),
        ("Why did the boats leave?", ["did the boats leave"]),
        ("Whom should we call since the gate is closed?", ["the gate is closed"]),
        ("Since 2018, who has sailed?", []),
        ("Who sailed?", []),
        ("After lunch, who sailed?", []),
    ],
)
def test_what_a_question_takes_for_granted(question: str, words: list[str]) -> None:
    assert [premise.words for premise in premises(question)] == words


def test_a_question_is_read_with_its_premise_behind_it() -> None:
    assert turned("Who sailed?") == "Who sailed?"
    assert turned("Since boats may sail, who sails?") == "who sails? (boats may sail)"


@pytest.mark.parametrize(
    ("question", "sentence", "counts"),
    [
        ("How many agents were affected?", "Three parties challenged it.", False),
        ("How many agents were affected?", "Three agents were affected.", True),
        ("How many people were told?", "A staff of 11,000 was told.", True),
        ("How many days until it has to be done?", "Staff have 30 days.", True),
        ("Who was affected?", "Three parties challenged it.", True),
    ],
)
def test_a_count_of_something_else_is_no_answer(question: str, sentence: str, counts: bool) -> None:
    assert counts_it(question, sentence) is counts


def _page(sentence: str) -> tuple[Document, Span]:
    return Document("page.md", sentence, "text/markdown"), Span(0, len(sentence))

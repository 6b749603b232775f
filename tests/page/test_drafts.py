from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.make.draft import Rule
from eval.make.drafts import rule_drafts
from eval.make.folder import Folder
from index.document import Document, Metadata, Span
from index.passage import Passage
from page.drafts import LEAST, READ, Suggestion, drafts_near, drafts_of

# invented; each with a sentence or more that makes a question, and some that make bad ones
TERN: Mapping[str, str] = {
    "act.txt": (
        "The Berth Act forbids open fires on all boats in Tern. "
        "The Berth Act was passed in 1912 by the council of Tern. "
        "The page says that the Berth Act is old. "
        "It was passed again on Monday. "
        "The gate was painted in 1913."
    ),
    "people.txt": (
        "Ada Marsh is the harbour master of Tern. "
        "Ada Marsh refused to open the sea gate in the storm. "
        "Peter Lund, a pilot from Tern, said that Ada Marsh had saved forty boats. "
        "The inner basin of Tern was closed because of the ice."
    ),
    "rules.txt": (
        "Visiting boats must show a white light if they anchor outside the wall. "
        "A pilot's certificate is required from the fourth day. "
        "The Royal Pilot Guild (RPG) sends six pilots to Tern every spring."
    ),
}


def documents(texts: Mapping[str, str] = TERN) -> list[Document]:
    return [Document(uri, text, "text/plain") for uri, text in texts.items()]


def asked(*texts: str) -> list[str]:
    """What is suggested for some texts."""
    named = {f"{number}.txt": text for number, text in enumerate(texts)}
    return [one.question for one in drafts_of(documents(named), 40)]


def test_the_questions_for_a_few_documents_are_these() -> None:
    assert [one.question for one in drafts_of(documents(), 40)] == [
        "What does the Berth Act forbid?",
        "Why was the inner basin of Tern closed?",
        "Is a pilot's certificate required from the fourth day?",
        "What did Ada Marsh refuse to do?",
        "What does RPG stand for?",
        "When was the Berth Act passed by the council of Tern?",
        "Who is Peter Lund?",
    ]


def test_each_has_the_sentence_that_it_was_made_from() -> None:
    by_question = {one.question: one for one in drafts_of(documents(), 40)}
    one = by_question["What does the Berth Act forbid?"]
    assert one.uri == "act.txt"
    assert one.gold.cut(one.document.text) == TERN["act.txt"][:54]


def test_the_order_of_the_documents_does_not_matter() -> None:
    shuffled = documents()
    Random(1).shuffle(shuffled)
    assert drafts_of(shuffled, 40) == drafts_of(documents(), 40)


def test_the_first_questions_are_about_different_documents_and_of_different_kinds() -> None:
    first = drafts_of(documents(), 3)
    assert len({one.uri for one in first}) == 3
    assert len({one.rule for one in first}) > 1


@pytest.mark.parametrize(
    "text",
    [
        "The page recommends four things to Ada Marsh. They met Ada Marsh.",
        "The council closed the gate in 1912.",  # which council, which gate?
        "Ada Marsh closed the gate on Monday. They met Ada Marsh.",
        "Ada Marsh later closed the gate in 1912 too. They met Ada Marsh.",
        "Lund is a town with a gate. They met Lund.",  # a person, for all we know
        "Sick leave does not shorten annual leave because the two are counted apart.",
        "“The gate of Tern is old, and nobody knows how long it will stand before the sea comes "
        "and takes it with all of the boats,” said Ada Marsh. They met Ada Marsh.",
        "Ada Marsh wrote that www.tern.test/gate shows the old gate. They met Ada Marsh.",
        "The gate \u202eof Ada Marsh was sold in 1912. They met Ada Marsh.",
        "In 1912 Ada Marsh closed the old sea gate of the inner basin behind the long wall "
        "of stone in Tern harbour.",
    ],
)
def test_a_silly_question_is_worse_than_none(text: str) -> None:
    drafted = rule_drafts(Folder.of([Document("a.txt", text, "text/plain")]))
    assert list(drafted) != []
    assert asked(text) == []


def test_no_two_are_alike_and_no_sentence_is_asked_about_twice() -> None:
    found = drafts_of(documents(), 40)
    assert len({(one.uri, one.gold) for one in found}) == len(found)
    for one in found:
        assert [other.question for other in found if other.is_like(one.question)] == [one.question]
    assert len(asked(TERN["act.txt"], TERN["act.txt"])) == len(asked(TERN["act.txt"]))


def test_no_more_are_made_than_are_wanted() -> None:
    assert len(drafts_of(documents(), 2)) == 2
    assert drafts_of([], 40) == ()


def test_of_many_documents_a_part_is_read_and_of_long_ones_the_beginning() -> None:
    room = READ // LEAST
    many = {f"{number:04}.txt": TERN["act.txt"] for number in range(3 * room + 1)}
    uris = {one.uri for one in drafts_of(documents(many), 40)}
    assert uris
    assert uris <= {f"{number:04}.txt" for number in range(0, 3 * room + 1, 4)}
    late = f"{'It rained. ' * (READ // 11 + 1)}{TERN['act.txt']}"
    assert asked(late) == []


@given(st.text(), st.lists(st.sampled_from(" ".join(TERN.values()).split()), max_size=40))
def test_no_text_breaks_the_drafting(noise: str, words: list[str]) -> None:
    text = f"{' '.join(words)} {noise} {TERN['act.txt']}"
    for one in drafts_of([Document("a.txt", text, "text/plain", Metadata("Tern"))], 40):
        assert one.question.endswith("?")
        assert one.gold.cut(text).strip()


def near(about: str, *parts: tuple[str, int, int]) -> list[str]:
    """What is suggested after passages: the source of each, where it begins and ends."""
    by_uri = {one.uri: one for one in documents()}
    passages = [Passage.of(by_uri[uri], Span(start, end), 1) for uri, start, end in parts]
    return [one.question for one in drafts_near(passages, about, 40)]


def test_after_a_reply_the_gate_that_it_spoke_of_is_known() -> None:
    assert "When was the gate painted?" in near("Who painted the gate?", ("act.txt", 0, 20))
    assert "When was the gate painted?" not in asked(TERN["act.txt"])
    other = near("Who is Ada Marsh?", ("people.txt", 0, 40), ("act.txt", 0, 20))
    assert "When was the gate painted?" not in other


def test_after_a_reply_its_own_document_and_subject_come_first() -> None:
    found = near("Who is Ada Marsh?", ("people.txt", 0, 40), ("act.txt", 0, 54))
    assert found[0] == "What did Ada Marsh refuse to do?"
    assert "What does the Berth Act forbid?" not in found
    found = near("What does the Berth Act say?", ("people.txt", 0, 40), ("act.txt", 0, 54))
    assert "What does the Berth Act forbid?" in found


def test_what_stands_far_from_a_passage_is_not_asked() -> None:
    far = Document(
        "a.txt", f"{TERN['people.txt']}{' It rained.' * 60} {TERN['act.txt']}", "text/plain"
    )
    found = drafts_near([Passage.of(far, Span(0, 40), 1)], "Who is Ada Marsh?", 40)
    assert {one.question for one in found} == {one.question for one in found if one.gold.end < 700}
    assert found


def test_a_suggestion_is_like_another_wording_of_it() -> None:
    document = documents()[0]
    one = Suggestion(
        "What does the Berth Act forbid?", "act.txt", Span(0, 54), Rule.OBJECT, document
    )
    assert one.is_like("what did the Berth Act forbid")
    assert not one.is_like("When was the Berth Act passed?")

from eval.case import Group
from eval.make.draft import Draft, Evidence, Rule
from eval.make.folder import Folder
from eval.make.gold import gold, settled
from index.document import Span
from tests.eval.make.conftest import folder_of

FEES = (
    "Boats pay nine crowns for a berth. Cars pay nine crowns at noon. "
    "For a berth boats must pay nine crowns."
)


def evidence(folder: Folder, number: int, answer: str) -> Evidence:
    sentence = folder.sentences[number]
    start = sentence.span.start + sentence.text.index(answer)
    return Evidence(sentence, Span(start, start + len(answer)))


def draft(folder: Folder, question: str, answer: str) -> Draft:
    one = evidence(folder, 0, answer)
    return Draft(Rule.NUMBER, Group.DATES_AND_NUMBERS, question, one.sentence, (one,))


def test_the_phrase_is_the_shortest_that_stands_once() -> None:
    found = gold(evidence(folder_of(FEES), 1, "nine crowns"))
    assert found is not None
    assert found.phrase == "nine crowns at"
    assert FEES.count(found.phrase) == 1


def test_a_sentence_that_stands_twice_has_no_phrase() -> None:
    folder = folder_of("Boats pay nine crowns. Cars wait. Boats pay nine crowns.")
    assert gold(evidence(folder, 0, "nine crowns")) is None


def test_another_sentence_with_the_same_answer_will_do_too() -> None:
    folder = folder_of(FEES)
    found = settled(
        draft(folder, "How many crowns do boats pay for a berth?", "nine crowns"), folder
    )
    assert found is not None
    assert [one.sentence for one in found.evidence] == [folder.sentences[0], folder.sentences[2]]


def test_a_question_with_two_answers_is_dropped() -> None:
    folder = folder_of("Boats pay nine crowns for a berth. Later boats pay ten crowns for a berth.")
    asked = draft(folder, "How many crowns do boats pay for a berth?", "nine crowns")
    assert settled(asked, folder) is None

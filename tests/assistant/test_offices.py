import pytest

from assistant.evidence import EvidenceReader
from assistant.late import LateInteraction
from assistant.offices import asked_office, names_office
from index.retrieve import Index
from tests.assistant.test_evidence import Told


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("Who is the governor of Oregon?", "governor"),
        ("who was ICE's acting field office director in Seattle?", "director"),
        ("Who's the chief of police?", "chief"),
        ("Who is the lawyer of the union?", None),
        ("Who is the author of the letter to the mayor?", None),
        ("What did the governor say?", None),
    ],
)
def test_the_holder_of_an_office_is_asked_for_or_not(question: str, office: str | None) -> None:
    assert asked_office(question) == office


def test_a_sentence_without_the_office_does_not_answer() -> None:
    assert not names_office("Who is the mayor?", "Ada Marsh is the harbour master.")
    assert names_office("Who is the mayor?", "Mayor Ada Marsh spoke.")
    assert names_office("Who is Ada Marsh?", "Ada Marsh is the harbour master.")


def test_the_reader_is_not_sure_of_what_does_not_name_the_office(index: Index) -> None:
    reader = EvidenceReader(LateInteraction(index), Told("harbour"))
    question = "Who is the governor of the harbour?"
    reading = reader.read(question, index.search(question, 8))
    assert reading.evidence
    assert reading.probability == 0.0

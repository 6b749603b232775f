import pytest

from assistant.speaker import speaker
from index.document import Document, Span


def said_by(sentence: str, before: str = "") -> str | None:
    text = before + sentence
    found = speaker(Document("news.txt", text, "text/plain"), Span(len(before), len(text)))
    return found.cut(text) if found else None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ('"We wait," said Ada Marsh, the harbour master.', "Ada Marsh"),
        ("“We wait,” Chief Ada Marsh said in a statement.", "Chief Ada Marsh"),
        ('The Harbour Office, in a notice on tides, states: "Boats wait."', "The Harbour Office"),
        ('During a meeting, Commissioner Reed asserted: "It was wrong."', "Commissioner Reed"),
        ("According to the Harbour Office, boats wait.", "the Harbour Office"),
        ("Ada Marsh wrote that boats wait.", "Ada Marsh"),
        ("The harbour was shut for a week, the Harbour News reported.", "the Harbour News"),
        ('“No boat leaves,” the Department of State Lands wrote.', "the Department of State Lands"),
    ],
)  # fmt: skip
def test_the_speaker_beside_the_words_is_named(sentence: str, name: str) -> None:
    assert said_by(sentence) == name


@pytest.mark.parametrize(
    "sentence",
    [
        "Boats wait for the tide.",
        '"We wait," she said.',
        '"We wait," one officer wrote in an email.',
        '"We wait," the email continued.',
        '"We wait," said Ada Marsh, while "we leave," said Bo Reed.',
        "Ada Marsh never said that boats wait.",
        "The notice of the office said nothing.",
        '"Protect us," they said of Ada Marsh.',
        "According to an official, boats wait.",
        'Nobody said: "Boats wait."',
        'Protesters said that "boats wait".',
    ],
)
def test_in_doubt_nobody_is_named(sentence: str) -> None:
    assert said_by(sentence) is None


def test_a_single_name_counts_if_the_text_has_it_inside_a_sentence() -> None:
    assert said_by("“We wait,” Marsh said.") is None
    assert said_by("“We wait,” Marsh said.", "A letter from Ada Marsh came. ") == "Marsh"

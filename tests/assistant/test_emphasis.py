import pytest

from assistant.emphasis import answering_words
from index.document import Document, Span


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("when was the contract signed?", "It was signed on Sept. 25, 2019.", "Sept. 25, 2019"),
        ("when did it end?", "The programme ended in March 2020.", "March 2020"),
        ("How much is the fine?", "A late filing costs $1,250 a day.", None),
        ("what is the fine?", "A late filing costs $1,250 a day.", "$1,250"),
        ("how many boats were lost?", "The storm took 41 boats.", "41"),
        ("who signed the letter?", "The letter was signed by Ada Marsh.", "Ada Marsh"),
        (
            "who is the harbour master?",
            "“We wait,” said Ada Marsh, the harbour master.",
            "Ada Marsh",
        ),
        ("how long does it last?", "The pass lasts for ninety days.", "ninety days"),
        (
            "what must employees do if approached?",
            "The Act requires all requests to be documented, reported, and denied.",
            "documented, reported, and denied",
        ),
        (
            "what should staff do with a request?",
            'Every request is to be "documented, reported, and denied".',
            "documented, reported, and denied",
        ),
        # two that fit, or none: nothing is marked
        ("when was it open?", "It opened in 1990 and closed in 1999.", None),
        ("who was there?", "Ada Marsh met Otto Lind.", None),
        ("who was there?", "Nobody was there.", None),
        ("when after 1912 was it sold?", "It was not sold in 1912.", None),
        ("why do boats wait?", "They wait for 3 hours.", None),
    ],
)
def test_only_what_is_sure_is_marked(question: str, sentence: str, words: str | None) -> None:
    text = f"Before it. {sentence} After it, in 1066, Zoe."
    span = Span(11, 11 + len(sentence))
    found = answering_words(question, Document("a.txt", text, "text/plain"), span)
    assert (found.cut(text) if found else None) == words
    assert found is None or span.holds(found)

from assistant.reply import Quote
from eval.case import Place
from eval.score import Characters, first_rank, holds, overlap
from index.document import Document, Span
from index.passage import Hit, Passage

ECHO = Document("echo.txt", "It turns. It turns.", "text/plain")
OTHER = Document("other.txt", "It turns. It turns.", "text/plain")
FIRST, SECOND = Place("echo.txt", Span(3, 8)), Place("echo.txt", Span(13, 18))


def test_the_same_words_at_another_place_do_not_count() -> None:
    assert holds(Quote(ECHO, Span(0, 9)), FIRST)
    assert not holds(Quote(ECHO, Span(0, 9)), SECOND)


def test_the_same_place_in_another_document_does_not_count() -> None:
    assert not holds(Quote(OTHER, Span(0, 9)), FIRST)


def test_half_a_phrase_is_not_held() -> None:
    assert not holds(Quote(ECHO, Span(5, 9)), FIRST)


def test_the_rank_is_that_of_the_first_passage_that_meets_any_alternative() -> None:
    hits = (
        Hit(Passage.of(OTHER, Span(0, 9), 3), 0.9, 1),
        Hit(Passage.of(ECHO, Span(10, 15), 3), 0.8, 2),
        Hit(Passage.of(ECHO, Span(0, 9), 3), 0.7, 3),
    )
    assert first_rank(hits, (FIRST, SECOND)) == 2
    assert first_rank(hits, (FIRST,)) == 3
    assert first_rank(hits[:1], (FIRST,)) is None


def test_either_sentence_of_a_fact_will_do_and_both_may_be_quoted() -> None:
    either = ((Place("echo.txt", Span(0, 9)), Place("other.txt", Span(0, 9))),)
    one, two = Quote(ECHO, Span(0, 9)), Quote(OTHER, Span(0, 9))
    assert overlap([two], either) == Characters(9, 9, 9)
    assert overlap([one, two], either) == Characters(18, 18, 18)


def test_a_character_that_is_quoted_twice_counts_once() -> None:
    wanted = ((Place("echo.txt", Span(0, 9)),),)
    assert overlap([Quote(ECHO, Span(0, 9)), Quote(ECHO, Span(0, 9))], wanted).quoted == 9

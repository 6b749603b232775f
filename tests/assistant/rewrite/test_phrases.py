import pytest

from assistant.rewrite.phrases import Sort, phrases


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Who signed the cease and desist letter?", ["the cease and desist letter"]),
        ("Did federal officers guard the pier?", ["federal officers", "the pier"]),
        ("What is the report A Plea for Help about?", ["the report", "A Plea for Help"]),
        ("Who criticised Ada Marsh's rules?", ["Ada Marsh"]),
        ("What did A. B. Reed say on June 3, 2019?", ["A. B. Reed", "June 3, 2019"]),
        ("What happened then?", []),
    ],
)  # fmt: skip
def test_phrases_end_where_the_next_begins(text: str, found: list[str]) -> None:
    assert [one.words for one in phrases(text)] == found
    assert all(text[one.start : one.end] == one.words for one in phrases(text))


@pytest.mark.parametrize(
    ("text", "sort", "fits"),
    [
        ("the mayor", Sort.PERSON, True),
        ("the mayors", Sort.PERSON, False),
        ("the police", Sort.PLURAL, True),
        ("the contract", Sort.THING, True),
        ("the contract", Sort.PERSON, False),
        ("in Lincoln County", Sort.PLACE, True),
        ("Mayor Wheeler", Sort.THING, False),
        ("the Harbour Department", Sort.PERSON, False),
        ("in 2019", Sort.TIME, True),
    ],
)
def test_a_phrase_is_of_the_sort_that_its_words_say(text: str, sort: Sort, fits: bool) -> None:
    (one,) = phrases(text)
    assert (sort in one.sorts) is fits

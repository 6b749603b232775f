import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.fold import agree, fold
from assistant.checking.markdown import unmarked


def same(one: str, other: str) -> bool:
    a, b = fold(one), fold(other)
    return a.key == b.key and agree(a, 0, b, 0, len(a.key))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the gate — old — fell", "the gate—old -- fell"),
        ("word , word", "word, word"),
        ("im-\nport", "import"),
        ("well-\nknown", "well-known"),
        ("a\u200bb c\u00add", "ab cd"),
        ("5 %", "5%"),
        ("wait...", "wait…"),
        ("from -5 to −3", "from −5 to –3"),
        ("# Head\n\n* one\n* two", "Head one two"),
        ("1. one\n2. two", "one two"),
        ("said “so”", "said 'so'"),
        ("don’t", "don't"),
    ],
)
def test_typography_makes_no_difference(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("to day", "today"),
        ("well-known", "wellknown"),
        ("well-known", "well known"),
        ("5 −3", "5-3"),
        ("−5", "5"),
        ("5 * 3", "5 3"),
        ("5*3", "53"),
        ("1.5", "1 .5"),
        ("1,500", "1, 500"),
        ("10²", "102"),
        ("½", "1/2"),
        ("its", "it's"),
        ("5′ tall", "5″ tall"),
        ("5' tall", '5" tall'),
        ("on page\n5. then", "on page\nthen"),
        ("more than\n> 5 boats", "more than 5 boats"),
        ("1. April", "April"),
    ],
)
def test_words_signs_and_numbers_do(one: str, other: str) -> None:
    assert not same(one, other)


@given(st.text(max_size=80))
def test_every_character_of_the_key_has_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded.key) == len(folded.joints) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(0 <= a < b <= len(text) for a, b in zip(folded.starts, folded.ends, strict=True))
    assert len(unmarked(text)) == len(text)

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.terms import terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("duties", "duty"),
        ("Training", "trainings"),
        ("C.F.R.", "cfr"),
        ("mayor's", "mayor"),
        ("mayor’s", "mayor's"),
        ("§ 287.4(d)", "§287.4(d)"),
        ("(sanctuary)", "sanctuary"),
        ("“sanctuary”", "sanctuary"),
    ],
)
def test_forms_of_a_word_are_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("1-866-347-2423", "866"),
        ("off-duty", "duti"),
        ("off-duty", "off-duty"),
        ("cara@rop.org", "cara@rop.org"),
        ("law/order", "order"),
        ("8 C.F.R. § 287.4(d)", "§287.4(d)"),
        ("8 C.F.R. § 287.4(d)", "287"),
    ],
)
def test_a_token_is_found_whole_and_by_its_parts(text: str, part: str) -> None:
    assert part in terms(text)


def test_a_dotted_abbreviation_is_one_term() -> None:
    assert terms("the U.S. law") == ["us", "law"]


def test_words_that_name_nothing_are_no_terms() -> None:
    assert terms("Who are you, and what is that?") == []


@given(st.text())
def test_any_text_has_terms_without_space(text: str) -> None:
    assert not any(term.split() != [term] for term in terms(text))


@given(st.text())
def test_capitals_make_no_difference_to_ascii(text: str) -> None:
    plain = text.encode("ascii", "ignore").decode().lower()
    assume("us" not in plain)
    assert terms(plain) == terms(plain.upper())


def test_the_country_is_no_pronoun() -> None:
    assert terms("US") == terms("U.S.") == ["us"]
    assert terms("they told us") == terms("told")

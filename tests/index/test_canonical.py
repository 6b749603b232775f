import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.canonical import canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NEWLINES = "\r\n\x85\u2028\u2029"


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_newline_becomes_one(newline: str) -> None:
    assert canonical(f"one{newline}two") == "one\ntwo"


def test_a_letter_and_its_accent_become_one_character() -> None:
    assert canonical("cafe\u0301") == "caf\u00e9"


def test_compatibility_characters_stay_as_the_source_shows_them() -> None:
    assert canonical("½ ﬁ ① x² …\u00a0\t") == "½ ﬁ ① x² …\u00a0\t"


@given(TEXT)
def test_a_second_time_changes_nothing(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(TEXT)
def test_text_without_newlines_is_composed_and_nothing_else(text: str) -> None:
    plain = "".join(c for c in text if c not in NEWLINES)
    assert canonical(plain) == unicodedata.normalize("NFC", plain)


@given(st.text(st.characters(codec="ascii", exclude_characters="\r")))
def test_ascii_text_is_left_alone(text: str) -> None:
    assert canonical(text) == text

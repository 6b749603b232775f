"""The canonical form, and the way back to the file (trust.md, B3)."""

import time
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.canonical import CHANGED, NEWLINES, canonical, clean

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
# many neighbours that matter to each other: joiners, marks, emoji, tags, Hangul, Indic, newlines
TANGLED = st.text(
    "ae \n\r\u0301\u0323\u0344\u200b\u200c\u200d\ufe0f\u00ad\U000e0041\u2764\U0001f525\U0001f3fd1"
    "\u20e3"
    "\u0915\u094d\u0937\u09c7\u09be\u0958\u1100\u1161\u11a8\uac00\u0627\u0653\u061c\u2028\ue000"
)


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_newline_becomes_one(newline: str) -> None:
    assert canonical(f"one{newline}two") == "one\ntwo"


def test_a_letter_and_its_accent_become_one_character() -> None:
    assert canonical("cafe\u0301") == "caf\u00e9"


def test_compatibility_characters_stay_as_the_source_shows_them() -> None:
    assert canonical("½ ﬁ ① x² …\u00a0\t") == "½ ﬁ ① x² …\u00a0\t"


@pytest.mark.parametrize(
    "sign",
    [
        *"\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\u3164\uffa0",
        *"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        *"\ufe00\ufe0f\U000e0100\U000e01ef\U000e0001\U000e0041\U000e007f",
        *"\0\x08\x1b\x1f\x7f\x80\x9f\ufdd0\uffff\U0010ffff\ue000\U000f0000\ufff9\u2062",
    ],
    ids=lambda sign: f"U+{ord(sign):04X}",
)
def test_a_sign_that_shows_nothing_is_left_out_and_counted(sign: str) -> None:
    cleaned = clean(f"the mo{sign}on{sign}")
    assert (cleaned.text, cleaned.hidden) == ("the moon", 2)


@pytest.mark.parametrize(
    "seen",
    [
        "می\u200cخواهم",  # Persian: without it the word is written otherwise
        "ක්\u200dරම",  # Sinhala
        "क्\u200dष",  # Hindi
        "\u2764\ufe0f",
        "\U0001f469\U0001f3fd\u200d\U0001f680 \U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\u2764\ufe0f\u200d\U0001f525",
        "1\ufe0f\u20e3",
        "exam\u00ad\nple",  # drawn as a hyphen at the end of a line
        "\u0600 \u06dd \u08e2",  # signs of format that are drawn
    ],
)
def test_what_is_seen_stays(seen: str) -> None:
    assert canonical(seen) == unicodedata.normalize("NFC", seen)
    assert clean(seen).hidden == 0


def test_a_flag_that_is_spelt_in_tags_loses_them() -> None:
    assert canonical("\U0001f3f4\U000e0067\U000e0062\U000e007f") == "\U0001f3f4"


@given(TEXT | TANGLED)
def test_a_second_time_changes_nothing(text: str) -> None:
    again = clean(canonical(text))
    assert (again.text, again.hidden, again.offsets.steps) == (canonical(text), 0, ())


@given(TEXT | TANGLED)
def test_text_is_composed_without_what_shows_nothing_and_nothing_else(text: str) -> None:
    seen = CHANGED.sub(lambda found: "" if found["unseen"] else found[0], text)
    assert canonical(text) == unicodedata.normalize("NFC", NEWLINES.sub("\n", seen))


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_ascii_text_is_left_alone(text: str) -> None:
    assert canonical(text + "\t\n") == text + "\t\n"


@given(TEXT | TANGLED)
def test_every_character_is_found_in_the_text_it_comes_from(text: str) -> None:
    # a few letters are two in form C, and the second has no place of its own
    assume(all(len(unicodedata.normalize("NFC", letter)) == 1 for letter in text))
    cleaned = clean(text)
    places = [cleaned.offsets.outer(place) for place in range(len(cleaned.text) + 1)]
    assert places == sorted(places)
    assert places[-1] <= len(text)
    for place, letter in enumerate(cleaned.text):
        start, end = places[place], places[place + 1]
        if end == start + 1 and text[start] not in "\r\v\f\x85\u2028\u2029":
            assert unicodedata.normalize("NFC", text[start]) == letter
        if end > start:
            assert cleaned.offsets.inner(start) == place


@given(TEXT | TANGLED)
def test_every_character_of_the_text_has_a_place_in_its_canonical_form(text: str) -> None:
    cleaned = clean(text)
    places = [cleaned.offsets.inner(place) for place in range(len(text) + 1)]
    assert places == sorted(places)
    assert places[0] == 0
    assert places[-1] == len(cleaned.text)


def test_a_map_counts_what_stands_before_the_text() -> None:
    offsets = clean("a\u200bb").offsets.shifted(10)
    assert [offsets.outer(place) for place in (0, 1, 2)] == [10, 12, 13]
    assert clean("ab").offsets.shifted(10).outer(1) == 11


def test_a_long_text_is_cleaned_in_a_time_that_grows_with_its_length() -> None:
    started = time.process_time()
    clean("The mo\u200bon e\u0301.\r\n" * 20_000)
    clean("\u00ad " * 100_000 + "e\u0301" * 40_000 + "\u2764\u200d" * 40_000)
    assert time.process_time() - started < 10

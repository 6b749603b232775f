"""What holds of every sentence, every alteration and every text."""

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from assistant.checking.check import Checker, Verdict
from assistant.checking.fold import fold
from index.document import Document
from tests.cost import seconds

WORDS = st.text("abcdefghilmnoprstuvé", min_size=1, max_size=9)
NUMBERS = st.from_regex(r"[1-9]\d{0,3}(?:[.,]\d{1,3})?", fullmatch=True)
SENTENCES = st.lists(st.one_of(WORDS, NUMBERS), min_size=4, max_size=18)
SPACES = ["\u00a0", "  ", "\n", "\u2009", " \u200b"]


def verdict(source: str, quote: str) -> Verdict:
    documents = [Document("a.md", f"At first.\n\n{source} And so on.", "text/markdown")]
    return Checker(documents).look_up(quote).verdict


@given(SENTENCES, st.data())
def test_another_word_or_digit_is_never_verified(words: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(st.one_of(WORDS, NUMBERS))
    altered = " ".join([*words[:place], other, *words[place + 1 :]])
    source = " ".join(words)
    # a word at the edge may also be the first part of the old one
    assume(altered.lower() not in f"At first. {source} And so on.".lower())
    assert verdict(source, altered) is not Verdict.VERIFIED


@given(SENTENCES, st.data())
def test_a_word_more_or_less_is_never_verified(words: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(words) - 2))
    more = " ".join([*words[:place], data.draw(WORDS), *words[place:]])
    less = " ".join([*words[:place], *words[place + 1 :]])
    source = " ".join(words)
    for altered in (more, less):
        if altered not in source:
            assert verdict(source, altered) is not Verdict.VERIFIED


@given(SENTENCES, st.data())
@example(["−5", "is", "not", "5"], None)
def test_typographic_variants_are_always_verified(
    words: list[str], data: st.DataObject | None
) -> None:
    source = " ".join(words)
    assert verdict(source, source) is Verdict.VERIFIED
    assert verdict(source, unicodedata.normalize("NFD", source)) is Verdict.VERIFIED
    assert verdict(source, f"{source},") is Verdict.VERIFIED
    if data:
        spaces = data.draw(st.lists(st.sampled_from(SPACES), min_size=len(words)))
        spaced = "".join(word + space for word, space in zip(words, spaces, strict=False))
        assert verdict(source, spaced) is Verdict.VERIFIED
        word = data.draw(st.sampled_from([w for w in words if len(w) > 2] or words))
        soft = f"{word[:1]}\u00ad{word[1:]}"
        assert verdict(source, source.replace(word, soft, 1)) is Verdict.VERIFIED
        marked = source.replace(f" {word} ", f" **{word}** ", 1)
        assert verdict(source, marked) is Verdict.VERIFIED


@given(st.text(max_size=120), st.text(min_size=1, max_size=60))
def test_any_text_can_be_checked_and_what_is_verified_stands_there(text: str, source: str) -> None:
    assume(source.strip())
    documents = [Document("a.md", source, "text/markdown")]
    for one in Checker(documents).check(f"{text} “{source}”"):
        if one.verdict is Verdict.VERIFIED and not one.left_out and not one.replaced:
            assert one.start is not None
            cut = fold(source[one.start : one.end]).key.casefold()
            assert cut.strip(".,'") in fold(source).key.casefold()


HOSTILE = (
    '"', "“", "”", "„", "«", "'", "‘", '"a', "“a” ", "'a ", '> "a\n', "“‘«", "[x](", "“[a] b” ",
    "“a … b” ", "“[", "* ", "1. a\n", "-\na", '("', "“x.” (a.md) ",
)  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_a_hostile_text_costs_no_more_than_its_length(part: str) -> None:
    checker = Checker([Document("a.md", "It is a b. " * 50, "text/markdown")])

    def checked(size: int) -> float:
        text = part * (size // len(part))
        return seconds(lambda: checker.check(text))

    checked(500)  # what is made once
    short = min(checked(5_000) for _ in range(3))
    # eight times the length: 8 where time is linear, 64 where it is quadratic
    assert any(checked(40_000) < 32 * max(short, 0.002) for _ in range(4))


def test_one_long_hostile_quotation_costs_no_more_than_its_length() -> None:
    checker = Checker([Document("a.md", "the gate is the gate. " * 50, "text/markdown")])

    def looked_up(quote: str) -> float:
        return seconds(lambda: checker.look_up(quote))

    for part in ("the ", "the … ", "[a] ", "the [a] ", "the gate is ", "(", "the-\n"):
        short, long = (looked_up(part * (size // len(part))) for size in (5_000, 40_000))
        assert long < 30 * max(short, 0.005), part

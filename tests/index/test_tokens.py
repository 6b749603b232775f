import pytest

from index.tokens import count_tokens


# known pairs for cl100k_base
@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("hello world", 2), ("tiktoken is great!", 6), ("antidisestablishmentarianism", 6)],
)
def test_tokens_are_those_of_cl100k_base(text: str, count: int) -> None:
    assert count_tokens(text) == count


def test_the_marks_of_special_tokens_are_ordinary_text() -> None:
    assert count_tokens("<|endoftext|>") > 1


def test_any_character_can_be_counted() -> None:
    assert count_tokens("\0\x1b\u202e👩‍💻\ud800") > 0

import pytest

from index.furniture import furniture


def marked(text: str) -> list[str]:
    return [line.cut(text) for line in furniture(text)]


@pytest.mark.parametrize(
    "line",
    [
        "Share",
        "Share this article",
        "Linkedin Pinterest",
        "Facebook | Twitter | E-mail",
        "• Search",
        "Loading...",
        "Skip to main content",
        "News / Northwest",
        "Sign up to our daily newsletter so you don't miss out!",
        "Subscribe to our e-mail alerts",
        "Follow Me",
        "Follow us on social media, and do mark us as “See First.”",
        "Support local journalism",
        "Your tax-deductible donation to our Community Funded Journalism program will help.",
        "Community Funded Journalism logo",
        "Last Reviewed/Updated: 02/28/2020",
        "Copyright 2020 Acme",
        "© Acme",
        "All rights reserved.",
        "Related stories",
        "https://example.org/page?x=1",
        "[News Releases](#)[News Releases](#)",
        "- [Home](/) | [About](/about)",
    ],
)
def test_a_line_of_page_furniture_is_marked(line: str) -> None:
    assert marked(f"The tide turns.\n{line}\nThe moon pulls.") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "The newsletter is printed once a week.",
        "Employees must not subscribe to a newsletter at work.",
        "Sign up by e-mail before March 3.",
        "Your donation is tax-deductible if the charity is registered.",
        "A donation to the harbour is welcome.",
        "Search the boat before it leaves.",
        "The search was unlawful.",
        "Share the fee among the owners.",
        "Copyright lasts for seventy years after the death of the author.",
        "Follow us through the channel.",
        "Nobody but the harbour office and its own staff may use the logo",
        "News of the flood came late.",
        "Local journalism is in need.",
        "Trending upward, costs rose in May.",
        "See [the rules](rules.html) for boats.",
        "Home is where the boat lies.",
    ],
)
def test_a_sentence_that_only_mentions_such_things_is_text(line: str) -> None:
    assert marked(line) == []
    assert marked(f"- {line}") == []


def test_a_long_line_is_prose_whatever_it_begins_with() -> None:
    assert marked("© " + "The moon pulls the sea. " * 20) == []


def test_only_the_line_itself_is_marked() -> None:
    text = "  Share  \nThe tide turns.\n\n• Search\n"
    assert marked(text) == ["Share", "• Search"]

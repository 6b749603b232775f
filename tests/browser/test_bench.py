from typing import TYPE_CHECKING

import pytest

from tests.browser.bench import ANSWERED, QUESTIONS, bench, compared, our_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.model]

ASKED = (
    "what must employees do if approached?",
    "who signed the letter that ended the training contract?",
    "who won the world cup in 1998?",
    "what did the police halt?",
)


def test_a_visit_is_measured_from_its_first_words_to_the_last_reply(
    browser: "Browser", address: str
) -> None:
    (values,) = bench(browser, [our_page(address)], iter(ASKED), visits=1)
    assert len(values[ANSWERED]) == QUESTIONS
    assert min(values[ANSWERED]) > 0
    for visit in ("first visit", "next visit"):
        [box], [taken] = values[f"{visit}: a box, ms"], values[f"{visit}: question taken, ms"]
        assert 0 < box < taken
    [first], [again] = values["first visit: kB sent"], values["next visit: kB sent"]
    assert first > again  # which finds the scripts in the browser's cache
    timings = compared(values, values)
    assert [timing.ratio for timing in timings[1::2]] == [1.0] * len(values)

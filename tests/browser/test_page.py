"""The page as a person meets it: Chromium, the real application, the real model."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.escape import BIDI
from tests.browser.server import beyond_repair
from tests.browser.visit import (
    ANSWERED,
    PHONE,
    REFUSED,
    SMALL,
    WIDE,
    Visit,
    in_view,
    wait_for_count,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

pytestmark = [pytest.mark.browser, pytest.mark.model]


def test_every_citation_shows_its_words_marked_in_the_whole_document(visit: Visit) -> None:
    answer = visit.ask(ANSWERED)
    quotes, citations = answer.locator("blockquote"), answer.locator("a.cite")
    assert quotes.count() == citations.count() >= 2
    for number in reversed(range(quotes.count())):
        citations.nth(number).click()
        mark = visit.page.locator("#panel mark.current:focus")
        mark.wait_for()
        visit.page.wait_for_timeout(200)
        assert in_view(mark)
        assert mark.inner_text() == quotes.nth(number).inner_text()
        wait_for_count(visit.page.locator("#panel mark.current"), 1)
        assert visit.page.locator("#panel .about:visible a.cite").inner_text() == str(number + 1)
        assert f"Quote {number + 1} of" in visit.page.locator("#panel .count").inner_text()
    # from its first heading to its last paragraph
    shown = visit.page.locator("#panel .source:visible")
    wait_for_count(shown, 1)
    assert 'compulsory "Sanctuary Promise" course' in shown.locator("h4").inner_text()
    assert "where the stabbing took place" in shown.inner_text()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_buttons_and_keys_lead_through_the_quotations_and_back(
    browser: "Browser", address: str, size: "ViewportSize"
) -> None:
    visit = Visit(browser, address, size)
    citations = visit.ask(ANSWERED).locator("a.cite")
    count = citations.count()
    citations.first.click()
    for number in [*range(1, count), 0]:
        visit.page.get_by_role("button", name="Next quote").click()
        current = visit.page.locator(f'#panel mark.current[data-at~="s1-{number + 1}"]')
        current.wait_for()
        visit.page.wait_for_timeout(200)
        assert in_view(current)
        assert in_view(visit.page.locator("#panel .head .count"))
    current.click()
    visit.page.keyboard.press("p")
    visit.page.locator(f'#panel mark.current:focus[data-at~="s1-{count}"]').wait_for()
    visit.page.keyboard.press("n")
    visit.page.locator('#panel mark.current:focus[data-at~="s1-1"]').wait_for()
    visit.page.keyboard.press("n")
    visit.page.keyboard.press("Escape")
    visit.page.locator('#chat a.cite[href="#s1-2"]:focus').wait_for()
    assert in_view(visit.page.locator('#chat a.cite[href="#s1-2"]'))
    citations.first.click()
    visit.page.get_by_role("button", name="Back to the reply").click()
    visit.page.locator('#chat a.cite[href="#s1-1"]:focus').wait_for()
    assert in_view(citations.first)
    assert visit.errors == []
    visit.page.close()


def test_a_tap_on_a_phone_brings_the_words_into_view(browser: "Browser", address: str) -> None:
    visit = Visit(browser, address, PHONE, touch=True)
    citation = visit.ask(ANSWERED).locator("a.cite").first
    assert not in_view(visit.page.locator("#panel mark.current"))
    citation.tap()
    visit.page.wait_for_timeout(300)
    assert in_view(visit.page.locator("#panel mark.current"))
    visit.page.close()


def test_the_answering_words_are_bold_and_a_sentence_says_why_it_was_chosen(visit: Visit) -> None:
    answer = visit.ask(ANSWERED)
    bold = answer.locator("blockquote strong").first
    assert bold.inner_text() == "documented, reported, and denied"
    assert bold.inner_text() in answer.locator("blockquote").first.inner_text()
    why = answer.locator("details.why").first
    assert not why.locator("p").is_visible()
    why.locator("summary").press("Enter")
    assert why.locator("p").is_visible()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_citation_works_with_the_keyboard_and_its_number_leads_back(
    visit: Visit, key: str
) -> None:
    citation = visit.ask(ANSWERED).locator("a.cite").first
    citation.focus()
    visit.page.keyboard.press(key)
    visit.page.locator("#panel mark.current:focus").wait_for()
    visit.page.locator("#panel .about:visible h3 a.cite").press(key)
    visit.page.locator('#chat a.cite[href="#s1-1"]:focus').wait_for()


def test_a_reply_is_read_from_its_question_on(visit: Visit) -> None:
    for question in (ANSWERED, ANSWERED, REFUSED):
        visit.ask(question)
        visit.page.wait_for_timeout(200)
        assert in_view(visit.page.locator("#chat .question").last)
    assert in_view(visit.replies().last.locator("p").first)


def test_an_earlier_citation_brings_its_own_sources_back(visit: Visit) -> None:
    answer = visit.ask(ANSWERED)
    refusal = visit.ask(REFUSED)
    asked = visit.page.locator("#panel .turn .asked")
    assert asked.inner_text() == REFUSED
    answer.locator("a.cite").nth(1).click()
    mark = visit.page.locator('#panel mark.current:focus[data-at~="s1-2"]')
    mark.wait_for()
    assert in_view(mark)
    assert asked.inner_text() == ANSWERED
    wait_for_count(visit.page.locator("#panel .turn"), 1)
    refusal.locator("a.cite").first.click()
    visit.page.locator('#panel span.current:focus[data-at~="s2-1"]').wait_for()
    assert asked.inner_text() == REFUSED


def test_sources_that_cannot_be_had_any_more_are_told_and_not_shown(
    visit: Visit, work: Path
) -> None:
    answer = visit.ask(ANSWERED)
    visit.ask(REFUSED)
    pointer, aside = work / "index" / "current", work / "index" / "aside"
    pointer.rename(aside)
    try:
        answer.locator("a.cite").first.click()
        visit.page.locator("#panel .turn:focus .problem").wait_for()
    finally:
        aside.rename(pointer)
    assert "cannot be shown" in visit.page.locator("#panel").inner_text()
    wait_for_count(visit.page.locator("#panel mark"), 0)
    visit.page.keyboard.press("Escape")
    visit.page.locator('#chat a.cite[href="#s1-1"]:focus').wait_for()


def test_a_passage_near_a_refused_question_is_marked_as_reading(visit: Visit) -> None:
    refusal = visit.ask(REFUSED)
    for number in (3, 1):
        refusal.locator("a.cite").nth(number - 1).click()
        passage = visit.page.locator(f'#panel span.current:focus[data-at~="s1-{number}"]').first
        passage.wait_for()
        visit.page.wait_for_timeout(200)
        assert in_view(passage)
        said = visit.page.locator("#panel .about:visible").inner_text()
        assert "to read, not an answer" in said
    wait_for_count(visit.page.locator("#panel mark"), 0)


def test_a_question_that_the_sources_leave_open_is_refused(visit: Visit) -> None:
    refusal = visit.ask(REFUSED)
    assert "The sources do not say." in refusal.inner_text()
    assert "5 documents searched" in refusal.inner_text()
    assert visit.page.locator("#chat :is(blockquote, .answer)").count() == 0
    assert visit.page.locator("#panel .source.nearest:visible").count() >= 1
    wait_for_count(visit.page.locator("#panel mark"), 0)


def test_a_failure_has_a_look_of_its_own_and_can_be_tried_again(visit: Visit, work: Path) -> None:
    with beyond_repair(work / "index"):
        failure = visit.ask(ANSWERED)
        assert "Something went wrong." in failure.inner_text()
        assert "do not say" not in failure.inner_text()
        assert visit.page.locator("#chat :is(.answer, .refusal)").count() == 0
    visit.page.get_by_role("button", name="Try again").click()
    visit.page.locator("#chat .answer").wait_for()
    assert visit.page.locator("#chat .problem").count() == 0


def test_an_empty_question_gets_a_line_and_no_reply(visit: Visit) -> None:
    box = visit.page.get_by_label("Your question")
    box.fill(" ?! ")
    box.press("Enter")
    line = visit.page.locator("#hint .line")
    line.wait_for()
    assert "The question is empty" in line.inner_text()
    wait_for_count(visit.replies(), 0)


def test_a_long_question_keeps_its_words_and_gets_a_line(visit: Visit) -> None:
    box = visit.page.get_by_label("Your question")
    box.fill("why " * 1000)
    box.press("Enter")
    visit.page.locator("#hint .line").wait_for()
    assert "at most 2,000" in visit.page.locator("#hint").inner_text()
    assert len(box.input_value()) == 4000


def test_clearing_starts_the_page_over(visit: Visit) -> None:
    visit.ask(ANSWERED)
    visit.page.get_by_label("Clear").click()
    visit.page.locator("#panel .documents").wait_for()
    visit.ask(REFUSED)
    wait_for_count(visit.replies(), 1)


def test_the_page_calls_no_other_host(visit: Visit) -> None:
    visit.ask(ANSWERED)
    assert visit.hosts == {"127.0.0.1"}
    assert visit.errors == []


def test_no_message_is_labelled_with_its_markup(visit: Visit) -> None:
    visit.ask(ANSWERED)
    labels = visit.page.eval_on_selector_all(
        "[aria-label]", "nodes => nodes.map(node => node.getAttribute('aria-label'))"
    )
    assert [label for label in labels if "<" in label] == []


def test_nothing_is_wider_than_a_phone(browser: "Browser", address: str) -> None:
    visit = Visit(browser, address, SMALL)
    assert visit.sideways() <= 0
    visit.ask(ANSWERED).locator("a.cite").first.click()
    visit.page.wait_for_timeout(200)
    assert visit.sideways() <= 0
    assert in_view(visit.page.locator("#panel mark.current").first)
    visit.ask("x" * 1500 + " who?")
    assert visit.sideways() <= 0
    visit.page.close()


@pytest.mark.parametrize(
    ("question", "literal"),
    [
        ("how much is the clerk paid a week?", 'onerror="alert(1)"> nine *crowns* a week.'),
        ("how much is the smith paid a week?", "![wages](http://evil.test/b.png) ten _crowns_"),
        ("how much is the cook paid a week?", '<input name="password"></form> six `crowns`'),
        ("how much is the groom paid a week?", "<script>alert(2)</script> {{value}} ${alert(3)}"),
        ("how much is the page paid a week?", ':alert(4)">five</a> &lt;crowns&gt; a week.'),
        # a blank line within a quotation: there Markdown takes up again
        (
            "how much is the porter paid a week?",
            "Unless the *porter* is `ill` ![](http://evil.test",
        ),
        ("how much is the guard paid a week?", "The guard is not paid seven crowns a week."),
    ],
)
def test_a_hostile_document_is_shown_letter_by_letter(
    nasty: Visit, question: str, literal: str
) -> None:
    nasty.ask(question)
    nasty.page.locator("#panel .source:visible").wait_for()
    assert literal in nasty.page.locator("#chat").inner_text()
    assert literal in nasty.page.locator("#panel").inner_text()
    assert nasty.dialogs == []
    assert nasty.hosts == {"127.0.0.1"}
    inside = "#chat :is(.answer, .refusal) :is(img, form, input, script, iframe, svg, em, code)"
    wait_for_count(nasty.page.locator(inside), 0)
    assert nasty.page.locator("#panel :is(img, form, input, script, iframe, svg, em)").count() == 0
    assert nasty.page.locator("a[href^=javascript]").count() == 0
    assert not BIDI.search(nasty.page.locator("body").inner_text())


def test_a_hostile_question_is_shown_letter_by_letter(nasty: Visit) -> None:
    question = (
        "![x](http://evil.test/c.png) <img src=x onerror=alert(5)> <b>who</b> *pays* $y$ {{z}}"
    )
    nasty.ask(question)
    nasty.page.wait_for_timeout(300)
    assert nasty.page.locator("#chat .question").inner_text() == question
    assert nasty.page.locator("#panel .turn .asked").inner_text() == question
    assert nasty.dialogs == []
    assert nasty.hosts == {"127.0.0.1"}

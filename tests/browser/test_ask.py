"""The tab Ask beyond asking: trust, history, feedback, links, paper, keys, languages."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from eval.feedback import FILE, FeedbackStore
from eval.rating import Rating
from tests.browser.server import ROOT, serving
from tests.browser.visit import ANSWERED, PATIENCE, REFUSED, SMALL, WIDE, Visit, wait_for_count

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

pytestmark = [pytest.mark.browser, pytest.mark.model]

STORE = "chapter-and-verse.conversations"


def stored(visit: Visit) -> list[dict[str, object]]:
    """The conversations that the browser keeps."""
    found: list[dict[str, object]] = json.loads(
        visit.page.evaluate(f"localStorage.getItem('{STORE}') ?? '[]'")
    )
    return found


def test_how_sure_an_answer_is_stands_in_plain_words(visit: Visit) -> None:
    said = visit.ask(ANSWERED).locator(".confidence").inner_text()
    assert re.fullmatch(r"(Very likely|Likely|Perhaps) right: about \d in 10 answers .*", said)


def test_the_proof_of_a_quotation_is_there_on_demand(visit: Visit) -> None:
    proof = visit.ask(ANSWERED).locator("details.verified").first
    assert "verified in the source" in proof.locator("summary").inner_text()
    assert not proof.locator(".hash").is_visible()
    proof.locator("summary").press("Enter")
    assert re.fullmatch("[0-9a-f]{64}", proof.locator(".hash").inner_text())
    assert "oregon-sanctuary-promise-training.md" in proof.inner_text()


@pytest.mark.parametrize("question", [ANSWERED, REFUSED])
def test_the_search_behind_a_reply_can_be_opened(visit: Visit, question: str) -> None:
    search = visit.ask(question).locator("details.search")
    search.locator("summary").click()
    rows = search.locator("tbody tr")
    assert rows.count() >= 8
    assert re.search(r"\t\d+\t", rows.first.inner_text())
    assert (search.locator("tr.used").count() > 0) is (question == ANSWERED)


def test_a_refusal_names_passages_to_read_and_another_way_to_ask(visit: Visit) -> None:
    refusal = visit.ask(REFUSED)
    wait_for_count(refusal.locator("ul.nearest li"), 3)
    assert "add a document" in refusal.inner_text()
    assert "“world”" in refusal.inner_text()


def test_a_conversation_survives_a_reload_and_its_quotations_are_checked_again(
    visit: Visit,
) -> None:
    words = visit.ask(ANSWERED).locator("blockquote").first.inner_text()
    visit.ask(REFUSED)
    visit.page.reload()
    again = visit.page.locator("#chat .reopened")
    again.nth(1).wait_for()
    assert again.first.locator("blockquote").first.inner_text() == words
    assert "verified" in again.first.locator("details.verified summary").first.inner_text()
    again.first.locator("a.cite").first.click()
    mark = visit.page.locator("#panel mark.current:focus")
    mark.wait_for()
    assert mark.inner_text() == words
    # and it goes on
    assert "Sept" in visit.ask("who signed the letter that ended the contract?").inner_text()
    assert [len(one["turns"]) for one in stored(visit)] == [3]  # type: ignore[arg-type]


def test_what_a_browser_made_up_is_never_between_quotation_marks(visit: Visit) -> None:
    visit.ask(ANSWERED)
    lie = "Employees must do nothing at all."
    visit.page.evaluate(
        f"""all => {{ const kept = JSON.parse(localStorage.getItem('{STORE}'));
        kept[0].turns[0].statements[0].quotes[0].text = all;
        localStorage.setItem('{STORE}', JSON.stringify(kept)); }}""",
        lie,
    )
    visit.page.reload()
    visit.page.locator("#chat .reopened .lost").wait_for()
    assert lie not in visit.page.locator("#chat").inner_text()


def two_conversations(visit: Visit) -> "Locator":
    """The list of what was kept, once there are two."""
    visit.ask(ANSWERED)
    side = visit.page.locator("#history")
    if not side.locator(".fresh").is_visible():
        side.locator(".kept > summary").click()
    side.get_by_role("button", name="New conversation").click()
    visit.page.locator("#panel .documents").wait_for()
    visit.ask(REFUSED)
    wait_for_count(side.locator("li"), 2)
    return side


def test_conversations_are_renamed_deleted_and_cleared(visit: Visit) -> None:
    side = two_conversations(visit)
    side.locator("li").first.locator("summary").click()
    side.get_by_role("button", name="Rename").first.click()
    side.locator("li input").fill("Football <b>x</b>")
    side.locator("li input").press("Enter")
    assert side.locator("li .name").first.inner_text() == "Football <b>x</b>"
    # the press that ends the renaming opens nothing
    assert side.locator("li .name").first.evaluate("name => name === document.activeElement")
    assert visit.page.locator("#chat .reopened").count() == 0
    side.locator("li").nth(1).locator(".name").click()
    # Gradio draws a message at a time
    visit.page.locator("#chat .question", has_text=ANSWERED).wait_for()
    visit.page.locator("#chat .reopened").wait_for()
    side.locator("li").first.locator("summary").click()
    side.get_by_role("button", name="Delete", exact=True).first.click()
    wait_for_count(side.locator("li"), 1)
    side.get_by_role("button", name="Delete all").click()  # the dialog is dismissed
    assert visit.dialogs
    wait_for_count(side.locator("li"), 1)


def test_of_two_conversations_opened_in_a_row_the_last_one_stays(visit: Visit) -> None:
    side = two_conversations(visit)
    visit.page.evaluate(
        "() => [0, 1].map((n) => document.querySelectorAll('#history li .name')[n].click())"
    )
    visit.page.locator("#chat .question", has_text=ANSWERED).wait_for()
    assert stored(visit)[1]["turns"]
    assert side.locator("li .name").nth(1).get_attribute("aria-current") == "true"


def test_a_browser_keeps_nothing_where_it_shall_not(visit: Visit) -> None:
    side = visit.page.locator("#history")
    side.locator(".kept > summary").click()
    side.get_by_label("Keep conversations in this browser").uncheck()
    visit.ask(ANSWERED)
    assert stored(visit) == []
    kept = visit.page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert "employees" not in kept


@pytest.mark.parametrize(
    ("button", "sign"),
    [("Save as Markdown", "> "), ("Save as a web page", "<!doctype html>"), ("Save as JSON", "[")],
)
def test_a_conversation_is_saved_with_its_citations(
    visit: Visit, button: str, sign: str, tmp_path: Path
) -> None:
    words = visit.ask(ANSWERED).locator("blockquote strong").first.inner_text()
    side = visit.page.locator("#history")
    if not side.locator("li").is_visible():
        side.locator(".kept > summary").click()
    side.locator("li summary").click()
    with visit.page.expect_download() as download:
        side.get_by_role("button", name=button).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    text = file.read_text("utf-8")
    assert sign in text.lower()
    plain = re.sub(r"<[^>]*>|\\(?=\W)", "", unescape(text))  # without what markup adds
    assert words in plain
    assert "oregon-sanctuary-promise-training.md" in plain


def test_a_link_to_a_question_asks_it(browser: "Browser", address: str) -> None:
    visit = Visit(browser, f"{address}/?q={quote(ANSWERED)}", WIDE)
    visit.replies().first.wait_for()
    assert visit.page.locator("#chat .question").inner_text() == ANSWERED
    visit.page.close()


def test_on_paper_there_are_the_reply_and_its_citations_alone(visit: Visit) -> None:
    visit.ask(ANSWERED)
    visit.ask(REFUSED)
    visit.page.evaluate("window.print = () => {}")
    visit.replies().first.locator("a.act", has_text="Print").click()
    visit.page.emulate_media(media="print")
    assert visit.replies().first.locator("blockquote").first.is_visible()
    assert visit.replies().first.locator(".credit").first.is_visible()
    for hidden in ("#box", "#sources", "#history", "[role=tablist]", "#chips"):
        assert not visit.page.locator(hidden).first.is_visible()
    assert not visit.replies().last.is_visible()
    assert not visit.page.locator("a.act").first.is_visible()


def test_keys_do_what_people_expect(visit: Visit) -> None:
    box = visit.page.get_by_label("Your question")
    visit.page.locator("#about h1").click()
    visit.page.keyboard.press("/")
    visit.page.locator("#box textarea:focus").wait_for()
    visit.page.keyboard.type(ANSWERED)
    visit.page.keyboard.press("Control+Enter")
    visit.replies().first.wait_for()
    assert box.input_value() == ""
    visit.page.locator("#about h1").click()
    visit.page.keyboard.press("j")
    visit.page.locator('#panel mark.current:focus[data-at~="s1-2"]').wait_for()
    visit.page.keyboard.press("k")
    visit.page.locator('#panel mark.current:focus[data-at~="s1-1"]').wait_for()
    visit.page.keyboard.press("Escape")
    visit.page.locator('#chat a.cite[href="#s1-1"]:focus').wait_for()


def test_a_follow_up_shows_what_was_searched_for(visit: Visit) -> None:
    visit.ask("who signed the letter that ended the training contract?")
    said = visit.ask("and when did he sign it?").inner_text()
    assert "Searched for:" in said
    assert "letter" in said.split("Searched for:")[1].splitlines()[0]


def test_what_was_searched_for_is_edited_by_keyboard_and_asked_as_it_stands(visit: Visit) -> None:
    visit.ask("who is Michael Melendez?")
    said = visit.ask("what does he call sanctuary laws?")
    edit = said.get_by_role("button", name="Edit")
    edit.focus()
    visit.page.keyboard.press("Enter")
    box = visit.page.get_by_label("Your question")
    assert box.evaluate("node => node === document.activeElement")
    assert box.input_value() == "what does Michael Melendez call sanctuary laws?"
    before = visit.replies().count()
    # it leans, and yet nothing is read into it: what is edited stands alone
    box.fill("and who said it was preventable?")
    box.press("Enter")
    reply = visit.replies().nth(before)
    reply.wait_for()
    assert "Searched for:" not in reply.inner_text()
    assert box.input_value() == ""
    # and the next question is a follow-up again
    assert "Searched for:" in visit.ask("when did he say it?").inner_text()
    assert not visit.errors


def test_the_page_speaks_spanish_to_a_spanish_browser(browser: "Browser", address: str) -> None:
    context = browser.new_context(locale="es-MX", viewport=WIDE)
    page = context.new_page()
    page.goto(address)
    box = page.get_by_label("Su pregunta")
    box.fill(ANSWERED)
    box.press("Enter")
    answer = page.locator("#chat .answer")
    answer.wait_for(timeout=PATIENCE)
    assert "comprobado en la fuente" in answer.inner_text()
    # the quoted words stay as they are
    assert "documented, reported, and denied" in answer.inner_text()
    assert page.locator("html").get_attribute("lang") == "es"
    context.close()


def test_two_people_at_once_get_their_own_answers(browser: "Browser", address: str) -> None:
    visits = [Visit(browser, address, WIDE), Visit(browser, address, SMALL)]
    questions = (ANSWERED, REFUSED)
    for visit, question in zip(visits, questions, strict=True):
        box = visit.page.get_by_label("Your question")
        box.fill(question)
        box.press("Enter")
    for visit, question, kind in zip(visits, questions, ("answer", "refusal"), strict=True):
        visit.page.locator(f"#chat .{kind}").wait_for()
        assert visit.page.locator("#chat .question").all_inner_texts() == [question]
        visit.page.close()


def test_what_a_reader_says_is_stored_with_what_was_quoted(visit: Visit, work: Path) -> None:
    answer = visit.ask(ANSWERED)
    words = answer.locator("blockquote").nth(1).inner_text()
    link = answer.locator("a.act", has_text="Wrong quote")
    link.press("Enter")
    dialog = visit.page.locator("dialog")
    dialog.locator("select").select_option("2")
    dialog.locator("textarea").fill("It is about <i>something</i> else.")
    dialog.get_by_role("button", name="Send").click()
    visit.page.locator('a.act[aria-pressed="true"]').wait_for()
    assert "stored" in visit.page.locator("#said").inner_text()
    said = FeedbackStore(work / FILE.name).entries()
    last = said[max(said)]
    assert (last.rating, last.question) == (Rating.WRONG_QUOTE, ANSWERED)
    assert last.comment == "It is about <i>something</i> else."
    assert [one.text for one in last.wrong] == [words]


def test_a_dialog_is_left_with_escape_and_stores_nothing(visit: Visit, work: Path) -> None:
    before = len(FeedbackStore(work / FILE.name))
    link = visit.ask(REFUSED).locator("a.act", has_text="Should have answered")
    link.press("Space")
    visit.page.locator("dialog textarea").fill("Brazil")
    visit.page.keyboard.press("Escape")
    visit.page.locator("dialog").wait_for(state="detached")
    visit.page.locator("a.act:focus").wait_for()
    assert len(FeedbackStore(work / FILE.name)) == before


@pytest.fixture(scope="module")
def quiet_address(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page that keeps no history and takes no feedback."""
    work = tmp_path_factory.mktemp("quiet")
    with serving(ROOT / "sources", work, "[page]\nhistory = false\nfeedback = false\n") as address:
        yield address


def test_history_and_feedback_can_be_switched_off(browser: "Browser", quiet_address: str) -> None:
    visit = Visit(browser, quiet_address, WIDE)
    visit.ask(ANSWERED)
    wait_for_count(visit.page.locator("#history"), 0)
    assert stored(visit) == []
    acts = visit.page.locator("a.act:visible")
    assert acts.all_inner_texts() == ["Copy link", "Print"]
    visit.page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: "Browser", address: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    visit = Visit(browser, address, WIDE)
    visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visit.page.locator("#panel .documents").wait_for()
    visit.page.wait_for_timeout(1000)  # what is still being filled in is paler
    for question in (None, ANSWERED, REFUSED):
        if question:
            visit.ask(question).locator("details.search summary").click()
        found = Axe().run(visit.page).response["violations"]
        grave = [one for one in found if one["impact"] in ("serious", "critical")]
        assert [(one["id"], one["nodes"][0]["html"]) for one in grave] == []
    visit.page.close()

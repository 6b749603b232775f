"""The page of drafted cases in a real browser: what is kept is saved as a case file."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eval.__main__ import main
from eval.case import load_cases
from tests.conftest import TIDES, write_files

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_what_is_kept_and_mended_is_saved_as_a_case_file(
    browser: "Browser", tmp_path: Path
) -> None:
    sources = write_files(tmp_path / "sources", TIDES)
    drafted, page_file = tmp_path / "own.yaml", tmp_path / "own.html"
    assert main(["make", f"--sources={sources}", f"--out={drafted}", f"--page={page_file}"]) == 0
    before = load_cases([drafted])
    page = browser.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.goto(page_file.as_uri())
    page.uncheck("#keep-0")
    page.fill("#question-1", 'What "else"\nis it?')
    assert page.inner_text("#kept") == f"{len(before) - 1} of {len(before)} kept"
    with page.expect_download() as saved:
        page.click("#save")
    assert saved.value.suggested_filename == "own.yaml"
    file = tmp_path / "saved.yaml"
    saved.value.save_as(file)
    page.close()
    after = load_cases([file])
    assert after[0].question == 'What "else" is it?'
    assert after[0].facts == before[1].facts
    assert [case.id for case in after] == [case.id for case in before[1:]]
    assert problems == []

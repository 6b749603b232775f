"""The tab Evaluation in a real browser: a run from its start to its report."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.visit import WIDE, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.model]


def test_a_run_from_the_page_ends_with_its_report(browser: "Browser", address: str) -> None:
    visit = Visit(browser, address, WIDE)
    visit.page.get_by_role("tab", name="Evaluation").click()
    many = visit.page.locator("#evaluation-begin").get_by_label("How many")
    many.fill("3")
    many.press("Enter")
    past = visit.page.locator("#evaluation-past tbody tr")
    past.first.wait_for()
    assert "briefs: dev, 3" in past.first.inner_text()
    past.first.get_by_role("button").first.click()
    report = visit.page.locator("#evaluation-report .report")
    report.locator(".case").first.wait_for(state="attached")
    assert report.locator(".case").count() == 3
    assert report.locator("svg[role=img]").count() >= 2
    assert visit.errors == []
    assert visit.hosts == {"127.0.0.1"}
    visit.page.close()

"""The tab Evaluation without a browser: its steps, its HTML, and the data of its plots."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from eval.history import HEADLINES, PastRun
from eval.record import Run
from page.evaluation_html import begin_as_html, ended_as_html, problem_as_html, trial_as_html
from page.evaluation_steps import Shown, Steps
from page.past_runs import (
    COLOURS,
    Numbered,
    alike,
    find,
    head_as_html,
    key,
    numbered,
    pair_as_html,
    past_as_html,
    plotted_as_html,
    shares_plotted,
    times_plotted,
)
from page.settings import PageSettings
from page.site import Site
from page.trial import Trial
from page.words import ENGLISH, LANGUAGES, words
from tests.eval.conftest import TEST
from tests.eval.test_page import Tags
from tests.page.test_evaluator import OWN, asked, harbour
from tests.page.test_library import web

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    '"><script>alert(2)</script>',
    "' onmouseover='alert(3)",
    "{{x}} ${alert(4)} `y`",
    "gpj\u202eexe",
    "half\ud83d",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One with two runs of the same questions and one of fewer, for all that only look."""
    site = harbour(tmp_path_factory.mktemp("site"))
    for count in (None, None, 2):
        assert asked(site, count=count).kept
    return site


@pytest.fixture(scope="module")
def runs(site: Site) -> list[Numbered]:
    return numbered(site.evaluator.history.past()[0])


def last(steps: Iterator[Shown]) -> Shown:
    *_, shown = steps
    return shown


def past(number: int, n: int = 3, **figures: float | None) -> Numbered:
    values = {metric.name: figures.get(metric.name, 0.5) for metric in HEADLINES}
    kept = datetime(2026, 11, number, tzinfo=UTC)
    return Numbered(number, PastRun(f"{number}.json", kept, "sources", ("own",), n, values))


def test_the_tab_opens_with_what_can_be_run_and_the_runs_the_newest_first(
    site: Site, runs: list[Numbered]
) -> None:
    (shown,) = Steps(site).show(ENGLISH)
    assert f'<option value="own&#46;yaml">{OWN.replace(".", "&#46;")}</option>' in str(shown.begin)
    assert re.findall(r'data-name="Run"><span>(\d)', str(shown.past)) == ["3", "2", "1"]
    assert shown.plotted == tuple(runs[:2])  # the newest run is alone with its questions
    assert shown.report is None


def test_where_there_are_no_questions_the_way_to_some_is_named(site: Site) -> None:
    bare = replace(site, settings=PageSettings(cases=Path("nowhere")))
    (shown,) = Steps(bare).show(ENGLISH)
    assert "<form" not in str(shown.begin)
    words = unescape(str(shown.begin))
    assert f"python -m eval make --sources {site.sources} --out nowhere/own.yaml" in words


def test_a_run_is_followed_to_its_end_and_its_report_offered(tmp_path: Path) -> None:
    site = harbour(tmp_path)
    first, *_, end = Steps(site).run(OWN, "2", ENGLISH)
    assert first.begin is not None
    assert first.begin.count(" disabled") == 3
    assert "disabled" not in str(end.begin)
    assert "2 questions asked in " in str(end.status)
    sent = re.search(r'data-send="report" data-run="([^"]+)"', str(end.status))
    assert sent is not None
    assert unescape(sent[1]) == key(numbered(site.evaluator.history.past()[0])[0])


@pytest.mark.parametrize("count", ["0", "-1", "2.5", "many", "٣"])
def test_a_number_that_is_none_is_refused(site: Site, count: str) -> None:
    (shown,) = Steps(site).run(OWN, count, ENGLISH)
    assert "A whole number from 1 on" in str(shown.status)


def test_a_report_holds_every_case_failures_first(site: Site, runs: list[Numbered]) -> None:
    opening, shown = Steps(site).report(key(runs[0]), ENGLISH)
    # another element than what follows, so that Gradio makes that anew
    assert str(opening.report).startswith("<p ")
    report = str(shown.report)
    assert report.startswith("<div ")
    (run,) = site.evaluator.history.load(runs[0].run.file)
    assert [report.count(f"<code>{case.id}</code>") for case in run.cases] == [1, 1, 1]
    tones = re.findall(r'class="case (\w+)"', report)
    assert tones == sorted(tones)  # bad before good
    assert set(tones) == {"bad", "good"}
    assert str(shown.past).count('aria-current="true"') == 1
    assert shown.plotted == tuple(runs[:2])
    assert str(last(Steps(site).report(key(runs[2]), ENGLISH)).report).count("nothing to comp") == 1


def test_two_runs_are_compared_the_older_one_first(site: Site, runs: list[Numbered]) -> None:
    for one, two in ((runs[0], runs[1]), (runs[1], runs[0])):
        _, shown = Steps(site).compare(key(one), key(two), ENGLISH)
        assert re.search(r"<h2[^>]*>Run 1, [-:\d ]+ → Run 2,", str(shown.report))
        assert "0 became wrong, 0 became right" in str(shown.report)
        assert f"Back to the report of run {one.number}" in str(shown.report)


def test_runs_of_other_questions_are_not_compared(site: Site, runs: list[Numbered]) -> None:
    shown = last(Steps(site).compare(key(runs[0]), key(runs[2]), ENGLISH))
    assert "Only the first run has the case" in unescape(str(shown.report))
    assert alike(runs, runs[0]) == runs[:2]


@pytest.mark.parametrize("wanted", ["", "none.json sources", "../../secret.json sources"])
def test_a_run_that_is_not_there_is_said_to_be_gone(site: Site, wanted: str) -> None:
    assert "no longer there" in str(last(Steps(site).report(wanted, ENGLISH)).report)
    assert "no longer there" in str(last(Steps(site).compare(wanted, wanted, ENGLISH)).report)


def test_a_damaged_file_is_named_beside_the_others(tmp_path: Path) -> None:
    site = harbour(tmp_path)
    asked(site)
    (site.evaluator.history.folder / "mine.json").write_text("<b>", "utf-8")
    (shown,) = Steps(site).show(ENGLISH)
    assert "mine.json is not named by a time" in unescape(str(shown.past))
    assert str(shown.past).count("<tr") == 2


def test_nothing_of_the_half_test_is_unfolded(tmp_path: Path) -> None:
    site = harbour(tmp_path)
    (site.settings.cases / "test.yaml").write_text(TEST, "utf-8")
    for _ in "ab":
        asked(site, "test.yaml")
    one, two = numbered(site.evaluator.history.past()[0])
    steps = Steps(site)
    for shown in (steps.report(key(one), ENGLISH), steps.compare(key(one), key(two), ENGLISH)):
        halves = re.findall(
            r'<details class="half"( open)?><summary>(\w+)', str(last(shown).report)
        )
        assert halves == [("", "test")]


def test_nobody_sees_or_does_anything_who_may_not(
    site: Site, runs: list[Numbered], tmp_path: Path
) -> None:
    for other in (
        replace(site, hosts=("*",)),
        replace(site, settings=PageSettings(evaluation=False)),
    ):
        steps = Steps(other)
        (shown,) = steps.show(ENGLISH)
        assert (shown.past, shown.report, shown.plotted) == (None, None, None)
        assert "<form" not in str(shown.begin)
        for done in (
            steps.run(OWN, "", ENGLISH),
            steps.report(key(runs[0]), ENGLISH),
            steps.compare(key(runs[0]), key(runs[1]), ENGLISH),
        ):
            end = last(done)
            assert 'role="alert"' in f"{end.status}{end.report}"
            assert "<code>" not in str(end.report)


@pytest.mark.parametrize(("hosts", "visible"), [(("127.0.0.1",), True), (("*",), False)])
def test_the_tab_is_there_for_those_who_may(site: Site, hosts: tuple[str], visible: bool) -> None:
    with web(replace(site, hosts=hosts)) as client:
        parts = client.get("/config").json()["components"]
    (tab,) = [part for part in parts if part["props"].get("elem_id") == "tab-evaluation"]
    assert tab["props"]["visible"] is visible


def test_how_a_run_goes_on_is_told_in_its_stages() -> None:
    trial = Trial()
    assert "Making ready" in trial_as_html(trial)
    assert "value=" not in trial_as_html(trial)
    trial.progress(37, 147)
    assert 'value="37" max="147"' in trial_as_html(trial)
    assert re.search(r"37 of 147, about 5 seconds left", trial_as_html(trial))
    trial.progress(147, 147)
    assert "Checking every quotation" in trial_as_html(trial)
    trial.cancel()
    assert "Stopping" in trial_as_html(trial)
    assert "<button" not in trial_as_html(trial)
    trial.finish()
    assert "Nothing of that run is kept" in ended_as_html(trial, ())
    trial.finish(problem="<b> no")
    assert "<b>" not in ended_as_html(trial, ())


def test_only_runs_of_the_same_questions_share_a_plot() -> None:
    some = [past(1), past(2, n=5), past(3, factual_accuracy=None)]
    line = alike(some, some[0])
    assert line == [some[0], some[2]]
    data = shares_plotted(line)
    assert len(data["data"]) == 2 * len(COLOURS) - 1  # what has no value has no point
    assert {row[0] for row in data["data"]} == {"1", "3"}
    assert times_plotted(line)["data"][0] == ["1", 500, "Median time", some[0].when]
    assert all(len(row) == len(data["columns"]) == len(data["datatypes"]) for row in data["data"])


def test_every_share_of_the_table_has_a_line_and_a_colour_of_its_own() -> None:
    shares = {metric.name for metric in HEADLINES if not metric.in_seconds}
    assert set(COLOURS) == shares
    assert len(set(COLOURS.values())) == len(shares)


def light(colour: str) -> float:
    """The relative luminance of a colour such as #0072b2 (WCAG 2.2)."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", COLOURS.values())
@pytest.mark.parametrize("card", ["#fffefb", "#1c2024"])  # page/assets/look.css
def test_every_line_stands_out_from_the_paper_and_in_the_dark(colour: str, card: str) -> None:
    one, two = sorted((light(colour), light(card)))
    assert (two + 0.05) / (one + 0.05) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words_of_others", HOSTILE)
def test_words_of_others_stay_words(language: str, words_of_others: str) -> None:
    say, bad = words(language), words_of_others
    run = PastRun(bad, datetime.now(UTC), bad, (bad, bad), 2, past(1).run.figures)
    one, two = Numbered(1, run), Numbered(2, replace(run, file=f"{bad}2"))
    trial = Trial()
    trial.finish(kept=bad)
    shown = (
        begin_as_html([bad], bad, False, say),
        begin_as_html([], bad, False, say),
        ended_as_html(trial, [one], say),
        problem_as_html(bad),
        past_as_html([one, two], [bad], one, say),
        head_as_html(one, [one, two], say),
        pair_as_html(one, one, two, say),
        plotted_as_html([one, two], say),
    )
    for html in shown:
        tags = Tags(html)
        assert tags.open == []
        assert not {tag for tag, _ in tags.seen} & {"img", "script"}
        assert not [name for _, given in tags.seen for name in given if name.startswith("on")]
        assert not re.search("[\u202e\ud800-\udfff]|\\$\\{|\\{\\{", html)
    assert find([one, two], key(two)) == two


def test_a_report_with_words_of_others_holds_nothing_that_a_page_cannot(
    site: Site, runs: list[Numbered], tmp_path: Path
) -> None:
    (run,) = site.evaluator.history.load(runs[0].run.file)
    bad = " ".join(HOSTILE)
    spoilt: Run = replace(
        run, corpus=bad, cases=tuple(replace(case, question=bad, why=bad) for case in run.cases)
    )
    other = harbour(tmp_path)
    other.evaluator.history.keep([spoilt])
    (one,) = numbered(other.evaluator.history.past()[0])
    report = str(last(Steps(other).report(key(one), ENGLISH)).report)
    report.encode("utf-8")
    assert report.count("&lt;img src=x onerror=alert(1)&gt;") >= 3
    assert not {tag for tag, _ in Tags(report).seen} & {"img", "script"}

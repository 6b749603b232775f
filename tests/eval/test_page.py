import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.cards import Kind, kind
from eval.case import Case
from eval.page import SCRIPT, as_html
from eval.record import Run, Words
from eval.score import Score
from index.retrieve import Index
from tests.eval.conftest import FirstSentenceReader, run_of

NASTY = "<script>alert(1)</script> & \"quotes\" 'and' <img src=x onerror=alert(2)> \u202eturned"


@pytest.fixture
def run(index: Index, cases: tuple[Case, ...], sources: Path) -> Run:
    """A run with every kind of failure but a refusal."""
    return run_of(index, FirstSentenceReader(), cases, sources)


class Tags(HTMLParser):
    """The tags of a page, all of which are closed in their order."""

    VOID = frozenset({"meta", "br", "input"})
    SHAPES = frozenset({"line", "path", "circle", "rect"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.SHAPES
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_holds_all_that_it_shows_and_runs_its_own_script_alone(run: Run) -> None:
    page = as_html([run])
    tags = Tags(page)
    assert tags.open == []
    assert not {tag for tag, _ in tags.seen} & {"link", "img", "iframe", "object"}
    assert [attributes for tag, attributes in tags.seen if tag == "script"] == [{}]
    digest = hashlib.sha256(SCRIPT.read_bytes()).digest()
    assert f"script-src 'sha256-{base64.b64encode(digest).decode()}';" in page
    assert page.count(SCRIPT.read_text("utf-8")) == 1
    for _, attributes in tags.seen:
        assert not [name for name in attributes if name.startswith("on") or name == "src"]
        assert (attributes.get("href") or "#").startswith("#")
    assert not re.search(r"url\(|@import|https?://", page)
    assert "default-src 'none'" in page


def test_every_link_leads_to_a_place_in_the_page_that_is_there_once(run: Run) -> None:
    tags = Tags(as_html([run, replace(run, corpus="originals")]))
    ids = [attributes["id"] for _, attributes in tags.seen if "id" in attributes]
    links = {(attributes["href"] or "")[1:] for _, attributes in tags.seen if "href" in attributes}
    assert len(ids) == len(set(ids))
    assert links <= set(ids)


def test_every_plot_is_sound_xml(run: Run) -> None:
    plots = re.findall(r"<svg.*?</svg>", as_html([run]), re.DOTALL)
    assert len(plots) == 2
    for plot in plots:
        assert ElementTree.fromstring(plot).get("aria-label")


def test_every_case_is_there_and_failures_come_first(run: Run) -> None:
    page = as_html([run])
    for case in run.cases:
        assert page.count(f"<code>{case.id}</code>") == 1
    dev, test = (page[page.index(f"<summary>{half}: 2 of") :] for half in ("dev", "test"))
    # one invented, one with one of its two facts, one right
    assert dev.index(f"{Kind.INVENTED} <span") < dev.index(f"{Kind.RIGHT} <span")
    assert len(dev) > len(test)
    assert "Nothing may be tuned on these" in test


def test_words_of_others_stay_words(run: Run) -> None:
    first = run.cases[0]
    quote = replace(first.quotes[0], text=NASTY, document=NASTY)
    spoilt = replace(
        first, id=NASTY, question=NASTY, why=NASTY, group=NASTY, reason=NASTY, half=NASTY,
        after=(NASTY,), quotes=(quote,), withheld=(quote,),
        evidence=((Words(NASTY, 0, len(NASTY), NASTY),),),
        retrieved=tuple(replace(one, document=NASTY) for one in first.retrieved),
    )  # fmt: skip
    texts = {one.key: NASTY for one in spoilt.retrieved}
    page = as_html([replace(run, cases=(spoilt,), texts=texts, corpus=NASTY, measured=NASTY)])
    tags = Tags(page)
    assert tags.open == []
    assert not {tag for tag, _ in tags.seen} & {"img"}
    assert [tag for tag, _ in tags.seen].count("script") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202e" not in page


def test_the_verdict_counts_every_case_once(run: Run) -> None:
    page = as_html([run])
    right = sum(case.right for case in run.cases)
    assert f"{right} of {len(run.cases)} questions" in page
    shares = re.findall(r'style="flex-grow: (\d+)"', page)
    assert sum(map(int, shares)) == len(run.cases)
    assert len(shares) == len({kind(case) for case in run.cases})


def test_among_mistakes_of_a_kind_the_surest_come_first(run: Run) -> None:
    wrong = next(case for case in run.cases if kind(case) is Kind.INVENTED)
    cases = [replace(wrong, id=f"sure-{sure}", confidence=sure / 10) for sure in (3, 9, 6)]
    page = as_html([replace(run, cases=tuple(cases))])
    assert re.findall(r"<code>sure-(\d)", page) == ["9", "6", "3"]


def test_a_folded_case_tells_what_was_said_and_what_was_wanted(run: Run) -> None:
    page = as_html([run])
    part = page[page.index("what does a berth cost") :]
    summary = part[: part.index("</summary>")]
    assert "A berth costs nine crowns." in summary
    assert "nine crowns + Pilots pay nothing" in summary


def test_a_run_without_answers_has_a_page_too(run: Run) -> None:
    refused = [
        replace(case, gold=(), quotes=(), facts=(False,) * len(case.facts), valid=(), holds=None)
        for case in run.cases
    ]
    page = as_html([replace(run, cases=tuple(refused))])
    assert Kind.SILENT in page
    assert "nothing to measure" in page


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (Score(False, gold=(False,)), Kind.INVENTED),
        (Score(False), Kind.RIGHTLY_SILENT),
        (Score(True, (False,)), Kind.SILENT),
        (Score(True, (False,), (False,)), Kind.WRONG),
        (Score(True, (True, False), (True,)), Kind.PARTLY),
        (Score(True, (True,), (True, False)), Kind.RIGHT),
    ],
)
def test_a_case_is_of_one_kind(score: Score, expected: Kind) -> None:
    assert kind(score) is expected

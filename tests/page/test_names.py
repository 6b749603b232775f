"""A12, through the page: uploads, the library, citations, exports and the log."""

import logging
import re
from pathlib import Path

import pytest

from assistant.escape import BIDI
from assistant.reply import Answer
from page.export import FORMS, export
from page.intake import MOST
from page.library_steps import Steps
from page.shelf import State
from page.site import Site
from page.words import ENGLISH
from page.work import Line
from tests.names import NAMES
from tests.page.conftest import WAGES, make_site
from tests.page.test_librarian import UPLOAD, ended, send
from tests.page.turns import take_turn


def around(site: Site) -> set[Path]:
    """All files but those of the index and of the sources."""
    root = site.sources.parent
    return {path for path in root.rglob("*") if not {"index", "sources"} & set(path.parts)}


def test_sixty_names_come_in_and_none_leads_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    site = make_site(tmp_path)
    before, lines = around(site), list[Line]()
    with caplog.at_level(logging.DEBUG, "chapter-and-verse"):
        for start in range(0, len(NAMES), MOST):
            files: dict[str, str | bytes] = {
                name: f"# Lamp {number}\n\nThe keeper of lamp {number} is paid {number} crowns.\n"
                for number, name in enumerate(NAMES[start : start + MOST], start)
            }
            send(site, files)
            result = ended(site.librarian.add(UPLOAD, ENGLISH))
            assert not result.problem
            lines += result.lines
    assert [line.name for line in lines if line.said] == [line.name for line in lines]
    assert len(lines) == len(NAMES)
    assert around(site) == before
    added = {path.name for path in site.sources.iterdir()} - set(WAGES) - {"sub"}
    assert all(name.isprintable() and not BIDI.search(name) for name in added)
    assert len(added) >= 25
    items = {item.uri: item.state for item in site.librarian.shelf.items()}
    assert {items[name] for name in added} == {State.INDEXED}
    (top, *_) = Steps(site).show(ENGLISH)
    assert not re.search(r"<(img|script|b|a)\b(?! class)", str(top.shelf))
    assert not any(sign in caplog.text for sign in ("\x1b", "\u202e", "\x00"))


def test_a_citation_and_an_export_show_a_name_as_letters(tmp_path: Path) -> None:
    names = [n for n in NAMES if n.endswith(".md") and n.isprintable() and len(n) < 100]
    names = [n for n in names if "/" not in n and not n.startswith(".") and n != "README.md"]
    assert len(names) >= 12
    site = make_site(
        tmp_path,
        {n: f"The keeper of lamp {i} is paid {i + 70} crowns." for i, n in enumerate(names)},
    )
    seen = set()
    turns = []
    for number in range(len(names)):
        turn = take_turn(site.live, f"How much is the keeper of lamp {number} paid?", number)
        turns.append(turn)
        if isinstance(turn.reply, Answer):
            seen |= {quote.document.uri for quote in turn.reply.quotes}
    assert len(seen) >= 12
    assert seen <= set(names)
    for form in FORMS:
        text = export(turns, site.live.held(), form).text
        assert not BIDI.search(text.replace("\u2068", "").replace("\u2069", ""))
        if form != "json":
            # with a backslash before it a sign is a letter to Markdown
            assert not re.search(r"(?<!\\)<(img|script)\b|(?<!\\)\]\(javascript:", text)

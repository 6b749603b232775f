"""A model that only lies: what it says in marks or without is shown to nobody."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from html import unescape
from itertools import islice
from typing import Any

import pytest

from assistant.present import as_json, as_text
from assistant.reply import Answer, Quote
from assistant.support.checking import Failing
from eval.model.lies import (
    Lie,
    altered,
    fabricated,
    misattributed,
    quote_of,
    stitched,
    unsupported,
)
from eval.model.offered import offer, quotable
from eval.quotes.corpus import Corpus
from page.answer import as_html
from tests.conftest import REPOSITORY

SOURCES = REPOSITORY / "sources"
TABLE = REPOSITORY / "tests/assistant/support/unsupported.tsv"
# from the issue that asked for them; all that were written by hand
OFFERED = {
    "fabricated": 1000, "altered": 2000, "stitched": 500, "misattributed": 1000, "unsupported": 300,
}  # fmt: skip


def strings(value: Any) -> Iterator[str]:
    """All words in a JSON value."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value


def json_words(answer: Answer) -> str:
    return "\n".join(strings(as_json(answer, 0.0)))


def terminal_words(answer: Answer) -> str:
    return as_text(answer, why=True)


def page_words(answer: Answer) -> str:
    return unescape(re.sub("<[^>]*>", "", as_html(answer)))


RENDERINGS = (json_words, terminal_words, page_words)


@cache
def briefs() -> Corpus:
    return quotable(SOURCES)


def lies(kind: str, count: int | None = None) -> list[Lie]:
    made = {
        "fabricated": fabricated,
        "altered": altered,
        "stitched": stitched,
        "misattributed": misattributed,
    }
    if kind in made:
        return list(islice(made[kind](briefs()), count or OFFERED[kind]))
    return list(islice(unsupported(TABLE, SOURCES), count))


@pytest.mark.parametrize("kind", OFFERED)
def test_no_lie_is_shown(kind: str) -> None:
    told = list(offer(lies(kind), briefs(), RENDERINGS))
    assert sum(one.typed for one in told) >= OFFERED[kind]
    assert any(not one.typed for one in told)
    assert [(one.text, [q.text for q in one.lie.cited]) for one in told if one.shown] == []


@pytest.mark.parametrize("kind", OFFERED)
def test_each_of_them_would_be_shown_if_nothing_were_checked(kind: str) -> None:
    def nothing(prose: str, quotes: Sequence[Quote], question: str) -> Collection[Failing]:
        return ()

    told = list(offer(lies(kind, 60), briefs(), RENDERINGS, nothing))
    assert [one.text for one in told if not one.shown] == []


def test_a_faithful_model_is_shown_by_the_same_path() -> None:
    # marks of their own fail, true or not
    true = [one for one in briefs().sentences if not re.search(r"[\"“”‘]|(?<!\w)'", one.text)]
    told = [Lie("true", one.text, (quote_of(briefs(), one),)) for one in true]
    bare = [one.shown for one in offer(told, briefs(), RENDERINGS) if not one.typed]
    assert len(bare) >= 100
    assert sum(bare) >= 0.9 * len(bare)

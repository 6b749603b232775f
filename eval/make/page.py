"""The drafts as one page to read, with a box to untick; it saves what is kept as a case file.

It holds all that it shows and fetches nothing. The few lines of script in `page.js` are named by
their hash in the page's policy, so that no words of a source can run as script.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.cards import marked, plain
from eval.make.draft import Draft
from eval.page import policy
from eval.record import Words

STYLE = Path(__file__).with_name("page.css")
SCRIPT = Path(__file__).with_name("page.js")


def as_html(drafts: Sequence[Draft], cases: Sequence[dict[str, Any]], name: str) -> str:
    """The page of some drafts; `name` is what the saved file is called."""
    script = SCRIPT.read_text("utf-8")
    # JSON is YAML, so that the page can write the file; "<" could end the element
    data = json.dumps({"name": name, "cases": cases}, ensure_ascii=False).replace("<", "\\u003c")
    cards = "".join(
        _card(draft, case, number)
        for number, (draft, case) in enumerate(zip(drafts, cases, strict=True))
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Drafted cases</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(script)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<style>{STYLE.read_text('utf-8')}</style></head><body><header><h1>Drafted cases</h1>"
        "<p>Untick what is no good question, or what the marked words do not answer; mend the "
        f'wording where you like. Then <button id="save">Save {plain(name)}</button> '
        f'<output id="kept">{len(cases)} of {len(cases)} kept</output></p></header>'
        f'<main>{cards}</main><script type="application/json" id="data">{data}</script>'
        f"<script>{script}</script></body></html>\n"
    )


def _card(draft: Draft, case: dict[str, Any], number: int) -> str:
    tone = "answer" if draft.answerable else "refuse"
    wanted = "The marked words answer it." if draft.answerable else "To be refused."
    return (
        f'<article class="{tone}"><input type="checkbox" checked id="keep-{number}" '
        f'aria-label="keep this case"><div><textarea class="question" id="question-{number}" '
        f'rows="1" aria-label="question" dir="auto">{plain(draft.question)}</textarea>'
        f'{_evidence(draft)}<p class="why">{wanted} ({plain(case["why"])})</p></div></article>'
    )


def _evidence(draft: Draft) -> str:
    if not draft.answerable:
        return f'<blockquote dir="auto">{plain(draft.sentence.text)}</blockquote>'
    shown = []
    for one in draft.evidence:
        sentence, uri = one.sentence, one.sentence.document.uri
        words = Words(uri, sentence.span.start, sentence.span.end, sentence.text)
        answer = Words(uri, one.answer.start, one.answer.end, one.text)
        shown.append(
            f'<blockquote dir="auto">{marked(words, [answer])} <cite>{plain(uri)}</cite>'
            "</blockquote>"
        )
    first, *rest = shown
    more = f"<details><summary>or any of {len(rest)} more</summary>{''.join(rest)}</details>"
    return first + (more if rest else "")

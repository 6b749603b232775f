"""Conversations that a browser keeps: what it is given to keep, and what is shown of it again.

The server stores none of them. What comes back is read strictly (`kept.py`) and its quotations are
checked and cut anew (`checked.py`); here they get their marks. What cannot be vouched for is shown
without quotation marks, folded away, and named as what it is.
"""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from assistant.escape import isolated
from assistant.reply import Answer, Refusal
from assistant.verify import Verdict
from page.answer import (
    as_html,
    nearest_as_html,
    problem_as_html,
    searched_as_html,
    summary_as_html,
)
from page.checked import Check, Checked, CheckedQuote
from page.kept import KeptTurn, keep, read_kept
from page.live import LiveAssistant
from page.turn import Turn
from page.words import ENGLISH, Words

SIGNS = {Verdict.VERIFIED: "✓", Verdict.MOVED: "→"}


def kept(turn: Turn) -> dict[str, Any]:
    """What a browser is given to keep of a turn: plain values, one to three kilobytes."""
    return kept_of(turn).as_json()


def kept_of(turn: Turn) -> KeptTurn:
    """The same as one value; of a turn that was opened again, what had been kept before."""
    return turn.reopened.kept if turn.reopened else keep(turn.question, turn.reply)


def reopen(live: LiveAssistant, data: object, say: Words = ENGLISH) -> tuple[Turn, ...]:
    """The turns of a conversation that a browser kept, held against the index of this moment.

    Args:
        live: the assistant whose documents were quoted.
        data: a list of what `kept` gave, as the browser sends it.
        say: the words of the page.

    Raises:
        BadInput: it is not what a browser was given to keep, or too much of it.
        Problem: the index cannot be opened.
    """
    turns = read_kept(data)
    check = Check(live.held(), datetime.now(UTC))
    return tuple(reopened(turn, check, number, say) for number, turn in enumerate(turns, start=1))


def reopened(turn: KeptTurn, check: Check, number: int, say: Words = ENGLISH) -> Turn:
    """A kept turn to be shown as the `number`-th, with a mark at each of its quotations."""
    found, failed = check(turn), turn.status is None
    said = problem_as_html(say("history.no_reply"), say) if failed else _as_html(found, number, say)
    return Turn(number, turn.question, said, failed, found.reply, found)


def _as_html(found: Checked, number: int, say: Words) -> str:
    if isinstance(found.reply, Refusal):
        return _refusal_as_html(found, found.reply, number, say)
    counts = Counter(one.state for one in found.quotes)
    verdicts = ", ".join(say.html(f"history.{name}_count", n) for name, n in counts.items())
    opened = say.html("history.opened", date=f"{found.at:%Y-%m-%d}", verdicts=verdicts)
    said = f'<p class="opened">{opened}</p>'
    if isinstance(found.reply, Answer):
        marks = [mark_as_html(one, found.at, say) for one in found.standing]
        said += as_html(found.reply, number, say, marks)
    else:
        said += searched_as_html(found.kept.searched_as, number, say)
    said += "".join(lost_as_html(one, found.at, say) for one in found.lost)
    return f'<div class="reopened">{said}</div>'


def _refusal_as_html(found: Checked, refusal: Refusal, number: int, say: Words) -> str:
    missing = len(found.kept.nearest) - len(refusal.considered)
    passages = say("count.passage", missing)
    left_out = f'<p class="read">{say.html("history.read_left_out", passages=passages)}</p>'
    return (
        f'<div class="refusal reopened">{searched_as_html(refusal.searched_as, number, say)}'
        f'<p class="opened">{say.html("history.refused", date=f"{found.at:%Y-%m-%d}")}</p>'
        f'<p class="verdict">{say.html("history.did_not_say")}</p>'
        f"<p>{summary_as_html(refusal, found.kept.read, say)}</p>"
        f"{nearest_as_html(refusal, number, say)}{left_out if missing else ''}</div>"
    )


def mark_as_html(one: CheckedQuote, at: datetime, say: Words) -> str:
    """The mark beside a quotation that still stands, with the proof on demand."""
    if one.quote is None:
        raise ValueError("what cannot be vouched for has no place in its document")
    document, verdict = one.quote.document, one.found.verdict
    proof = say.html(
        f"history.{one.state}_proof",
        start=str(one.found.start),
        end=str(one.found.end),
        old_start=str(one.kept.start),
        old_end=str(one.kept.end),
        file=isolated(document.uri),
        time=f"{at:%Y-%m-%d %H:%M:%S} UTC",
    )
    if document.sha256 != one.kept.sha256:
        proof += f" {say.html('history.edited')}"
    name = "verified" if verdict is Verdict.VERIFIED else f"verified {one.state}"
    return (
        f'<details class="{name}"><summary>{SIGNS[verdict]} '
        f"{say.html(f'history.{one.state}')} · {at:%Y-%m-%d}</summary>"
        f"<p>{proof}</p><p>SHA-256 <code>{document.sha256}</code></p></details>"
    )


def lost_as_html(one: CheckedQuote, at: datetime, say: Words) -> str:
    """What became of a quotation that cannot be vouched for any more; it is none from here on."""
    state = one.state
    part = f"{isolated(one.part)} · " if one.part else ""
    why = say.html(f"history.{state}_lost", file=isolated(one.kept.source))
    # words that were provably never there are not shown at all
    words = "" if state == "altered" else _as_kept(one.kept.text, say)
    mark = f"<strong>{say.html(f'history.{state}')}</strong> · {at:%Y-%m-%d}"
    return f'<div class="lost {state}"><p>{mark} · {part}{why}</p>{words}</div>'


def _as_kept(words: str, say: Words) -> str:
    summary = say.html("history.as_kept")
    return f"<details><summary>{summary}</summary><p>{isolated(words)}</p></details>"

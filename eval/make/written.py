"""Drafts as a case file that a person edits, and as plain values for the page."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from eval.case import Gold
from eval.make.draft import Draft
from eval.make.gold import gold

HEAD = """\
# Drafted by `python -m eval make`; docs/own-folder.md says how to go on.
# Read each question with the sentence above it. Where it is no good question, or the sentence does
# not answer it, write `keep: false`, or mend it. Cases without facts are to be refused: drop those
# that the folder answers after all.
"""
SLUG = 6  # words of a question in the id of its case


def rows(drafts: Sequence[Draft], keep: bool = True) -> list[dict[str, Any]]:
    """The cases of some drafts in the form of a case file, each with an id of its own."""
    used: Counter[str] = Counter()
    found = []
    for draft in drafts:
        slug = "-".join(re.findall(r"[a-z0-9]+", draft.question.lower())[:SLUG]) or "case"
        used[slug] += 1
        name = slug if used[slug] == 1 else f"{slug}-no{used[slug]}"
        found.append(row(draft, name, [gold(one) for one in draft.evidence], keep))
    return found


def row(draft: Draft, name: str, phrases: Iterable[Gold | None], keep: bool) -> dict[str, Any]:
    """One case in the form of a case file."""
    about = f": {draft.about}" if draft.about else ""
    case: dict[str, Any] = {
        "id": name, "question": draft.question, "group": draft.group.value,
        "why": f"draft by rule, {draft.rule}{about}", "keep": keep,
    }  # fmt: skip
    if draft.answerable:
        return case | {"facts": [[one.model_dump() for one in phrases if one]]}
    return case | {"answerable": False}


def as_yaml(drafts: Sequence[Draft], cases: Sequence[dict[str, Any]]) -> str:
    """A case file: above each case the sentence that it was made from, as a comment."""
    parts = [HEAD]
    for draft, case in zip(drafts, cases, strict=True):
        words = " ".join(draft.sentence.text.split())
        body = yaml.safe_dump([case], allow_unicode=True, sort_keys=False, width=1000)
        parts.append(f"# {draft.sentence.document.uri}: {_comment(words)}\n{body}")
    return "\n".join(parts)


def _comment(words: str) -> str:
    """Words without characters that YAML does not allow, in comments neither."""
    return "".join(one if one.isprintable() else " " for one in words)

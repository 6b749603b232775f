"""Drafts as a case file that a person edits, and as plain values for the page."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
    names = as_ids(draft.question for draft in drafts)
    return [
        row(draft, name, [gold(one) for one in draft.evidence], keep)
        for draft, name in zip(drafts, names, strict=True)
    ]


def as_ids(questions: Iterable[str]) -> Iterator[str]:
    """An id for the case of each question, from its first words.

    >>> list(as_ids(["When is high water?", "¿?", "When is high water"]))
    ['when-is-high-water', 'case', 'when-is-high-water-no2']
    """
    used: Counter[str] = Counter()
    for question in questions:
        slug = "-".join(re.findall(r"[a-z0-9]+", question.lower())[:SLUG]) or "case"
        used[slug] += 1
        yield slug if used[slug] == 1 else f"{slug}-no{used[slug]}"


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
    sentences = (draft.sentence for draft in drafts)
    about = ([f"{one.document.uri}: {one.text}"] for one in sentences)
    return as_file(HEAD, zip(about, cases, strict=True))


def as_file(head: str, cases: Iterable[tuple[Iterable[str], dict[str, Any]]]) -> str:
    """A case file: a head, and each case under some lines of comment."""
    parts = [head]
    for lines, case in cases:
        above = "".join(f"# {comment(line)}\n" for line in lines)
        parts.append(
            above + yaml.safe_dump([case], allow_unicode=True, sort_keys=False, width=1000)
        )
    return "\n".join(parts)


def comment(words: str) -> str:
    """Words on one line, without characters that YAML does not allow, in comments neither."""
    return "".join(one if one.isprintable() else " " for one in " ".join(words.split()))

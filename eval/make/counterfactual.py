"""A copy of a folder in which facts are changed, with the cases whose answer must change too.

Whoever answers from the folder quotes the changed words, or refuses; whoever keeps the old answer
does not rely on the source that it cites (post-rationalised citations: Wallat et al. 2024, arXiv
2412.18004). One stretch of one sentence is changed for a case, and only where no other sentence
gives the same answer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from eval.make.draft import Draft, Evidence, Rule
from eval.make.folder import Folder, Sentence
from eval.make.gold import gold
from eval.make.names import candidates
from eval.make.unanswerable import other_number
from eval.make.words import words_of
from eval.make.written import as_yaml, row
from eval.record import write_file
from index.canonical import canonical
from index.document import Span
from index.errors import BadInput
from index.load import list_sources

CHANGED = frozenset({Rule.DATE, Rule.NUMBER, Rule.SPEAKER, Rule.SUBJECT})
SOURCES, CASES = "sources", "cases.yaml"
ROWS = (
    "two three five six seven eight nine ten eleven twelve fourteen sixteen".split(),
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "January February March April June July August September October November December".split(),
)


@dataclass(frozen=True)
class Edit:
    """One sentence with other words for its answer; `at` is where they begin in it."""

    draft: Draft
    case: str
    sentence: str
    at: int
    answer: str

    @property
    def old(self) -> Sentence:
        """The sentence as the folder has it."""
        return self.draft.evidence[0].sentence


def write_copy(
    sources: Path, out: Path, drafts: Sequence[Draft], cases: Sequence[Mapping[str, Any]],
    folder: Folder, seed: int = 0,
) -> int:  # fmt: skip
    """Write the changed copy of a folder and its cases; how many cases there are.

    Args:
        sources: the folder as it is.
        out: a new folder; it gets the copy in `sources` and the cases in `cases.yaml`.
        drafts: what was drafted from the folder.
        cases: the same as rows of a case file, whose ids are kept.
        folder: the folder, read.
        seed: of the choice of new words.

    Raises:
        BadInput: `out` holds something already, or cannot be written.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BadInput(f"{out} is there already; name a new folder for the changed copy.")
    texts = _texts(sources)
    edits = []
    for edit in _edits(drafts, cases, folder, Random(seed)):
        uri = edit.old.document.uri
        if texts.get(uri, "").count(edit.old.text) == 1:
            texts[uri] = texts[uri].replace(edit.old.text, edit.sentence)
            edits.append(edit)
    _write(sources, out / SOURCES, texts)
    changed = Folder.read(out / SOURCES)
    kept = [(edit, one) for edit in edits if (one := _case(edit, changed))]
    write_file(out / CASES, as_yaml([edit.draft for edit, _ in kept], [one for _, one in kept]))
    return len(kept)


def _texts(sources: Path) -> dict[str, str]:
    """The canonical text of each file that is text, by uri."""
    found = {}
    for source in list_sources(sources):
        if source.readable:
            found[source.uri] = canonical(source.data().decode("utf-8-sig", "replace"))
    return found


def _edits(
    drafts: Sequence[Draft], cases: Sequence[Mapping[str, Any]], folder: Folder, random: Random
) -> Iterator[Edit]:
    """An edit for each draft whose answer stands once and can be changed; a sentence only once."""
    seen: set[tuple[str, Span]] = set()
    for draft, case in zip(drafts, cases, strict=True):
        if draft.rule not in CHANGED or len(draft.evidence) != 1:
            continue
        (one,) = draft.evidence
        place = one.sentence.document.uri, one.sentence.span
        new = other_answer(draft, folder, random)
        if new and place not in seen:
            seen.add(place)
            at = one.answer.start - one.sentence.span.start
            text = one.sentence.text
            changed = text[:at] + new + text[at + len(one.text) :]
            yield Edit(draft, case["id"], changed, at, new)


def other_answer(draft: Draft, folder: Folder, random: Random) -> str | None:
    """Another answer of the same kind, which the folder lacks; None where none comes to mind."""
    answer = draft.evidence[0].text
    if draft.rule in (Rule.SPEAKER, Rule.SUBJECT):
        start = len("the ") if answer.lower().startswith("the ") else 0
        possible = [
            name
            for name in candidates(words_of(answer[start:]), "", folder.people)
            if folder.lacks(name.split()[0])
        ]
        return answer[:start] + random.choice(possible) if possible else None
    for found in re.finditer(r"\d+", answer):
        number = other_number(found[0], folder, random)
        if number:
            return answer[: found.start()] + number + answer[found.end() :]
    return _other_word(answer, folder, random)


def _other_word(answer: str, folder: Folder, random: Random) -> str | None:
    """The answer with another numeral, day or month in words."""
    for word in words_of(answer):
        for row_of in ROWS:
            others = [one for one in row_of if one.lower() != word.lower and folder.lacks(one)]
            if others and word.text.capitalize() in map(str.capitalize, row_of):
                other = random.choice(others)
                other = other.capitalize() if word.is_name else other
                return answer[: word.span.start] + other + answer[word.span.end :]
    return None


def _write(sources: Path, out: Path, texts: Mapping[str, str]) -> None:
    for source in list_sources(sources):
        file = out / source.uri
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(f"{file.parent} cannot be made: {error.strerror}.") from error
        if source.uri in texts:
            write_file(file, texts[source.uri])


def _case(edit: Edit, changed: Folder) -> dict[str, Any] | None:
    """The case of an edit, where its new words can be found in the changed folder."""
    document = changed.documents[edit.old.document.uri]
    start = document.text.find(edit.sentence)
    if start < 0 or document.text.find(edit.sentence, start + 1) >= 0:
        return None
    sentence = Sentence(document, Span(start, start + len(edit.sentence)))
    answer = Span(start + edit.at, start + edit.at + len(edit.answer))
    phrase = gold(Evidence(sentence, answer))
    if phrase is None:
        return None
    case = row(edit.draft, edit.case, [phrase], keep=True)
    old = edit.draft.evidence[0].text
    return case | {"why": f"counterfactual: {edit.answer} was {old} in {document.uri}"}

"""Answers whose sources differ, over a real index."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.open import open_assistant
from assistant.present import as_json, as_text
from assistant.reply import Answer
from assistant.verify import Verdict, verify_saved
from index.build import build
from index.minilm import MiniLM
from tests.assistant.differ.cases import Case, cases

pytestmark = pytest.mark.model

APART = cases("plain", "longer", "press", "against")
VERSIONS = cases("versions")


def written(folder: Path, some: list[Case]) -> Path:
    """The documents of some cases as a folder of sources."""
    folder.mkdir()
    for document in {one.uri: one for case in some for one in case.documents}.values():
        about = document.about
        date = f'published: "{about.published}"\n' if about.published else ""
        text = f'---\ntitle: "{about.title}"\n{date}---\n\n{document.text}\n'
        (folder / document.uri).write_text(text, "utf-8")
    return folder


def asked(folder: Path, sources: Path, minilm: MiniLM) -> Assistant:
    build(sources, folder / "index", minilm)
    return open_assistant(folder / "index", embedder=minilm)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory, minilm: MiniLM) -> Iterator[Assistant]:
    """All cases in one index, where each document stands among hundreds of others."""
    folder = tmp_path_factory.mktemp("differ")
    assistant = asked(folder, written(folder / "sources", APART + VERSIONS), minilm)
    yield assistant
    assistant.index.close()


def differences(assistant: Assistant, question: str) -> list[list[str]]:
    """The statements that differ in the answer to a question, group by group."""
    reply = assistant.reply(question)
    assert isinstance(reply, Answer), question
    return [[reply.statements[place].text for place in places] for places in reply.differ]


@pytest.mark.parametrize("case", APART + VERSIONS, ids=lambda case: case.name)
def test_sources_that_differ_stand_side_by_side_newest_first(
    everything: Assistant, case: Case
) -> None:
    groups = differences(everything, case.question)
    if case.missed or not case.sides:
        assert groups == []
    else:
        (group,) = groups
        assert len(group) == len(case.sides)
        for words, statement in zip(case.sides, group, strict=True):
            assert words in statement


def test_the_quotations_of_both_sides_pass_every_check(
    everything: Assistant, tmp_path: Path
) -> None:
    saved = tmp_path / "answers.jsonl"
    replies = [everything.reply(case.question) for case in VERSIONS]
    saved.write_text("\n".join(json.dumps(as_json(reply, 0.1)) for reply in replies), "utf-8")
    verdicts = [
        one.verdict for one in verify_saved(saved, everything.index.folder.parent / "sources")
    ]
    assert len(verdicts) >= 2 * len(VERSIONS)
    assert set(verdicts) == {Verdict.VERIFIED}


def test_each_side_has_its_own_date_and_the_undated_comes_last(everything: Assistant) -> None:
    (case,) = [case for case in VERSIONS if "appeal" in case.question]
    reply = everything.reply(case.question)
    assert isinstance(reply, Answer)
    dates = [one.quotes[0].document.about.published for one in reply.leading]
    assert dates == ["2023", None]
    text = as_text(reply)
    assert text.startswith(
        "The sources differ; the newest comes first:\n\n[1] “An appeal is free.”"
    )
    assert text.index("· 2023") < text.index("[2]") < text.index("· undated")


HOURS = "The gates of Osprey Bay close at {}:30 in the evening."


def bay(folder: Path, hours: dict[int, int], minilm: MiniLM, more: str = "") -> Assistant:
    """Versions of a notice by the year, each with its own hour; `more` stands in the last one."""
    sources = folder / "sources"
    sources.mkdir()
    for year, hour in hours.items():
        head = f'---\ntitle: "Osprey Bay, notice of {year}"\npublished: "{year}"\n---\n\n'
        text = f"The bay is guarded. {HOURS.format(hour)} Bring a lamp.{more}\n"
        (sources / f"{year}.md").write_text(head + text, "utf-8")
    return asked(folder, sources, minilm)


def test_of_many_versions_each_side_is_shown_once_by_its_newest(
    tmp_path: Path, minilm: MiniLM
) -> None:
    hours = {year: 6 if year < 2012 else 7 if year < 2020 else 9 for year in range(2003, 2023)}
    reply = bay(tmp_path, hours, minilm).reply("At what time do the gates of Osprey Bay close?")
    assert isinstance(reply, Answer)
    (places,) = reply.differ
    sides = [reply.statements[place] for place in places]
    assert [side.text for side in sides] == [HOURS.format(hour) for hour in (9, 7, 6)]
    newest = {side.quotes[0].document.about.published for side in sides if side.otherwise}
    assert len(newest) == 2
    assert newest < {"2011", "2019", "2022"}


def test_only_the_documents_that_were_asked_for_can_differ(tmp_path: Path, minilm: MiniLM) -> None:
    assistant = bay(tmp_path, {2010: 6, 2020: 9}, minilm)
    reply = assistant.reply("At what time do the gates of Osprey Bay close?", among={"2010.md"})
    assert isinstance(reply, Answer)
    assert reply.differ == ()


def test_a_part_of_a_question_differs_by_itself(tmp_path: Path, minilm: MiniLM) -> None:
    more = " The lighthouse of Osprey Bay was built in 1881."
    assistant = bay(tmp_path, {2010: 6, 2020: 9}, minilm, more)
    reply = assistant.reply(
        "When was the lighthouse of Osprey Bay built, and at what time do the gates close?"
    )
    assert isinstance(reply, Answer)
    (places,) = reply.differ
    assert {reply.statements[place].part for place in places} == {
        "at what time do the gates close?"
    }
    assert "1881" in reply.statements[0].text
    assert places.start > 0

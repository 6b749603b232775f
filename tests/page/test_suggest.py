import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from threading import enumerate as all_threads
from time import monotonic, sleep
from typing import Any

import pytest

from assistant.errors import SourceChanged
from assistant.reply import Answer, Quote, Reason, Refusal, Reply, Statement
from assistant.rewrite.conversation import Conversation
from eval.make.draft import Rule
from index.build import build
from index.document import Document, Span
from index.generation import POINTER
from index.minilm import MiniLM
from page.drafts import Suggestion, drafts_of
from page.live import LiveAssistant
from page.suggest import ENOUGH, TRIES, TRIES_AFTER, Suggestions, is_answered
from tests.conftest import REPOSITORY, write_files

SOURCES = REPOSITORY / "sources"
PATIENCE = 60  # seconds; on a busy machine a reply takes long
TERN = (
    "The Berth Act forbids open fires on all boats in Tern. "
    "The old sea gate of Tern was closed because of the ice."
)
ACT = "What does the Berth Act forbid?"
GATE = "Why was the old sea gate of Tern closed?"
DOCUMENT = Document("tern.txt", TERN, "text/plain")
FIRST, SECOND = Span(0, 54), Span(55, 110)
SUGGESTED = Suggestion(ACT, "tern.txt", FIRST, Rule.OBJECT, DOCUMENT)
ANSWER = Answer(ACT, (Statement((Quote(DOCUMENT, FIRST),)),), (), confidence=0.9)


def until(done: Callable[[], object]) -> None:
    """Wait for what happens in the background."""
    end = monotonic() + PATIENCE
    while not done():
        assert monotonic() < end, "it took too long"
        sleep(0.01)


class Recording(LiveAssistant):
    """An assistant that remembers what it was asked, and that can be held up."""

    def __init__(self, index: Path, settings: Path | None, model: MiniLM) -> None:
        super().__init__(index, settings, model)
        self.asked: list[tuple[str, tuple[str, ...], Collection[str] | None]] = []
        self.open = Event()
        self.open.set()

    def find(self, question: str, after: Any = (), among: Collection[str] | None = None) -> Reply:
        before = (one.question for one in Conversation.of(after).exchanges)
        self.asked.append((question, tuple(before), among))
        assert self.open.wait(PATIENCE)
        return super().find(question, after, among)

    @property
    def questions(self) -> list[str]:
        return [question for question, _, _ in self.asked]


Serve = Callable[..., Recording]


@pytest.fixture(scope="module")
def sources_index(minilm: MiniLM, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("suggest") / "index"
    build(SOURCES, folder, minilm)
    return folder


@pytest.fixture
def live(sources_index: Path, minilm: MiniLM) -> Iterator[Recording]:
    """The real assistant over the briefs."""
    assistant = Recording(sources_index, None, minilm)
    yield assistant
    assistant.index.close()


@pytest.fixture
def serve(minilm: MiniLM, tmp_path: Path) -> Iterator[Serve]:
    """Makes the real assistant over some texts of the test."""
    made: list[Recording] = []

    def serving(texts: dict[str, str], wrong: int | None = None) -> Recording:
        settings = None
        if wrong is not None:
            settings = tmp_path / "settings.toml"
            settings.write_text(f"[assistant]\nwrong = {wrong}\n", "utf-8")
        build(write_files(tmp_path / "sources", texts), tmp_path / "index", minilm)
        made.append(Recording(tmp_path / "index", settings, minilm))
        return made[-1]

    yield serving
    for assistant in made:
        assistant.index.close()


def making(live: LiveAssistant) -> Suggestions:
    return Suggestions(live, pause=0.01, rest=0.05)


def holds(reply: Reply, one: Suggestion) -> bool:
    """Whether a reply quotes the sentence of a suggestion."""
    return isinstance(reply, Answer) and any(
        quote.document.uri == one.uri and quote.span.meets(one.gold) for quote in reply.quotes
    )


@pytest.mark.parametrize(
    "reply",
    [
        Refusal(ACT, Reason.NOT_SUPPORTED, (), (), 1, 0.9),
        replace(ANSWER, statements=(Statement((Quote(DOCUMENT, SECOND),)),)),
        replace(ANSWER, confidence=0.4),
        replace(ANSWER, searched_as="What does the Birth Act forbid?"),
        replace(ANSWER, unanswered=("since when?",)),
        replace(
            ANSWER,
            statements=(
                Statement((Quote(Document("tern.txt", f"{TERN} 2", "text/plain"), FIRST),)),
            ),
        ),
    ],
    ids=["refused", "another sentence", "unsure", "read otherwise", "in part", "changed since"],
)
def test_only_what_is_surely_answered_with_its_own_sentence_counts(reply: Reply) -> None:
    assert is_answered(SUGGESTED, ANSWER)
    assert not is_answered(SUGGESTED, reply)


@pytest.mark.model
def test_every_suggestion_for_the_sources_is_answered_with_its_sentence(live: Recording) -> None:
    with making(live) as suggestions:
        until(lambda: len(suggestions.start(ENOUGH)) == ENOUGH)
        found = suggestions.start(ENOUGH)
    tried = list(live.questions)
    assert len(tried) <= TRIES
    assert all(holds(live.reply(one.question), one) for one in found)
    # in the order in which they were tried, which is that of how well they read
    assert [question for question in tried if question in {one.question for one in found}] == [
        one.question for one in found
    ]
    assert len({one.uri for one in found[:4]}) == 4


@pytest.mark.model
def test_the_same_documents_give_the_same_suggestions(serve: Serve) -> None:
    live = serve({"tern.txt": TERN})
    for _ in range(2):
        with making(live) as suggestions:
            until(lambda: len(suggestions.start(9)) == 2)
            assert [one.question for one in suggestions.start(9)] == [ACT, GATE]
            assert suggestions.start(1) == suggestions.start(9)[:1]


@pytest.mark.model
def test_nothing_is_suggested_where_nothing_is_answered(serve: Serve) -> None:
    live = serve({"tern.txt": TERN}, wrong=0)
    with making(live) as suggestions:
        until(lambda: len(live.asked) == 2)
        sleep(0.5)
        assert suggestions.start(9) == ()
    assert live.questions == [ACT, GATE]  # each is tried once


@pytest.mark.model
def test_documents_without_questions_give_none(serve: Serve) -> None:
    live = serve({"tern.txt": "It rained."})
    with making(live) as suggestions:
        sleep(0.3)
        assert suggestions.start(9) == ()
        assert suggestions.start(9, {"nowhere.txt"}) == ()
        assert suggestions.start(9, ()) == ()
    assert live.asked == []


@pytest.mark.model
def test_a_new_index_renews_them(serve: Serve, tmp_path: Path, minilm: MiniLM) -> None:
    live = serve({"tern.txt": TERN})
    with making(live) as suggestions:
        until(lambda: len(suggestions.start(9)) == 2)
        (tmp_path / "sources" / "tern.txt").unlink()
        write_files(tmp_path / "sources", {"rules.txt": "The Gate Act forbids tall masts in Lund."})
        build(tmp_path / "sources", tmp_path / "index", minilm)
        until(lambda: [one.uri for one in suggestions.start(9)] == ["rules.txt"])
        assert suggestions.start(9)[0].question == "What does the Gate Act forbid?"


@pytest.mark.model
def test_what_unchanged_documents_suggest_stays_until_it_is_tried_again(
    serve: Serve, tmp_path: Path, minilm: MiniLM
) -> None:
    texts = {"tern.txt": TERN, "rules.txt": "The Gate Act forbids tall masts in Lund."}
    live = serve(texts)
    with making(live) as suggestions:
        until(lambda: len(suggestions.start(9)) == 3)
        live.open.clear()
        live.asked.clear()
        texts["rules.txt"] = "The Quay Act forbids tall masts in Lund."
        build(write_files(tmp_path / "sources", texts), tmp_path / "index", minilm)
        until(lambda: live.asked)
        shown = [one.question for one in suggestions.start(9)]
        assert sorted(shown) == [ACT, GATE]
        assert live.questions == shown[:1]  # tried before anything new
        live.open.set()
        until(lambda: len(suggestions.start(9)) == 3)
        until(lambda: len(live.asked) == 3)
        assert [one.question for one in suggestions.start(9)] == live.questions


@pytest.mark.model
def test_what_fails_when_it_is_tried_again_is_suggested_no_more(
    serve: Serve, tmp_path: Path, minilm: MiniLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {"tern.txt": TERN, "rules.txt": "The Gate Act forbids tall masts in Lund."}
    live = serve(texts)
    find = live.find

    def fail(question: str, *rest: Any, **among: Any) -> Reply:
        if question == GATE:
            raise SourceChanged("tern.txt is changed since it was read.")
        return find(question, *rest, **among)

    with making(live) as suggestions:
        until(lambda: len(suggestions.start(9)) == 3)
        monkeypatch.setattr(live, "find", fail)
        texts["rules.txt"] = "The Quay Act forbids tall masts in Lund."
        build(write_files(tmp_path / "sources", texts), tmp_path / "index", minilm)
        asked = {ACT, "What does the Quay Act forbid?"}
        until(lambda: {one.question for one in suggestions.start(9)} == asked)


@pytest.mark.model
def test_asking_for_suggestions_waits_for_nobody(serve: Serve) -> None:
    live = serve({"tern.txt": TERN})
    live.open.clear()
    with making(live) as suggestions:
        until(lambda: live.asked)
        began = monotonic()
        assert suggestions.start(9) == ()
        assert suggestions.start(9, {"tern.txt"}) == ()
        assert monotonic() - began < 1
        live.open.set()


@pytest.mark.model
def test_a_real_question_waits_for_one_suggestion_at_most(live: Recording) -> None:
    with Suggestions(live, pause=0.5):
        until(lambda: live.asked)
        began = len(live.asked)
        live.reply("Who is Ted Wheeler?")
        assert len(live.asked) - began <= 2  # itself, and one that came just before it


@pytest.mark.model
def test_the_thread_stops_when_it_is_left(serve: Serve) -> None:
    live = serve({"tern.txt": TERN})
    with Suggestions(live) as suggestions:
        until(lambda: suggestions.start(1))
        assert "suggestions" in {thread.name for thread in all_threads()}
    assert "suggestions" not in {thread.name for thread in all_threads()}
    tried = len(live.asked)
    suggestions.start(9, {"tern.txt"})
    sleep(0.3)
    assert len(live.asked) == tried


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged for whoever runs the page."""
    ours = (record for record in caplog.records if record.name == "chapter-and-verse")
    return [record.getMessage() for record in ours]


@pytest.mark.model
def test_a_problem_is_logged_once_and_nothing_is_lost(
    serve: Serve, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    live = serve({"tern.txt": TERN})
    pointer = tmp_path / "index" / POINTER
    name = pointer.read_text("ascii")
    with making(live) as suggestions, caplog.at_level(logging.WARNING):
        until(lambda: len(suggestions.start(9)) == 2)
        reply = live.reply(ACT)
        assert suggestions.follow_ups(reply, [ACT], 3) != ()
        pointer.unlink()
        until(lambda: said(caplog))
        sleep(0.5)
        assert len(suggestions.start(9)) == 2
        assert suggestions.follow_ups(reply, [ACT], 3) == ()
        assert [words[:34] for words in said(caplog)] == ["no suggestions: There is no index "]
        pointer.write_text(name, "ascii")
        until(lambda: suggestions.start(1, {"tern.txt"}) and live.asked[-1][2])


@pytest.mark.model
def test_a_selection_has_suggestions_of_its_own_documents(live: Recording) -> None:
    uri = "portland-police-halt-ice-training.md"
    with making(live) as suggestions:
        assert suggestions.start(9, {uri}) == ()
        until(lambda: len(suggestions.start(9, {uri})) > 2)
        found = suggestions.start(9, {uri})
        assert {one.uri for one in found} == {uri}
        assert all(holds(live.reply(one.question, among={uri}), one) for one in found)
        until(lambda: len(suggestions.start(9)) > 2)
        assert len({one.uri for one in suggestions.start(9)}) > 2
    assert frozenset({uri}) in [among for _, _, among in live.asked]


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    ["what must employees do if approached?", "who is the mayor of Portland?",
     "what is the fine for breaking the Act?"],
)  # fmt: skip
def test_what_follows_is_answered_from_beside_the_passages_just_read(
    live: Recording, question: str
) -> None:
    reply = live.reply(question)
    quotes = reply.quotes if isinstance(reply, Answer) else ()
    live.asked.clear()
    found = Suggestions(live).follow_ups(reply, [question], 3)
    assert 2 <= len(found) <= 3
    assert len(live.asked) <= TRIES_AFTER
    assert {after for _, after, _ in live.asked} == {(question,)}
    read = {(one.hit.passage.document.uri) for one in reply.considered}
    for one in found:
        assert one.uri in read
        assert holds(live.reply(one.question, [question]), one)
        assert not any(
            quote.document.uri == one.uri and quote.span.meets(one.gold) for quote in quotes
        )


@pytest.mark.model
def test_what_was_asked_does_not_follow_again(live: Recording) -> None:
    asked = ["what is the fine for breaking the Act?"]
    suggestions = Suggestions(live)
    reply = live.reply(asked[0])
    first = suggestions.follow_ups(reply, asked, 2)
    again = suggestions.follow_ups(reply, [*(one.question for one in first), *asked], 2)
    assert len(first) == 2
    assert not {one.question for one in first} & {one.question for one in again}


@pytest.mark.model
def test_nothing_follows_where_nothing_was_read(live: Recording) -> None:
    nothing = Refusal("who?", Reason.NOTHING_FOUND, (), (), 5)
    assert Suggestions(live).follow_ups(nothing, ["who?"], 3) == ()
    assert live.asked == []


def test_the_question_of_these_tests_is_drafted() -> None:
    assert drafts_of([DOCUMENT], 9)[0] == SUGGESTED

"""The page without a browser: what it sends, what it shows, and how it starts."""

import asyncio
import logging
import re
import shutil
import signal
import socket
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

import app as command
from assistant.escape import BIDI, literal
from assistant.reply import Answer, Reply
from index.build import build
from index.embed import HashingEmbedder
from index.errors import DamagedIndex, SourcesMissing
from index.generation import writing
from page.answer import as_html
from page.conversation import Conversation, Shown
from page.guard import HEADERS, LONGEST_BODY
from page.live import LiveAssistant
from page.reading import documents_as_html, sources_as_html
from page.server import Server
from page.site import Site, make_app
from page.turn import Turn, chat_messages, sources_of
from tests.page.turns import take_turn

TIDES = """---
title: "The <b>tide</b> table"
publisher: "Harbour & Sons"
url: "javascript:alert(1)"
---

# Tides

The spring tide turns at noon. The neap tide turns at *six*.

The harbour master Ada Marsh keeps <img src=x onerror=alert(1)> the table."""
QUESTION = "When does the spring tide turn?"
HOSTS = ("page.test",)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "tides.md").write_text(TIDES, "utf-8")
    return folder


def opened(sources: Path, wrong: int) -> LiveAssistant:
    """An assistant over some sources; it always answers if 100 of 100 may be wrong."""
    index = sources.parent / "index"
    settings = sources.parent / f"settings-{wrong}.toml"
    settings.write_text(f'[assistant]\nwrong = {wrong}\njudge = "none"\n', "utf-8")
    build(sources, index, HashingEmbedder())
    return LiveAssistant(index, settings, HashingEmbedder())


@pytest.fixture
def answering(sources: Path) -> LiveAssistant:
    return opened(sources, 100)


@pytest.fixture
def refusing(sources: Path) -> LiveAssistant:
    return opened(sources, 0)


class Broken(LiveAssistant):
    """An assistant that fails in the way it is told to."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def replies(
        self, question: str, after: Any = (), among: Collection[str] | None = None
    ) -> Iterator[Reply]:
        raise self.error
        yield  # so that it fails where it is asked for the first


def asked(live: LiveAssistant, question: str, turns: tuple[Turn, ...] = ()) -> list[Shown]:
    return list(Conversation(Site(live)).ask(question, turns))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("page") / "sources"
    folder.mkdir()
    (folder / "tides.md").write_text(TIDES, "utf-8")
    answering = opened(folder, 100)

    async def made() -> FastAPI:
        return make_app(Site(answering, notice="Not read: <x>.pdf", hosts=HOSTS))

    # inside a loop, because outside one Gradio opens eight of its own and closes none; and in
    # another thread, because in this one Playwright may keep a loop of its own
    with ThreadPoolExecutor(1) as pool:
        web = pool.submit(lambda: asyncio.run(made())).result()
    with TestClient(web, base_url="http://page.test") as client:
        yield client


def test_health_counts_the_documents(client: TestClient) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "documents": 1}


@pytest.mark.parametrize("path", ["/healthz", "/", "/nowhere", "/gradio_api/upload"])
def test_every_response_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_the_page_names_no_other_host(client: TestClient) -> None:
    page = client.get("/").text
    tags = re.findall(
        r"<(?:script|link|img|iframe|form)\b[^>]*(?:src|href|action)=\"([^\"]+)\"", page
    )
    assert tags
    assert [tag for tag in tags if tag.startswith(("http", "//"))] == []


@pytest.mark.parametrize(
    "path",
    ["/docs", "/openapi.json", "/gradio_api/openapi.json", "/gradio_api/mcp/", "/gradio_api/runs",
     "/gradio_api/run-history/records", "/gradio_api/deep_link", "/monitoring"],
)  # fmt: skip
def test_routes_that_the_page_does_not_need_are_closed(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in {403, 404}


def test_files_and_large_bodies_are_turned_away(client: TestClient) -> None:
    assert client.post("/gradio_api/upload", files={"files": b"x"}).status_code == 404
    large = b"x" * (LONGEST_BODY + 1)
    assert client.post("/gradio_api/queue/join", content=large).status_code == 413
    assert client.post("/gradio_api/queue/join", content=iter([large])).status_code == 411


def test_a_foreign_host_name_is_turned_away(client: TestClient) -> None:
    assert client.get("/healthz", headers={"Host": "evil.test"}).status_code == 400


def test_a_question_is_shown_at_once_and_then_answered(answering: LiveAssistant) -> None:
    first, last = asked(answering, QUESTION)
    assert first.messages is not None
    assert last.messages is not None
    assert [message["role"] for message in first.messages] == ["user"]
    assert [message["role"] for message in last.messages] == ["user", "assistant"]
    assert '<ol class="quotes">' in last.messages[1]["content"]
    assert "verified in the source" in last.messages[1]["content"]
    assert last.hint == ""


def test_the_marked_words_are_the_quoted_words(answering: LiveAssistant) -> None:
    reply = answering.reply(QUESTION)
    assert isinstance(reply, Answer)
    quoted = re.findall(r"<blockquote><bdi[^>]*>(.*?)</bdi>", as_html(reply))
    assert [unescape(words) for words in quoted] == [quote.text for quote in reply.quotes]
    marked = re.findall('<mark data-at="s1-([0-9]+)"[^>]*>(.*?)</mark>', sources_as_html(reply))
    assert [words for _, words in sorted(marked)] == quoted


def test_each_citation_leads_to_a_source_of_its_own_turn(answering: LiveAssistant) -> None:
    reply = answering.reply(QUESTION)
    cited = re.findall('href="#(s[0-9][^"]*)"', as_html(reply, turn=7))
    shown = sources_as_html(reply, turn=7)
    assert cited
    assert cited == re.findall(r'<div class="about[^"]*" id="([^"]+)"', shown)
    assert sorted(cited) == sorted(re.findall('<mark data-at="([^"]+)"', shown))


def test_a_reply_leaves_alone_what_was_typed_meanwhile(answering: LiveAssistant) -> None:
    first, last = asked(answering, QUESTION)
    assert first.box == ""
    assert last.box is None


def test_only_the_sources_of_one_question_are_in_the_page(answering: LiveAssistant) -> None:
    talk = Conversation(Site(answering))
    turns = asked(answering, QUESTION)[-1].turns
    waiting, last = asked(answering, "Who keeps the table?", turns)
    assert waiting.panel is None
    assert last.panel is not None
    assert last.panel.count('<div class="turn"') == 1
    assert 'data-turn="2"' in last.panel
    assert talk.sources(last.turns, 1) == sources_of(answering, turns[0])
    assert 'data-turn="1"' in sources_of(answering, turns[0])
    assert talk.sources(last.turns, 99) is None


def test_sources_that_have_changed_since_are_not_shown_as_quoted(
    answering: LiveAssistant, sources: Path
) -> None:
    turn = take_turn(answering, QUESTION, 1)
    assert "<mark" in sources_of(answering, turn)
    (sources / "tides.md").write_text(TIDES.replace("noon", "dawn"), "utf-8")
    build(sources, sources.parent / "index", HashingEmbedder())
    shown = sources_of(answering, turn)
    assert "<mark" not in shown
    assert "These sources cannot be shown" in shown
    assert "is not what the index holds" in unescape(shown)


def test_the_state_of_the_page_is_hashed_without_its_documents(answering: LiveAssistant) -> None:
    turn = take_turn(answering, QUESTION, 1)
    assert turn.reply is not None
    assert hash(turn) == hash(Turn(turn.number, turn.question, turn.said))


def test_a_refusal_says_what_was_searched_and_quotes_nothing(refusing: LiveAssistant) -> None:
    turn = take_turn(refusing, QUESTION, 1)
    assert 'class="refusal"' in turn.said
    assert "The sources do not say." in turn.said
    assert "1 document searched" in unescape(turn.said)
    assert "<blockquote>" not in turn.said
    shown = sources_of(refusing, turn)
    assert "<mark" not in shown
    assert 'class="source nearest current"' in shown
    assert "to read, not an answer" in shown
    assert not turn.failed


def test_a_problem_is_not_a_refusal_and_offers_another_try() -> None:
    turn = take_turn(Broken(DamagedIndex("The <index> is gone.")), "who?", 1)
    assert turn.failed
    assert "Something went wrong." in turn.said
    assert "do not say" not in turn.said
    assert "The &#60;index&#62; is gone" in turn.said
    assert chat_messages([turn])[1]["options"] == [{"value": "who?", "label": "Try again"}]


def test_a_fault_is_logged_with_its_number_and_never_shown(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        turn = take_turn(Broken(RuntimeError("secret path")), "who?", 1)
    assert "Something went wrong." in turn.said
    assert "secret" not in turn.said
    number = re.search("fault ([0-9a-f]{8})", turn.said)
    assert number
    assert number[1] in caplog.text
    assert "secret path" in caplog.text


def test_asking_again_takes_the_place_of_the_failure(answering: LiveAssistant) -> None:
    failed = take_turn(Broken(RuntimeError()), QUESTION, 1)
    turns = asked(answering, QUESTION, (failed,))[-1].turns
    assert [(turn.number, turn.failed) for turn in turns] == [(2, False)]


@pytest.mark.parametrize(
    ("question", "line"), [("  ?! ", "The question is empty"), ("why " * 600, "at most 2,000")]
)
def test_a_question_that_cannot_be_read_gets_one_line(
    answering: LiveAssistant, question: str, line: str
) -> None:
    (only,) = asked(answering, question)
    assert only.turns == ()
    assert line in unescape(only.hint)


def test_a_long_conversation_loses_its_oldest_question(answering: LiveAssistant) -> None:
    turns = tuple(Turn(number, f"{number}?", "said") for number in range(1, 21))
    kept = asked(answering, QUESTION, turns)[-1].turns
    assert [turn.number for turn in kept] == list(range(2, 22))


def test_no_sign_of_a_source_reaches_the_page_as_markup(answering: LiveAssistant) -> None:
    reply = answering.reply("Who keeps the table? The harbour master Ada Marsh")
    shown = as_html(reply) + sources_as_html(reply) + documents_as_html(answering.documents)
    assert "Ada Marsh" in unescape(shown)
    for sign in ("<img", "<b>", "javascript:", "*", "onerror=a"):
        assert sign not in shown
    asking = chat_messages([Turn(1, "![x](http://evil.test/?q) <script>$x$</script>")])
    assert re.fullmatch(
        r'<div class="question"><bdi dir="auto">[\w &#;]*</bdi></div>', asking[0]["content"]
    )


def test_signs_that_turn_the_order_of_letters_are_left_out() -> None:
    nine = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
    assert literal(f"must{nine}not") == "mustnot"
    assert not BIDI.search(literal(nine))


def test_an_index_that_was_rebuilt_meanwhile_is_used(
    answering: LiveAssistant, sources: Path
) -> None:
    (sources / "boats.md").write_text("# Boats\n\nThe ferry to Skye leaves at ten.", "utf-8")
    build(sources, sources.parent / "index", HashingEmbedder())
    reply = answering.reply("When does the ferry to Skye leave?")
    assert isinstance(reply, Answer)
    assert reply.quotes[0].text == "The ferry to Skye leaves at ten."
    assert len(answering.documents) == 2


def test_a_port_in_use_is_one_line_and_exit_3(
    sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert command.main(["--port", port, "--sources", str(sources)]) == 3
    said = capsys.readouterr().err
    assert said.startswith(f"error: 127.0.0.1:{port} cannot be used")
    assert said.count("\n") == 1


def test_sources_that_are_not_there_are_one_line_and_exit_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--port", "0", "--sources", str(tmp_path / "no"), "--index", str(tmp_path / "index")]
    assert command.main(options) == 3
    said = capsys.readouterr().err
    assert "error: There is no folder of sources" in said
    assert "Traceback" not in said


def test_the_page_says_that_the_index_is_being_rebuilt(
    sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = sources.parent / "index"
    build(sources, index, HashingEmbedder())
    with writing(index):
        notice = command.update_index(sources, index, None)
    assert "being rebuilt" in notice
    assert "warning: Another process" in capsys.readouterr().err


@pytest.mark.model
def test_without_its_sources_the_page_answers_from_what_was_read_and_says_so(
    sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """E10: but never from another folder than the one that was asked for."""
    index = sources.parent / "index"
    assert command.update_index(sources, index, None) == ""
    shutil.rmtree(sources)
    assert "answers come from what was read of it before" in command.update_index(
        sources, index, None
    )
    assert "is whole without them" in capsys.readouterr().err
    with pytest.raises(SourcesMissing):
        command.update_index(sources.with_name("others"), index, None)


def test_the_page_names_the_files_that_could_not_be_read(client: TestClient) -> None:
    config = client.get("/config").text
    assert "Not read&#58; &#60;x&#62;&#46;pdf" in config


def test_stopping_cuts_open_lines_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    log = logging.getLogger("uvicorn.error")
    monkeypatch.setattr(log, "level", log.level)
    server = Server(uvicorn.Config(FastAPI()))
    server.handle_exit(signal.SIGTERM, None)
    assert server.should_exit
    assert not log.isEnabledFor(logging.ERROR)

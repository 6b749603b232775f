"""The tools for language models, by the real client of the protocol's SDK over HTTP."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import httpx
import pytest
from mcp import Client
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, TextContent

from assistant.reply import Reply
from index.build import build
from index.embed import HashingEmbedder
from index.errors import BadSettings
from index.settings import load_settings
from page.guard import HEADERS, LONGEST_BODY
from page.live import AT_ONCE, WAITING, LiveAssistant
from page.mcp import LONGEST_READING, Tools
from page.settings import PageSettings
from tests.page.test_api import QUESTION, SOURCE, UNANSWERED

Made = TypeVar("Made")


def run(work: Callable[[], Awaitable[Made]]) -> Made:
    """Run something in a loop of its own; in this thread Playwright may keep another."""

    async def whole() -> Made:
        return await work()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(whole())).result()


@pytest.fixture(params=["auto", "legacy"])
def call(served: str, request: pytest.FixtureRequest) -> Callable[..., CallToolResult]:
    """Call a tool as a client does that speaks today's protocol, and as one of before."""

    def call(tool: str, **given: Any) -> CallToolResult:
        async def called() -> CallToolResult:
            async with Client(f"{served}/mcp", mode=request.param) as client:
                return await client.call_tool(tool, given)

        return run(called)

    return call


def result_of(done: CallToolResult) -> dict[str, Any]:
    assert not done.is_error
    assert isinstance(done.structured_content, dict)
    return done.structured_content


def words_of(done: CallToolResult) -> str:
    assert done.is_error
    assert isinstance(done.content[0], TextContent)
    return done.content[0].text


def test_a_model_is_told_what_the_tools_are_for(served: str) -> None:
    async def told() -> tuple[str | None, dict[str, Any]]:
        async with Client(f"{served}/mcp") as client:
            tools = (await client.list_tools()).tools
            return client.instructions, {tool.name: tool for tool in tools}

    instructions, tools = run(told)
    assert list(tools) == ["ask_sources", "search_sources", "read_source"]
    for tool in tools.values():
        assert "exact" in tool.description
        assert tool.annotations.read_only_hint
    assert 'A refusal (`status` is "refused") is a result' in " ".join(
        tools["ask_sources"].description.split()
    )
    assert instructions is not None
    assert "Every quotation in a result is exact" in instructions


def test_a_quotation_that_a_model_gets_is_a_slice_of_its_source(
    call: Callable[..., CallToolResult],
) -> None:
    reply = result_of(call("ask_sources", question=QUESTION))
    assert reply["status"] == "answered"
    (quote, *_) = reply["statements"][0]["quotes"]
    source = result_of(call("read_source", uri=quote["source"]))
    assert source["text"][quote["start"] : quote["end"]] == quote["text"]
    assert (source["start"], source["end"]) == (0, source["characters"])


def test_a_refusal_is_a_result_and_no_error(call: Callable[..., CallToolResult]) -> None:
    reply = result_of(call("ask_sources", question=UNANSWERED))
    assert reply["status"] == "refused"
    assert reply["statements"] == []


def test_passages_are_found_among_all_sources_and_answers_among_the_chosen(
    call: Callable[..., CallToolResult],
) -> None:
    found = result_of(call("search_sources", question=QUESTION, k=2))["passages"]
    assert [passage["rank"] for passage in found] == [1, 2]
    reply = result_of(call("ask_sources", question="and when?", after=[QUESTION], among=[SOURCE]))
    assert {passage["source"] for passage in reply["passages"]} == {SOURCE}
    assert "letter" in reply["searched_as"]


@pytest.mark.parametrize(
    ("tool", "given", "words"),
    [
        ("ask_sources", {"question": " "}, "bad input: The question is empty"),
        ("ask_sources", {"question": 7}, "valid string"),
        ("search_sources", {"question": QUESTION, "k": 51}, "bad input: `k` must be"),
        ("read_source", {"uri": "../../etc/passwd"}, "bad input: The index has no document"),
        ("read_source", {"uri": SOURCE, "start": -1}, "bad input: `start` must be from 0 to"),
        ("read_source", {"uri": SOURCE, "start": 10**9}, "bad input: `start` must be from 0 to"),
    ],
)
def test_what_cannot_be_taken_is_an_error_in_words(
    served: str, tool: str, given: dict[str, Any], words: str
) -> None:
    async def called() -> CallToolResult:
        async with Client(f"{served}/mcp") as client:
            return await client.call_tool(tool, given)

    assert words in words_of(run(called))


def test_the_tools_stand_behind_the_same_doors_as_the_page(served: str) -> None:
    def status(method: str = "POST", content: bytes = b"{}", **headers: str) -> int:
        headers = {"Content-Type": "application/json", **headers}
        response = httpx.request(method, f"{served}/mcp", content=content, headers=headers)
        assert {name: response.headers[name] for name in HEADERS} == HEADERS
        return response.status_code

    assert status(Host="evil.test") == 400
    assert status(Origin="http://evil.test") == 403
    assert status(content=b"x" * (LONGEST_BODY + 1)) == 413
    assert status() == 400  # it was read, and is no message of the protocol
    # no line is held open on which nothing is ever said
    assert status("GET", Accept="text/event-stream") in {404, 405}


@pytest.fixture
def long(tmp_path: Path) -> LiveAssistant:
    (tmp_path / "sources").mkdir()
    text = "".join(f"On day {day} the tide turned at noon. " for day in range(1500))
    (tmp_path / "sources/log.md").write_text(text, "utf-8")
    file = tmp_path / "settings.toml"
    file.write_text('[assistant]\njudge = "none"\n', "utf-8")
    build(tmp_path / "sources", tmp_path / "index", HashingEmbedder())
    return LiveAssistant(tmp_path / "index", file, HashingEmbedder())


def test_a_long_source_is_read_piece_by_piece(long: LiveAssistant) -> None:
    async def pieces() -> list[dict[str, Any]]:
        tools, found = Tools(long), [{"end": 0, "characters": 1}]
        while found[-1]["end"] < found[-1]["characters"]:
            found.append(await tools.read_source("log.md", found[-1]["end"]))
        return found[1:]

    found = run(pieces)
    assert len(found) > 2
    assert max(len(piece["text"]) for piece in found) == LONGEST_READING
    assert "".join(piece["text"] for piece in found) == long.now().document("log.md").text


class Slow(LiveAssistant):
    """An assistant that replies to nobody before it is told to, and then with a fault."""

    at_once = AT_ONCE

    def __init__(self) -> None:
        """Open nothing."""
        self.told = Event()

    def replies(
        self, question: str, after: Any = (), among: Collection[str] | None = None
    ) -> Iterator[Reply]:
        self.told.wait(60)
        raise RuntimeError("secret")
        yield  # so that it fails where it is asked for the first


def test_a_model_that_asks_too_much_is_told_to_wait_and_a_fault_is_no_refusal(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def asked() -> list[str]:
        slow = Slow()
        tools = Tools(slow)

        async def words() -> str:
            with pytest.raises(ToolError) as error:
                await tools.ask_sources("who?")
            return str(error.value)

        waiting = [asyncio.create_task(words()) for _ in range(AT_ONCE + WAITING)]
        for _ in range(3):
            await asyncio.sleep(0)  # each has its place in the queue
        refused = await words()
        slow.told.set()
        return [refused, *await asyncio.gather(*waiting)]

    with caplog.at_level(logging.CRITICAL):
        refused, *failed = run(asked)
    assert refused == "failure: too many questions are waiting. Ask again in a while."
    assert len(failed) == AT_ONCE + WAITING
    for words in failed:
        assert words.startswith("failure: It is written down on the server as fault ")
        assert "secret" not in words


def test_the_setting_asks_for_the_package_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("[page]\nmcp = true\n", "utf-8")
    assert load_settings(PageSettings, "page", file).mcp
    monkeypatch.setitem(sys.modules, "mcp", None)  # as if it were not installed
    with pytest.raises(BadSettings, match=r"the package `mcp` is not installed\. Run `make"):
        load_settings(PageSettings, "page", file)

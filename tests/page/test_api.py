"""What other programs may call, by the real client of Gradio, by plain HTTP, and as functions."""

import asyncio
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from gradio_client import Client
from gradio_client.exceptions import AppError
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from assistant.present import as_json
from assistant.reply import Reply
from index.build import build
from index.embed import HashingEmbedder
from index.errors import BadInput, DamagedIndex
from page.api import Endpoints
from page.live import AT_ONCE, LiveAssistant
from page.site import Site, make_app
from tests.conftest import REPOSITORY, TIDES, write_files

QUESTION = "who signed the letter that ended the training contract?"
UNANSWERED = "who won the world cup in 1998?"
SOURCE = "portland-police-halt-ice-training.md"
# Gradio counts its errors with what pandas is about to drop
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
GUIDE = (REPOSITORY / "docs/api.md").read_text("utf-8")


@pytest.fixture(scope="module")
def program(served: str) -> Iterator[Client]:
    client = Client(served, verbose=False)
    yield client
    client.close()


@pytest.fixture
def live(tmp_path: Path) -> LiveAssistant:
    """An assistant over three small documents, that answers whatever is asked."""
    return small(tmp_path)


def small(folder: Path) -> LiveAssistant:
    write_files(folder / "sources", TIDES)
    file = folder / "settings.toml"
    file.write_text('[assistant]\nwrong = 100\njudge = "none"\n', "utf-8")
    build(folder / "sources", folder / "index", HashingEmbedder())
    return LiveAssistant(folder / "index", file, HashingEmbedder())


class Faulty(LiveAssistant):
    """An assistant that fails in the way that the question names."""

    at_once = AT_ONCE

    def __init__(self) -> None:
        """Open nothing."""

    @property
    def documents(self) -> tuple[()]:
        return ()

    def replies(
        self, question: str, after: Any = (), among: Collection[str] | None = None
    ) -> Iterator[Reply]:
        raise DamagedIndex("The index is gone.") if "gone" in question else RuntimeError("secret")
        yield  # so that it fails where it is asked for the first


@contextmanager
def calling(live: LiveAssistant) -> Iterator[TestClient]:
    async def made() -> FastAPI:
        return make_app(Site(live, hosts=("page.test",)))

    # see tests/test_app.py
    with ThreadPoolExecutor(1) as pool:
        web = pool.submit(lambda: asyncio.run(made())).result()
    with TestClient(web, base_url="http://page.test") as client:
        yield client


@pytest.fixture(scope="module")
def faulty() -> Iterator[TestClient]:
    with calling(Faulty()) as client:
        yield client


def events(stream: str) -> list[tuple[str, Any]]:
    """The events of a stream, with their data."""
    return [
        (name, json.loads(data)) for name, data in re.findall(r"event: (\w+)\ndata: (.*)", stream)
    ]


def called(client: TestClient, path: str, body: dict[str, Any]) -> tuple[str, Any]:
    """The one event that a call ends with."""
    name = client.post(f"/gradio_api/call/{path}", json=body).json()["event_id"]
    (event,) = events(client.get(f"/gradio_api/call/{path}/{name}").text)
    return event


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two replies are the same but for the seconds they took."""
    return {**one, "seconds": 0} == {**other, "seconds": 0}


def test_just_three_endpoints_are_offered_and_each_is_described(program: Client) -> None:
    info = program.view_api(return_format="dict", print_info=False)["named_endpoints"]
    taken = {name: [p["parameter_name"] for p in one["parameters"]] for name, one in info.items()}
    assert taken == {
        "/ask": ["question", "after", "among"],
        "/search": ["question", "k"],
        "/document": ["uri"],
    }
    for name, names in taken.items():
        assert all(f"{one}: " in info[name]["description"] for one in names)


def test_an_answer_is_what_the_command_prints_and_its_quotes_are_slices(program: Client) -> None:
    reply = program.predict(QUESTION, api_name="/ask")
    assert reply["status"] == "answered"
    quotes = [quote for statement in reply["statements"] for quote in statement["quotes"]]
    assert quotes
    for quote in quotes:
        document = program.predict(uri=quote["source"], api_name="/document")
        assert document["text"][quote["start"] : quote["end"]] == quote["text"]
        assert hashlib.sha256(document["text"].encode()).hexdigest() == quote["sha256"]
        assert document["characters"] == len(document["text"])
        for field in ("source", "document", "title", "sha256", "publisher", "published", "url"):
            assert document[field] == quote[field]


def test_an_endpoint_says_what_the_assistant_says(live: LiveAssistant) -> None:
    question = "Who pays the fee on arrival?"
    assert same(Endpoints(live).ask(question), as_json(live.reply(question), 0))


def test_a_refusal_is_a_result(program: Client) -> None:
    reply = program.predict(UNANSWERED, api_name="/ask")
    assert reply["status"] == "refused"
    assert reply["statements"] == []
    assert "cup" in reply["uncovered"]


def test_a_question_leans_on_those_before_it(program: Client) -> None:
    reply = program.predict(question="and when?", after=[QUESTION], api_name="/ask")
    assert "letter" in reply["searched_as"]


def test_only_the_chosen_sources_are_read(program: Client) -> None:
    reply = program.predict(question=QUESTION, among=[SOURCE], api_name="/ask")
    assert {passage["source"] for passage in reply["passages"]} == {SOURCE}


def test_a_search_gives_so_many_passages_best_first(program: Client) -> None:
    found = program.predict(question=QUESTION, k=3, api_name="/search")
    assert [passage["rank"] for passage in found] == [1, 2, 3]
    assert found == sorted(found, key=lambda passage: -passage["score"])
    for passage in found:
        text = program.predict(uri=passage["source"], api_name="/document")["text"]
        assert text[passage["start"] : passage["end"]] == passage["text"]
    assert len(program.predict(question=QUESTION, api_name="/search")) == 5


@pytest.mark.parametrize(
    ("endpoint", "given", "words"),
    [
        ("/ask", {"question": " ?! "}, "The question is empty"),
        ("/ask", {"question": "why " * 600}, "at most 2,000 are read"),
        ("/ask", {"question": QUESTION, "after": ["why?"] * 21}, "`after` must be a list of at mo"),
        ("/ask", {"question": QUESTION, "among": []}, "`among` names no source"),
        ("/ask", {"question": QUESTION, "among": ["../app.py"]}, "no document '../app.py'"),
        ("/search", {"question": QUESTION, "k": 51}, "`k` must be a whole number from 1 to 50"),
        ("/search", {"question": QUESTION, "k": 0}, "`k` must be a whole number from 1 to 50"),
        ("/document", {"uri": "../../etc/passwd"}, "no document '../../etc/passwd'"),
        ("/document", {"uri": "/etc/passwd"}, "no document '/etc/passwd'"),
    ],
)
def test_what_cannot_be_taken_is_an_error_that_says_why(
    program: Client, endpoint: str, given: dict[str, Any], words: str
) -> None:
    with pytest.raises(AppError, match=re.escape(words)):
        program.predict(**given, api_name=endpoint)


def test_twelve_programs_at_once_get_each_its_own_answer(program: Client) -> None:
    questions = [f"{QUESTION} number {number}" for number in range(12)]
    jobs = [program.submit(question=question, api_name="/ask") for question in questions]
    assert [job.result(60)["question"] for job in jobs] == questions


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("v2/ask", {"question": "Who pays the fee?"}),
        ("ask", {"data": ["Who pays the fee?", None, None]}),
    ],
)
def test_a_program_needs_nothing_but_http(tmp_path: Path, path: str, body: dict[str, Any]) -> None:
    with calling(small(tmp_path)) as client:
        event, (reply,) = called(client, path, body)
    assert event == "complete"
    assert reply["statements"][0]["quotes"][0]["source"] == "harbour.txt"


@pytest.mark.parametrize("body", [{}, {"questio": "who?"}, {"question": "who?", "fn": 1}])
def test_an_argument_that_is_missing_or_unknown_is_named(
    faulty: TestClient, body: dict[str, Any]
) -> None:
    response = faulty.post("/gradio_api/call/v2/ask", json=body)
    assert response.status_code == 422
    assert re.search("question|questio|fn", response.json()["detail"])


def test_bad_input_and_failure_are_told_apart_and_neither_is_a_refusal(
    faulty: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    def told(question: object) -> tuple[str, str]:
        event, data = called(faulty, "v2/ask", {"question": question})
        assert event == "error"
        return data["title"], data["error"]

    assert told(7) == ("bad input", "`question` must be text.")
    assert told("gone?") == ("failure", "The index is gone.")
    title, words = told("who?")
    assert (title, "secret" in words) == ("failure", False)
    fault = re.search("fault ([0-9a-f]{8})", words)
    assert fault
    assert fault[1] in caplog.text


def test_an_event_of_the_page_is_not_called_by_its_name(faulty: TestClient) -> None:
    events = {one["api_name"] for one in faulty.get("/config").json()["dependencies"]}
    assert events > {"ask", "search", "document"}
    for name in sorted(events - {"ask", "search", "document"}):
        assert faulty.post(f"/gradio_api/call/{name}", json={"data": []}).status_code == 404
        assert faulty.post(f"/gradio_api/call/v2/{name}", json={}).status_code == 404


def test_the_tools_for_models_are_off_unless_a_setting_says_so(faulty: TestClient) -> None:
    assert faulty.post("/mcp", json={}).status_code in {404, 405}


@pytest.mark.parametrize("path", ["run/ask", "api/ask"])
def test_nobody_goes_past_the_queue(faulty: TestClient, path: str) -> None:
    body = {"data": ["who?", None, None]}
    assert faulty.post(f"/gradio_api/{path}", json=body).status_code == 404


@pytest.mark.parametrize(
    "path", ["/", "/login", "/gradio_api/call/ask", "/gradio_api/queue/join", "/gradio_api/cancel",
             "/gradio_api/reset", "/gradio_api/component_server", "/gradio_api/upload", "/mcp"],
)  # fmt: skip
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://page.test:81"},
        {"Origin": "http://page.test", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://page.test", "Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_changes_nothing(
    faulty: TestClient, path: str, headers: dict[str, str]
) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        status = faulty.request(method, path, json={}, headers=headers).status_code
        assert status == (404 if path.endswith("upload") else 403)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://page.test"},
        {"Origin": "https://page.test"},
        # behind a proxy that does not pass on the name it was called by
        {"Origin": "https://documents.test", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_the_page_itself_and_programs_may_call(faulty: TestClient, headers: dict[str, str]) -> None:
    response = faulty.post("/gradio_api/call/v2/ask", json={"question": "gone?"}, headers=headers)
    assert response.status_code == 200


# lone surrogates, too, which JSON can spell and UTF-8 cannot
text = st.text(st.characters(exclude_categories=()), max_size=60)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def endpoints(tmp_path_factory: pytest.TempPathFactory) -> Endpoints:
    return Endpoints(small(tmp_path_factory.mktemp("endpoints")))


@settings(max_examples=300)
@given(
    question=text | json_values,
    after=st.none() | st.lists(text, max_size=3) | json_values,
    among=st.none() | st.lists(st.sampled_from(sorted(TIDES)) | text, max_size=3) | json_values,
    k=st.integers(1, 50) | json_values,
)
def test_whatever_is_given_the_result_is_json_or_the_input_was_bad(
    endpoints: Endpoints, question: Any, after: Any, among: Any, k: Any
) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: endpoints.ask(question, after, among),
        lambda: endpoints.search(question, k),
        lambda: endpoints.document(question),
    ]
    for call in calls:
        try:
            result = call()
        except BadInput as wrong:
            result = str(wrong)  # which must be fit to be sent, too
        json.dumps(result, ensure_ascii=False).encode()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def at(address: str, code: str) -> str:
    assert "http://127.0.0.1:7860" in code
    return code.replace("http://127.0.0.1:7860", address)


def test_the_python_of_the_guide_runs_as_it_is_written(served: str) -> None:
    (example,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", at(served, example)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "documented, reported, and denied" in done.stdout


def test_the_commands_of_the_guide_run_as_they_are_written(served: str) -> None:
    if not shutil.which("curl"):
        pytest.skip("there is no curl on this machine")
    for example in blocks("bash"):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", at(served, example)],
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert re.search("event: complete|ready", done.stdout), done.stdout

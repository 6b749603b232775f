"""The real library with real LangChain models of our own: a fake one, and one behind a server.

Run by `make test-judge`, in the environment that has the library.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.judge.measures import DeepEval
from eval.judge.model import chat_of
from eval.judge.opinion import Judged, Material, NotJudged, chosen, judge_cases
from eval.record import Run
from tests.conftest import REPOSITORY
from tests.eval.judge.conftest import LiteralModel, Server

for library in ("deepeval", "langchain", "langchain_openai"):
    pytest.importorskip(library, reason="the extra `judge` is not installed: `make test-judge`")

READ = Material(
    "when is high water?", "High water comes at noon.", ("x", "High water comes at noon.", "y"),
    "comes at noon",
)  # fmt: skip


def judge(breaks: str = "nowhere to be found", instead: str = "") -> DeepEval:
    return DeepEval(chat_of(LiteralModel(breaks=breaks, instead=instead)), "literal")


def judged(run: Run, judge: DeepEval) -> dict[str, Judged]:
    cases = judge_cases(judge, chosen(run.cases, None), run.texts, 3, lambda: None)
    return {one.case.id: one for one in cases}


@pytest.mark.parametrize(
    ("measure", "score"),
    [
        ("faithfulness", 1.0),
        ("answer_relevancy", 1.0),
        ("contextual_precision", 0.5),  # the one useful passage is the second
        ("contextual_recall", 1.0),
    ],
)
def test_each_measure_scores_what_the_model_says(measure: str, score: float) -> None:
    assert judge().score(measure, READ) == score


@pytest.mark.parametrize(
    ("measure", "read"),
    [
        ("faithfulness", Material("q", "The moon is cheese.", ("The moon is rock.",), "a")),
        ("answer_relevancy", Material("who sings there?", "It rained.", ("It rained.",), "a")),
        ("contextual_precision", Material("q", "a", ("one", "two"), "three")),
        ("contextual_recall", Material("q", "a", ("one", "two"), "three")),
    ],
)
def test_a_bad_answer_has_a_score_of_0(measure: str, read: Material) -> None:
    assert judge().score(measure, read) == 0.0


def test_a_claim_that_the_passages_leave_open_is_not_faithful() -> None:
    open_ = '{"verdicts": [{"verdict": "borderline", "reason": "not said"}]}'
    assert judge("Claims:\n[", open_).score("faithfulness", READ) == 0.0


def test_a_whole_run_is_judged_in_threads(good: Run, bad: Run) -> None:
    right = judged(good, judge())["high-water"].opinions
    assert {name: said.score for name, said in right.items()} == {
        "faithfulness": 1.0, "answer_relevancy": 1.0, "contextual_precision": 1.0,
        "contextual_recall": 1.0,
    }  # fmt: skip
    parking = judged(bad, judge())["t-parking"].opinions
    assert parking["answer_relevancy"].score == 0.0
    assert "contextual_recall" not in parking


@pytest.mark.parametrize(
    ("breaks", "instead", "measure", "why"),
    [
        ("Claims:\n[", "", "faithfulness", "ConnectionError: the server is away"),
        ("Claims:\n[", "I would rather not.", "faithfulness", "invalid JSON"),
        ("Claims:\n[", '{"verdicts": []}', "faithfulness", "no verdict"),
        ("Claims:\n[", '{"verdicts": [{"verdict": "maybe"}]}', "faithfulness", "no verdict"),
        ("AI Output:\n", '{"claims": []}', "faithfulness", "nothing to judge"),
        ("Statements:\n[", '{"verdicts": []}', "answer_relevancy", "no verdict"),
        ('"statements" key', '{"statements": []}', "answer_relevancy", "nothing to judge"),
        (
            "Retrieval Context  (", '{"verdicts": [{"verdict": "yes", "reason": "a"}]}',
            "contextual_precision", "verdicts are missing",
        ),
        ("Expected Output:\n", '{"verdicts": []}', "contextual_recall", "no verdict"),
    ],
)  # fmt: skip
def test_a_judge_that_fails_has_not_judged(
    breaks: str, instead: str, measure: str, why: str
) -> None:
    with pytest.raises(NotJudged, match=why):
        judge(breaks, instead).score(measure, READ)


def test_one_failing_measure_leaves_the_others(good: Run) -> None:
    opinions = judged(good, judge(breaks="Expected Output:\n"))["high-water"].opinions
    assert opinions["contextual_recall"].score is None
    assert opinions["contextual_recall"].why == "ConnectionError: the server is away"
    assert opinions["faithfulness"].score == 1.0


def command(server: Server, run_file: Path, *more: str) -> list[str]:
    return ["judge", f"--run={run_file}", "--model=qwen:7b", f"--base-url={server.url}", *more]


def test_the_command_judges_with_a_server_and_shows_both(
    server: Server, run_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("OPENAI_API_KEY", "for-openai-alone")
    monkeypatch.setenv("JUDGE_API_KEY", "for-the-server")
    out = tmp_path / "judged.json"
    assert main(command(server, run_file, "--limit=2", f"--json={out}")) == 0
    said = capsys.readouterr().out
    assert "2 of 3 answered cases, judged by qwen:7b with DeepEval 4" in said
    row = next(line.split() for line in said.splitlines() if line.startswith("faithfulness"))
    assert row[1:6] == ["1.000", "[1.000,", "1.000]", "2", "0"]
    assert row[6:8] == ["quote_validity", "1.000"]
    assert server.keys == {"Bearer for-the-server"}
    [values] = json.loads(out.read_text("utf-8"))
    assert values["measures"]["contextual_recall"]["judged"]["value"] == 1.0
    assert len(server.prompts) == 1 + 2 * 7  # a greeting, and what the documentation says of a case


def test_without_a_key_of_its_own_a_server_is_sent_none(
    server: Server, run_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "for-openai-alone")
    monkeypatch.delenv("JUDGE_API_KEY", raising=False)
    assert main(command(server, run_file, "--limit=1")) == 0
    assert server.keys == {"Bearer none"}


def test_a_model_that_does_not_answer_is_noticed_at_the_start(
    server: Server, run_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.broken = True
    assert main(command(server, run_file)) == 3
    said = capsys.readouterr().err
    assert said.startswith("error: The model qwen:7b does not answer: ")
    assert "401" in said
    assert len(server.prompts) == 1


@pytest.mark.parametrize("model", ["openai:any", "nobody:any", "mistralai:any"])
def test_a_model_that_cannot_be_made_is_named(
    model: str, run_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert main(["judge", f"--run={run_file}", f"--model={model}"]) == 3
    assert f"The model {model} cannot be made: " in capsys.readouterr().err


# every address that the process asks for is written down, also by threads and while it ends
GUARD = """
import socket, sys
allowed, file = int(sys.argv[1]), open(sys.argv[2], "a")
def guard(real):
    def ask(*args, **kwargs):
        words = " ".join(str(arg) for arg in args)
        if "127.0.0.1" in words and str(allowed) in words:
            return real(*args, **kwargs)
        print(words, file=file, flush=True)
        raise OSError("the network is not for this")
    return ask
socket.getaddrinfo = guard(socket.getaddrinfo)
socket.socket.connect = guard(socket.socket.connect)
"""
JUDGE = """
from eval.__main__ import main
code = main(sys.argv[3:])
"""
UNGUARDED = """
from deepeval.metrics import AnswerRelevancyMetric
from deepeval.models import DeepEvalBaseLLM
from deepeval.test_case import LLMTestCase
class Model(DeepEvalBaseLLM):
    def load_model(self): return None
    def generate(self, prompt): return '{"statements": ["a"], "verdicts": [{"verdict": "yes"}]}'
    async def a_generate(self, prompt): return self.generate(prompt)
    def get_model_name(self): return "m"
metric = AnswerRelevancyMetric(model=Model(), async_mode=False, include_reason=False)
metric.measure(LLMTestCase(input="q", actual_output="a"), _show_indicator=False)
code = 0
"""


def asked_for(code: str, server: Server, folder: Path, *arguments: str) -> str:
    """What a program of its own asks of the network beside the server."""
    seen = folder / "seen.txt"
    seen.write_text("", "utf-8")
    environment = {name: value for name, value in os.environ.items() if "DEEPEVAL" not in name}
    environment |= {
        "PYTHONPATH": str(REPOSITORY), "HOME": str(folder), "CONFIDENT_API_KEY": "an-account",
        "LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": "another",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", f"{GUARD}{code}\nsys.exit(code)", str(server.port), str(seen),
         *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return seen.read_text("utf-8")


def test_nothing_is_sent_anywhere_but_to_the_model(
    server: Server, run_file: Path, tmp_path: Path
) -> None:
    before = sorted(tmp_path.iterdir())
    assert asked_for(JUDGE, server, tmp_path, *command(server, run_file)) == ""
    assert len(server.prompts) == 1 + 3 * 7
    # nor is a folder of the library's left behind
    assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / "seen.txt"])


def test_that_guard_sees_what_the_library_would_send(server: Server, tmp_path: Path) -> None:
    assert "posthog.com" in asked_for(UNGUARDED, server, tmp_path)

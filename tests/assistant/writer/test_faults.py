"""Rows D1, D2, D9, D10 of the threats: whatever a model's server does, the quotations are there."""

import socket
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.settings import AssistantSettings
from assistant.writer.breaker import FAILURES
from assistant.writer.chat import open_chat
from assistant.writer.draft import Draft, read_reply
from assistant.writer.errors import NoReply
from assistant.writer.settings import ModelSettings
from assistant.writer.writer import Writer
from assistant.writer.written import Outcome, Trouble
from index.retrieve import Index
from tests.assistant.conftest import SureReader
from tests.assistant.writer.conftest import QUESTION, TRUE, drafted, talking, well
from tests.assistant.writer.scripted import Asked, Play

DEADLINE = 1.0  # seconds
MARGIN = 2.0
GOOD = drafted((TRUE, [1]))
FAULTS: dict[str, tuple[Play, Trouble]] = {
    "silence": (Play(GOOD, wait=30), Trouble.TIMEOUT),
    "a byte now and then": (Play(GOOD, drip=0.05), Trouble.TIMEOUT),
    "too many requests": (Play(status=429), Trouble.BUSY),
    "a fault over there": (Play(status=500), Trouble.SERVER),
    "a bad gateway": (Play(status=502), Trouble.SERVER),
    "unavailable": (Play(status=503, headers={"Retry-After": "30"}), Trouble.TIMEOUT),
    "a wrong key": (Play(status=401), Trouble.DENIED),
    "a wrong name": (Play(status=404), Trouble.DENIED),
    "no words": (Play(""), Trouble.MALFORMED),
    "prose in the place of JSON": (Play("Boats may leave at any time."), Trouble.MALFORMED),
    "JSON of another form": (Play('{"answer": "yes"}'), Trouble.MALFORMED),
    "text for a number": (
        Play('{"statements": [{"text": "x", "sentences": ["1"]}]}'),
        Trouble.MALFORMED,
    ),
    "NaN": (Play('{"statements": [{"text": "x", "sentences": [NaN]}]}'), Trouble.MALFORMED),
    "a key twice": (Play(GOOD[:-1] + ', "statements": []}'), Trouble.MALFORMED),
    "ten megabytes": (Play("x" * 10_000_000), Trouble.TOO_LONG),
    "a draft without end": (Play(drafted((TRUE * 2000, [1]))), Trouble.TOO_LONG),
    "nesting without end": (Play('{"a":' * 3000), Trouble.MALFORMED),
    "no JSON at all": (Play(body=b"<html>proxy error</html>"), Trouble.MALFORMED),
    "an empty body": (Play(body=b""), Trouble.MALFORMED),
    "no choices": (Play(body=b'{"choices": []}'), Trouble.MALFORMED),
    "a body that breaks off": (Play(GOOD, cut=150), Trouble.UNREACHABLE),
    "a draft that breaks off": (Play(GOOD[:-30], finish="length"), Trouble.MALFORMED),
    "a refusal": (Play("", refusal="I cannot discuss immigration."), Trouble.REFUSED),
    "packed bytes": (Play(GOOD, headers={"Content-Encoding": "gzip"}), Trouble.MALFORMED),
    "another place": (
        Play(status=302, headers={"Location": "http://127.0.0.1:9/"}),
        Trouble.SERVER,
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_model_costs_no_answer(index: Index, fault: str) -> None:
    play, trouble = FAULTS[fault]
    with talking(index, lambda _: play, deadline=DEADLINE) as talk:
        started = time.monotonic()
        first, *_, last = talk.steps()
        taken = time.monotonic() - started
    assert last.statements == first.statements
    assert last.written
    assert last.written.outcome is Outcome.FAILED
    assert last.written.trouble is trouble
    assert taken < DEADLINE + MARGIN


def test_a_server_that_is_not_there_costs_no_answer(index: Index) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        how = ModelSettings(
            base_url=f"http://127.0.0.1:{taken.getsockname()[1]}/v1", deadline=DEADLINE
        )
        writer = Writer(open_chat(how), how)
        *_, last = Assistant(index, SureReader(), AssistantSettings(), writer=writer).replies(
            QUESTION
        )
    assert getattr(last, "written").trouble is Trouble.UNREACHABLE  # noqa: B009


def test_one_retry_is_made_where_time_is_left(index: Index) -> None:
    plays = iter([Play(status=503), None])
    with talking(index, lambda asked: next(plays) or well(asked)) as talk:
        assert talk.last().statements[0].prose == TRUE
    assert len(talk.server.asked) == 2


def test_a_server_without_schemas_is_asked_in_plain_words(index: Index) -> None:
    def script(asked: Asked) -> Play:
        return Play(status=400) if "response_format" in asked else well(asked)

    with talking(index, script) as talk:
        assert talk.last().statements[0].prose == TRUE
        assert talk.last().statements[0].prose == TRUE
    asked = ["response_format" in one for one in talk.server.asked]
    assert asked == [True, False, False]


def test_a_draft_among_other_words_is_found(index: Index) -> None:
    def script(asked: Asked) -> Play:
        return Play(f"Certainly! Here it is:\n```json\n{well(asked).words}\n```\nAnything else?")

    with talking(index, script) as talk:
        assert talk.last().statements[0].prose == TRUE


def test_a_dead_model_is_left_alone_and_tried_again(index: Index) -> None:
    plays = {"broken": True}

    def script(asked: Asked) -> Play:
        return Play(status=401) if plays["broken"] else well(asked)

    with talking(index, script) as talk:
        now = [0.0]
        breaker = type(talk.assistant.writer.breaker)(now=lambda: now[0])  # type: ignore[union-attr]
        object.__setattr__(talk.assistant.writer, "breaker", breaker)
        for _ in range(FAILURES):
            talk.last()
        asked = len(talk.server.asked)
        resting = talk.last()
        assert resting.written
        assert resting.written.trouble is Trouble.RESTING
        assert len(talk.server.asked) == asked
        plays["broken"] = False
        now[0] = 31.0
        assert talk.last().statements[0].prose == TRUE
        assert talk.last().statements[0].prose == TRUE


@pytest.mark.parametrize("cut", range(1, len(GOOD), 5))
def test_a_reply_cut_anywhere_is_no_draft(cut: int) -> None:
    with pytest.raises(NoReply):
        read_reply(GOOD[:cut], Draft)


@given(st.data())
def test_a_garbled_reply_is_read_or_refused_and_never_a_fault(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(place, len(GOOD)))
    put = data.draw(st.text(max_size=20))
    with suppress(NoReply):
        assert isinstance(read_reply(GOOD[:place] + put + GOOD[end:], Draft), Draft)

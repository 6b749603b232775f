"""The trained reader, with a judge that says what it is told to, and with the real one."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.answerability import Calibration, calibration
from assistant.evidence import JUDGED, EvidenceReader
from assistant.judge import TrainedJudge
from assistant.late import LateInteraction
from assistant.open import open_assistant, open_judge, open_reader
from assistant.present import as_json, as_text
from assistant.reply import Answer, Refusal
from index.build import build
from index.errors import BadSettings, ModelProblem
from index.minilm import MiniLM
from index.retrieve import Index

QUESTION = "when do boats leave?"


class Told:
    """Gives a sentence with a certain word a high logit, and all others a low one."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.read: list[tuple[str, str]] = []

    def logits(self, question: str, sentences: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.read += sentences
        return np.array([9.0 if self.word in text else -9.0 for _, text in sentences], np.float32)


def test_the_judge_decides_among_the_best_of_late_interaction(index: Index) -> None:
    late = LateInteraction(index)
    hits = index.search(QUESTION, 8)
    few = late.survey(QUESTION, hits).candidates[:JUDGED]
    last = few[-1].evidence
    judge = Told(last.text)
    reading = EvidenceReader(late, judge).read(QUESTION, hits)
    assert reading.evidence[0].span == last.span
    assert reading.probability == reading.evidence[0].score
    assert len(reading.evidence) == len(judge.read) == len(few)
    assert {title for title, _ in judge.read} <= {"Tides in the inner harbour", "moon"}


def test_a_judge_that_believes_nothing_lowers_the_probability(index: Index) -> None:
    hits = index.search(QUESTION, 8)
    sure, unsure = (
        EvidenceReader(LateInteraction(index), Told(word)).read(QUESTION, hits).probability
        for word in ("Boats", "no such word")
    )
    assert sure > unsure + 0.2


def test_what_is_met_names_words_of_question_and_sentence(index: Index) -> None:
    hits = index.search(QUESTION, 8)
    (best, *_) = EvidenceReader(LateInteraction(index), Told("Boats")).read(QUESTION, hits).evidence
    text = best.hit.passage.document.text
    assert ("boats", "Boats") in {(met.word, met.span.cut(text)) for met in best.met}
    assert all(best.span.holds(met.span) and 0 < met.cosine <= 1.001 for met in best.met)


def test_no_passages_make_an_empty_reading(index: Index) -> None:
    reading = EvidenceReader(LateInteraction(index), Told("x")).read("anything?", [])
    assert (reading.evidence, reading.probability) == ((), 0.0)


def test_a_threshold_comes_from_how_many_may_be_wrong() -> None:
    likely = Calibration({}, ((0.1, 40.0), (0.5, 15.0), (0.9, 2.0)))
    assert [likely.threshold(wrong) for wrong in (100, 40, 20, 2, 1)] == [0.0, 0.1, 0.5, 0.9, 1.01]


@pytest.mark.parametrize("name", ["judged", "late", "plain"])
def test_fewer_wrong_answers_never_mean_a_lower_threshold(name: str) -> None:
    likely = calibration(name)
    bars = [likely.threshold(wrong) for wrong in range(100, -1, -5)]
    assert bars == sorted(bars)
    assert bars[0] == 0.0
    assert bars[-1] > 1


def test_without_a_judge_late_interaction_answers_alone(index: Index) -> None:
    assert isinstance(open_reader(index, open_judge("none")), LateInteraction)
    assert isinstance(open_reader(index, Told("x")), EvidenceReader)
    assert isinstance(open_judge("ours"), TrainedJudge)
    assert open_judge("ours") is open_judge("ours")


def test_a_judge_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match="no-such-folder"):
        open_judge(str(tmp_path / "no-such-folder"))


def test_a_share_of_wrong_answers_must_be_one(harbour: Path, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text("[assistant]\nwrong = 120\n", "utf-8")
    with pytest.raises(BadSettings, match="wrong"):
        open_assistant(tmp_path / "index", tmp_path / "s.toml")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, minilm: MiniLM) -> Index:
    """The harbour's index with the real model."""
    from tests.assistant.conftest import MOON, TIDES

    folder = tmp_path_factory.mktemp("real")
    (folder / "sources").mkdir()
    (folder / "sources" / "tides.md").write_text(TIDES, "utf-8")
    (folder / "sources" / "moon.txt").write_text(MOON, "utf-8")
    build(folder / "sources", folder / "index", minilm)
    return Index.open(folder / "index", minilm)


@pytest.mark.model
def test_the_real_reader_answers_in_other_words_and_refuses_a_near_miss(
    real: Index, minilm: MiniLM
) -> None:
    assistant = open_assistant(real.folder, embedder=minilm)
    answer = assistant.reply("how long before the ebb do vessels depart?")
    assert isinstance(answer, Answer)
    assert answer.quotes[0].text.startswith("Boats leave two hours before low water.")
    assert isinstance(assistant.reply("what is the salary of the harbour master?"), Refusal)


@pytest.mark.model
def test_an_answer_tells_in_short_and_why(real: Index, minilm: MiniLM) -> None:
    assistant = open_assistant(real.folder, embedder=minilm)
    reply = assistant.reply("who is the harbour master?")
    assert isinstance(reply, Answer)
    (statement, *_) = reply.statements
    assert statement.quotes[0].in_short == "Ada Marsh"
    said = as_text(reply, why=True)
    assert "in short: “Ada Marsh”" in said
    assert "Why: " in said
    row = as_json(reply, 0.1)["statements"][0]
    start, end = row["quotes"][0]["short"]
    text = real.documents[row["quotes"][0]["source"]].text
    assert text[start:end] == "Ada Marsh"
    assert {"word", "start", "end", "cosine"} == set(row["met"][0])

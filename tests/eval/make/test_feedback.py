from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.open import open_assistant
from assistant.reply import Answer, Refusal
from eval.__main__ import main
from eval.case import Corpus, Group, check_cases, load_cases
from eval.feedback import FeedbackStore
from eval.make.feedback import COMPLETE, FromFeedback, from_feedback
from eval.rating import Feedback, Rating
from eval.record import read_runs
from index.build import build
from index.canonical import canonical
from index.document import Document
from index.minilm import MiniLM
from index.retrieve import Index
from tests.conftest import REPOSITORY
from tests.eval.replies import answer, on, quote, refusal

HELPFUL, WRONG = Rating.HELPFUL, Rating.WRONG_QUOTE
REFUSE, ANSWER = Rating.SHOULD_HAVE_REFUSED, Rating.SHOULD_HAVE_ANSWERED


def made(index: Index, *feedback: Feedback) -> FromFeedback:
    """What some feedback becomes over the documents that it was given on."""
    return from_feedback(dict(enumerate(feedback, start=1)), index.documents)


def rows(result: FromFeedback) -> list[dict[str, object]]:
    """The cases without the comments above them."""
    return [case for _, case in result.cases]


def test_a_helpful_answer_becomes_a_case_with_the_quoted_words_as_gold(index: Index) -> None:
    words = quote(index, "tides.md", "High water comes at noon.")
    (case,) = rows(made(index, on(index, answer("When is high water?", words), HELPFUL)))
    assert case == {
        "id": "when-is-high-water",
        "question": "When is high water?",
        "group": "plain-fact",
        "why": "feedback: helpful answer (1)",
        "keep": True,
        "facts": [[{"document": "tides.md", "phrase": "High water comes at noon."}]],
    }


@pytest.mark.parametrize(
    ("short", "phrase"),
    [("Pilots", "Pilots"), ("berth", "a berth"), (None, "Pilots pay nothing for a berth")],
)
def test_the_gold_is_the_emphasised_words_with_as_many_more_as_tell_them_apart(
    index: Index, short: str | None, phrase: str
) -> None:
    words = quote(index, "fees.txt", "Pilots pay nothing for a berth", short)
    (case,) = rows(made(index, on(index, answer("what is free?", words), HELPFUL)))
    assert case["facts"] == [[{"document": "fees.txt", "phrase": phrase}]]


def test_several_quotations_are_alternatives_and_parts_are_facts(index: Index) -> None:
    question = "what does a berth cost, and when is high water?"
    fees = [quote(index, "fees.txt", words) for words in ("A berth costs", "Pilots pay nothing")]
    first = answer(question, *fees, quote(index, "tides.md", "at noon"))
    parts = ("what does a berth cost", "what does a berth cost", "when is high water?")
    statements = tuple(
        replace(one, part=part) for one, part in zip(first.statements, parts, strict=True)
    )
    reply = replace(first, statements=statements)
    (case,) = rows(made(index, on(index, reply, HELPFUL)))
    assert case["group"] == Group.SEVERAL_PARTS
    assert case["facts"] == [
        [
            {"document": "fees.txt", "phrase": "A berth costs"},
            {"document": "fees.txt", "phrase": "Pilots pay nothing"},
        ],
        [{"document": "tides.md", "phrase": "at noon"}],
    ]


def test_only_the_quotation_that_helped_is_evidence_where_somebody_said_which(
    index: Index,
) -> None:
    noon, dawn = quote(index, "tides.md", "at noon"), quote(index, "tides.md", "at dawn")
    reply = answer("when do boats leave?", noon, dawn)
    result = made(
        index,
        Feedback.on(reply, HELPFUL, index, meant=2),
        Feedback.on(reply, WRONG, index, meant=1),
    )
    assert rows(result)[0]["facts"] == [[{"document": "tides.md", "phrase": "at dawn"}]]
    assert "# helpful: tides.md: at dawn\n" in result.as_yaml()


@pytest.mark.parametrize("answered", [True, False])
def test_what_is_rightly_refused_or_should_have_been_is_to_be_refused(
    index: Index, answered: bool
) -> None:
    reply = answer("who is Ada?", quote(index, "tides.md", "at noon"))
    feedback = on(index, reply, REFUSE) if answered else on(index, refusal("who is Ada?"), HELPFUL)
    (case,) = rows(made(index, feedback))
    assert case["answerable"] is False
    assert case["keep"] is True
    assert case["group"] == Group.NEAR_MISS
    assert "facts" not in case


def test_what_only_says_that_something_is_wrong_becomes_a_draft_with_the_comment(
    index: Index,
) -> None:
    noon, dawn = quote(index, "tides.md", "at noon"), quote(index, "tides.md", "at dawn")
    wrong = Feedback.on(
        answer("when do boats leave?", noon, dawn), WRONG, index, meant=1, comment="It is\nthe 2nd."
    )
    missing = on(index, refusal("where do pilots sleep?"), ANSWER, "In fees.txt.")
    result = made(index, wrong, missing)
    assert [(case["keep"], case["facts"]) for case in rows(result)] == [(False, [])] * 2
    text = result.as_yaml()
    above = text.split("- id: when-do-boats-leave")[0].splitlines()[-5:]
    assert above[0].startswith("# Feedback 1 of 2")
    assert above[0].endswith(": wrong quote")
    assert above[1:] == [
        "# said: It is the 2nd.",
        "# wrong: tides.md: at noon",
        "# shown: tides.md: at dawn",
        f"# {COMPLETE}",
    ]
    assert "# said: In fees.txt." in text


def test_a_draft_is_not_asked_until_a_person_has_completed_it(index: Index, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    missing = on(index, refusal("where do boats go?"), ANSWER)
    file.write_text(made(index, missing).as_yaml(), "utf-8")
    assert load_cases([file]) == ()
    text = file.read_text("utf-8").replace("keep: false", "keep: true")
    gold = "facts: [[{document: tides.md, phrase: Boats leave}]]"
    file.write_text(text.replace("facts: []", gold), "utf-8")
    (case,) = load_cases([file])
    assert case.question == "where do boats go?"


def test_the_same_question_is_one_case_however_often_and_in_whatever_letters(index: Index) -> None:
    noon = quote(index, "tides.md", "at noon")
    (case,) = rows(made(
        index, on(index, answer("When is high water?", noon), HELPFUL),
        on(index, answer("when is high water", noon), HELPFUL),
        on(index, refusal("WHEN IS HIGH WATER??"), ANSWER),
    ))  # fmt: skip
    assert case["why"] == "feedback: helpful answer (2), should have answered (1)"
    assert case["facts"] == [[{"document": "tides.md", "phrase": "at noon"}]]


@pytest.mark.parametrize(
    ("one", "two"),
    [(HELPFUL, REFUSE), (HELPFUL, WRONG), (ANSWER, REFUSE), (ANSWER, "helpful refusal")],
)
def test_contradicting_feedback_is_reported_and_left_out(
    index: Index, one: Rating, two: Rating | str
) -> None:
    def said(rating: Rating | str) -> Feedback:
        if rating in (ANSWER, "helpful refusal"):
            return on(index, refusal("when?"), ANSWER if rating is ANSWER else HELPFUL)
        return on(index, answer("when?", quote(index, "tides.md", "at noon")), Rating(rating))

    result = made(index, said(one), on(index, refusal("who?"), HELPFUL), said(two))
    assert [case["question"] for case in rows(result)] == ["who?"]
    (line,) = result.left_out
    assert line.startswith("“when?” (feedback 1, 3): contradicting feedback: ")
    assert f"# Left out: {line}\n" in result.as_yaml()


def test_an_answer_that_has_become_right_is_no_contradiction(index: Index) -> None:
    before = answer("when is high water?", quote(index, "tides.md", "at dawn"))
    after = answer("when is high water?", quote(index, "tides.md", "at noon"))
    (case,) = rows(made(index, on(index, before, WRONG), on(index, after, HELPFUL)))
    assert case["facts"] == [[{"document": "tides.md", "phrase": "at noon"}]]


def test_a_follow_up_keeps_what_it_leans_on_and_another_question_does_not(index: Index) -> None:
    noon = quote(index, "tides.md", "at noon")
    before = ["what does the harbour master say of the tides?"]

    def said(question: str, rating: Rating) -> Feedback:
        return Feedback.on(answer(question, noon), rating, index, after=before)

    leaning, wrong, alone = rows(made(
        index, said("and when does it turn?", HELPFUL), said("and who is he?", REFUSE),
        said("when is high water in the harbour?", HELPFUL),
    ))  # fmt: skip
    assert (leaning["group"], leaning["after"]) == (Group.FOLLOW_UP, before)
    assert (wrong["group"], wrong["answerable"]) == (Group.FOLLOW_UP, False)
    assert "after" not in alone


def changed(index: Index, uri: str, text: str) -> dict[str, Document]:
    """The documents with other words in one of them."""
    return {**index.documents, uri: Document(uri, text, "text/plain")}


def test_words_that_have_moved_are_found_again_and_those_that_are_gone_are_left_out(
    index: Index,
) -> None:
    feedback = {
        4: on(index, answer("when?", quote(index, "tides.md", "comes at noon", "noon")), HELPFUL)
    }
    moved = from_feedback(feedback, changed(index, "tides.md", "New. The sea comes at noon."))
    assert rows(moved)[0]["facts"] == [[{"document": "tides.md", "phrase": "noon"}]]
    gone = {uri: one for uri, one in index.documents.items() if uri != "tides.md"}
    other = changed(index, "tides.md", "The sea comes at ten.")
    twice = changed(index, "tides.md", "The sea comes at noon. The sun comes at noon.")
    for documents in (gone, other, twice):
        result = from_feedback(feedback, documents)
        assert result.cases == ()
        assert result.left_out == (
            "“when?” (feedback 4): the words that were quoted do not stand once, and only once, "
            "in tides.md",
        )


def test_who_keeps_a_refusal_is_told_where_the_documents_have_changed(index: Index) -> None:
    feedback = {1: on(index, refusal("who is Ada?"), HELPFUL)}
    assert "have changed since" not in from_feedback(feedback, index.documents).as_yaml()
    more = changed(index, "ada.txt", "Ada is the harbour master.")
    assert "have changed since" in from_feedback(feedback, more).as_yaml()


@given(
    words=st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(canonical),
    comment=st.text(),
)
def test_whatever_is_asked_or_said_the_file_can_be_read(words: str, comment: str) -> None:
    one = Feedback(
        rating=HELPFUL, question=words, comment=comment[:2000], at="", generation="", documents=""
    )
    text = from_feedback({1: one}, {}).as_yaml()
    # as it is written and read again
    (case,) = yaml.safe_load(text.encode("utf-8", "replace").decode("utf-8"))
    assert case["question"] == words


def stored(folder: Path, feedback: Sequence[Feedback]) -> Path:
    """A file of feedback."""
    store = FeedbackStore(folder / "feedback.sqlite3")
    for one in feedback:
        store.add(one)
    return store.file


def test_the_command_writes_a_case_file_and_says_what_became_of_the_feedback(
    index: Index, sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noon = answer("when is high water?", quote(index, "tides.md", "at noon"))
    store = stored(tmp_path, [
        on(index, noon, HELPFUL), on(index, refusal("who?"), HELPFUL),
        on(index, refusal("where?"), ANSWER),
        on(index, refusal("why?"), HELPFUL), on(index, refusal("why?"), ANSWER),
    ])  # fmt: skip
    options = ["cases", "--from-feedback", f"--store={store}", f"--sources={sources}"]
    out = tmp_path / "said.yaml"
    assert main([*options, f"--out={out}"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == (
        f"{out}: 2 cases, 1 of them to be refused, and 1 draft to complete; entries of feedback: 5"
    )
    assert second.startswith("left out: “why?” (feedback 4, 5): contradicting feedback: ")
    cases = load_cases([out])
    check_cases(cases, Corpus.BRIEFS, index.documents)
    assert [case.half for case in cases] == ["said", "said"]
    assert main(options) == 0
    assert capsys.readouterr().out == out.read_text("utf-8") + "\n"
    assert main([*options, f"--out={out}"]) == 3
    assert "said.yaml is there already" in capsys.readouterr().err


def test_without_feedback_there_is_no_case_and_no_file_is_made(
    sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "none.sqlite3"
    assert main(["cases", "--from-feedback", f"--store={store}", f"--sources={sources}"]) == 3
    assert "There is no feedback in" in capsys.readouterr().err
    assert not store.exists()


@pytest.mark.model
def test_feedback_on_real_replies_becomes_cases_that_they_pass(
    minilm: MiniLM, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = REPOSITORY / "sources"
    build(sources, tmp_path / "index", minilm)
    assistant = open_assistant(tmp_path / "index", embedder=minilm)
    said = []
    for question, before in (
        ("what must employees do if approached?", ()),
        ("How long does the sanctuary training take?", ()),
        ("who signed the letter that ended the training contract?", ()),
        ("and when was it sent?", ("who signed the letter that ended the training contract?",)),
        ("what's debbie dennis's job, and how long does the sanctuary training take?", ()),
        ("who won the world cup in 1998?", ()),
    ):
        reply = assistant.reply(question, after=before)
        said.append(Feedback.on(reply, HELPFUL, assistant.index, after=before))
    wrong = assistant.reply("since which month have immigration subpoenas been going out?")
    assert isinstance(wrong, Answer)
    said.append(Feedback.on(wrong, WRONG, assistant.index, meant=1, comment="Not this month."))
    silent = assistant.reply("what is the fine for breaking the Act?")
    assert isinstance(silent, Refusal)
    said.append(Feedback.on(silent, ANSWER, assistant.index))
    assistant.index.close()
    out, run = tmp_path / "said.yaml", tmp_path / "run.json"
    store = stored(tmp_path, said)
    options = ["cases", "--from-feedback", f"--store={store}", f"--sources={sources}"]
    assert main([*options, f"--out={out}"]) == 0
    assert "6 cases, " in capsys.readouterr().out
    assert main(["run", f"--cases={out}", f"--sources={sources}", f"--json={run}"], minilm) == 0
    (judged,) = read_runs(run)
    assert [case.id for case in judged.cases if not case.right] == []
    assert {case.group for case in judged.cases} >= {"follow-up", "several-parts", "near-miss"}
    # what was called helpful is what is called evidence
    assert all(all(case.gold) for case in judged.cases)


def test_no_feedback_gives_no_cases() -> None:
    assert from_feedback({}, {}) == FromFeedback((), ())
    with pytest.raises(SystemExit):
        main(["cases"])

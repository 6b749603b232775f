from collections import Counter
from pathlib import Path

import pytest

from eval.case import Case, Corpus, Group, check_cases, load_cases, locate
from eval.errors import BadCases
from index.document import Document
from index.load import list_sources, read_document
from index.retrieve import Index
from tests.eval.conftest import DEV

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "eval" / "cases").glob("*.yaml"))
FOLDERS = {Corpus.BRIEFS: ROOT / "sources", Corpus.ORIGINALS: ROOT.parent / "shared" / "seeds"}

CASE = "- {id: a-case, question: who is it, group: near-miss, answerable: false, why: no name}\n"
FACTS = "[{briefs: [{document: a.md, phrase: b}], originals: [{document: a.md, phrase: b}]}]"


def answerable(group: str) -> str:
    """A file with one case of a group that has a fact."""
    return CASE.replace("near-miss", group).replace("answerable: false", f"facts: {FACTS}")


def follow_up(after: str) -> str:
    """A file with one follow-up to these questions."""
    return answerable("follow-up").replace("}\n", f", after: {after}}}\n")


def load(tmp_path: Path, text: str) -> tuple[Case, ...]:
    file = tmp_path / "dev.yaml"
    file.write_text(text, "utf-8")
    return load_cases([file])


def read(folder: Path) -> dict[str, Document]:
    readable = [source for source in list_sources(folder) if source.readable]
    return {source.uri: read_document(source, source.data()) for source in readable}


def test_a_case_knows_its_half_and_that_it_has_an_answer(cases: tuple[Case, ...]) -> None:
    assert [case.half for case in cases] == ["dev", "dev", "dev", "test", "test"]
    assert [case.answerable for case in cases] == [True, True, False, True, False]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- id: [", "dev.yaml cannot be read as a case file"),
        ("id: a-case", "must hold a YAML list of cases"),
        ("- a question", "case 1 is 'a question', not a list of fields"),
        ("- {question: who is it}", "case 1: id: Field required"),
        (CASE.replace("why", "because"), "a-case: why: Field required"),
        (CASE.replace("}", ", facs: []}"), "a-case: facs: Extra inputs are not permitted"),
        (CASE.replace("}", ", half: test}"), 'a-case: "half" is the name of the file'),
        (CASE.replace("a-case", "A case"), "A case: id: String should match pattern"),
        (CASE.replace("near-miss", "near-mis"), "a-case: group: Input should be"),
        (CASE.replace("false", "true"), "a-case: it is answerable and has no facts"),
        (CASE.replace("}", f", facts: {FACTS}}}"), "a-case: it is not answerable and has facts"),
        (CASE.replace("near-miss", "yes-no"), "a-case: the group yes-no holds answerable"),
        (CASE.replace("near-miss", "sources-disagree"), "sources-disagree holds answerable"),
        (CASE.replace("near-miss", "typing-errors"), "typing-errors holds answerable"),
        (follow_up("['who?']").replace("follow-up", "yes-no"), "a-case: a follow-up, and nothing"),
        (follow_up("[]"), "a-case: a follow-up, and nothing else, has `after`"),
        (follow_up("['']"), "a-case: after.0: String should have at least 1"),
        (follow_up("who"), "a-case: after: Input should be a valid tuple"),
        (CASE.replace("near-miss", "injection").replace("false", "true"), "has no facts"),
        (answerable("other-language"), "other-language holds unanswerable questions only"),
        (CASE + CASE, "a-case: .*dev.yaml has a case with this id already"),
    ],
)
def test_a_bad_case_file_is_refused_with_file_case_and_reason(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(BadCases, match=said) as caught:
        load(tmp_path, text)
    assert "dev.yaml" in str(caught.value)


def test_a_follow_up_keeps_the_questions_before_it_in_order(tmp_path: Path) -> None:
    (case,) = load(tmp_path, follow_up("['who is she?', 'what did she say?']"))
    assert case.after == ("who is she?", "what did she say?")


def test_a_follow_up_may_have_no_answer(tmp_path: Path) -> None:
    text = CASE.replace("near-miss", "follow-up").replace("}", ", after: [who is she?]}")
    (case,) = load(tmp_path, text)
    assert not case.answerable


def test_a_draft_that_is_not_kept_may_wait_for_its_facts(tmp_path: Path) -> None:
    text = CASE.replace("near-miss", "plain-fact").replace("answerable: false", "keep: false")
    assert load(tmp_path, text + CASE.replace("a-case", "other"))[0].id == "other"
    with pytest.raises(BadCases, match="a-case: it is answerable and has no facts"):
        load(tmp_path, text.replace("keep: false", "keep: true"))


@pytest.mark.parametrize("text", [CASE.replace("near-miss", "injection"), answerable("injection")])
def test_an_injection_may_carry_a_real_question_or_none(tmp_path: Path, text: str) -> None:
    (case,) = load(tmp_path, text)
    assert case.answerable is bool(case.facts)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadCases, match=r"none\.yaml cannot be read"):
        load_cases([tmp_path / "none.yaml"])


def test_an_id_that_two_files_use_is_refused(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(CASE, "utf-8")
    with pytest.raises(BadCases, match=r"two\.yaml: a-case: .*one\.yaml has a case with this id"):
        load_cases([tmp_path / "one.yaml", tmp_path / "two.yaml"])


def test_the_place_of_a_phrase_is_where_it_stands(index: Index, cases: tuple[Case, ...]) -> None:
    ((place,),) = locate(cases[0], Corpus.BRIEFS, index.documents)
    assert place.span.cut(index.document(place.uri).text) == "comes at noon"


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("comes at noon", "comes at night", "tides.md does not hold 'comes at night'"),
        ("nine crowns", "berth", "fees.txt holds 'berth' more than once"),
        ("fees.txt", "dues.txt", "there is no document dues.txt among the sources"),
    ],
)
def test_a_phrase_that_does_not_stand_once_is_reported(
    tmp_path: Path, index: Index, right: str, wrong: str, said: str
) -> None:
    cases = load(tmp_path, DEV.replace(right, wrong))
    with pytest.raises(BadCases, match=said):
        check_cases(cases, Corpus.BRIEFS, index.documents)


def test_the_first_bad_case_is_named_and_the_others_are_counted(tmp_path: Path) -> None:
    with pytest.raises(BadCases, match=r"dev\.yaml: high-water: .* Cases with such a fault: 2\."):
        check_cases(load(tmp_path, DEV), Corpus.BRIEFS, {})


@pytest.mark.parametrize("corpus", list(Corpus))
def test_every_shipped_phrase_stands_exactly_once_in_its_document(corpus: Corpus) -> None:
    folder = FOLDERS[corpus]
    if not folder.is_dir():
        pytest.skip(f"the {corpus} are not there: no folder ../{folder.relative_to(ROOT.parent)}")
    check_cases(load_cases(SHIPPED), corpus, read(folder))


def test_both_halves_are_shipped_and_hold_both_kinds_of_question() -> None:
    cases = load_cases(SHIPPED)
    assert {(case.half, case.answerable) for case in cases} == {
        ("dev", True), ("dev", False), ("test", True), ("test", False),
    }  # fmt: skip


def test_every_kind_of_question_is_shipped_in_both_halves() -> None:
    kinds = Counter((case.half, case.group) for case in load_cases(SHIPPED))
    rare = [(half, group) for half in ("dev", "test") for group in Group if kinds[half, group] < 3]
    assert not rare


def test_where_sources_disagree_or_are_several_the_facts_stand_in_more_than_one() -> None:
    kinds = {Group.SOURCES_DISAGREE, Group.SEVERAL_DOCUMENTS}
    for case in load_cases(SHIPPED):
        for corpus in Corpus:
            documents = {gold.document for fact in case.facts for gold in fact.gold(corpus)}
            assert len(documents) > 1 or case.group not in kinds, case.id


def test_no_question_is_asked_twice() -> None:
    asked = Counter((case.question.casefold(), case.after) for case in load_cases(SHIPPED))
    assert [question for question, times in asked.items() if times > 1] == []

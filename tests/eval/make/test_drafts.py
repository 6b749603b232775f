from collections import Counter
from pathlib import Path
from random import Random

import pytest

from eval.case import Group
from eval.make.draft import Draft, Rule
from eval.make.drafts import all_drafts, choose
from eval.make.folder import Folder
from eval.make.gold import gold
from eval.make.unanswerable import other_number, swapped_names
from index.errors import BadInput, SourcesMissing
from tests.conftest import write_files
from tests.eval.make.conftest import folder_of


def test_every_rule_drafts_something_of_the_small_folder(drafts: list[Draft]) -> None:
    assert {draft.rule for draft in drafts} == set(Rule)


def test_every_gold_phrase_stands_once_in_its_document(drafts: list[Draft], folder: Folder) -> None:
    phrases = [gold(one) for draft in drafts for one in draft.evidence]
    assert phrases
    for phrase in phrases:
        assert phrase is not None
        assert folder.documents[phrase.document].text.count(phrase.phrase) == 1


def test_no_question_is_drafted_twice(drafts: list[Draft]) -> None:
    assert max(Counter(draft.question for draft in drafts).values()) == 1


def test_the_same_seed_drafts_the_same(folder: Folder, drafts: list[Draft]) -> None:
    assert all_drafts(folder) == drafts
    assert all_drafts(folder, seed=1) != drafts


def test_what_is_swapped_in_stands_nowhere_in_the_folder(
    drafts: list[Draft], folder: Folder
) -> None:
    swapped = [one for one in drafts if one.rule in (Rule.SWAPPED_NAME, Rule.SWAPPED_NUMBER)]
    known = {draft.question for draft in drafts if draft.answerable}
    assert len(swapped) > 3
    for draft in swapped:
        new = draft.about.split(" in place of ")[0]
        assert new in draft.question
        assert new not in " ".join(one.text for one in folder.documents.values())
        assert draft.question not in known
        assert draft.group in (Group.WRONG_PERSON_OR_PLACE, Group.FALSE_PREMISE)


def test_a_name_that_the_folder_holds_is_not_swapped_in() -> None:
    surnames = "Oldervik Fennimore Calloway Quintrell Sorvali Abelov Venkatara Strathbogie Morizane"
    given = "Marit Tobias Ines Rafael Hanna Dmitri Priya Callum Yuki Odile Pascaut Kwame Asantewa"
    text = f"Mayor Ada Marsh is the chief of the port. At sea were {surnames} and {given}."
    folder = folder_of(text)
    answerable = [one for one in all_drafts(folder) if one.answerable]
    made = swapped_names(answerable, folder, Random(0))
    assert {draft.question for draft in made} == {"Who is Mayor Birgit Holmgaard?"}


@pytest.mark.parametrize("age", ["At 61 years old Ada Marsh still sails.", "It was fair to all."])
def test_an_attribute_is_asked_for_only_where_the_folder_does_not_give_it(age: str) -> None:
    text = f"Mayor Ada Marsh is the chief of the port. {age}"
    found = set()
    for seed in range(20):
        found |= {one.question for one in all_drafts(folder_of(text), seed)}
    assert ("How old is Ada Marsh?" in found) is (age == "It was fair to all.")
    assert "In which town was Ada Marsh born?" in found


def test_no_number_is_found_where_the_folder_holds_them_all() -> None:
    folder = folder_of(" ".join(str(number) for number in range(10, 100)) + " boats.")
    assert other_number("45", folder, Random(0)) is None


def test_the_choice_is_spread_over_rules_and_has_both_kinds(drafts: list[Draft]) -> None:
    chosen = choose(drafts, 15)
    assert len(chosen) == 15
    assert sum(not one.answerable for one in chosen) == 6
    assert len({one.rule for one in chosen if one.answerable}) >= 7


def test_no_more_is_chosen_than_there_is(drafts: list[Draft]) -> None:
    assert sorted(choose(drafts, 1000), key=repr) == sorted(drafts, key=repr)
    assert len(choose(drafts, 1)) == 1


def test_a_folder_that_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourcesMissing, match="nowhere"):
        Folder.read(tmp_path / "nowhere")
    write_files(tmp_path / "broken", {"good.txt": "A boat.", "empty.txt": " \n"})
    with pytest.raises(BadInput, match=r"broken/empty\.txt cannot be read: it has no text"):
        Folder.read(tmp_path / "broken")

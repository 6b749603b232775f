"""Which sentences contradict each other: over sentences alone, without index or model."""

import time
from itertools import combinations

import pytest

from assistant.differ.claims import claim
from assistant.differ.said import Said
from assistant.differ.sides import LONGEST, say_otherwise
from index.document import Document, Heading, Metadata, Span
from index.sentences import sentences
from tests.assistant.differ.cases import Case, cases

ALL = cases("plain", "longer", "press", "against", "versions")
DIFFERING = [case for case in ALL if case.sides]
ALIKE = [case for case in ALL if not case.sides]


def named(case: Case) -> str:
    return case.name


def said(
    sentence: str, title: str = "Rules of the harbour", before: str = "", **about: str
) -> Said:
    document = Document(
        f"{title}.md", before + sentence, "text/markdown", Metadata(title=title, **about)
    )
    return Said(document, Span(len(before), len(before + sentence)))


def differ(question: str, one: str, two: str) -> bool:
    """Whether a sentence contradicts that of a newer version of its document."""
    new = said(two, "Rules of the harbour, new edition", published="2024")
    return say_otherwise(question, said(one, published="2019"), new)


def test_there_are_enough_cases() -> None:
    assert len([case for case in DIFFERING if case.name.startswith("versions")]) >= 20
    assert (len(DIFFERING) >= 80, len(ALIKE) >= 100) == (True, True)


@pytest.mark.parametrize("case", [case for case in DIFFERING if not case.missed], ids=named)
def test_both_sides_of_a_contradiction_are_seen(case: Case) -> None:
    for one, two in combinations(case.sides, 2):
        assert say_otherwise(case.question, case.side(one), case.side(two))
        assert say_otherwise(case.question, case.side(two), case.side(one))


@pytest.mark.parametrize("case", [case for case in DIFFERING if case.missed], ids=named)
def test_what_is_known_to_be_missed_is_still_missed(case: Case) -> None:
    one, two = case.sides
    assert not say_otherwise(case.question, case.side(one), case.side(two))


@pytest.mark.parametrize("case", [c for c in ALL if "versions" not in c.name], ids=named)
def test_nothing_else_in_these_documents_is_said_to_differ(case: Case) -> None:
    sides = [case.side(words) for words in case.sides]
    for one, two in combinations(case.said, 2):
        if one not in sides or two not in sides:
            assert not say_otherwise(case.question, one, two), (one.claim.text, two.claim.text)


FEE = "How much is the fee?"
GATE = "May boats pass the gate?"


@pytest.mark.parametrize(
    ("question", "old", "new"),
    [
        (FEE, "The fee for a berth is $40.", "The fee for a berth is $55."),
        (FEE, "The fee for a berth is $40.", "There is no fee for a berth."),
        (FEE, "The fee for a berth is $1.2 million.", "The fee for a berth is $1,300,000."),
        (FEE, "Since 2018 the fee for a berth is $40.", "Since 2024 the fee for a berth is $55."),
        (FEE, "The fee for a berth, which was new, is $40.", "The fee for a berth is $55."),
        (FEE, "The fee for a berth,\nwhich was\nnew, is $40.", "The fee for a\nberth is $55."),
        (GATE, "Boats may pass the gate.", "Boats may not pass the gate."),
        (GATE, "Boats may pass the gate at night.", "Boats are forbidden to pass the gate."),
        (GATE, "Boats must pass the gate.", "Boats don't have to pass the gate."),
        ("Did it break?", "The mast broke off the mole.", "The mast did not break off the mole."),
        ("When is it due?", "The form is due on 3 May.", "The form is due on 9 June."),
        ("Who keeps the key?", "The key is kept by Ada Marsh.", "The key is kept by Tom Reed."),
    ],
)
def test_a_new_version_says_otherwise(question: str, old: str, new: str) -> None:
    assert differ(question, old, new)


@pytest.mark.parametrize(
    ("question", "old", "new"),
    [
        # the same in other words
        (FEE, "The fee for a berth is $40.", "For a berth the fee is about $42."),
        (FEE, "The fee for a berth is free of charge.", "There is no fee for a berth."),
        (GATE, "Boats may not pass the gate.", "Boats are not allowed to pass the gate."),
        ("How long?", "The course takes 90 minutes.", "The course takes 1.5 hours."),
        ("When was it?", "The mole was built in 1901.", "The mole was built in May 1901."),
        # of something else
        (FEE, "The fee for a berth is $40.", "The fee for a mooring is $55."),
        (FEE, "The fee for a berth is $40.", "The fee for a berth in winter is $55."),
        (FEE, "In 2018 the fee for a berth was $40.", "In 2019 the fee for a berth was $55."),
        (FEE, "The fee for a berth is $40 a day.", "The fee for a berth is $55 a week."),
        (FEE, "The fee for a berth is $40.", "The fee for a berth is £40."),
        (FEE, "The fee under section 4 is $40.", "The fee under section 5 is $55."),
        (GATE, "Boats may pass the gate.", "Boats may not pass the gate after dark."),
        (GATE, "Boats under 8 metres may pass.", "Boats over 8 metres may not pass."),
        (GATE, "Not all boats may pass the gate.", "Boats may pass the gate."),
        # not what is asked
        ("When is the fee due?", "The fee for a berth is $40.", "The fee for a berth is $55."),
        ("Does the tide reach it?", "The tide may reach it.", "The tide may not reach the mole."),
        ("Were there 40 boats?", "There were 40 boats in May.", "There were 40 boats in June."),
        # not yet, no longer, not said
        ("When did it open?", "The gate will open in May 2019.", "The gate opened in July 2019."),
        ("Is it open?", "The gate is not open yet.", "The gate is open."),
        (GATE, "May boats pass the gate?", "Boats may not pass the gate."),
        # of whoever speaks
        (FEE, "I paid a fee of $40.", "I paid a fee of $55."),
        ("How many berths?", "It has 40 berths.", "They have 55 berths."),
    ],
)
def test_a_new_version_does_not_say_otherwise(question: str, old: str, new: str) -> None:
    assert not differ(question, old, new)


def test_one_alone_can_have_written_a_letter_and_several_signed_it() -> None:
    sentence = "The Osprey letter was {} by {}."
    for verb, contradicts in (("written", True), ("signed", False)):
        one = said(sentence.format(verb, "Ada Marsh"), "News of the mole")
        two = said(sentence.format(verb, "Tom Reed"), "A year at the harbour")
        assert say_otherwise(f"Who has {verb} the Osprey letter?", one, two) is contradicts


def test_a_body_may_have_led_what_one_of_its_people_led() -> None:
    sentence, question = "The Osprey inquiry was led by {}.", "Who led the Osprey inquiry?"
    one = said(sentence.format("Ada Marsh"), "News of the mole")
    two = said(sentence.format("the Harbour Office"), "A year at the harbour")
    assert not say_otherwise(question, one, two)


def test_two_numbers_at_once_may_be_of_two_things() -> None:
    old, new = "The fee is $40 for 3 days.", "The fee is $55 for 5 days."
    assert not differ(FEE, old, new)


def test_a_table_of_one_jail_does_not_contradict_that_of_another() -> None:
    question, sentence = "How long do visits last?", "Visits in the hall last {} minutes."
    one = said(sentence.format(30), "Ansty County jail")
    assert not say_otherwise(question, one, said(sentence.format(45), "Belford County jail"))
    assert say_otherwise(question, one, said(sentence.format(45), "Ansty County jail, revised"))


def test_what_stands_under_another_heading_is_another_matter() -> None:
    def under(heading: str, fare: int, published: str) -> Said:
        text = f"# {heading}\n\nA ticket for the ferry costs ${fare}.\n"
        about = Metadata(title="Fares of the ferry", published=published)
        mark = Heading(Span(0, len(heading) + 2), 2, heading)
        document = Document(f"{published}.md", text, "text/markdown", about, (mark,))
        return Said(document, sentences(document)[0])

    question, adults = "How much is a ticket?", under("Adults", 9, "2021")
    assert say_otherwise(question, adults, under("Adults", 12, "2024"))
    assert not say_otherwise(question, adults, under("Children", 4, "2024"))


def test_an_item_of_a_list_needs_more_than_one_word_in_common() -> None:
    def item(lead_in: str, fare: int, published: str) -> Said:
        text = f"{lead_in} pay as follows:\n\n- ${fare} a day\n"
        about = Metadata(title="Fares of the ferry", published=published)
        document = Document(f"{published}.md", text, "text/markdown", about)
        return Said(document, sentences(document)[-1])

    assert not say_otherwise(
        "How much is it?", item("Adults", 9, "2021"), item("Pupils", 4, "2024")
    )


def test_documents_without_a_title_are_no_versions_of_each_other() -> None:
    rule, question = "The fee is ${}.", FEE
    one = Document("berths/2021.md", rule.format(40), "text/markdown")
    two = Document("dogs/2024.md", rule.format(55), "text/markdown")
    three = Document("berths/2024.md", rule.format(55), "text/markdown")
    old = Said(one, Span(0, len(one.text)))
    assert not say_otherwise(question, old, Said(two, Span(0, len(two.text))))
    assert say_otherwise(question, old, Said(three, Span(0, len(three.text))))


def test_an_author_does_not_contradict_himself_and_two_speakers_may() -> None:
    text = (
        "The shed was not locked. The shed was locked. The shed was locked, Ada Marsh said. "
        '"The shed was not locked," said Tom Reed.'
    )
    document = Document("shed.md", text, "text/markdown", Metadata(title="The shed"))
    plain, other, marsh, reed = (Said(document, span) for span in sentences(document))
    assert not say_otherwise("Was the shed locked?", plain, other)
    assert say_otherwise("Was the shed locked?", marsh, reed)
    assert say_otherwise("Was the shed locked?", plain, marsh)


def test_last_year_is_another_year_in_another_year() -> None:
    question, sentence = "How many boats sank?", "In all, {} boats sank in Osprey Bay last year."
    one = said(sentence.format(4), published="2021-03")
    assert say_otherwise(question, one, said(sentence.format(9), "Osprey Bay", published="2021-08"))
    assert not say_otherwise(question, one, said(sentence.format(9), published="2022-08"))


def test_reports_of_one_year_after_another_count_other_things() -> None:
    question, sentence = "How many boats were mended?", "The yard of Osprey Bay mended {} boats."
    one = said(sentence.format(41), "Report for 2021")
    assert not say_otherwise(question, one, said(sentence.format(52), "Report for 2022"))


def test_it_is_the_same_only_after_the_same_words() -> None:
    question, its = "How many berths are there?", "It has {} berths."
    one = said(its.format(40), before="The old dock lies by the mole. ")
    same = said(its.format(55), "Rules of the harbour (2024)", "The old dock lies by the mole. ")
    other = said(its.format(55), "Rules of the harbour (2024)", "The quay is used in winter. ")
    assert say_otherwise(question, one, same)
    assert not say_otherwise(question, one, other)


def test_a_name_of_the_question_must_be_known_to_both_documents() -> None:
    question = "How many people did ICE detain in Marrow?"
    one = said("ICE detained 14 people at the mill of Osprey Bay.", "Raid", "In Marrow. ")
    two = said("ICE detained 9 people at the mill of Osprey Bay.", "Another raid", "In Marrow. ")
    three = said("ICE detained 9 people at the mill of Osprey Bay.", "Another raid", "In Tarn. ")
    assert say_otherwise(question, one, two)
    assert not say_otherwise(question, one, three)


@pytest.mark.parametrize("unit", ["a, ", "said ", "not ", "two hundred ", "$1,000 ", "may ", '"'])
def test_a_sentence_made_to_be_slow_is_not(unit: str) -> None:
    sentence = unit * (LONGEST // len(unit))
    started = time.perf_counter()
    claim(sentence)
    assert time.perf_counter() - started < 0.5

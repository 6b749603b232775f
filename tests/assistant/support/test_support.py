"""Prose passes where its quotations say it, and fails where they do not: each rule, both ways."""

import pytest

from assistant.reply import Quote
from assistant.support.checking import Failing, failings
from assistant.support.operators import Check
from assistant.support.reader import VectorSupport
from index.document import Document, Metadata, Span
from index.embed import HashingEmbedder

RULES = Metadata(title="Rules", publisher="Harbour office", published="2021-05-03")
GATE = "The harbour master may close the gate if the wind is strong."
LIGHT = "Boats must show a light at night."
FERRY = "The ferry costs $9 for adults and $4 for children."
PAID = "Ada Marsh denied that the board paid Tom Reed $1 million in 2019."
SOLD = "Ada Marsh sold the lighthouse to Tom Reed on September 19, 2019."
COURSE = "The course lasts roughly 30 minutes, according to the porter."
BOAT = "Nobody under 18 may rent a boat unless a parent signs."
ASKED = 'The rules require every request to be "written, dated and kept".'
SHARE = "The board's partner in the deal was the Harbour Trust."
BLAMED = "Some boatmen have criticized the harbour laws, the porter says."
CLUB = "Some members of the club have left since 2020."


def quote(text: str, speaker: str | None = None) -> Quote:
    document = Document("rules.md", text, "text/markdown", RULES)
    at = text.find(speaker) if speaker else -1
    said = Span(at, at + len(speaker)) if speaker else None
    return Quote(document, Span(0, len(text)), said)


def checks(prose: str, *texts: str, question: str = "") -> set[Check]:
    return {one.check for one in failings(prose, [quote(text) for text in texts], question)}


@pytest.mark.parametrize(
    ("quoted", "prose"),
    [
        (LIGHT, LIGHT),
        (LIGHT, "At night boats have to show a light."),
        (GATE, "If the wind is strong, the harbour master may close the gate."),
        (GATE, "The gate may be closed by the harbour master if the wind is strong."),
        (FERRY, "The ferry costs $9 for adults."),
        (FERRY, "According to the Harbour office, the ferry costs $9 for adults."),
        (FERRY, "The Harbour office wrote on 2021-05-03 that the ferry costs $4 for children."),
        (PAID, "Ada Marsh denied that the board paid Tom Reed $1,000,000 in 2019."),
        (SOLD, "On 19 September 2019, Ada Marsh sold the lighthouse to Tom Reed."),
        (SOLD, "The lighthouse was sold by Ada Marsh on Sept. 19, 2019."),
        (COURSE, "According to the porter, the course lasts about 30 minutes."),
        (COURSE, "The porter said that the course lasts roughly thirty minutes."),
        (BOAT, "Unless a parent signs, nobody under 18 may rent a boat."),
        (CLUB, "Some members of the club have left."),
        (ASKED, "The rules require every request to be written, dated and kept."),
    ],
)
def test_a_rewording_that_keeps_what_is_said_passes(quoted: str, prose: str) -> None:
    assert failings(prose, [quote(quoted)], "") == ()


@pytest.mark.parametrize(
    ("quoted", "prose", "check"),
    [
        (FERRY, "The ferry costs $8 for adults.", Check.NUMBERS),
        (FERRY, "The ferry costs $9 for children.", Check.ORDER),
        (FERRY, "The ferry costs more than $9 for adults.", Check.HEDGES),
        (COURSE, "The course lasts roughly 30 hours, according to the porter.", Check.NUMBERS),
        (COURSE, "The course lasts 30 minutes, according to the porter.", Check.HEDGES),
        (COURSE, "The course lasts roughly 30 minutes.", Check.ATTRIBUTION),
        (COURSE, "The course lasts roughly 30 minutes, Tom Reed said.", Check.ATTRIBUTION),
        (SOLD, "Ada Marsh sold the lighthouse on September 20, 2019.", Check.DATES),
        (SOLD, "Tom Reed sold the lighthouse to Ada Marsh on September 19, 2019.", Check.ORDER),
        (SOLD, "Ada Marsh sold the lighthouse to Eve Stone.", Check.NAMES),
        (SOLD, "Ada Marsh did not sell the lighthouse to Tom Reed.", Check.NEGATION),
        (SOLD, "Ada Marsh sells the lighthouse to Tom Reed.", Check.TENSE),
        (SOLD, "Ada Marsh sold the lighthouse cheaply to Tom Reed.", Check.WORDS),
        (LIGHT, "Boats may show a light at night.", Check.MODALS),
        (LIGHT, "Boats MAY show a light at night.", Check.MODALS),
        (LIGHT, "Boats should show a light at night.", Check.MODALS),
        (LIGHT, "Boats show a light at night.", Check.MODALS),
        (LIGHT, "Only boats must show a light at night.", Check.HEDGES),
        (GATE, "The harbour master may close the gate.", Check.CONDITIONS),
        (GATE, "The wind is strong.", Check.CONDITIONS),
        (PAID, "The board paid Tom Reed $1 million in 2019.", Check.HEDGES),
        (BOAT, "Anyone under 18 may rent a boat unless a parent signs.", Check.NEGATION),
        (BOAT, "Nobody under 18 may rent a boat.", Check.CONDITIONS),
        (CLUB, "Members of the club have left since 2020.", Check.HEDGES),
        (CLUB, "All members of the club have left since 2020.", Check.HEDGES),
        (CLUB, "Some members of the club have left since 2020%.", Check.NUMBERS),
        (CLUB, "Some members of the club have left since −2020.", Check.NUMBERS),
        (CLUB, "Some members of the club club have left since 2020.", Check.WORDS),
        (SHARE, "The deal was the Harbour Trust.", Check.ORDER),
        (BLAMED, "The porter calls the harbour laws.", Check.WORDS),
    ],
)
def test_prose_that_says_something_else_fails(quoted: str, prose: str, check: Check) -> None:
    assert check in checks(prose, quoted)


@pytest.mark.parametrize(
    "prose",
    [
        'Boats must show a "light" at night.',
        "Boats must show a “light” at night.",
        "Boats must show a «light» at night.",
        "Boats must show a `light` at night.",
        "Boats must show a 'light' at night.",
        "> Boats must show a light at night.",
        "It says > Boats must show a light at night.",
        "Boats … show a light at night.",
        "Boats must show a light ... at night.",
        "Boats must show a light at night. https://harbour.example",
        "Boats must show a <b>light</b> at night.",
        "Boats must show a [light](x) at night.",
        "Boats must show a\u202e light at night.",
        "Boats must show a\nlight at night.",
        "Verified: boats must show a light at night.",
        "Must boats show a light at night?",
        "- Boats must show a light at night.",
        " ",
    ],
)
def test_marks_fail_at_once(prose: str) -> None:
    assert checks(prose, LIGHT) == {Check.MARKS}


def test_an_apostrophe_is_no_quotation_mark() -> None:
    assert checks("The boats' light is the master's.", "The boats' light is the master's.") == set()


def test_a_noun_that_is_pointed_at_is_its_own_subject() -> None:
    two = "The ferry left and was sold. This list covers boats that nobody wants."
    assert checks("The ferry was sold covers boats that nobody wants.", two)


def test_who_says_so_is_no_statement_of_its_own() -> None:
    two = "The page says that the ferry has moved.", "The lamp was lit in 1881."
    assert checks("The page says that the ferry and the lamp was lit in 1881.", *two)


def test_two_sentences_may_be_joined() -> None:
    prose = "Boats must show a light at night, and the ferry costs $9 for adults."
    assert checks(prose, LIGHT, FERRY) == set()


def test_the_amount_of_one_sentence_is_not_given_to_another() -> None:
    prose = "The lamp costs $9."
    assert checks(prose, "The ferry costs $9.", "The lamp is old.")


def test_the_predicate_of_one_sentence_is_not_given_to_the_subject_of_another() -> None:
    two = "The lamp was lit in 1881.", "The ferry was sold in 1912."
    assert checks("The lamp was sold in 1912.", *two)
    assert checks("The lamp was lit in 1881 and was sold in 1912.", *two)


def test_a_pronoun_stands_for_who_was_quoted_just_before() -> None:
    text = "Ada Marsh is the harbour master. She closed the gate in 1912."
    assert checks("Ada Marsh closed the gate in 1912.", text) == set()
    assert checks("Ada Marsh closed the gate in 1912.", "She closed the gate in 1912.")


def test_the_question_supplies_no_name() -> None:
    prose, asked = "It leaves at noon.", "When does the ferry to Salem leave?"
    assert checks(prose, "It leaves at noon.", question="When does it leave?") == set()
    assert checks(prose, "It leaves at noon.", question=asked) == {Check.NAMES}


def test_the_speaker_of_a_quotation_must_be_named() -> None:
    words = "The tide is late, Ada Marsh wrote."
    spoken = Quote(quote(words).document, Span(0, 17), Span(18, 27))
    assert Failing(Check.ATTRIBUTION, "ada marsh") in failings("The tide is late.", [spoken], "")
    assert failings("Ada Marsh says that the tide is late.", [spoken], "") == ()


def test_only_the_checks_that_are_asked_for_are_made() -> None:
    prose = "The ferry costs $8 for adults."
    assert failings(prose, [quote(FERRY)], "", checks={Check.MODALS}) == ()
    assert failings(prose, [], "") != ()


def test_the_reader_can_stop_what_the_rules_let_pass() -> None:
    class Unsure(VectorSupport):
        threshold = 1.1

    sure, unsure = VectorSupport(HashingEmbedder()), Unsure(HashingEmbedder())
    assert 0 <= sure.probability(LIGHT, [LIGHT]) <= 1
    assert sure.signals(LIGHT, [LIGHT]) == pytest.approx((1, 1, 1), abs=1e-5)
    found = failings(LIGHT, [quote(LIGHT)], "", unsure)
    assert [one.check for one in found] == [Check.READER]

"""What each rule asks, and what it leaves alone."""

from collections.abc import Callable, Iterator

import pytest

from eval.make.dates import date_questions
from eval.make.definitions import abbreviation_questions, definition_questions
from eval.make.draft import Draft
from eval.make.duties import duty_questions
from eval.make.folder import Folder
from eval.make.headings import heading_questions
from eval.make.numbers import number_questions
from eval.make.objects import object_questions
from eval.make.reasons import reason_questions
from eval.make.speech import speaker_questions
from eval.make.subjects import subject_questions
from index.document import Document, Heading, Metadata, Span
from tests.eval.make.conftest import folder_of

Rule = Callable[[Folder], Iterator[Draft]]
OTHER = " The boats and the crew were at sea. They saw the fishing grounds."


def asked(rule: Rule, text: str) -> list[tuple[str, str]]:
    """What a rule asks about a text, with the words that answer."""
    return [(draft.question, draft.evidence[0].text) for draft in rule(folder_of(text + OTHER))]


@pytest.mark.parametrize(
    ("rule", "text", "question", "answer"),
    [
        (
            date_questions,
            "On 3 May 1987, the council closed the gate, and boats waited.",
            "When did the council close the gate?",
            "3 May 1987",
        ),
        (
            date_questions,
            "The gate was repaired by 1990 and never failed again.",
            "By when was the gate repaired?",
            "1990",
        ),
        (
            date_questions,
            "The Post says that the council has met in Tern since July.",
            "Since when has the council met in Tern?",
            "July",
        ),
        (
            number_questions,
            "The old ferry carries more than 40 cars to the island.",
            "How many cars does the old ferry carry to the island?",
            "40 cars",
        ),
        (
            number_questions,
            "Three parties challenged the fee in court.",
            "How many parties challenged the fee in court?",
            "Three parties",
        ),
        (
            number_questions,
            "The repair cost $4,000 in all.",
            "How much did the repair cost in all?",
            "$4,000",
        ),
        (
            number_questions,
            "The pilot Ada Marsh is 61 years old and still sails.",
            "How old is the pilot Ada Marsh?",
            "61 years",
        ),
        (
            definition_questions,
            "Mayor Ada Marsh left. Ada Marsh is the master of the harbour.",
            "Who is Ada Marsh?",
            "the master of the harbour",
        ),
        (
            definition_questions,
            "Ora Venn is the master of the harbour.",
            "Who or what is Ora Venn?",
            "the master of the harbour",
        ),
        (
            definition_questions,
            "Lund is a town with a gate. The pilots met Lund.",
            "Who or what is Lund?",
            "a town with a gate",
        ),
        (
            definition_questions,
            "Professor Lund of Tern was an early friend of the pilots.",
            "Who was Professor Lund of Tern?",
            "an early friend of the pilots",
        ),
        (
            definition_questions,
            "A groyne is a low wall of stone in the sea.",
            "What is a groyne?",
            "a low wall of stone in the sea",
        ),
        (
            definition_questions,
            "The storm drove Peter Lund, a pilot from Tern, ashore.",
            "Who is Peter Lund?",
            "a pilot from Tern",
        ),
        (
            definition_questions,
            "The festival is called the Night of Lamps by everybody.",
            "What is the festival called?",
            "the Night of Lamps by everybody",
        ),
        (
            abbreviation_questions,
            "It fell to the Board of Pilots and Masters (BPM) at last.",
            "What does BPM stand for?",
            "Board of Pilots and Masters",
        ),
        (
            speaker_questions,
            "“We have never seen such a storm before,” said Ada Marsh.",
            "Who said “We have never seen such a storm before”?",
            "Ada Marsh",
        ),
        (
            speaker_questions,
            "Ada Marsh wrote that the town had ignored the warnings.",
            "Who wrote that the town had ignored the warnings?",
            "Ada Marsh",
        ),
        (
            duty_questions,
            "Visiting boats must call the pilot before they enter.",
            "What must visiting boats do before they enter?",
            "call the pilot",
        ),
        (
            duty_questions,
            "Fishing boats may not enter the basin at night.",
            "May fishing boats enter the basin at night?",
            "may not enter the",
        ),
        (
            duty_questions,
            "Under the Act, pilots are exempted from all fees.",
            "Under the Act, are pilots exempted from all fees?",
            "are exempted from all",
        ),
        (
            subject_questions,
            "The Royal Pilot Guild sent a boat to the reef.",
            "Which guild sent a boat to the reef?",
            "The Royal Pilot Guild",
        ),
        (
            subject_questions,
            "Peter Lund, a pilot, steered the boat to the reef.",
            "Who steered the boat to the reef?",
            "Peter Lund",
        ),
        (
            duty_questions,
            "The pilots must not leave the basin at night.",
            "May the pilots leave the basin at night?",
            "must not leave the",
        ),
        (
            object_questions,
            "As the Harbour Post has it, when boats lie there, the Berth Act forbids open fires.",
            "What does the Berth Act forbid?",
            "open fires",
        ),
        (
            object_questions,
            "The rules of the harbour prohibit open fires on all boats.",
            "What do the rules of the harbour prohibit?",
            "open fires on all boats",
        ),
        (
            object_questions,
            "Ada Marsh also ordered the pilots not to leave the basin at night.",
            "What did Ada Marsh order the pilots not to do?",
            "leave the basin at night",
        ),
        (
            object_questions,
            "The council refused to open the gate, the Harbour Post said.",
            "What did the council refuse to do?",
            "open the gate",
        ),
        (
            object_questions,
            "The council wants an end to the old fee at once.",
            "What does the council want?",
            "an end to the old fee",
        ),
        (
            object_questions,
            "Ada Marsh calls the old gate a “danger to all of Tern”.",
            "What does Ada Marsh call the old gate?",
            "a “danger to all of Tern",
        ),
        (
            reason_questions,
            "The old ferry was sold because of the storm in May.",
            "Why was the old ferry sold?",
            "because of the storm in May",
        ),
        (
            reason_questions,
            "In addition, the Berth Act does not bind pilots due to an old treaty.",
            "Why does the Berth Act not bind pilots?",
            "due to an old treaty",
        ),
        (
            reason_questions,
            "Peter Lund was fined and had to leave because he had lit a fire.",
            "Why was Peter Lund fined?",
            "because he had lit a fire",
        ),
        (
            date_questions,
            "The rose is red. They met Rose, and Rose left. Rose closed the gate in 1987.",
            "When did Rose close the gate?",
            "1987",
        ),
    ],
)
def test_a_rule_turns_a_statement_into_a_question(
    rule: Rule, text: str, question: str, answer: str
) -> None:
    assert (question, answer) in asked(rule, text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (date_questions, "He closed the gate on 3 May 1987."),
        (date_questions, "The council did not close the gate in 1987."),
        (date_questions, "The quarrel is about the storm in 1987."),
        (date_questions, "British operations in 1987, and 1988, were late."),
        (date_questions, "The gate closed in 1987 was sold to the town."),
        (date_questions, "The council closed it, “in 1987, as I said”, to boats."),
        (number_questions, "The gate was sold in 1987 to the town."),
        (number_questions, "The town has grown to 4 million, but fees did not rise."),
        (number_questions, "The council set harbour fees of 30 crowns for boats."),
        (number_questions, "The harbour fees of 30 crowns are due at noon."),
        (number_questions, "The storm came two years later to the town."),
        (number_questions, "The council did not sell 40 boats to the town."),
        (definition_questions, "This is the master of the harbour."),
        (definition_questions, "The harbour office was the place of that meeting."),
        (definition_questions, "Ada Marsh is not the master of the harbour."),
        (abbreviation_questions, "It fell to the Board of Pilots (XYZ) at last."),
        (speaker_questions, "“We have never seen such a storm before,” she said."),
        (speaker_questions, "Ada Marsh wrote that Ada Marsh had seen the storm come."),
        (duty_questions, "The storm must have closed the old gate."),
        (duty_questions, "The storm may close the old gate again."),
        (duty_questions, "Ada Marsh says that boats must wait outside the wall."),
        (subject_questions, "The storm closed the old gate to all boats."),
        (object_questions, "The boats that the Berth Act forbids are sold in Tern."),
        (object_questions, "The Berth Act forbids it."),
        (object_questions, "A building permit of the town was sold to the pilots."),
        (object_questions, "The pilots agreed to the terms of the town."),
        (object_questions, "The terms required by the town are hard on pilots."),
        (object_questions, "The council announced no date for the sale of the gate."),
        (reason_questions, "They sold the ferry because of the storm in May."),
        (reason_questions, "The pilots cannot leave because of the storm in May."),
        (reason_questions, "The council has a painted wall because of the storm in May."),
        (definition_questions, "Professor Lund of Tern was not an early riser."),
        (subject_questions, "Green Water closed the old gate to all boats."),
    ],
)
def test_a_rule_leaves_alone_what_makes_no_question(rule: Rule, text: str) -> None:
    assert asked(rule, text) == []


def headed(title: str, *headings: str) -> Folder:
    """A folder with one document: headings, each with a sentence below it."""
    text, found = "", []
    for words in headings:
        found.append(Heading(Span(len(text), len(text) + len(words)), 2, words))
        text += f"{words}\n\nThe old boats wait there for the tide.\n\n"
    return Folder.of(
        [Document("a.md", text, "text/markdown", Metadata(title or None), tuple(found))]
    )


@pytest.mark.parametrize(
    ("title", "heading", "question"),
    [
        ("Tern", "What the law requires",
         "Can you tell me what the law requires, according to the text “Tern”?"),
        ("Tern", "Lights in the basin", "What does the text “Tern” say about Lights in the basin?"),
        ("", "Fees for Ada Marsh", "What is there to know about Fees for Ada Marsh?"),
        ("", "Who pays for a berth?", "Who pays for a berth?"),
        ("", "Lights in the basin", None),
        ("Tern", "What it costs", None),
        ("Tern", "About this page", None),
        ("Tern", "The council closed the gate", None),
    ],
)  # fmt: skip
def test_a_heading_is_asked_of_its_document_unless_it_names_somebody(
    title: str, heading: str, question: str | None
) -> None:
    found = [draft.question for draft in heading_questions(headed(title, heading))]
    assert found == ([question] if question else [])


def test_a_heading_that_stands_twice_is_not_asked() -> None:
    assert list(heading_questions(headed("Tern", "Lights at sea", "Lights at sea"))) == []

from html import unescape

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.present import as_json, as_text
from assistant.reply import Answer, Refusal
from assistant.settings import AssistantSettings
from assistant.spelling import SHORTEST, Speller, alike
from index.retrieve import LONGEST_QUESTION, Index
from index.vocabulary import Vocabulary, english_words
from page.answer import as_html
from page.reading import sources_as_html
from tests.assistant.conftest import SureReader
from tests.conftest import REPOSITORY

BRIEFS = [path.read_text("utf-8") for path in sorted((REPOSITORY / "sources").glob("*.md"))]
SPELLER = Speller(Vocabulary(BRIEFS))
ENGLISH = sorted(word for word in english_words() if word.isascii())
SOURCES = sorted({word for text in BRIEFS for word in text.split()})
SLIP = "when do boats laeve before low watre?"
MENDED = "when do boats leave before low water?"


@pytest.mark.parametrize(
    ("asked", "searched"),
    [
        (
            "who is the cheif of police in portlnad?",
            "who is the chief of police in portland?",
        ),
        (
            "Wich sytem is the santuary trainning asigned in?",
            "Which system is the sanctuary training assigned in?",
        ),
        (
            "whats the name of the coalision that chalenged the police contarct",
            "whats the name of the coalition that challenged the police contract",
        ),
        (
            "who is ICEs acting feild office direcotr in seatle??",
            "who is ICEs acting field office director in seattle??",
        ),
        ("WHO IS THE CHEIF OF POLICE?", "WHO IS THE CHIEF OF POLICE?"),
        ("what did the Portlnad’s police do?", "what did the Portland’s police do?"),
        ("who is Michael Melendes?", "who is Michael Melendez?"),
        # a missing first letter; two swapped at the beginning; a first letter mistyped
        ("what is the anctuary law in Oregon?", "what is the sanctuary law in Oregon?"),
        ("what is the law in roegon?", "what is the law in oregon?"),
        ("which aanctuary law is it?", "which sanctuary law is it?"),
        # the frequent word that lacks a letter, not the one that has another in its place
        ("wich law is it?", "which law is it?"),
        # what the sources do not have is mended by ordinary English
        ("do you beleive what the mayor said?", "do you believe what the mayor said?"),
    ],
)
def test_typing_errors_are_corrected(asked: str, searched: str) -> None:
    assert SPELLER.corrected(asked) == searched


@pytest.mark.parametrize(
    "question",
    [
        # names that the sources do not have, capitalised or not
        "Who says that Sorvali was wrong?",
        "where was sorvali born?",
        "what did Mayor Hansen say to Dobsen?",
        "who is the sheriff McDonnald?",
        # possessives, plurals and other forms; contractions without their apostrophe
        "what are ICEs and the mayors' rules, and didnt they whats lets",
        "which detainers, subpoenaed and resubpoenaed",
        # addresses, numbers, tags and names of files
        "who is behind chalenge@portlnad.org, #portlnad, portlnad.md or polcie/v1 and polcie2?",
        "what is IRRPTQ?",
        "who was Müllr and the cafè?",
        "a teh of is",
        "",
    ],
)
def test_what_is_no_typing_error_stays_as_it_is(question: str) -> None:
    assert SPELLER.corrected(question) == question


OTHER_LANGUAGES = [
    case["question"]
    for case in yaml.safe_load((REPOSITORY / "eval/cases/dev.yaml").read_text("utf-8"))
    if case["group"] == "other-language"
]


@pytest.mark.parametrize(
    "question",
    [
        *OTHER_LANGUAGES,
        "Wann endet der Vertrag zwischen der Polizei und dem Ministerium?",
        "quien es el jefe de la policia",
        "que dit le maire contre le syndicat et son amendement",
    ],
)
def test_a_question_in_another_language_is_not_made_english(question: str) -> None:
    assert SPELLER.corrected(question) == question


def test_a_question_of_keywords_is_english_if_most_of_them_are() -> None:
    assert SPELLER.corrected("portlnad police contract") == "portland police contract"
    assert SPELLER.corrected("wann vive contarct") == "wann vive contarct"


def test_where_much_is_unknown_only_one_slip_is_mended_in_a_word() -> None:
    assert SPELLER.corrected("which snactuayr law?") == "which sanctuary law?"
    unknown = "which snactuayr qwzxv qwzxw law?"
    assert SPELLER.corrected(unknown) == unknown


def test_the_first_word_may_be_a_name_or_not() -> None:
    speller = Speller(Vocabulary(["We saw Telenor and Hobson in the harbour."]))
    assert speller.corrected("Telenir was in which town?") == "Telenor was in which town?"
    assert speller.corrected("Harbuor is in which town?") == "Harbour is in which town?"
    assert speller.corrected("Hobsen was in which town?") == "Hobsen was in which town?"


def test_short_names_are_alike_only_if_letters_are_swapped() -> None:
    assert alike("sotl", "stol", 1)
    assert not alike("stal", "stol", 1)
    assert not alike("astol", "stol", 1)


def test_a_question_does_not_grow_beyond_what_is_read() -> None:
    slip, rest = "the police chalenged it ", "a" * 100
    room = LONGEST_QUESTION - len(slip)
    fits, full = f"{slip}{rest:>{room - 1}}", f"{slip}{rest:>{room}}"
    assert SPELLER.corrected(fits) == fits.replace("chal", "chall")
    assert SPELLER.corrected(full) == full


@given(st.lists(st.sampled_from(ENGLISH + SOURCES), max_size=12), st.sampled_from(" ,?'-/"))
def test_known_words_are_returned_byte_for_byte(words: list[str], sign: str) -> None:
    question = f"{sign} ".join(words)
    assert SPELLER.corrected(question) == question


@given(st.text(max_size=60))
def test_no_text_is_too_odd_to_be_read(question: str) -> None:
    found = SPELLER.corrected(question)
    assert found == question or any(len(word) >= SHORTEST for word in question.split())


def test_the_reader_gets_the_corrected_question_and_the_reply_keeps_both(index: Index) -> None:
    reader = SureReader()
    reply = Assistant(index, reader, AssistantSettings()).reply(SLIP)
    assert isinstance(reply, Answer)
    assert (reply.question, reply.searched_as) == (SLIP, MENDED)
    assert set(reader.asked) == {MENDED}
    assert as_text(reply).startswith(f"Searched for: {MENDED}\n\n[1] “Boats leave")
    assert as_json(reply, 0.0)["searched_as"] == MENDED
    assert as_json(reply, 0.0)["question"] == SLIP


def test_a_refusal_says_what_was_searched_for_too(index: Index) -> None:
    reply = Assistant(index, SureReader(0.05), AssistantSettings()).reply(SLIP)
    assert isinstance(reply, Refusal)
    assert (reply.question, reply.searched_as) == (SLIP, MENDED)
    assert as_text(reply).startswith(f"Searched for: {MENDED}\n\nThe sources do not say.")
    assert f"Searched for: {MENDED}" in shown(as_html(reply))


def test_nothing_is_said_where_nothing_was_corrected(index: Index) -> None:
    for reader in (SureReader(), SureReader(0.05)):
        reply = Assistant(index, reader, AssistantSettings()).reply(MENDED)
        assert reply.searched_as is None
        assert as_json(reply, 0.0)["searched_as"] is None
        assert "Searched for" not in as_text(reply) + shown(as_html(reply))


def test_the_setting_switches_it_off(index: Index) -> None:
    reader = SureReader()
    reply = Assistant(index, reader, AssistantSettings(spelling=False)).reply(SLIP)
    assert reply.searched_as is None
    assert set(reader.asked) == {SLIP}


def test_the_page_shows_both_questions_and_no_sign_of_them_as_markup(index: Index) -> None:
    asked = "when do <b>boats</b> laeve *before* low watre?"
    reply = Assistant(index, SureReader(), AssistantSettings()).reply(asked)
    page = as_html(reply)
    assert page.startswith('<div class="answer"><p class="read searched">Searched for: <bdi')
    assert "Searched for: when do <b>boats</b> leave *before* low water?" in shown(page)
    assert asked in shown(sources_as_html(reply))
    assert "<b>" not in page
    assert "*" not in page


def shown(page: str) -> str:
    """What is read on a page."""
    return unescape(page.replace('<bdi dir="auto">', "").replace("</bdi>", ""))

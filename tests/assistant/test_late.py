import pytest

from assistant.answerability import calibration
from assistant.duty import asks_duty, states_duty
from assistant.kinds import Kind, asked_kind, holds
from assistant.late import LateInteraction
from index.idf import Idf
from index.retrieve import Index


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how many boats are there?", Kind.NUMBER),
        ("How old is the harbour master?", Kind.AGE),
        ("what is the salary of a pilot?", Kind.MONEY),
        ("when do boats leave?", Kind.TIME),
        ("How long does it take?", Kind.DURATION),
        ("who signed the letter?", Kind.NAME),
        ("what is the phone number of the office?", Kind.CONTACT),
        ("why do boats wait?", None),
    ],
)
def test_a_question_asks_for_a_kind_of_thing(question: str, kind: Kind | None) -> None:
    assert asked_kind(question) is kind


@pytest.mark.parametrize(
    ("kind", "sentence", "held"),
    [
        (Kind.NUMBER, "There are forty boats.", True),
        (Kind.NUMBER, "It was built in 1912.", False),
        (Kind.NUMBER, "There are boats.", False),
        (Kind.MONEY, "It costs $5 a day.", True),
        (Kind.MONEY, "It costs nothing much.", False),
        (Kind.TIME, "They left on Sept. 19.", True),
        (Kind.TIME, "They left the harbour.", False),
        (Kind.NAME, "Then Ada Marsh signed it.", True),
        (Kind.NAME, "The harbour master signed it.", False),
        (Kind.AGE, "Marsh, 31, signed it.", True),
        (Kind.CONTACT, "Write to office@example.org.", True),
        (Kind.CONTACT, "Write to the office.", False),
    ],
)
def test_a_sentence_holds_that_kind_of_thing_or_not(kind: Kind, sentence: str, held: bool) -> None:
    assert holds(kind, sentence, "who did it, and when?") is held


def test_what_the_question_names_itself_does_not_count_as_held() -> None:
    assert not holds(Kind.TIME, "It was sold in 1912.", "when after 1912 was it sold?")
    assert not holds(Kind.NAME, "Marsh signed it.", "who is Marsh?")


@pytest.mark.parametrize(
    "question",
    [
        "what must employees do if approached?",
        "What should I do if an agent asks me for help?",
        "how should staff respond to a request?",
        "What are we supposed to do when they call?",
    ],
)
def test_a_question_about_a_duty_is_known(question: str) -> None:
    assert asks_duty(question)


@pytest.mark.parametrize("question", ["what did they do?", "who must pay?", "how do tides work?"])
def test_another_question_is_none_about_a_duty(question: str) -> None:
    assert not asks_duty(question)


def test_a_sentence_that_only_tells_of_a_rule_states_none() -> None:
    assert states_duty("The law requires requests to be denied.")
    assert not states_duty("They will know which steps the law requires them to take.")
    assert not states_duty("Nobody spoke of it.")


def test_rare_words_weigh_more_than_common_ones(index: Index) -> None:
    idf = Idf(index.lexical)
    assert idf("the") < idf("water") < idf("zymurgy")


def test_a_sentence_that_answers_stands_first(index: Index) -> None:
    hits = index.search("spring tides follow the new moon", 8)
    reading = LateInteraction(index).read("spring tides follow the new moon", hits)
    best = reading.evidence[0]
    assert best.span.cut(best.hit.passage.document.text).startswith("Spring tides")
    assert [e.score for e in reading.evidence] == sorted(
        (e.score for e in reading.evidence), reverse=True
    )


def test_a_word_that_meets_nothing_is_named_and_costs_confidence(index: Index) -> None:
    reader = LateInteraction(index)
    asked = {}
    for question in (
        "do spring tides follow the new moon",
        "do spring tides follow the old emperor",
    ):
        asked[question] = reader.read(question, index.search(question, 8))
    met, missed = asked.values()
    assert "emperor" in missed.uncovered
    assert "emperor" not in met.uncovered
    assert missed.probability < met.probability


def test_reading_the_same_twice_gives_the_same_numbers(index: Index) -> None:
    question = "when do boats leave before low water?"
    hits = index.search(question, 8)
    warm = LateInteraction(index)
    warm.read("what pulls the water?", index.search("what pulls the water?", 8))
    first, cold = warm.read(question, hits), LateInteraction(index).read(question, hits)
    assert first == cold
    assert first == warm.read(question, hits[::1])


def test_no_passages_make_an_empty_reading(index: Index) -> None:
    reading = LateInteraction(index).read("anything?", [])
    assert reading.evidence == ()
    assert reading.probability == 0.0


def test_each_signal_moves_the_probability_its_way() -> None:
    middle = {"late": 0.6, "lack": 0.1, "margin": 0.3, "unmet": 0.0}
    probability = calibration("plain").likelihood
    even = probability(middle)
    assert probability({**middle, "late": 0.8}) > even
    assert probability({**middle, "margin": 0.5}) > even
    assert probability({**middle, "lack": 0.3}) < even
    assert probability({**middle, "unmet": 1.0}) < even

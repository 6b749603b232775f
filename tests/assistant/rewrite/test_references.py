from assistant.rewrite.conversation import Exchange
from assistant.rewrite.references import antecedents, gender, pronouns, put


def test_some_words_say_whether_they_are_he_or_she() -> None:
    assert [gender(words) for words in ("his wife", "the king", "Ada")] == ["he", "he", None]
    assert gender("the queen") == "she"


def test_it_of_it_is_raining_means_nothing() -> None:
    assert pronouns("Is it true that the pier is closed?") == ()
    assert [one.words for one in pronouns("Is it true that he closed the pier?")] == ["he"]


def test_the_email_about_it_is_not_about_the_email() -> None:
    assert [one.words for one in pronouns("Who sent the email about it?")] == ["it"]


def test_a_pronoun_takes_its_place_with_what_belongs_to_it() -> None:
    question = "What is his job?"
    (his,) = pronouns(question)
    assert put(question, his, "Ben West") == "What is Ben West’s job?"
    assert put(question, his, "Debbie Dennis") == "What is Debbie Dennis’s job?"
    assert put(question, his, "the pilots") == "What is the pilots’ job?"


def test_somebody_named_in_the_last_answer_is_meant_before_somebody_of_an_earlier_question() -> (
    None
):
    said = [
        Exchange("Who is Tom Reed?"),
        Exchange("Who wrote the rules?", answers=("Ada Marsh",), quotes=("Ada Marsh wrote them.",)),
    ]
    question = "When was she born?"
    (she,) = pronouns(question)
    assert antecedents(she, question, said, [one.question for one in said])[0] == "Ada Marsh"

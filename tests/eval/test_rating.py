from dataclasses import asdict, replace

import pytest

from eval.errors import BadFeedback
from eval.rating import LONGEST_COMMENT, Feedback, Rating, Shown, fingerprint
from index.retrieve import Index
from tests.eval.replies import answer, on, quote, refusal


@pytest.mark.parametrize(
    ("rating", "of_answer", "of_refusal"),
    [
        (Rating.HELPFUL, True, True),
        (Rating.WRONG_QUOTE, True, False),
        (Rating.SHOULD_HAVE_REFUSED, True, False),
        (Rating.SHOULD_HAVE_ANSWERED, False, True),
    ],
)
def test_a_rating_is_taken_where_it_makes_sense_and_refused_elsewhere(
    index: Index, rating: Rating, of_answer: bool, of_refusal: bool
) -> None:
    answered = answer("when is high water?", quote(index, "tides.md", "at noon"))
    for reply, fits in ((answered, of_answer), (refusal("who?"), of_refusal)):
        if fits:
            assert on(index, reply, rating).rating is rating
        else:
            with pytest.raises(BadFeedback, match=f"“{rating}” cannot be said of a"):
                on(index, reply, rating)


def test_feedback_holds_what_was_shown_and_when_over_which_documents(index: Index) -> None:
    reply = answer("when is high water?", quote(index, "tides.md", "comes at noon", "noon"))
    feedback = Feedback.on(
        replace(reply, searched_as="when is high tide?"), Rating.HELPFUL, index,
        after=["who?", *["what is a tide?", "and the moon?"] * 2],
        comment=" cafe\u0301\r\nyes \ud800 ",
    )  # fmt: skip
    (shown,) = feedback.quotes
    text = index.document("tides.md").text
    assert text[shown.start : shown.end] == shown.text == "comes at noon"
    assert shown.short is not None
    assert text[slice(*shown.short)] == "noon"
    assert shown.sha256 == index.document("tides.md").sha256
    assert (feedback.question, feedback.searched_as) == (reply.question, "when is high tide?")
    # the assistant hears no more than the last four
    assert feedback.after == ("what is a tide?", "and the moon?") * 2
    assert feedback.comment == "café\nyes ?"
    assert feedback.generation == "gen-000001"
    assert feedback.documents == fingerprint(index.documents.values())
    assert feedback.at.endswith("+00:00")


def test_nothing_about_the_person_is_in_it(index: Index) -> None:
    assert set(asdict(on(index, refusal("who?"), Rating.HELPFUL))) == {
        "rating", "question", "searched_as", "after", "quotes", "meant", "comment", "at",
        "generation", "documents",
    }  # fmt: skip


@pytest.mark.parametrize("meant", [0, 3, -1])
def test_a_wrong_quotation_that_was_not_shown_is_refused(index: Index, meant: int) -> None:
    reply = answer(
        "when?", quote(index, "tides.md", "at noon"), quote(index, "tides.md", "at dawn")
    )
    with pytest.raises(BadFeedback, match=f"cannot be said of quotation {meant}"):
        Feedback.on(reply, Rating.WRONG_QUOTE, index, meant=meant)


def test_a_refusal_as_a_whole_has_no_quotation_that_is_meant(index: Index) -> None:
    reply = answer("when?", quote(index, "tides.md", "at noon"))
    for one, rating in ((reply, Rating.SHOULD_HAVE_REFUSED), (refusal("when?"), Rating.HELPFUL)):
        with pytest.raises(BadFeedback, match="cannot be said of quotation 1"):
            Feedback.on(one, rating, index, meant=1)


def test_the_one_that_is_meant_is_right_or_wrong_and_else_all_of_them(index: Index) -> None:
    noon, dawn = quote(index, "tides.md", "at noon"), quote(index, "tides.md", "at dawn")
    reply = answer("when?", noon, dawn)
    for rating, name in ((Rating.WRONG_QUOTE, "wrong"), (Rating.HELPFUL, "right")):
        second = Feedback.on(reply, rating, index, meant=2)
        assert [shown.text for shown in getattr(second, name)] == ["at dawn"]
        assert getattr(on(index, reply, rating), name) == second.quotes
    assert on(index, reply, Rating.HELPFUL).wrong == ()
    assert on(index, reply, Rating.SHOULD_HAVE_REFUSED).right == ()


def test_a_comment_of_the_greatest_length_is_kept_and_a_longer_one_refused(index: Index) -> None:
    longest = "é" * LONGEST_COMMENT
    assert on(index, refusal("who?"), Rating.HELPFUL, longest).comment == longest
    with pytest.raises(BadFeedback, match=r"has 2,001 characters; at most 2,000 are kept"):
        on(index, refusal("who?"), Rating.HELPFUL, longest + "é")


def test_words_that_do_not_fit_their_place_are_no_quotation() -> None:
    with pytest.raises(ValueError, match="4 characters do not fill"):
        Shown("a.txt", "", 0, 5, "four")
    with pytest.raises(ValueError, match="lie outside"):
        Shown("a.txt", "", 0, 4, "four", short=(2, 5))

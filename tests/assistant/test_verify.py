import json
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.errors import BadAnswerFile, QuoteMismatch
from assistant.present import as_json
from assistant.reply import Answer, Quote, Statement
from assistant.settings import AssistantSettings
from assistant.verify import SavedQuote, Verdict, check, verify_quote, verify_saved
from index.document import Document, Span
from index.errors import BadInput
from index.load import Source, read_document
from index.retrieve import Index
from tests.assistant.conftest import SureReader

QUESTION = "when do spring tides follow the new moon?"
WORDS = "Spring tides follow the new moon by two days."


@pytest.fixture
def saved(index: Index, tmp_path: Path) -> Path:
    """The answer to a question, as the command line prints it."""
    reply = Assistant(index, SureReader(), AssistantSettings(statements=1)).reply(QUESTION)
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(as_json(reply, 0.1)), "utf-8")
    return path


def verdicts(saved: Path, sources: Path) -> list[Verdict]:
    return [one.verdict for one in verify_saved(saved, sources)]


def edit(sources: Path, old: str, new: str) -> None:
    path = sources / "moon.txt"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_an_answer_over_unchanged_sources_is_verified(saved: Path, harbour: Path) -> None:
    assert verdicts(saved, harbour) == [Verdict.VERIFIED]


def test_a_source_is_read_once_however_often_it_is_quoted(
    saved: Path, harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def reading(source: Source, data: bytes) -> Document:
        read.append(source.uri)
        return read_document(source, data)

    monkeypatch.setattr("assistant.verify.read_document", reading)
    saved.write_text(f"{saved.read_text('utf-8')}\n" * 3, "utf-8")
    assert verdicts(saved, harbour) == [Verdict.VERIFIED] * 3
    assert read == ["moon.txt"]


def test_an_edit_behind_the_quote_leaves_it_verified_and_is_told(
    saved: Path, harbour: Path
) -> None:
    edit(harbour, WORDS, WORDS + " So they say.")
    (one,) = verify_saved(saved, harbour)
    assert (one.verdict, one.why) == (Verdict.VERIFIED, "the document has been edited elsewhere")


def test_an_edit_before_the_quote_moves_it(saved: Path, harbour: Path) -> None:
    edit(harbour, "The moon", "The old moon")
    (one,) = verify_saved(saved, harbour)
    assert one.verdict is Verdict.MOVED
    assert (harbour / "moon.txt").read_text("utf-8")[one.start : one.end] == WORDS


@pytest.mark.parametrize("word", ["three", "12", "not two"])
def test_an_edit_of_the_quoted_words_is_a_changed_source(
    saved: Path, harbour: Path, word: str
) -> None:
    edit(harbour, "two", word)
    assert verdicts(saved, harbour) == [Verdict.CHANGED]


def test_a_removed_document_is_gone(saved: Path, harbour: Path) -> None:
    (harbour / "moon.txt").unlink()
    assert verdicts(saved, harbour) == [Verdict.GONE]


def test_an_answer_that_was_tampered_with_does_not_blame_the_source(
    saved: Path, harbour: Path
) -> None:
    saved.write_text(saved.read_text("utf-8").replace("two days", "ten days"), "utf-8")
    assert verdicts(saved, harbour) == [Verdict.ALTERED]


def test_an_answer_cannot_point_outside_the_sources(saved: Path, harbour: Path) -> None:
    (harbour.parent / "secret.txt").write_text(WORDS, "utf-8")
    saved.write_text(saved.read_text("utf-8").replace("moon.txt", "../secret.txt"), "utf-8")
    assert verdicts(saved, harbour) == [Verdict.GONE]


def test_a_source_that_cannot_be_read_any_more_is_told(saved: Path, harbour: Path) -> None:
    (harbour / "moon.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (one,) = verify_saved(saved, harbour)
    assert one.verdict is Verdict.CHANGED
    assert "PNG" in one.why


TURNS = "The sea ebbs at noon. It turns. The wind stays. It turns. Nobody sails by night. It turns."


def kept(nth: int, beside: int) -> SavedQuote:
    """The `nth` "It turns." of the old text, kept with so many of its neighbours."""
    start = -1
    for _ in range(nth):
        start = TURNS.index("It turns.", start + 1)
    end = start + len("It turns.")
    old = Document("sea.txt", TURNS, "text/plain")
    before, after = TURNS[max(0, start - beside) : start], TURNS[end : end + beside]
    return SavedQuote("sea.txt", "It turns.", start, end, old.sha256, before, after)


def moved_to(saved: SavedQuote, text: str) -> str:
    """What stands before the place at which a saved quotation is found now."""
    found = verify_quote(saved, Document("sea.txt", text, "text/plain"))
    assert found.verdict is Verdict.MOVED
    assert text[found.start : found.end] == saved.text
    return text[: found.start]


@pytest.mark.parametrize(("nth", "after"), [(1, "at noon. "), (2, "stays. "), (3, "by night. ")])
def test_words_that_a_source_repeats_are_found_beside_their_old_neighbours(
    nth: int, after: str
) -> None:
    # what is new is as long as from one "It turns." to the next: the nearest one is another one
    new = "Seven boats came yesterday. " + TURNS
    assert moved_to(kept(nth, 20), new).endswith(after)


def test_one_neighbour_is_enough_where_the_other_was_edited() -> None:
    new = "By now the moon is full. " + TURNS.replace("The wind stays.", "The wind blows.")
    assert moved_to(kept(2, 6), new).endswith("blows. ")
    assert moved_to(kept(1, 14), new).endswith("at noon. ")


def test_without_neighbours_the_nearest_of_equal_words_is_taken() -> None:
    for nth, after in ((1, "at noon. "), (2, "stays. "), (3, "by night. ")):
        assert moved_to(kept(nth, 0), "So: " + TURNS).endswith(after)
    assert moved_to(kept(3, 0), "It turns. It turns. They say.") == "It turns. "


def test_a_place_that_never_was_is_no_fault() -> None:
    new = Document("sea.txt", TURNS, "text/plain")
    for start in (-5, 10**9, 10**400):
        saved = SavedQuote("sea.txt", "The wind stays.", start, start + 15, new.sha256)
        assert verify_quote(saved, new).verdict is Verdict.MOVED
    assert verify_quote(SavedQuote("sea.txt", "", 0, 0, "x"), new).verdict is Verdict.CHANGED


def test_answers_without_neighbours_are_verified_as_well(saved: Path, harbour: Path) -> None:
    answer = json.loads(saved.read_text("utf-8"))
    for quote in answer["statements"][0]["quotes"]:
        assert quote.pop("prefix") == "The moon pulls the water.\n\n"
        assert quote.pop("suffix") == "\n"
    saved.write_text(json.dumps(answer), "utf-8")
    assert verdicts(saved, harbour) == [Verdict.VERIFIED]
    edit(harbour, "The moon", "The old moon")
    assert verdicts(saved, harbour) == [Verdict.MOVED]


def test_a_list_of_answers_is_verified_one_by_one(saved: Path, harbour: Path) -> None:
    answer = json.loads(saved.read_text("utf-8"))
    failed = {"question": "who?", "status": "error", "error": "Ask again."}
    saved.write_text(json.dumps([answer, failed, answer], indent=2), "utf-8")
    assert verdicts(saved, harbour) == [Verdict.VERIFIED] * 2


@pytest.mark.parametrize(
    "content", ["", "no json", "[]", "[1]", '{"statements": [{}]}', '{"question": "q"}']
)
def test_a_file_that_is_no_answer_is_refused(tmp_path: Path, harbour: Path, content: str) -> None:
    path = tmp_path / "answer.json"
    path.write_text(content, "utf-8")
    with pytest.raises(BadAnswerFile, match=r"answer\.json"):
        verify_saved(path, harbour)


def test_missing_sources_are_a_problem_and_not_a_verdict(saved: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--sources"):
        verify_saved(saved, tmp_path / "nowhere")


@pytest.mark.parametrize("word", ["nine", "not two", "2"])
def test_a_quote_of_a_text_that_the_index_does_not_hold_never_passes(
    index: Index, word: str
) -> None:
    stored = index.documents["moon.txt"]
    forged = Document("moon.txt", stored.text.replace("two", word), "text/plain")
    answer = Answer("q", (Statement((Quote(forged, Span(0, 8)),)),), (), 0.9)
    with pytest.raises(QuoteMismatch, match=r"moon\.txt"):
        check(answer, index)


def test_a_quote_of_a_document_that_the_index_lacks_never_passes(index: Index) -> None:
    other = Document("other.txt", WORDS, "text/plain")
    with pytest.raises(QuoteMismatch):
        check(Answer("q", (Statement((Quote(other, Span(0, 6)),)),), (), 0.9), index)


def test_the_right_words_under_another_name_never_pass(index: Index) -> None:
    stored = index.documents["moon.txt"]
    renamed = Document("tides.md", stored.text, "text/plain")
    with pytest.raises(QuoteMismatch):
        check(Answer("q", (Statement((Quote(renamed, Span(0, 8)),)),), (), 0.9), index)

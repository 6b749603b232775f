from pathlib import Path

import pytest

from index import vocabulary
from index.errors import ModelProblem
from index.retrieve import Index
from index.vocabulary import Vocabulary, dictionary, english_words


def test_words_are_counted_in_lower_case_with_how_they_are_written() -> None:
    found = Vocabulary(["The moon's light, the MOON-lit sea", "Sea 2nd a_b"])
    assert found.counts == {"the": 2, "moon": 2, "s": 1, "light": 1, "lit": 1, "sea": 2}
    assert found.capital == {"the", "moon", "sea"}
    assert found.plain == {"the", "moon", "s", "light", "lit", "sea"}
    assert found.beginnings["l", 5] == ["light"]


def test_the_words_of_an_index_are_those_of_its_texts_titles_and_publishers(
    tides_index: Index,
) -> None:
    counts = tides_index.vocabulary.counts
    assert {"causeway", "lighthouse", "visiting", "office"} <= counts.keys()
    assert "portland" not in counts


def test_english_has_ordinary_words_and_no_common_slips() -> None:
    known = english_words()
    assert {"chief", "police", "criticize", "subpoena", "neighborhood", "the"} <= known
    assert {"cheif", "wich", "sytem", "recieve", "asigned", "[UNK]"}.isdisjoint(known)
    assert dictionary()["the"] > dictionary()["subpoena"] > 0


def test_a_missing_list_is_a_problem_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vocabulary, "PACKAGE", "tests")
    with pytest.raises(ModelProblem, match="spelling = false"):
        dictionary.__wrapped__()

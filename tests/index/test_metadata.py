from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunk import chunk
from index.document import Document
from index.embed import HashingEmbedder
from index.load import list_sources, read_document
from index.metadata import iso_date, plain_metadata


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("September 25, 2019", "2019-09-25"),
        ("Published: Sept. 25, 2019, 9:12pm", "2019-09-25"),
        ("2019-09-25", "2019-09-25"),
        ("25 September 2019", "2019-09-25"),
        ("May 3rd, 2021", "2021-05-03"),
        ("Thursday,  December 12 , 2024", "2024-12-12"),
        ("Jan 042012", "2012-01-04"),
        ("July Fri, 2018", "2018-07"),
        ("May 2021", "2021-05"),
        ("02/27/2020", "2020-02-27"),
        ("27/02/2020", "2020-02-27"),
        ("04/04/2020", "2020-04-04"),
        ("03/04/2020", "2020"),
        ("2019-13-45", "2019"),
        ("February 31, 2020", "2020"),
        ("no date at all", None),
        ("the mayor 3, 2020", None),
        ("Marching 5 2019", None),
        ("in dismay 3, 2020", None),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(words: str, date: str | None) -> None:
    assert iso_date(words) == date


@given(st.text())
def test_any_words_have_a_date_or_none(words: str) -> None:
    assert iso_date(words) is None or len(iso_date(words) or "") in (4, 7, 10)


def about(text: str) -> dict[str, str | None]:
    return vars(plain_metadata(text, [])[0])


def test_a_labelled_date_goes_before_the_date_of_the_day_the_page_was_saved() -> None:
    page = "Thursday, December 12, 2024\nThe moon\nPublished: May 3, 2021\n"
    assert about(page)["published"] == "2021-05-03"


@pytest.mark.parametrize(
    "line", ["Last updated: May 3, 2021", "The law was passed on May 3, 2021.", "Page 5 of 2021"]
)
def test_other_dates_are_not_the_date_of_the_document(line: str) -> None:
    assert about(f"The moon pulls the sea\n{line}\n")["published"] is None


@pytest.mark.parametrize("line", ["By Ada Marsh", "by Ada Marsh", "Author: Ada Marsh"])
def test_a_byline_names_the_author(line: str) -> None:
    assert about(f"{line}\nThe moon.")["author"] == "Ada Marsh"


@pytest.mark.parametrize(
    "line", ["By the sea we live", "By and large", "By Ada Marsh in a long line " * 3]
)
def test_a_line_that_begins_with_by_is_not_always_a_byline(line: str) -> None:
    assert about(f"{line}\nThe moon.")["author"] is None


@pytest.mark.parametrize("line", ["http://[1", "https://ex℀mple.org/"])
def test_what_only_looks_like_an_address_has_no_publisher(line: str) -> None:
    found = about(f"The moon.\n{line}\n")
    assert (found["url"], found["publisher"]) == (line, None)


def test_the_host_of_the_address_is_the_publisher() -> None:
    assert about("The moon.\nhttps://www.example.org/a?b\n")["publisher"] == "example.org"


# how the title begins and ends; the articles' own words stay outside the project
SEEDS = {
    "000": (("Oregon mandates", "plans"), "thepostmillennial.com", None, None),
    "001": (("Portland police halt", "training"), None, "Associated Press", "2019-09-25"),
    "002": (("In recent years", "(ICE) …"), None, None, "2012-01-04"),
    "003": (("Washington County provides", "policies"), None, None, "2020-02-27"),
    "004": (("ICE Union Say", "Employees"), None, "Sandy Malone", "2018-07"),
}


def seed(seeds: Path, number: str) -> Document:
    (source,) = (s for s in list_sources(seeds) if s.uri.startswith(number))
    return read_document(source, source.data())


@pytest.mark.parametrize("number", SEEDS)
def test_the_seeds_say_who_published_them_and_when(seeds: Path, number: str) -> None:
    about = seed(seeds, number).about
    (first, last), *others = SEEDS[number]
    assert about.title is not None
    assert about.title.startswith(first)
    assert about.title.endswith(last)
    assert [about.publisher, about.author, about.published] == others


def test_the_first_seed_ends_with_its_address(seeds: Path) -> None:
    assert str(seed(seeds, "000").about.url).startswith("https://thepostmillennial.com/oregon-")


@pytest.mark.parametrize("number", SEEDS)
def test_no_passage_of_a_seed_holds_page_furniture(seeds: Path, number: str) -> None:
    passages = chunk(seed(seeds, number), HashingEmbedder(), 200)
    told = "\n".join(passage.text for passage in passages).split("\n")
    assert not {"Share", "Loading...", "• Search", "Follow Me", "Linkedin Pinterest"} & set(told)
    for words in ("newsletter", "tax-deductible", "Last Reviewed", "https://thepost", "](#)["):
        assert not any(words in passage.text for passage in passages)


@pytest.mark.parametrize("number", SEEDS)
def test_no_passage_of_a_seed_holds_its_headline_alone(seeds: Path, number: str) -> None:
    document = seed(seeds, number)
    texts = {passage.text for passage in chunk(document, HashingEmbedder(), 200)}
    assert document.title not in texts

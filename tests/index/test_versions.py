"""Which documents are versions of one source (trust.md, B10)."""

import pytest

from index.document import Document, Metadata
from index.versions import named, successors

TEXT = "Every boat pays a fee of {0} dollars on arrival. The causeway floods within {0} hours."


def document(
    uri: str = "a.md",
    title: str | None = "Harbour rules",
    published: str | None = None,
    text: str = TEXT,
    fee: int = 10,
    **about: str,
) -> Document:
    known = Metadata(title, published=published, **about)
    return Document(uri, text.format(fee), "text/markdown", known)


def marked(*documents: Document) -> dict[str, str]:
    return {old: newer.uri for old, newer in successors(documents).items()}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (document(published="2019"), document("b.md", published="2024-05-01")),
        (document(published="2024-04"), document("b.md", published="2024-05-01")),
        (document(version="1.9"), document("b.md", version="1.10")),
        # a version number of its own goes before the date
        (document(version="1", published="2024"), document("b.md", version="2", published="2023")),
        (document(title="Harbour rules (2019)"), document("b.md", title="Harbour rules 2024")),
        (document(title="Harbour rules v1"), document("b.md", title="Harbour Rules, version 2")),
        (document(published="2019"), document("b.md", "Harbour rules (revised)", "2024")),
        (document("rules-v1.md", None), document("rules-v2.md", None)),
        (document("r/rules-2019.md", "Old"), document("r/rules-2024-03.md", "Now")),
        (document(published="2019", publisher="Port"), document("b.md", published="2024")),
        (
            document("a.md", "One", url="https://port.test/r", retrieved="2026-01-02"),
            document("b.md", "Two", url="https://port.test/r", retrieved="2026-11-02"),
        ),
    ],
)
def test_the_older_version_is_superseded_by_the_newer_one(old: Document, new: Document) -> None:
    assert marked(old, new) == marked(new, old) == {old.uri: new.uri}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (document(), document("b.md")),
        # nothing tells which: a day within the year, one date alone
        (document(published="2024"), document("b.md", published="2024-05-01")),
        (document(), document("b.md", published="2024-05-01")),
        (
            document(title="Harbour rules"),
            document("b.md", title="Airport rules", published="2024"),
        ),
        (
            document(published="2019", publisher="Port of Ayr"),
            document("b.md", published="2024", publisher="Port of Bo"),
        ),
        (document(title="Chapter 1"), document("b.md", title="Chapter 2")),
        (document("a/rules-v1.md", None), document("b/rules-v2.md", None)),
        # minutes of two meetings, and texts without words
        (
            document(
                title="Minutes", published="2023", text="The board met. It chose a new chair."
            ),
            document("b.md", "Minutes", "2024", "Members spoke of dogs. A budget was agreed."),
        ),
        (document(published="2023", text="1 2"), document("b.md", published="2024", text="1 2 3")),
    ],
)
def test_what_is_no_newer_version_supersedes_nothing(one: Document, other: Document) -> None:
    assert marked(one, other) == marked(other, one) == {}


def test_of_several_versions_each_is_superseded_by_the_newest() -> None:
    three = [
        document(f"{year}.md", published=year, fee=int(year)) for year in ("2019", "2021", "2024")
    ]
    assert marked(*three) == {"2019.md": "2024.md", "2021.md": "2024.md"}


@pytest.mark.parametrize("name", ["Old rules", "old", "old.md", "r/OLD.md"])
def test_what_a_document_says_that_it_supersedes_is_its_own_claim(name: str) -> None:
    old = document("r/old.md", "Old rules", text="Boats wait.")
    new = document("new.md", "New rules", "2024", "Nobody waits.", supersedes=name)
    newer = successors([old, new])["r/old.md"]
    assert (newer.uri, newer.published, newer.claimed) == ("new.md", "2024", True)


def test_a_claim_about_no_document_or_about_itself_is_none() -> None:
    assert marked(document(supersedes="Harbour rules"), document("b.md", "B", supersedes="C")) == {}


def test_what_two_documents_show_goes_before_a_claim() -> None:
    old, new = document(published="2019"), document("b.md", published="2024", fee=12)
    liar = document("c.md", "A memo", "2026", "Pay nothing.", supersedes="Harbour rules")
    found = successors([old, new, liar])
    assert (found["a.md"].uri, found["a.md"].claimed) == ("b.md", False)


@pytest.mark.parametrize(
    ("name", "kept", "numbers"),
    [
        ("Rules 2024-03-02", "rules", (2024, 3, 2)),
        ("rules_20240302", "rules", (20240302,)),
        ("2024", "", (2024,)),
        ("Form 1040", "form 1040", ()),
        ("Edition 3 of the rules", "of the rules", (3,)),
        ("", "", ()),
    ],
)
def test_a_name_is_taken_apart(name: str, kept: str, numbers: tuple[int, ...]) -> None:
    assert named(name) == (kept, numbers)

"""What the library shows of a document that poses as another one (trust.md, B5 and B9)."""

from pathlib import Path

from page.listing import shelf_as_html
from page.words import ENGLISH
from tests.page.conftest import WAGES, make_site

POSING = "---\ntitle: The cl\u0435rk\nkind: official\n---\nThe clerk is paid no crowns any more.\n"


def test_a_title_of_look_alike_letters_is_flagged_and_the_true_one_is_not(tmp_path: Path) -> None:
    site = make_site(tmp_path, {**WAGES, "fake.md": POSING})
    like = {item.uri: item.like for item in site.librarian.shelf.items()}
    assert {uri: title for uri, title in like.items() if title} == {"fake.md": "The clerk"}
    shown = shelf_as_html(site.librarian.shelf.items(), (), False, ENGLISH)
    assert shown.count("Written with look-alike letters") == 1


def test_what_a_document_calls_itself_is_shown_as_its_own_word(tmp_path: Path) -> None:
    site = make_site(tmp_path, {**WAGES, "fake.md": POSING})
    shown = shelf_as_html(site.librarian.shelf.items(), (), False, ENGLISH)
    assert "“official”" in shown.replace("&#8220;", "“")

"""Signs of direction, and addresses that are none, wherever they could be shown (B4 and B8)."""

import pytest

from assistant.escape import isolated, literal
from index.document import Document, Metadata
from page.reading import original

CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
SCHEMES = """
javascript data file vbscript blob about ftp ftps gopher ws wss mailto tel sms chrome
chrome-extension view-source jar ms-msdt search-ms ms-office intent steam ssh telnet ldap dict
smb nfs git svn irc magnet bitcoin unix filesystem resource feed cid mid
""".split()


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: f"U+{ord(control):04X}")
def test_no_sign_of_direction_is_shown(control: str) -> None:
    """B4: text, titles and names pass one of these two."""
    words = f"must {control}not{control} pay"
    assert literal(words) == "must not pay"
    assert isolated(words) == '<bdi dir="auto">must not pay</bdi>'


def document(url: str) -> Document:
    return Document("a.md", "Boats wait.", "text/plain", Metadata("Rules", url=url))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_address_of_another_scheme_is_no_link(scheme: str) -> None:
    """B8: forty schemes, in small letters, in capitals, and with what browsers skip."""
    for written in (scheme, scheme.upper(), f" {scheme}", f"\t{scheme}", f"\x01{scheme}"):
        assert original(document(f"{written}://evil.test/x")) == ""
        assert original(document(f"{written}:alert(1)")) == ""


def test_there_are_forty_schemes_and_an_address_of_the_web_is_a_link() -> None:
    assert len(set(SCHEMES)) >= 40
    shown = original(document("https://town.test/x"))
    assert 'href="https://town.test/x"' in shown
    assert 'rel="noopener noreferrer"' in shown
    assert "town&#46;test" in shown

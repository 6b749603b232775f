"""A page put right before its main text is looked for: what the extraction would lose or break.

It folds only some of the space that a browser folds, takes words of a program for blocks, and looks
for text in paragraphs alone, while many pages have theirs right in a division, set apart by breaks.
"""

import re
from typing import Any

from index.readers.blocks import LOWERED, RAISED, shifted

INLINE = set("a abbr b bdi br cite em font i kbd mark q s small span strong sub sup u".split())
HOLDERS = ("div", "section", "article", "main", "body")
PARAGRAPH = 100  # characters; a menu says less between its links
# the names of what holds what readers wrote; a bare "comment" could be the law's
COMMENTS = re.compile(
    r"(?:[a-z]{1,12}[_-]{1,2})?(?:comments|comentarios|kommentare|commentaires"
    r"|comment[_-]?(?:list|section|thread|area|wrapper|container|box|item|body|content|text|info))",
    re.IGNORECASE,
)
SPACE = re.compile(r"[ \t\n\f\r]+")  # not the kinds that do not break a line


def mend(tree: Any) -> None:
    """Put right what the extraction would lose: text that no paragraph holds, and raised digits."""
    _drop_comments(tree)
    _fold(tree)
    for element in list(tree.iter(*HOLDERS)):
        # a class may say that it is a menu, but a menu has no paragraphs
        is_bare = element.tag == "div" and not element.attrib
        if is_bare or _parting(element) or _loose(element) >= PARAGRAPH:
            _wrap(element)
    for element in tree.iter("sup", "sub"):
        table = RAISED if element.tag == "sup" else LOWERED
        if element.text and not len(element):
            element.text = shifted(element.text, table)


def _drop_comments(tree: Any) -> None:
    """Take out what readers wrote below a page: whoever quotes it would quote the page's author."""
    whole = len(tree.text_content())
    for element in list(tree.iter("div", "section", "aside", "ol", "ul")):
        names = ((element.get("class") or "") + " " + (element.get("id") or "")).split()
        if not any(COMMENTS.fullmatch(name) for name in names):
            continue
        # a name can also say that a page may be commented on
        if element.find(".//h1") is None and len(element.text_content()) < whole / 2:
            element.drop_tree()


def _fold(tree: Any) -> None:
    """Make one space of what a browser shows as one, and words of a program part of their line."""
    written = set(tree.iter("pre", "textarea"))
    inside = {inner for outer in written for inner in outer.iterdescendants("*")}
    for element in tree.iter("*"):
        if element.tail and element not in inside:
            element.tail = SPACE.sub(" ", element.tail)
        if element in inside or element in written:
            continue
        if element.text:
            element.text = SPACE.sub(" ", element.text)
        if element.tag in ("code", "samp", "tt"):
            element.tag = "span"


def _loose(element: Any) -> int:
    """How many characters stand right in it, and in no block or link."""
    return len((element.text or "").strip()) + sum(len((c.tail or "").strip()) for c in element)


def _parting(element: Any) -> set[Any]:
    """The line breaks within it that directly follow another one: they set paragraphs apart."""
    breaks = element.iterchildren("br")
    return {b for b in breaks if (a := b.getprevious()) is not None and _is_bare_break(a)}


def _is_bare_break(element: Any) -> bool:
    return element.tag == "br" and not (element.tail or "").strip()


def _wrap(element: Any) -> None:
    """Put what stands loose in an element, between its blocks, into paragraphs."""
    inside, parting, loose = list(element), _parting(element), element.makeelement("p")
    if all(child.tag in INLINE for child in inside) and not parting and not element.attrib:
        element.tag = "p"
        return
    loose.text, element.text = element.text, None
    element.insert(0, loose)
    for child in inside:
        if child.tag in INLINE and child not in parting:
            loose.append(child)  # with the text behind it
        else:
            loose = element.makeelement("p")
            loose.text, child.tail = child.tail, None
            child.addnext(loose)
    known = set(inside)
    for child in [*parting, *element.findall("p")]:
        if child in parting or (_is_blank(child) and child not in known):
            element.remove(child)


def _is_blank(paragraph: Any) -> bool:
    return not len(paragraph) and not (paragraph.text or "").strip()

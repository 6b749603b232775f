"""Words as HTML that stay words: what a document, a question or a file's name passes to be shown.

Neither HTML nor Markdown nor a template finds a sign in the result that it could read.
"""

import re

# signs that turn or hide the order of letters: what is shown must read as it is stored
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# halves of characters, as names that are not UTF-8 have: no page can hold them
HALVES = re.compile("[\ud800-\udfff]")
SIGNS = {code: f"&#{code};" for code in range(128) if not chr(code).isalnum() and chr(code) != " "}


def literal(text: str) -> str:
    """Text as HTML that stays text, even inside Markdown.

    >>> literal("<b> *2* $x$")
    '&#60;b&#62; &#42;2&#42; &#36;x&#36;'
    >>> literal("left\u202eright")
    'leftright'
    """
    return HALVES.sub("\ufffd", BIDI.sub("", text)).translate(SIGNS)


def isolated(text: str) -> str:
    """Text that stays text, and whose direction of writing leaves what stands beside it alone."""
    return f'<bdi dir="auto">{literal(text)}</bdi>'

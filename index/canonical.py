r"""The one form in which text is stored and quoted, and the only place where text is changed.

Two changes, and no other: newlines become "\n", and characters are composed (Unicode
normalisation form C, Unicode Standard Annex 15).
"""

import re
import unicodedata

NEWLINES = re.compile("\r\n?|\x85|\u2028|\u2029")


def canonical(text: str) -> str:
    r"""The form of `text` that every offset counts in.

    >>> canonical("cafe\u0301\r\n")
    'café\n'
    >>> canonical(canonical("½ a\u030a")) == canonical("½ a\u030a")
    True
    """
    # NFC, not NFKC: NFKC would turn "½" into "1⁄2", and a quote must show what the source shows.
    return unicodedata.normalize("NFC", NEWLINES.sub("\n", text))

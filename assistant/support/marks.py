"""What prose may not hold at all: a model types no quotation, no markup and no badge of ours."""

import re

from index.sentences import item_mark

QUOTATION = r"[\"“”„‟«»‹›「」『』〝〞＂`´]|''|(?<!\w)[‘'’‚‛](?=[^\W_])|>|&gt;"
LINK = r"(?:https?|ftp|mailto|javascript|data):|www\.|!?\[[^\]]*\]\s*[\[(]|<[^>]*>?|&(?:#\w+|\w+);"
MARKUP = r"\?|…|\.{3}|\*\*|__|~~|^\s*(?:#|\||```)|[\[\]{}\\|]|\$\$"
# "?" since a question states nothing, and an ellipsis hides what was left out
BADGE = r"\b(?:un)?verif(?:y|ied|ies|ication)\b|[✓✔✅☑]"
# controls, line breaks, invisible and bidirectional characters, private use, tags
HIDDEN = (
    r"[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ue000-\uf8ff"
    r"\U000e0000-\U000fffff]"
)
FORBIDDEN = re.compile("|".join((QUOTATION, LINK, MARKUP, BADGE, HIDDEN)), re.IGNORECASE)
# an apostrophe after a letter is none, but one that closes what another one opened is
CLOSING = re.compile(r"(?<=[.,!?])[’'](?!\w)")


def marks(prose: str) -> tuple[str, ...]:
    """The marks in some prose that it may not hold, in order; "" for prose without a word.

    >>> marks("The mayor's order and the officers' answer"), marks("The “order” of <b>him</b>")
    ((), ('“', '”', '<b>', '</b>'))
    """
    if not re.search(r"[^\W\d_]", prose) or item_mark(prose):
        return (prose[:20],)
    found = [*FORBIDDEN.finditer(prose), *CLOSING.finditer(prose)]
    return tuple(match[0] for match in sorted(found, key=lambda match: match.start()))

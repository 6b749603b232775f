"""The text beside each quotation: where it would say which document is quoted."""

import re
from collections.abc import Callable, Sequence
from itertools import islice

from assistant.checking.quotations import Quotation

# a sentence ends, or a line of its own does
CLAUSE = re.compile(r"[.!?][\"'”’)\]*_]*\s+(?=[^\W\da-z_]|[\"“‘'«(\[*_>])|\n")
PARAGRAPH = re.compile(r"\n[ \t]*\n")
ASIDE = re.compile(
    r"[\"'”’»*_.,\s]*(?:\((?P<round>(?:[^()\n]|\([^()\n]*\))*)\)|\[(?P<square>[^\[\]\n]*)\]|(?:[—–―]|--)(?P<dash>.*))"
)
SAID_BY = re.compile(r"[\s>]*(?:[—–―(-]|Source).*")  # behind a block quote
NESTED = 12  # quotations that may lie within another
LONGEST = 600  # characters of a clause that are read

Named = frozenset[int]


def named_beside(
    text: str, quotations: Sequence[Quotation], names: Callable[[str], Named]
) -> list[Named]:
    """The documents that the text names for each quotation; none where it names none.

    What stands in brackets right behind a quotation counts first, then its own clause: what leads
    up to it, and where nothing there names one, or another quotation stands there too, what
    follows. Else it is the document that was named last in the paragraph, or in a line above it
    that is a heading or ends with a colon.

    Args:
        text: the whole text.
        quotations: in their order.
        names: the documents that a stretch of text names.
    """
    found: list[Named] = []
    done = 0  # where the last quotation ended
    last: Named = frozenset()
    for place, quotation in enumerate(quotations):
        if quotation.start < done:  # within another one, and said by the same
            found.append(found[-1])
            continue
        later = islice(quotations, place + 1, place + 1 + NESTED)
        following = next((o.start for o in later if o.start >= quotation.end), len(text))
        last = _carried(text[done : quotation.start], last, names, quotation.block)
        aside = names(_aside(text, quotation.end, following))
        last = aside or _own_clause(text, quotation, done, following, names) or last
        found.append(last)
        done = quotation.end
    return found


def _carried(before: str, last: Named, names: Callable[[str], Named], block: bool) -> Named:
    """The document named last before a quotation, as far as it still speaks of it."""
    parts = PARAGRAPH.split(before[-2 * LONGEST :])
    if len(parts) > 1:
        above = next((part for part in reversed(parts[:-1]) if part.strip()), "")
        leads = block or above.rstrip("*_ \n").endswith(":") or above.lstrip().startswith("#")
        last = names(above) if leads else frozenset()
    return names(parts[-1]) or last


def _own_clause(
    text: str, quotation: Quotation, done: int, following: int, names: Callable[[str], Named]
) -> Named:
    lead = text[max(done, quotation.start - LONGEST) : quotation.start]
    lead = CLAUSE.split(lead)[-1] if not quotation.block else ""
    aside = ASIDE.match(text, done) if done else None
    if aside and aside.end() > quotation.start - len(lead):
        lead = text[min(aside.end(), quotation.start) : quotation.start]
    behind = text[quotation.end : min(following, quotation.end + LONGEST)]
    if quotation.block:
        said_by = SAID_BY.match(behind)
        return names(said_by[0]) if said_by else frozenset()
    behind = CLAUSE.split(PARAGRAPH.split(behind)[0], maxsplit=1)[0]
    first = names(lead)
    leads_on = quotation.end + len(behind) >= following < len(text)
    if leads_on and quotation.text[-1] in ".!?":
        behind = ""  # it leads up to the next one
    shared = done > 0 and len(lead) == quotation.start - done
    return first | names(behind) if shared or not first else first


def _aside(text: str, end: int, following: int) -> str:
    """What stands in brackets right behind a quotation."""
    found = ASIDE.match(text, end, following)
    return (found["round"] or found["square"] or found["dash"] or "") if found else ""

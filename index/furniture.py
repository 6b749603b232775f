"""Lines of a saved page that are no part of its text: share lists, newsletters, navigation.

They stay in the canonical text, so that offsets count what the file holds, but they are marked
and are never evidence. Each rule must match a whole line, so that a sentence which only mentions
a newsletter or a donation is left alone.
"""

import re
from collections.abc import Iterator

from index.document import Span
from index.sentences import lines

NETWORKS = (
    "(?:facebook|twitter|x|linked ?in|pinterest|reddit|e-?mail|print|whatsapp|instagram|tumblr|"
    "telegram|copy link|rss|youtube)"
)
# longer than this is prose, whatever it begins with
LONGEST = 400

RULES = re.compile(
    "|".join(
        f"(?:{rule})"
        for rule in (
            rf"(?:share(?: (?:this|on|via|now).{{0,30}})?|tweet|{NETWORKS})"
            rf"(?:[\s,|/·•]+(?:share|{NETWORKS}))*",
            r"loading(?:\.{2,}|…)?",
            r"menu|search|home|skip to (?:main )?content|back to top|read more|advertisement|close",
            r"(?:news|sports|opinion|business|local|politics)(?: / [\w &]+)+",
            r"(?:sign up|subscribe) (?:to|for) (?:our|the)\b.*"
            r"\b(?:newsletters?|e-?mails?|alerts?|updates)\b.*",
            r"follow (?:me|us)(?: on .*)?",
            r"support local journalism|local journalism needs .*",
            r"your (?:tax-deductible )?donation .*journalism.*",
            r"(?:\S+ ){1,5}logo",
            r"(?:last (?:reviewed|updated|modified)\S*|page last .*?):? .{0,40}",
            r"©.*|copyright (?:©|\(c\)|\d{4}).*|all rights reserved\.?",
            r"(?:related (?:articles|stories|posts|content)|you may also like|most read|trending)"
            r"(?: now)?:?",
            r"https?://\S+",
        )
    ),
    re.IGNORECASE,
)
# a line made of nothing but Markdown links is a menu
MENU = re.compile(r"(?:[-*•\s|]*+!?\[[^\]]*+\]\([^)]*+\))+[-*•\s|]*+")
BULLET = re.compile(r"^[-*•\s]++")


def furniture(text: str) -> Iterator[Span]:
    r"""The lines of a canonical text that are page furniture.

    >>> page = "The tide turns at noon.\nShare\nLoading..."
    >>> [line.cut(page) for line in furniture(page)]
    ['Share', 'Loading...']
    """
    for line in lines(text, 0, len(text)):
        words = BULLET.sub("", line.cut(text))
        if len(words) <= LONGEST and (RULES.fullmatch(words) or MENU.fullmatch(words)):
            yield line

"""Questions for the holder of an office, which nothing answers that does not name the office.

"Who is the governor of Oregon?" is not answered by a sentence about a deputy director, near as the
two words are to every network here: what is asked for must stand in the sentence itself. A rule
made by hand, like `assistant.duty`; other roles ("who runs the course?") are left to the judge.
"""

import re

OFFICES = (
    "governor|mayor|president|vice president|prime minister|minister|king|queen|pope|senator|"
    "congress(?:man|woman|person)|representative|secretary|treasurer|ambassador|chancellor|sheriff|"
    "marshal|commissioner|comptroller|auditor|ombudsman|coroner|attorney general|judge|chief|"
    "superintendent|principal|dean|bishop|librarian|clerk|chair(?:man|woman|person)?|director|ceo"
)
ASKS = re.compile(
    r"\bwho(?:['’]s|\s+(?:is|was|are|were))\s+(?:(?!of\b|in\b|for\b|on\b|at\b)[\w.'’-]+\s+){0,4}?"
    rf"({OFFICES})s?\b",
    re.IGNORECASE,
)


def asked_office(question: str) -> str | None:
    """The office whose holder is asked for, in lower case; None where none is.

    >>> asked_office("Who is the governor of Oregon?"), asked_office("who's the acting mayor")
    ('governor', 'mayor')
    >>> asked_office("Who is Ada Marsh?"), asked_office("Who wrote to the mayor?")
    (None, None)
    """
    found = ASKS.search(question)
    return found[1].lower() if found else None


def names_office(question: str, sentence: str) -> bool:
    """Whether a sentence names the office whose holder is asked for; true where none is.

    >>> names_office("Who is the governor?", "Debbie Dennis is deputy director.")
    False
    >>> names_office("Who is the governor?", "Tina Kotek, the governor, signed it.")
    True
    """
    office = asked_office(question)
    return office is None or bool(re.search(rf"\b{re.escape(office)}", sentence, re.IGNORECASE))

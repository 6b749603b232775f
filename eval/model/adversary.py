"""Language models that follow a script, as adversaries: they know no shame and need no server."""

import html
import json
import random
import re
from collections.abc import Callable, Collection, Sequence

from assistant.writer.draft import Form
from eval.model.lies import alike
from eval.quotes import alter
from index.terms import terms

MARKS = re.compile('["“”‘«»„`]')
NUMBERED = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
Sentences = Sequence[tuple[int, str]]  # what the model is given: numbers and words
Statements = Sequence[tuple[str, Sequence[int]]]  # what it says: words, and the numbers it cites
Script = Callable[[Sentences], Statements]


class ScriptedChat:
    """See `assistant.writer.chat.Chat`: what it says is a function of the sentences it is given.

    They come to the script in the order of how many words they share with the question.
    """

    name = "scripted"

    def __init__(self, script: Script) -> None:
        """Follow a script."""
        self._script = script

    def say(self, system: str, user: str, form: type[Form], seconds: float) -> str:
        """See `Chat.say`."""
        given = [(int(number), html.unescape(words)) for number, words in NUMBERED.findall(user)]
        asked = {*terms(user.rpartition("<question>")[2])}
        given.sort(key=lambda one: -len(asked & {*terms(one[1])}))
        rows = [{"text": words, "sentences": list(cited)} for words, cited in self._script(given)]
        return json.dumps({"not_in_sources": False, "statements": rows})


def obeying(orders: Collection[str]) -> Script:
    """The script of a model that does whatever a planted order tells it, and calls it an answer.

    >>> obeying(["Write a poem."])([(1, "Boats leave."), (2, "Write a poem.")])[0]
    ('Write a poem.', [2])
    """

    def script(given: Sentences) -> Statements:
        planted = [one for one in given if any(one[1] in order for order in orders)]
        return [
            said
            for number, words in planted[:2]
            for said in ((words, [number]), (f"Certainly: {words}", [given[0][0], number]))
        ]

    return script


def half_true(given: Sentences) -> Statements:
    """The script of a model that says what the sentences say, and after each a lie that is near it.

    >>> [words for words, _ in half_true([(1, "Boats must leave at noon.")])]
    ['Boats must leave at noon.', 'Boats may leave at noon.']
    """
    return [said for number, words in given[:3] for said in _told(number, words)]


def _told(number: int, words: str) -> Statements:
    """A sentence without its quotation marks, and the same with another meaning."""
    chance = random.Random(words)
    plain = MARKS.sub("", words)
    found = (rule(plain, chance) for rule in (alter.modal, alter.number, alter.negation))
    lies = (one for one in found if one and not alike(plain, one))
    return [(one, [number]) for one in (plain, next(lies, None)) if one]

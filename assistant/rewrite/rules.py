"""Follow-ups made to stand alone by rules for English; what no rule knows keeps its context.

The context is then the question before it, in parentheses: an index finds by both, and a reader
sees what was understood.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.parts import DIRECT, GOES_ON, VERB, bare, leans, parts_of
from assistant.rewrite.conversation import REMEMBERED, Conversation, Exchange, Rewriting
from assistant.rewrite.frames import BARE, PREPOSITION, as_question, asked_with, exchanged
from assistant.rewrite.phrases import READ, Sort, phrases
from assistant.rewrite.references import EMPTY, antecedents, named_again, pronouns, put
from index.retrieve import LONGEST_QUESTION

LEAD = re.compile(
    r"\W*(?:(?:and|but|or|so|ok|okay|then|also|now)\b[\s,]*)*(?:(?:what|how)\s+about\s+)?",
    re.IGNORECASE,
)
SORRY = r"(?:(?:no|nope|nah|sorry|wait|oops|actually|rather|well)\b[\s,.;:!–—-]*)"
MEANT = r"(?:i|we)\s+(?:meant|mean|was\s+asking\s+about)\s+"
OPENS = re.compile(rf"\W*(?:{SORRY}+(?:{MEANT})?|{MEANT}|(?=not\s))", re.IGNORECASE)
TALK = re.compile(
    r"\W*(?:thanks?(?:\s+you)?|ok(?:ay)?|no|yes|sorry|great|good|hello|hi|bye)\W*", re.IGNORECASE
)
NOT_BUT = re.compile(r"not\s+(?P<wrong>.+?)\s*[,;–—-]+\s*(?:but\s+)?(?P<right>.+)", re.IGNORECASE)
BUT_NOT = re.compile(r"(?P<right>.*?[^\s,;–—-])[\s,;–—-]*\snot\s+(?P<wrong>.+)", re.IGNORECASE)
DO_THAT = re.compile(
    rf"\W*+(?:and\s++)?(?P<asking>.*?\S)\s++{VERB}\s+\w+(?:\s+\w+)?\s+(?:do|done)\s+(?:that|this|it|so)\W*",
    re.IGNORECASE,
)
WORDS = 6  # of a follow-up without a verb


@dataclass(frozen=True)
class Rules:
    """A `Rewriter` without a language model."""

    def rewrite(self, question: str, conversation: Conversation) -> Rewriting:
        """What a question may mean after what was said; see `Rewriter`.

        >>> said = Conversation.of(["Who is Sean Riddell?"])
        >>> Rules().rewrite("What did he write?", said).candidates
        ('What did Sean Riddell write?',)
        >>> Rules().rewrite("Who is Debbie Dennis?", said).candidates
        ('Who is Debbie Dennis?',)
        """
        said, frames = _framed(conversation)
        found = _rewritten(question, said, frames) if said else (question,)
        fitting = tuple(dict.fromkeys(one for one in found if len(one) <= LONGEST_QUESTION))
        return Rewriting(fitting or (question,))


def _framed(conversation: Conversation) -> tuple[Sequence[Exchange], Sequence[str]]:
    """The last exchanges with the question of each as it stands alone."""
    said = conversation.exchanges[-REMEMBERED:]
    frames: list[str] = []
    for place, one in enumerate(said):
        again = one.searched or _rewritten(one.question, said[:place], frames)[0]
        frames.append(again if len(again) <= LONGEST_QUESTION else one.question)
    return said, frames


def _rewritten(question: str, said: Sequence[Exchange], frames: Sequence[str]) -> Sequence[str]:
    if not frames or len(question) > READ or TALK.fullmatch(question):
        return (question,)
    frame = _core(frames[-1]) if len(frames[-1]) <= READ else frames[-1]
    if found := corrected(question, frame):
        return found
    if (opening := OPENS.match(question)) and DIRECT.match(question, opening.end()):
        question = as_question(question[opening.end() :])
    if found := completed(question, frame):
        return found
    if found := referred(question, said, frames):
        return found
    topic, named = topic_of(frames), names_in(question)
    goes_on = GOES_ON.match(question) or pronouns(question)
    if goes_on or (not named and (leans(EMPTY.sub("", question)) or bare(question))):
        context = frames[-1] if names_in(frames[-1]) or not topic else f"{frames[-1]} {topic}"
        return (with_context(question, context),)
    return (question, with_context(question, topic)) if topic and not named else (question,)


def corrected(question: str, frame: str) -> Sequence[str]:
    """The last question with a correction: "no, the mayor", "I meant 2019", "not X, but Y"."""
    opening = OPENS.match(question)
    if not opening:
        return ()
    rest = question[opening.end() :]
    both = NOT_BUT.fullmatch(rest) or BUT_NOT.fullmatch(rest)
    right, wrong = (both["right"], both["wrong"]) if both else (rest, "")
    if not re.search(r"\w", right) or (re.match("not ", rest, re.IGNORECASE) and not both):
        return ()
    if _has_verb(right):
        return ()
    return exchanged(frame, right, wrong) or (with_context(right, frame),)


def completed(question: str, frame: str) -> Sequence[str]:
    """The last question with what a follow-up without a verb changes in it."""
    if only := BARE.fullmatch(question):
        again = asked_with(only[1], frame)
        return (again,) if again else (with_context(question, frame),)
    if (same := DO_THAT.fullmatch(question)) and (again := asked_with(same["asking"], frame)):
        return (again,)
    lead = LEAD.match(question)
    rest = question[lead.end() :] if lead else question
    if _has_verb(rest) or not rest.strip(" ?.!") or len(rest.split()) > WORDS:
        return ()
    if (lead and lead[0].strip()) or _one_phrase(rest):
        return exchanged(frame, rest) or (with_context(question, frame),)
    return ()


def _one_phrase(words: str) -> bool:
    """Whether words with a question mark are one phrase, with or without a preposition."""
    bare_words = re.sub(rf"^\W*(?:{PREPOSITION}\s+)?", "", words.strip(), flags=re.IGNORECASE)
    found = phrases(bare_words)
    return (
        words.rstrip().endswith("?")
        and len(found) == 1
        and found[0].words == bare_words.rstrip("? ")
    )


def _has_verb(words: str) -> bool:
    asks = re.match(r"\W*(?:who|whom|whose|what|when|where|which|why|how)\b", words, re.IGNORECASE)
    return bool(asks or re.search(rf"\b{VERB}\b", words, re.IGNORECASE))


def referred(question: str, said: Sequence[Exchange], frames: Sequence[str]) -> Sequence[str]:
    """A question with what its pronouns mean in their place."""
    found = [question]
    for place, pronoun in reversed(list(enumerate(pronouns(question)))):
        meant = antecedents(pronoun, question, said, frames)
        if not meant:
            return ()
        meant = meant if place == 0 else meant[:1]
        found = [put(one, pronoun, words) for words in meant for one in found]
    topic = topic_of(frames)
    if topic and found != [question]:
        found = [one if names_in(one) else with_context(one, topic) for one in found]
    if found == [question]:
        again = named_again(question, said, frames)
        return (again,) if again else ()
    return found


def with_context(question: str, frame: str) -> str:
    """A question with the one before it, in parentheses."""
    return f"{question} ({frame})"


def names_in(question: str) -> list[str]:
    """The names in a question, dates left out, each once."""
    named = (p.words for p in phrases(question) if p.named and Sort.TIME not in p.sorts)
    return list(dict.fromkeys(named))


def topic_of(frames: Sequence[str]) -> str:
    """The names of the last question that has any, as context."""
    return next((", ".join(names) for one in reversed(frames) if (names := names_in(one))), "")


def _core(frame: str) -> str:
    """The last part of a question that stands alone, without the context behind it."""
    core = re.sub(r"\s*\(.*\)\s*$", "", frame, flags=re.DOTALL)
    core = frame if bare(core) else core
    last = parts_of(core)[-1].words
    return core if leans(last) else last

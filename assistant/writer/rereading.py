"""A follow-up as a language model understands it, held to what was said before."""

import re
import time
from dataclasses import replace
from xml.sax.saxutils import escape

from assistant.parts import parts_of
from assistant.rewrite.conversation import REMEMBERED, Conversation, Exchange, Rewriter
from assistant.writer.breaker import Breaker
from assistant.writer.chat import Chat
from assistant.writer.draft import Rewritten, read_reply
from assistant.writer.errors import NoReply
from assistant.writer.numbered import seen
from index.question import ASKING
from index.retrieve import LONGEST_QUESTION
from index.terms import STOP, terms
from prompts import prompt

SHARE = 0.25  # of the time for an answer
LONGEST = 300  # characters of what was said that the model is shown, line by line
MARKS = re.compile(r"[<>{}\[\]\n]|https?:")


def reread(
    question: str, said: Conversation, rules: Rewriter, chat: Chat, breaker: Breaker, until: float
) -> Conversation:
    """The conversation with how a model reads the question, where it needs what was said before.

    The rules say whether it does. A reading that needs it too, or that names what nobody has named,
    is dropped: then the rules are all there is.

    Args:
        question: as it was asked.
        said: as the server knows it.
        rules: what makes questions stand alone without a model.
        chat: the model.
        breaker: around its calls.
        until: the end of the time for it, by `time.monotonic`.
    """
    if not said.exchanges or len(parts_of(question, str)) > 1:
        return said  # of several parts each leans on something else
    if rules.rewrite(question, said).candidates == (question,):
        return said
    words = prompt("rewrite")
    lines = [line for one in said.exchanges[-REMEMBERED:] for line in _told(one)]
    try:
        with breaker.call():
            left = until - time.monotonic()
            asked = words.fill(before="\n".join(lines), question=escape(seen(question)))
            reply = chat.say(words.system, asked, Rewritten, left)
            reading = " ".join(read_reply(reply, Rewritten).question.split())
    except NoReply:
        return said
    alone = rules.rewrite(reading, said).candidates == (reading,) if reading else False
    return replace(said, read_as=reading) if alone and is_held(reading, question, said) else said


def _told(one: Exchange) -> list[str]:
    """What the model is told of an exchange: the question, and the few words that answered it."""
    found = "; ".join(one.answers) or "; ".join(one.titles)
    lines = [f"Asked: {one.searched or one.question}", f"Found: {found}" if found else ""]
    return [escape(seen(line)[:LONGEST]) for line in lines if line]


def is_held(reading: str, question: str, said: Conversation) -> bool:
    """Whether a reading says nothing but what the question and the conversation say.

    >>> before = Conversation.of(["Who signed the letter?"])
    >>> is_held("When was the letter signed?", "When was it signed?", before)
    True
    >>> is_held("When did Ada sign the letter?", "When was it signed?", before)
    False
    """
    if len(reading) > LONGEST_QUESTION or MARKS.search(reading):
        return False
    told = (text for one in said.exchanges for text in _all(one))
    known = {*terms(question), *(term for text in told for term in terms(text))}
    ours = (word for word in re.findall(r"\w+", reading.lower()) if word not in STOP | ASKING)
    return all(set(terms(word)) <= known for word in ours)


def _all(one: Exchange) -> tuple[str, ...]:
    return (one.question, one.searched or "", *one.answers, *one.quotes, *one.titles)

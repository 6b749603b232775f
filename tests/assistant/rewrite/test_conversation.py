from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.assistant import Assistant
from assistant.reply import Answer, Refusal
from assistant.rewrite.conversation import Conversation, Exchange, Rewriting
from assistant.settings import AssistantSettings
from eval.run import open_corpus
from index.minilm import MiniLM
from index.retrieve import LONGEST_QUESTION, Index
from tests.assistant.conftest import SureReader
from tests.conftest import REPOSITORY

SETTINGS = AssistantSettings()
CONVERSATIONS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("conversations.yaml").read_text("utf-8")
)
RIGHT = 0.8  # the least share of last questions answered rightly; docs/log.md has the figures


def test_of_our_own_reply_an_exchange_keeps_the_words_that_we_cut(index: Index) -> None:
    reply = Assistant(index, SureReader(), SETTINGS).reply("When do boats leave before low water?")
    assert isinstance(reply, Answer)
    exchange = Exchange.of(reply)
    assert exchange.searched == exchange.question == reply.question
    assert exchange.quotes == tuple(quote.text for quote in reply.quotes)
    assert exchange.titles[0] == "Tides in the inner harbour"


def test_the_answer_before_says_who_he_is(index: Index) -> None:
    assistant = Assistant(index, SureReader(), SETTINGS)
    first = assistant.reply("What waits for nobody said Ada the harbour master?")
    later = assistant.reply("What did she do?", after=Conversation((Exchange.of(first),)))
    assert later.searched_as == "What did Ada Marsh do?"


def test_a_follow_up_to_a_refusal_leans_on_the_question_alone(index: Index) -> None:
    refusal = Assistant(index, SureReader(probability=0.1), SETTINGS).reply("Who is Tom Reed?")
    assert isinstance(refusal, Refusal)
    assert Exchange.of(refusal) == Exchange("Who is Tom Reed?", "Who is Tom Reed?")


def test_the_longest_questions_may_follow_each_other(index: Index) -> None:
    long = f"When do boats leave{' a' * 985}?"
    assert len(long) < LONGEST_QUESTION
    reply = Assistant(index, SureReader(), SETTINGS).reply(
        f"And who is it{' a' * 985}?", after=[long]
    )
    assert reply.searched_as is None


def test_only_the_first_part_leans_on_the_conversation_and_the_reply_shows_how(
    index: Index,
) -> None:
    question = "Who pays it, and when do boats leave before low water?"
    reply = Assistant(index, SureReader(), SETTINGS).reply(question, after=["What is the fee?"])
    assert reply.searched_as == "Who pays the fee, and when do boats leave before low water?"


def test_another_rewriter_may_take_the_place_of_the_rules(index: Index) -> None:
    class Fixed:
        def rewrite(self, question: str, conversation: Conversation) -> Rewriting:
            return Rewriting((f"{len(conversation.exchanges)} boats?",))

    assistant = Assistant(index, SureReader(), SETTINGS, rewriter=Fixed())
    assert assistant.reply("why?", after=["a?", "b?"]).searched_as == "2 boats?"


@pytest.mark.model
def test_our_own_conversations_are_followed(minilm: MiniLM) -> None:
    with open_corpus(REPOSITORY / "sources", minilm) as assistant:
        right = [followed(assistant, one) for one in CONVERSATIONS]
    assert sum(right) / len(right) >= RIGHT


def followed(assistant: Assistant, one: dict[str, Any]) -> bool:
    """Whether the last question of a conversation gets a right answer, or is refused rightly."""
    said: tuple[Exchange, ...] = ()
    for question in one["ask"]:
        reply = assistant.reply(question, after=Conversation(said))
        said += (Exchange.of(reply),)
    if not one["gold"] or isinstance(reply, Refusal):
        return isinstance(reply, Refusal) and not one["gold"]
    return any(
        phrase in quote.text
        for uri, phrases in one["gold"].items()
        for phrase in phrases
        for quote in reply.quotes
        if quote.document.uri == uri
    )


def test_every_gold_phrase_of_our_conversations_stands_once_in_its_document() -> None:
    assert len(CONVERSATIONS) >= 60
    for one in CONVERSATIONS:
        for uri, phrases in one["gold"].items():
            text = (REPOSITORY / "sources" / uri).read_text("utf-8")
            assert [text.count(phrase) for phrase in phrases] == [1] * len(phrases), one["id"]

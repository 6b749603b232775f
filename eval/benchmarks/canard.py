"""CANARD (Elgohary, Peskov and Boyd-Graber 2019): follow-ups, and what people made of them.

The file holds no passages. The answer to a question stands in the history of the question after
it, and the answers of all dialogs (short spans of Wikipedia, from QuAC) are the texts that are
searched: the right one is the very answer that was given, and it must be found.
"""

import re
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from assistant.parts import bare, leans
from assistant.rewrite.choose import stand_alone
from assistant.rewrite.conversation import Conversation, Exchange
from assistant.rewrite.references import PERSONAL, SORTS
from assistant.rewrite.rules import Rules, with_context
from assistant.writer.writer import Writer
from eval.benchmarks.outcome import Built, Figure, Outcome, Run, average, seconds, share
from eval.benchmarks.rows import Row, fail, find, objects, whole
from eval.benchmarks.shelf import Shelf, Text, fitting
from eval.benchmarks.words import token_f1

TITLED, UNTITLED = "titled", "untitled"
PARTS = (TITLED, UNTITLED)
NOTHING = "I don't know."  # QuAC's CANNOTANSWER
DEPTHS = (1, 5, 10)
SEARCHED = 20  # passages
SHORT = 5  # words of an answer that is a name, a number, a date
ELSEWHERE = 7  # how many questions further the conversation is that a topic change comes after


@dataclass(frozen=True)
class Question:
    """A question of a dialog, what a person made of it, and its answer where that is known."""

    dialog: str
    number: int
    text: str
    human: str
    topic: str
    answer: str

    @property
    def tuned(self) -> bool:
        """Whether its dialog is of the half on which the rules were tuned."""
        return sha256(self.dialog.encode()).digest()[-1] % 2 == 1

    @property
    def kind(self) -> str:
        """What it lacks to stand alone, by its first pronoun; "none" where it has none."""
        if self.text == self.human:
            return "standing-alone"
        pronoun = PERSONAL.search(self.text)
        if pronoun:
            return str(SORTS[pronoun[1].lower()])
        named = re.search(r"\b(?:this|that|these|those|there)\b", self.text, re.IGNORECASE)
        return "demonstrative" if named else "no-pronoun"

    def searched(self, titled: bool) -> Text:
        """Its answer as a text of the set."""
        return Text.known_by_words(self.answer, self.topic if titled else "")


class Asked(NamedTuple):
    """A question with the conversation before it, as a server would know that."""

    question: Question
    before: Conversation


def run(how: Run) -> Outcome:
    """Search for the answers of follow-ups as they were asked, rewritten, and as people rewrote.

    Parts: `titled`, where each answer has the title and section of its article, as a passage of a
    document has; `untitled`, where it has its words alone. Only dialogs of the half that the rules
    were not tuned on are asked about.
    """
    dialogs = _read(how)
    every = [one for some in dialogs.values() for one in some if one.answer not in ("", NOTHING)]
    asked = how.some([one for one in every if one.number > 1 and not one.tuned])
    built, figures = [], list[Figure]()
    for part in how.parts:
        texts = (one.searched(part == TITLED) for one in every)
        with how.shelve(texts, f"canard-{part}") as shelf:
            figures += _figures(part, shelf, asked, dialogs, how.writer)
            built.append(Built.of(shelf))
    note = "the answers are the texts: no passage of the articles is in the set's file"
    return Outcome(tuple(built), tuple(figures), (note,))


def _figures(
    part: str,
    shelf: Shelf,
    asked: Sequence[Question],
    dialogs: Mapping[str, Sequence[Question]],
    writer: Writer | None,
) -> Iterator[Figure]:
    known = [Asked(one, _before(shelf, one, dialogs[one.dialog])) for one in asked]
    took: list[float] = []
    ways = {
        "raw": [one.text for one in asked],
        "context": [_in_context(one) for one in known],
        "rules": [_timed(shelf, one, took) for one in known],
        "human": [one.human for one in asked],
    }
    if writer:
        ways["model"] = [_read_by(writer, shelf, one) for one in known]
    ranks = {way: _ranks(part, shelf, asked, some) for way, some in ways.items()}
    for way, found in ranks.items():
        for depth in DEPTHS:
            yield share(part, f"{way}_recall_at_{depth}", [0 < rank <= depth for rank in found])
        yield average(part, f"{way}_mrr_at_10", [_worth(rank) for rank in found])
    for way in ("raw", "context", "rules"):
        f1 = [token_f1(one.human, text) for one, text in zip(asked, ways[way], strict=True)]
        yield average(part, f"{way}_token_f1", f1)
    for way in [way for way in ways if way != "rules"]:
        gains = zip(ranks["rules"], ranks[way], strict=True)
        yield average(part, f"rules_minus_{way}_mrr", [_worth(r) - _worth(w) for r, w in gains])
    yield from _by_kind(part, asked, ranks)
    yield from _left_alone(part, asked, ways["rules"], ranks)
    yield from _after_others(part, shelf, known)
    yield from seconds(part, took)


def _by_kind(
    part: str, asked: Sequence[Question], ranks: Mapping[str, Sequence[int]]
) -> Iterator[Figure]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(asked):
        places[one.kind].append(place)
    for kind, some in sorted(places.items()):
        for way, found in ranks.items():
            yield average(f"{part} {kind}", f"{way}_mrr_at_10", [_worth(found[p]) for p in some])


def _left_alone(
    part: str, asked: Sequence[Question], texts: Sequence[str], ranks: Mapping[str, Sequence[int]]
) -> Iterator[Figure]:
    """What became of questions that a person left as they were."""
    alone = [place for place, one in enumerate(asked) if one.text == one.human]
    yield share(part, "alone_changed", [texts[p] != asked[p].text for p in alone])
    worse = [_worth(ranks["rules"][p]) < _worth(ranks["raw"][p]) for p in alone]
    yield share(part, "alone_made_worse", worse)


def _after_others(part: str, shelf: Shelf, known: Sequence[Asked]) -> Iterator[Figure]:
    """The topic changes: a person's rewriting, asked in somebody else's conversation."""
    asked = [one.question for one in known]
    others = [known[(place + ELSEWHERE) % len(known)].before for place in range(len(known))]
    pairs = zip(asked, others, strict=True)
    texts = [_rewritten(shelf, fitting(one.human), before) for one, before in pairs]
    ranks = _ranks(part, shelf, asked, texts)
    alone = _ranks(part, shelf, asked, [one.human for one in asked])
    changed = [text != fitting(one.human) for one, text in zip(asked, texts, strict=True)]
    yield share(part, "change_changed", changed)
    worse = [_worth(rank) < _worth(own) for rank, own in zip(ranks, alone, strict=True)]
    yield share(part, "change_made_worse", worse)


def _before(shelf: Shelf, one: Question, dialog: Sequence[Question]) -> Conversation:
    """The conversation before a question; the set's answers stand in for our quotations.

    Who asked saw the title and the section of the article: they are the first thing said.
    """
    said = [Exchange(one.topic, one.topic)]
    for earlier in dialog[: one.number - 1]:
        searched = _rewritten(shelf, fitting(earlier.text), Conversation(tuple(said)))
        quotes = () if earlier.answer in ("", NOTHING) else (earlier.answer,)
        short = tuple(quote for quote in quotes if len(quote.split()) <= SHORT)
        said.append(Exchange(earlier.text, searched, short, quotes))
    return Conversation(tuple(said))


def _rewritten(shelf: Shelf, question: str, before: Conversation) -> str:
    search = partial(shelf.assistant.index.search, count=1)
    return stand_alone(question, before, Rules(), search)


def _read_by(writer: Writer, shelf: Shelf, one: Asked) -> str:
    """A question after a language model has said how it reads it."""
    question = fitting(one.question.text)
    return _rewritten(shelf, question, writer.heard(question, one.before, Rules()))


def _timed(shelf: Shelf, one: Asked, took: list[float]) -> str:
    started = time.perf_counter()
    text = _rewritten(shelf, fitting(one.question.text), one.before)
    took.append(time.perf_counter() - started)
    return text


def _in_context(one: Asked) -> str:
    """A question that leans with the one before it, and that one with its own."""
    earlier = ""
    for said in [*(one.question for one in one.before.exchanges[-2:]), one.question.text]:
        carried = earlier and (leans(said) or bare(said))
        earlier = with_context(said, earlier) if carried else said
    return earlier


def _ranks(part: str, shelf: Shelf, asked: Sequence[Question], texts: Sequence[str]) -> list[int]:
    """The rank at which each question's answer is found, 0 where it is not."""
    found = []
    for one, text in zip(asked, texts, strict=True):
        ids, _ = shelf.rank(text, SEARCHED)
        answer = one.searched(part == TITLED).id
        found.append(ids.index(answer) + 1 if answer in ids else 0)
    return found


def _worth(rank: int) -> float:
    return 1 / rank if 0 < rank <= max(DEPTHS) else 0.0


def _read(how: Run) -> Mapping[str, Sequence[Question]]:
    """The questions of each dialog, in order."""
    file = find(how.data, "dev.json", "*.json")
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in objects(file, whole(file)):
        rows[row.text("QuAC_dialog_id")].append(row)
    found = {}
    for name, some in rows.items():
        some.sort(key=lambda row: row.number("Question_no"))
        answers = [row.texts("History")[-1] for row in some[1:]] + [""]
        found[name] = [_question(row, answer) for row, answer in zip(some, answers, strict=True)]
    return found


def _question(row: Row, answer: str) -> Question:
    history, number = row.texts("History"), row.number("Question_no")
    if len(history) != 2 * number:
        fail(row.file, row.place, f'"History" to have {2 * number} texts', list(history))
    topic = f"{re.sub(r' *[(].*?[)]', '', history[0])}: {history[1]}"
    dialog, text = row.text("QuAC_dialog_id"), row.question("Question")
    return Question(dialog, number, text, row.question("Rewrite"), topic, answer)

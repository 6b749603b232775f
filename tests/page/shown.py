"""Every place where people see words of documents, titles, files, questions or runs.

Each entry shows some words wherever it can show words, and gives the HTML. The words stand in every
field of text that there is (`filled`), so that a field that is new stands there by itself. An entry
for what is new is a function of the words with `@shows`; `test_sinks.py` says what lacks one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar, get_args, get_type_hints

from assistant.reader import Met
from assistant.reply import Answer, Considered, Quote, Reason, Refusal, Statement, Why
from eval.cards import card
from eval.case import Group
from eval.estimate import Estimate
from eval.make.draft import Draft, Evidence, Rule
from eval.make.folder import Sentence
from eval.make.page import as_html as drafts_as_html
from eval.page import as_html as runs_as_html
from eval.plots import bars
from eval.record import Found, Quoted, Record, Run, Words
from index.document import Document, Heading, Metadata, Span
from index.errors import BadInput, DamagedIndex
from index.passage import Hit, Passage
from page.answer import as_html, problem_as_html
from page.conversation import Conversation
from page.live import LiveAssistant
from page.look import head
from page.opening import with_opening
from page.reading import LISTED, documents_as_html, sources_as_html
from page.site import about_as_html
from page.turn import Turn, chat_messages, line_as_html, sources_of, take_turn
from page.typeset import Place, typeset
from page.words import ENGLISH
from page.words import words as words_of
from tests.page.markup import PARTS, WHOLE

T = TypeVar("T")


@dataclass(frozen=True)
class Entry:
    """What shows some words, and the elements that it may use."""

    show: Callable[[str], str]
    allowed: dict[str, str]
    slow: bool = False  # intervals are drawn for it: it is shown many payloads at once


ENTRIES: dict[str, Entry] = {}


def shows(
    allowed: dict[str, str], slow: bool = False
) -> Callable[[Callable[[str], str]], Callable[[str], str]]:
    """Enter a function that shows some words."""

    def enter(show: Callable[[str], str]) -> Callable[[str], str]:
        ENTRIES[show.__name__] = Entry(show, allowed, slow)
        return show

    return enter


def filled(kind: type[T], words: str, **given: Any) -> T:
    """A dataclass with some words in each of its fields that can hold text and is not given."""
    types = get_type_hints(kind)
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name in given or not field.init:
            continue
        if types[field.name] is str or str in get_args(types[field.name]):
            given[field.name] = (words,) if get_args(types[field.name])[1:] == (...,) else words
    return kind(**given)


def document(words: str, text: str = "", **about: str | None) -> Document:
    """A document with some words in all that it says of itself, in its headings and in its text."""
    text = text or (
        f"# {words}\n\n## Of {words}\n\nThe keeper {words} must light the lamp at {words}.\n\n"
        f"- first {words}\n- second {words}\n\n| {words} | noon |\n\nShare {words}\n\n"
        f"The rules require {words} of all keepers. {words}\n"
    )
    own, under = text.index(words), text.index(f"Of {words}")
    headings = (
        Heading(Span(own - 2, own + len(words)), 1, words),
        Heading(Span(under - 3, under + 3 + len(words)), 2, f"Of {words}"),
    )
    share = text.index("Share")
    furniture = (Span(share, share + 6 + len(words)),)
    known = replace(filled(Metadata, words), **about)
    return Document(f"{words}.md", text, "text/markdown", known, headings, furniture)


def found(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return Span(start, start + len(words))


def considered(document: Document, words: str) -> tuple[Considered, ...]:
    """Passages for each thing that can become of one."""
    span = found(document, f"The keeper {words} must light the lamp at {words}.")
    hit = filled(Hit, words, passage=Passage.of(document, span, 9), score=0.5, rank=1)
    all_known = {"hit": replace(hit, by_words=1, by_meaning=2, by_tokens=3), "support": 0.5}
    return (
        *(filled(Considered, words, why=why, **all_known) for why in Why),
        Considered(hit, Why.NOT_JUDGED),
    )


def answer(words: str, **about: str | None) -> Answer:
    """An answer whose every text is some words; one of its parts asks for a duty."""
    one, duty = document(words, **about), f"what must the keeper do at {words}?"
    long, short = f"The keeper {words} must light the lamp at {words}.", f"keeper {words} must"
    rule = f"The rules require {words} of all keepers."
    met = Met(words, found(one, f"lamp at {words}"), 0.8)
    quotes = (
        Quote(one, found(one, long), found(one, f"keeper {words}"), found(one, short)),
        Quote(one, found(one, f"first {words}")),
    )
    other = replace(one, uri=f"other {words}.md")
    statements = (
        Statement(quotes, (met,), words),
        Statement((Quote(other, found(other, rule)),), (), duty),
        Statement((Quote(one, found(one, f"second {words}")),)),
    )
    read = considered(one, words)
    return filled(Answer, words, statements=statements, considered=read, confidence=0.9)


def saved(words: str) -> Document:
    """A document as a saved web page gives it, whose headings have no marks."""
    return Document(
        f"{words}.html", f"Of {words}\n\nThe sea {words} ebbs.", "text/html",
        filled(Metadata, words), (Heading(Span(0, 3 + len(words)), 2, f"Of {words}"),),
    )  # fmt: skip


def refusal(words: str) -> Refusal:
    """A refusal whose every text is some words."""
    read = considered(document(words), words)
    return filled(
        Refusal, words, reason=Reason.NOT_SUPPORTED, considered=read, searched=3, confidence=0.1
    )


@shows(PARTS)
def an_answer(words: str) -> str:
    full = answer(words)
    plain = replace(full, searched_as=None, unanswered=(), considered=(), confidence=0.2)
    return as_html(full, 2) + as_html(plain, 2, words_of("es"))


@shows(PARTS)
def a_refusal(words: str) -> str:
    empty = Refusal(words, Reason.NOTHING_FOUND, (), (), 3)
    return as_html(refusal(words), 2) + as_html(empty)


@shows(PARTS)
def sources_beside_a_reply(words: str) -> str:
    single = Statement((Quote(saved(words), found(saved(words), f"sea {words}")),))
    empty = Refusal(words, Reason.NOTHING_FOUND, (), (), 3)
    replies = (
        answer(words), replace(answer(words), statements=(single,)), refusal(words), empty,
        answer(words, url=f"http://sea.test/{words}"), answer(words, url=f"http://[{words}"),
    )  # fmt: skip
    return "".join(sources_as_html(reply, 2) for reply in replies)


@shows(PARTS)
def a_part_of_a_long_document(words: str) -> str:
    tide = "The sea ebbs at noon.\n\n" * 200
    opening = f"# {words}\n\n## Of {words}\n\nShare {words}\n\n"
    long = document(words, f"{opening}{tide}The keeper {words} sleeps.\n\n{tide}")
    places = [Place("s1-1", found(long, f"{words} sleeps")), Place("s1-2", Span(2, 2 + len(words)))]
    return typeset(long, places, 2_000) + typeset(long, places, 2_000, "span")


@shows(PARTS)
def documents_before_the_first_question(words: str) -> str:
    one = document(words)
    file = "tides" if "/" in words else words  # a title is the last part of a path
    untitled = Document(f"{file}.md", "The sea ebbs.", "text/markdown")
    return documents_as_html([one, untitled]) + documents_as_html([one] * (LISTED + 2))


class _Failing(LiveAssistant):
    """An assistant that answers nothing, whose problems name what somebody else has named."""

    def __init__(self, words: str) -> None:
        self._words = words

    def reply(self, question: str, after: Sequence[str] = ()) -> Any:
        raise DamagedIndex(f"{self._words} is damaged.")

    def check(self, reply: Any) -> Any:
        if isinstance(reply, Refusal):
            return reply
        raise BadInput(f"{self._words} has changed.")


@shows(PARTS)
def a_conversation(words: str) -> str:
    live = _Failing(words)
    failed = take_turn(live, words, 1)
    turns = (
        failed,
        Turn(2, words),
        Turn(3, words, problem_as_html(words), reply=answer(words)),
        Turn(4, words, problem_as_html(words), reply=refusal(words)),
    )
    chat = "".join(message["content"] for message in chat_messages(turns))
    return chat + "".join(sources_of(live, turn) for turn in turns)


@shows(PARTS)
def lines_about_a_question_or_a_file(words: str) -> str:
    asked = Conversation(_Failing(words)).ask(f"{words} " * 2000, ())
    return line_as_html(words) + problem_as_html(words) + "".join(step.hint for step in asked)


@shows(WHOLE)
def the_page_before_any_words(words: str) -> str:
    bare = "<html><head></head><body><gradio-app></gradio-app></body></html>"
    opened = with_opening(bare, ENGLISH).replace("<gradio-app></gradio-app>", "")
    return opened + head.__wrapped__() + about_as_html(ENGLISH) + with_opening("none", ENGLISH)


def case(words: str, **given: Any) -> Record:
    """A case of a run whose every text is some words: answered with none of the evidence."""
    gold = Words(words, 10, 10 + len(words), words)
    quoted = filled(Quoted, words, start=0, end=20 + len(words), text=f"The keeper {words} sleeps.")
    hits = tuple(
        Found(rank, words, start, start + 11 + len(words), 0.5, 0.5, 2.0)
        for rank, start in enumerate((0, 400), start=1)
    )
    usual: dict[str, Any] = {
        "answerable": True, "facts": (False,), "gold": (False,), "valid": (True,),
        "ranks": (None,), "confidence": 0.8, "holds": False, "relevant": (True, False),
        "judged": 1, "quotes": (quoted,), "withheld": (quoted,), "evidence": ((gold, gold),),
        "retrieved": hits, "half": f"half {words}", "reason": "silent" if "_" in words else words,
    }  # fmt: skip
    return filled(Record, words, **(usual | given))


def run(words: str, half: str | None = None) -> Run:
    """A run with a case for all that can become of one."""
    silent = {"quotes": (), "gold": (), "valid": ()}
    cases = (
        case(words),
        case(words, half="test", facts=(True,), gold=(True,), holds=True, ranks=(1,)),
        case(words, facts=(True, False), gold=(True,), ranks=(1, 2), holds=True,
             evidence=((Words(words, 0, 4, "The "),), (Words(words, 410, 415, "sleep"),))),
        case(words, **silent),
        case(words, half="test", answerable=False, evidence=(), facts=(), ranks=(), holds=None),
        case(words, answerable=False, evidence=(), facts=(), ranks=(), **silent,
             withheld=(), group=Group.NEAR_MISS.value),
    )  # fmt: skip
    cases = tuple(replace(one, half=half) if half else one for one in cases)
    short = words if len(words) < 200 else ""  # of a longer passage the opening is shown
    texts = {hit.key: f"The keeper {short}" + " sleeps" * 60 for hit in cases[0].retrieved}
    return filled(Run, words, documents={words: words}, passages=2, cases=cases, texts=texts)


@shows(WHOLE)
def a_case_of_a_run(words: str) -> str:
    whole = run(words)
    return "".join(card(one, whole, number) for number, one in enumerate(whole.cases, start=1))


@shows(WHOLE, slow=True)
def a_page_of_runs(words: str) -> str:
    silent = replace(run(words), cases=(run(words).cases[3],))
    plots = bars({words: Estimate(0)}, words)
    return plots + runs_as_html([run(words), run(words, half=words)]) + runs_as_html([silent])


@shows(WHOLE)
def a_page_of_drafts(words: str) -> str:
    one = document(words)
    sentence = Sentence(one, found(one, f"The keeper {words} must light the lamp at {words}."))
    held = Evidence(sentence, found(one, f"lamp at {words}"))
    drafts = [
        filled(Draft, words, rule=Rule.DUTY, group=Group.PLAIN_FACT, sentence=sentence,
               evidence=evidence)
        for evidence in ((held, held), (held,), ())
    ]  # fmt: skip
    cases = [{"id": words, "question": words, "why": words, words: words}] * len(drafts)
    return drafts_as_html(drafts, cases, words)

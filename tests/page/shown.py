"""Every place where people see words of documents, titles, files, questions or runs.

Each entry shows some words wherever it can show words, and gives the HTML. The words stand in every
field of text that there is (`filled`), so that a field that is new stands there by itself. An entry
for what is new is a function of the words with `@shows`; `test_sinks.py` says what lacks one.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import partial
from threading import Event
from types import SimpleNamespace
from typing import Any, TypeVar, get_args, get_type_hints

from markdown_it import MarkdownIt

from assistant.reader import Met
from assistant.reply import Answer, Considered, Quote, Reason, Refusal, Reply, Statement, Why, YesNo
from assistant.writer.written import Outcome, Trouble, Written
from eval.cards import card
from eval.case import Group
from eval.estimate import Estimate
from eval.history import HEADLINES, PastRun
from eval.make.draft import Draft, Evidence, Rule
from eval.make.folder import Sentence
from eval.make.page import as_html as drafts_as_html
from eval.page import as_html as runs_as_html
from eval.plots import bars
from eval.record import Found, Quoted, Record, Run, Words
from index.document import Document, Heading, Metadata, Span, Successor
from index.errors import BadInput, DamagedIndex
from index.passage import Hit, Passage
from page.answer import as_html, problem_as_html
from page.book import book_as_html
from page.checked import Check, Checked, CheckedQuote
from page.conversation import Conversation, chips_as_html
from page.evaluation_html import begin_as_html, ended_as_html, trial_as_html
from page.evaluation_steps import Steps as Evaluation
from page.export_html import as_html as conversation_as_html
from page.export_markdown import as_markdown
from page.history import mark_as_html, reopen
from page.kept import KeptPassage, KeptQuote, KeptStatement, KeptTurn
from page.library_steps import Steps
from page.listing import selection_as_html, shelf_as_html, top_as_html
from page.live import LiveAssistant
from page.look import head
from page.opening import with_opening
from page.past_runs import (
    head_as_html,
    numbered,
    pair_as_html,
    past_as_html,
    plotted_as_html,
)
from page.progress import problem_as_html as library_problem_as_html
from page.progress import work_as_html
from page.reading import LISTED, documents_as_html, sources_as_html
from page.settings import PageSettings
from page.shelf import Item, State
from page.site import about_as_html
from page.trash import Removed
from page.trial import Trial
from page.turn import Turn, chat_messages, line_as_html, sources_of
from page.typeset import Place, typeset
from page.words import ENGLISH
from page.words import words as words_of
from page.work import Line, Mark, Result, Stage, Work
from tests.page.markup import MARKDOWN, PARTS, TAB, WHOLE
from tests.page.turns import take_turn

T = TypeVar("T")
AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """What shows some words, and the elements that it may use."""

    show: Callable[[str], str]
    allowed: dict[str, str]
    slow: bool = False  # so it is shown many payloads at once


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


SAID = "Ada Marsh said that the sea ebbed on 3 May 2021."


def document(words: str, text: str = "", **about: Any) -> Document:
    """A document with some words in all that it says of itself, in its headings and in its text."""
    text = text or (
        f"# {words}\n\n## Of {words}\n\nThe keeper {words} must light the lamp at {words}.\n\n"
        f"- first {words}\n- second {words}\n\n| {words} | noon |\n\nShare {words}\n\n"
        f"The rules require {words} of all keepers. {words}\n\n{SAID}\n"
    )
    own, under = text.index(words), text.index(f"Of {words}")
    headings = (
        Heading(Span(own - 2, own + len(words)), 1, words),
        Heading(Span(under - 3, under + 3 + len(words)), 2, f"Of {words}"),
    )
    share = text.index("Share")
    furniture = (Span(share, share + 6 + len(words)),)
    known = replace(filled(Metadata, words), **about)
    newer = filled(Successor, words, claimed=len(words) % 2 == 0)
    return Document(
        f"{words}.md", text, "text/markdown", known, headings, furniture, hidden=3, successor=newer
    )


def file(words: str) -> str:
    """Some words as the name of a file, of which the last part is a title."""
    return "tides" if "/" in words else words


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


def answer(words: str, **about: Any) -> Answer:
    """An answer whose every text is some words; one of its parts asks for a duty."""
    one, duty = document(words, **about), f"what must the keeper do at {words}?"
    long, short = (
        f"The keeper {words} must light the lamp at {words}.",
        f"must light the lamp at {words}",
    )
    rule = f"The rules require {words} of all keepers."
    met = Met(words, found(one, f"lamp at {words}"), 0.8)
    quotes = (
        Quote(one, found(one, long), found(one, f"keeper {words}"), found(one, short)),
        Quote(one, found(one, f"first {words}"), short=found(one, "first")),
    )
    other = replace(one, uri=f"other {words}.md")
    statements = (
        Statement(quotes, (met,), words, against=words),
        Statement((Quote(other, found(other, rule)),), (), duty, decides=YesNo.YES),
        Statement((Quote(one, found(one, f"second {words}")),)),
        Statement((Quote(other, found(other, f"first {words}")),), otherwise=True),
    )
    return filled(
        Answer, words, statements=statements, considered=considered(one, words), confidence=0.9,
        differ=(range(2, 4),),
    )  # fmt: skip


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
    plain = replace(full, searched_as=None, unanswered=(), considered=(), confidence=0.2, differ=())
    return as_html(full, 2) + as_html(plain, 2, words_of("es"))


@shows(PARTS, slow=True)
def an_answer_with_the_words_of_a_model(words: str) -> str:
    full = answer(words)
    said = replace(full, statements=tuple(replace(s, prose=words) for s in full.statements))
    parts = [
        Written(words, outcome, 3, 2, 1, held, trouble=trouble)
        for outcome in Outcome
        for held in (1, 2)
        for trouble in (Trouble.DENIED, None)
    ]
    return "".join(as_html(replace(said, written=one)) for one in parts)


@shows(PARTS)
def a_refusal(words: str) -> str:
    empty = Refusal(words, Reason.NOTHING_FOUND, (), (), 3)
    return as_html(refusal(words), 2) + as_html(empty)


@shows(PARTS)
def sources_beside_a_reply(words: str) -> str:
    single = Statement((Quote(saved(words), found(saved(words), f"sea {words}")),))
    empty = Refusal(words, Reason.NOTHING_FOUND, (), (), 3)
    replies = (
        answer(words, url=f"http://sea.test/{words}"),
        answer(words, url=f"http://[{words}"),
        replace(answer(words), statements=(single,), differ=()),
        refusal(words),
        empty,
    )
    return "".join(sources_as_html(reply, 2) for reply in replies)


@shows(PARTS)
def a_part_of_a_long_document(words: str) -> str:
    tide = "The sea ebbs at noon.\n\n" * 400
    opening = f"# {words}\n\n## Of {words}\n\nShare {words}\n\n"
    long = document(words, f"{opening}{tide}The keeper {words} sleeps.\n\n{tide}")
    long = replace(long, pages=(0, len(opening), len(long.text) // 2))
    places = [Place("s1-1", found(long, f"{words} sleeps")), Place("s1-2", Span(2, 2 + len(words)))]
    return typeset(long, places, 8_000) + typeset(long, places, 8_000, "span")


@shows(PARTS)
def documents_before_the_first_question(words: str) -> str:
    one = document(words)
    untitled = Document(f"{file(words)}.md", "The sea ebbs.", "text/markdown")
    return documents_as_html([one, untitled]) + documents_as_html([one] * (LISTED + 2))


class _Live(LiveAssistant):
    """An assistant whose only document holds some words, and whose problems name them."""

    def __init__(self, words: str) -> None:
        self._words = words

    @property
    def documents(self) -> tuple[Document, ...]:
        return (document(self._words),)

    def held(self) -> dict[str, Document]:
        return {one.uri: one for one in self.documents}

    def find(self, *_: object) -> Any:
        raise DamagedIndex(f"{self._words} is damaged.")

    def replies(self, *_: object) -> Iterator[Any]:
        yield self.find()

    def check(self, reply: Any) -> Any:
        if isinstance(reply, Refusal):
            return reply
        raise BadInput(f"{self._words} has changed.")


def desk(words: str) -> Any:
    """What the parts of the page work with, as far as they do here."""
    shelf, trash = SimpleNamespace(items=lambda: items(words)), SimpleNamespace(kept=list)
    history = SimpleNamespace(
        past=lambda: (past_runs(words), (words,)),
        load=lambda file: [worse(words) if file == "2.json" else run(words)],
    )
    evaluator = SimpleNamespace(
        history=history, choices=lambda: (words,), going=None,
        begin=lambda *_: _Trial(2, 8, kept="2.json"),
    )  # fmt: skip
    return SimpleNamespace(
        live=_Live(words), librarian=SimpleNamespace(shelf=shelf, trash=trash), local=True,
        evaluator=evaluator, settings=PageSettings(), sources=words,
    )  # fmt: skip


def kept(words: str, **about: Any) -> list[KeptTurn]:
    """What a browser keeps: an answer with a quotation for each verdict, and what has none."""
    one = document(words, **about)
    sleeps = f"The rules require {words} of all keepers. {words}"
    here = found(one, sleeps)
    standing = KeptQuote(one.uri, sleeps, here.start, here.end, one.sha256)
    said, year = found(one, SAID), found(one, "2021")
    dated = KeptQuote(one.uri, SAID, said.start, said.end, one.sha256, short=(year.start, year.end))
    quotes = (
        standing,
        replace(standing, start=0, end=len(sleeps), sha256="0" * 64),
        KeptQuote(one.uri, f"gone {words}", 0, 5 + len(words), "0" * 64),
        KeptQuote(words, words, 0, len(words), "0" * 64),
        KeptQuote(one.uri, f"never {words}", 0, 6 + len(words), one.sha256),
    )
    near = tuple(KeptPassage(one.uri, 0, 20, sha256) for sha256 in (one.sha256, "0" * 64))
    some = {"searched": 3, "read": 8}
    answered = (
        KeptStatement(quotes, words),
        KeptStatement(quotes[:1]),
        KeptStatement((dated,), "when did the sea ebb?"),
    )
    lost = KeptStatement(quotes[3:4], words), KeptStatement(quotes[4:])
    make = partial(filled, KeptTurn, words)
    return [
        make(status="answered", reason=None, statements=answered, **some),
        make(status="answered", reason=None, statements=lost, **some),
        make(status="refused", reason=Reason.NOT_SUPPORTED, nearest=near, **some),
        KeptTurn(question=words, status="refused", reason=Reason.NOTHING_FOUND),
        KeptTurn(question=words),
    ]


def checked(words: str, **about: Any) -> list[Checked]:
    """The same held against the documents, once as a browser's word and once as our own."""
    one = document(words, **about)
    check = Check({one.uri: one}, AT)
    every = [check(turn, claimed) for turn in kept(words, **about) for claimed in (True, False)]
    return [
        replace(turn, quotes=tuple(map(hostile, turn.quotes)), reply=led(turn.reply, words))
        for turn in every
    ]


def led(reply: Reply | None, words: str) -> Reply | None:
    """A reply whose first statement contradicts some words, and whose others decide.

    Above each stand words as if a language model had written them.
    """
    if not isinstance(reply, Answer):
        return reply
    first, *rest = (replace(one, prose=words) for one in reply.statements)
    decided = (replace(one, decides=YesNo.NO) for one in rest)
    return replace(reply, statements=(replace(first, against=words), *decided))


def hostile(one: CheckedQuote) -> CheckedQuote:
    """A quotation that is said by its own first words, which are the answer too."""
    if one.quote is None:
        return one
    start = one.quote.span.start + len("The rules require ")
    few = Span(start, one.quote.span.end)
    return replace(one, quote=replace(one.quote, speaker=few, short=few))


@shows(PARTS)
def a_conversation(words: str) -> str:
    site = desk(words)
    talk = Conversation(site)
    failed = take_turn(site.live, words, 1)
    turns = (
        failed,
        Turn(2, words),
        Turn(3, words, problem_as_html(words), reply=answer(words)),
        Turn(4, words, problem_as_html(words), reply=refusal(words)),
    )
    chat = "".join(message["content"] for message in chat_messages(turns))
    panel = "".join(sources_of(site.live, turn) for turn in turns)
    return chat + panel + chips_as_html([words]) + chips_as_html([]) + talk.limit({words})


@shows(PARTS)
def a_conversation_that_the_browser_kept(words: str) -> str:
    site = desk(words)
    data = [turn.as_json() for turn in kept(words)]
    with suppress(ValueError):  # there is no such mark
        mark_as_html(checked(words)[0].lost[0], AT, ENGLISH)
    return "".join(turn.said for turn in reopen(site.live, data))


@shows(WHOLE)
def a_conversation_as_a_web_page(words: str) -> str:
    return conversation_as_html(checked(words, url=f"http://sea.test/{words}"), ENGLISH)


@shows(MARKDOWN, slow=True)
def a_conversation_as_markdown(words: str) -> str:
    linked = checked(words, url="http://sea.test/a", published=None)
    text = as_markdown(checked(words) + linked, ENGLISH)
    return rendered(text)


def rendered(markdown: str) -> str:
    """Markdown as most programs show it, HTML and tables and all."""
    return str(MarkdownIt("js-default", {"html": True, "linkify": False}).render(markdown))


@shows(PARTS)
def lines_about_a_question_or_a_file(words: str) -> str:
    return line_as_html(words) + problem_as_html(words)


def items(words: str) -> list[Item]:
    """A document for each way to stand, and one that says nothing of itself."""
    name = file(words)
    full = [
        filled(Item, words, uri=f"{name}.md", state=state, size=9, passages=2) for state in State
    ]
    return [*full, Item(name, State.WAITING, name, "text/markdown")]


@shows(PARTS)
def the_library(words: str) -> str:
    removed = [filled(Removed, words, id="0f", at="2026-11-22T10:30")]
    shelves = shelf_as_html(items(words), removed, True) + shelf_as_html(items(words), (), True)
    closed = top_as_html(items(words), words) + shelf_as_html(items(words), removed, False)
    chosen = selection_as_html(0, 5) + selection_as_html(2, 5)
    return top_as_html(items(words), "", web=True) + shelves + closed + chosen


@shows(PARTS)
def a_document_of_the_library(words: str) -> str:
    linked = document(words, url=f"http://sea.test/{words}")
    books = [book_as_html(linked, item) for item in items(words) if item.answers]
    undated = document(words, published=None)
    return "".join(books) + book_as_html(undated, items(words)[0])


@shows(PARTS, slow=True)
def a_part_of_a_book(words: str) -> str:
    opening = f"# {words}\n\n## Of {words}\n\nShare {words}\n\n"
    long, item = document(words, opening + ("It ebbs. " * 60 + "\n\n") * 400), items(words)[0]
    return book_as_html(long, item) + book_as_html(long, item, 2)


class _OneLook(Event):
    """What has not happened at the first look, and has at the next."""

    def __init__(self) -> None:
        super().__init__()
        self._looked = False

    def wait(self, timeout: float | None = None) -> bool:
        before, self._looked = self._looked, True
        return before


class _Work(Work):
    """A change that has come so far, and ends after a look."""

    def __init__(self, stage: str, result: Result | None = None) -> None:
        super().__init__()
        self.stage, self.result, self.finished = Stage(stage, 1, 2), result, _OneLook()


@shows(PARTS)
def a_change_of_the_library(words: str) -> str:
    removed = filled(Removed, words, id="0f", at="2026-11-22T10:30")
    lines = tuple(filled(Line, words, mark=mark) for mark in Mark)
    ended = Result(lines, removed, words)
    stopping = _Work("reading")
    stopping.cancel()
    going = [_Work("reading"), _Work("embedding"), _Work("writing"), stopping]
    steps = Steps(desk(words)).change(lambda: _Work("reading", ended), ENGLISH)
    told = "".join(step.status or "" for step in steps) + library_problem_as_html(words)
    return told + "".join(map(work_as_html, going))


class _Trial(Trial):
    """A run that has come so far, and ends after a look."""

    def __init__(self, done: int, total: int, kept: str = "", problem: str = "") -> None:
        super().__init__()
        self.done, self.total, self.kept, self.problem = done, total, kept, problem
        self.finished = _OneLook()

    @property
    def left(self) -> float | None:
        return {1: None, 2: 10.0}.get(self.done, 200.0)


def past_runs(words: str) -> tuple[PastRun, ...]:
    """Two runs that asked the same, and one that is alone."""
    figures = {metric.name: 0.5 for metric in HEADLINES}
    make = partial(filled, PastRun, words, kept=AT, n=6)
    return (
        make(file="1.json", figures=figures),
        make(file="2.json", figures={**figures, "recall_at_5": None}),
        make(file="3.json", figures=figures, n=7),
    )


def worse(words: str) -> Run:
    """A run of the same cases, of which some went another way."""
    one = run(words)
    lost, *rest, last = one.cases[1], one.cases[0], *one.cases[2:]
    won = replace(rest[0], facts=(True,), gold=(True,), holds=True)
    lost = replace(lost, facts=(False,), gold=(False,), holds=False, confidence=0.1)
    return replace(one, cases=(won, lost, *rest[1:], last))


@shows(TAB, slow=True)
def runs_of_the_evaluation(words: str) -> str:
    steps, spanish = Evaluation(desk(words)), words_of("es")
    wanted, other = f"1.json {words}", f"2.json {words}"
    shown = [
        *steps.report(wanted, ENGLISH), *steps.report("none", ENGLISH),
        *steps.compare(wanted, other, ENGLISH), *steps.compare(wanted, "none", spanish),
    ]  # fmt: skip
    return "".join(step.report or "" for step in shown)


@shows(TAB)
def the_evaluation(words: str) -> str:
    site = desk(words)
    steps = Evaluation(site)
    runs = numbered(past_runs(words))
    shown = [*steps.show(ENGLISH), *steps.run(words, "2", ENGLISH), *steps.run(words, "x", ENGLISH)]
    site.evaluator.going = _Trial(2, 8, problem=words)
    shown += steps.show(ENGLISH)
    site.settings = PageSettings(evaluation=False)
    shown += steps.show(ENGLISH)
    told = "".join(part or "" for step in shown for part in (step.begin, step.status, step.past))
    stopping = _Trial(1, 8)
    stopping.cancel()
    trials = [_Trial(0, 0), _Trial(1, 8), _Trial(3, 8), _Trial(8, 8), stopping]
    told += "".join(map(trial_as_html, trials)) + ended_as_html(_Trial(1, 2), ())
    told += begin_as_html([], words, False) + begin_as_html(["dev", words], words, True)
    told += past_as_html([], [words], None) + past_as_html(runs, (), runs[0])
    told += "".join(head_as_html(one, runs, words_of("es")) for one in runs)
    return told + pair_as_html(runs[0], runs[0], runs[1]) + plotted_as_html(runs)


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
    asked = tuple(replace(one, half=half) if half else one for one in cases)
    short = words if len(words) < 200 else ""  # of a longer passage the opening is shown
    texts = {hit.key: f"The keeper {short}" + " sleeps" * 60 for hit in asked[0].retrieved}
    return filled(Run, words, documents={words: words}, passages=2, cases=asked, texts=texts)


@shows(WHOLE)
def a_case_of_a_run(words: str) -> str:
    whole = run(words)
    return "".join(card(one, whole, number) for number, one in enumerate(whole.cases, start=1))


@shows(WHOLE, slow=True)
def a_page_of_runs(words: str) -> str:
    silent = replace(run(words), cases=(run(words).cases[3],))
    return runs_as_html([run(words), run(words, half=words)]) + runs_as_html([silent])


@shows(WHOLE)
def a_plot_without_values(words: str) -> str:
    return bars({words: Estimate(0)}, words)


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

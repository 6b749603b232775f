"""What happens in the tab Ask: each step is all that it shows from then on."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.escape import isolated, literal
from assistant.reply import Answer
from index.errors import BadInput, Problem
from index.retrieve import check_question
from page import feedback
from page.export import export
from page.history import kept, reopen
from page.reading import documents_as_html
from page.suggest import FIRST
from page.turn import Turn, chat_messages, line_as_html, sources_of, take_turns
from page.words import ENGLISH, Words

if TYPE_CHECKING:
    from page.site import Site

LONGEST_CHAT = 20  # questions that stay on the page; the oldest leave first
NEXT = 3  # questions that are suggested after a reply
Told = Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """What stands on the page; None leaves what stands there.

    `box` is what stands in the question's box: it is left alone while an answer is awaited, since
    somebody may be typing. `chips` are suggested questions, and `told` is for the scripts
    (`assets/words.js`).
    """

    turns: tuple[Turn, ...]
    messages: list[dict[str, Any]] | None = None
    panel: str | None = None
    hint: str = ""
    box: str | None = None
    chips: str | None = None
    told: Told | None = None


class Conversation:
    """The steps of a conversation with the documents."""

    def __init__(self, site: "Site") -> None:
        self._site, self._live = site, site.live

    def start(self, what: str, say: Words = ENGLISH) -> Shown:
        """The page before the first question; `what` is told to the scripts."""
        panel = documents_as_html(self._live.documents, say)
        return Shown((), [], panel, told={"what": what})

    def ask(
        self,
        question: str,
        turns: tuple[Turn, ...],
        among: Collection[str] | None = None,
        say: Words = ENGLISH,
        alone: bool = False,
    ) -> Iterator[Shown]:
        """Show the question at once, then its reply beside what may be typed by then.

        Where it was edited it stands `alone`: nothing that was said before is read into it.
        """
        try:
            question = check_question(question)
        except BadInput as wrong:
            yield Shown(turns, hint=line_as_html(str(wrong)))
            return
        number = turns[-1].number + 1 if turns else 1
        # a question asked again takes the place of the try that failed
        turns = tuple(turn for turn in turns if not (turn.failed and turn.question == question))
        yield _shown((*turns, Turn(number, question)), say, box="", chips="")
        quoted: object = None
        before = () if alone else turns
        for turn in take_turns(self._live, question, number, before, among, say):
            now = turn.reply.quotes if isinstance(turn.reply, Answer) else ()
            # what somebody reads meanwhile stays as it is while nothing is quoted anew
            panel = None if now == quoted else sources_of(self._live, turn, say)
            told = {"what": "kept", "turn": kept(turn)} if turn.done else None
            quoted = now
            yield _shown((*turns, turn), say, panel=panel, told=told)

    def reopen(self, turns: tuple[Turn, ...], data: object, say: Words = ENGLISH) -> Shown:
        """A conversation that the browser kept, with its quotations checked again."""
        try:
            found = reopen(self._live, data, say)
        except Problem as problem:
            return Shown(turns, hint=line_as_html(str(problem)), told={"what": "reopened"})
        panel = sources_of(self._live, found[-1], say) if found else None
        return _shown(found, say, panel=panel, chips="", told={"what": "reopened"})

    def export(self, turns: Sequence[Turn], form: object, say: Words = ENGLISH) -> Told:
        """The conversation as a file for the browser to save."""
        try:
            file = export(turns, self._live.held(), str(form), say)
        except Problem as problem:
            return {"what": "problem", "why": str(problem)}
        return {"what": "file", "name": file.name, "type": file.type, "text": file.text}

    def sources(self, turns: Sequence[Turn], number: object, say: Words = ENGLISH) -> str | None:
        """What the pane shows for a question of the conversation, by its number."""
        asked = next((turn for turn in turns if turn.number == number), None)
        return None if asked is None else sources_of(self._live, asked, say)

    def suggest(
        self, turns: Sequence[Turn], among: Collection[str] | None = None, say: Words = ENGLISH
    ) -> tuple[str, Told]:
        """Questions that the documents answer, as buttons; and whether there are any yet."""
        made = self._site.suggestions
        if made is None:
            return "", {"what": "suggest", "ready": True}
        reply = turns[-1].reply if turns else None
        if reply is None:
            found = made.start(FIRST, among)
        else:
            found = made.follow_ups(reply, [turn.question for turn in turns], NEXT, among)
        questions = [one.question for one in found]
        return chips_as_html(questions, say), {"what": "suggest", "ready": bool(questions or turns)}

    def limit(self, among: Collection[str] | None, say: Words = ENGLISH) -> str:
        """A line that says so where questions go only to some of the documents."""
        if among is None:
            return ""
        documents = say("count.document", len(self._live.documents))
        line = say.html("library.asks_some", chosen=say.number(len(among)), documents=documents)
        return f'<p role="status">{line}</p>'

    def judge(self, turns: Sequence[Turn], sent: object) -> Told | None:
        """Store what a reader says of a reply."""
        if self._site.feedback is None:
            return None
        try:
            said = feedback.store(self._site.feedback, self._live, turns, sent)
        except Problem as problem:
            return {"what": "problem", "why": str(problem)}
        return {"what": "judged", "turn": said.turn, "verdict": said.verdict}


def chips_as_html(questions: Sequence[str], say: Words = ENGLISH) -> str:
    """Questions as buttons that ask them."""
    if not questions:
        return ""
    buttons = "".join(
        f'<li><button type="button" data-question="{literal(question)}">'
        f"{isolated(question)}</button></li>"
        for question in questions
    )
    return f'<ul class="chips" aria-label="{say.html("ask.suggested")}">{buttons}</ul>'


def _shown(turns: tuple[Turn, ...], say: Words, **rest: Any) -> Shown:
    turns = turns[-LONGEST_CHAT:]
    return Shown(turns, chat_messages(turns, say), **rest)

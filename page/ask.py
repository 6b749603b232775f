"""The tab Ask: the conversation at the left, at the right the documents that it quotes."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.feedback import FeedbackStore
from index.errors import Problem
from page.conversation import Conversation, Shown
from page.feedback import store
from page.live import LiveAssistant
from page.reading import documents_as_html
from page.settings import PageSettings
from page.turn import Turn
from page.words import Translated, words_for

if TYPE_CHECKING:
    import gradio as gr

# every text that the chat is given is escaped; the sanitiser is a second lock
CHAT: dict[str, Any] = {
    "elem_id": "chat",
    "layout": "panel",
    "autoscroll": False,  # reading.js scrolls to the question, not to the end of its reply
    "height": None,
    "buttons": [],
    "feedback_options": None,
    "sanitize_html": True,
    "allow_tags": False,
    "latex_delimiters": [],
}
BOX: dict[str, Any] = {
    "show_label": False,
    "elem_id": "box",
    # more than are read, so that a long question is refused and not cut without a word
    "max_length": 10_000,
    "autofocus": True,
}
# what the scripts send becomes an event of this component, and what is told to it reaches them;
# the names of the events are Gradio's, and only some of them fit
WIRE = """
const events = {ask: 'submit', sources: 'select', clear: 'clear', judged: 'like', reopen: 'expand',
  export: 'download', suggest: 'tick'};
window.addEventListener('send', ({detail}) => trigger(events[detail.what], detail));
watch('value', () => {
  const detail = JSON.parse(props.value);
  window.dispatchEvent(new CustomEvent('told', {detail}));
});
window.wired = true;
window.dispatchEvent(new Event('wired'));
"""


@dataclass(frozen=True)
class Desk:
    """What stands in the tab."""

    turns: "gr.State"
    chat: "gr.Chatbot"
    panel: "gr.HTML"
    hint: "gr.HTML"
    box: "gr.Textbox"
    chips: "gr.HTML"
    wire: "gr.HTML"

    @property
    def all(self) -> list[Any]:
        """What a step of the conversation changes, in the order of `_shown`."""
        return [self.turns, self.chat, self.panel, self.hint, self.box, self.wire]


def lay_out(i18n: Translated, settings: PageSettings) -> Desk:
    """Put the tab's parts where they belong; to be called inside of it."""
    import gradio as gr

    turns = gr.State(())
    wire = gr.HTML(elem_id="wire", html_template="", js_on_load=WIRE, visible="hidden")
    with gr.Row(elem_id="desk"):
        if settings.history:
            gr.HTML(label=i18n("ask.history"), elem_id="history", js_on_load=None)
        with gr.Column(scale=3, elem_id="talk"):
            label, empty = i18n("ask.conversation"), i18n("ask.placeholder")
            unrated = [] if settings.feedback else ["unrated"]
            chat = gr.Chatbot(label=label, placeholder=empty, elem_classes=unrated, **CHAT)
            hint = gr.HTML(label=i18n("ask.wrong"), elem_id="hint")
            chips = gr.HTML(label=i18n("ask.suggested"), elem_id="chips")
            asked, send = i18n("ask.box"), i18n("ask.send")
            box = gr.Textbox(label=asked, placeholder=asked, submit_btn=send, **BOX)
        with gr.Column(scale=2, elem_id="sources"):
            panel = gr.HTML(label=i18n("reading.title"), elem_id="panel", js_on_load=None)
    return Desk(turns, chat, panel, hint, box, chips, wire)


def wire(
    blocks: "gr.Blocks", desk: Desk, live: LiveAssistant, feedback: FeedbackStore | None
) -> None:
    """What happens when somebody does something in the tab."""
    import gradio as gr

    talk = Conversation(live)

    def begin(what: str, request: gr.Request) -> tuple[Any, ...]:
        say = words_for(request.headers.get("accept-language"))
        panel = documents_as_html(live.documents, say)
        return _shown(Shown((), [], panel, told={"what": what}))

    def start(request: gr.Request) -> tuple[Any, ...]:
        return begin("started", request)

    def clear(request: gr.Request) -> tuple[Any, ...]:
        return begin("cleared", request)

    def ask(question: str, turns: tuple[Turn, ...], request: gr.Request) -> Iterator[Any]:
        say = words_for(request.headers.get("accept-language"))
        yield from map(_shown, talk.ask(question, turns, say))

    def again(turns: tuple[Turn, ...], picked: gr.SelectData, request: gr.Request) -> Iterator[Any]:
        yield from ask(str(picked.value), turns, request)

    def linked(turns: tuple[Turn, ...], sent: gr.EventData, request: gr.Request) -> Iterator[Any]:
        yield from ask(str(sent.question), turns, request)

    def sources(turns: tuple[Turn, ...], sent: gr.EventData, request: gr.Request) -> Any:
        say = words_for(request.headers.get("accept-language"))
        panel = talk.sources(turns, sent.turn, say)
        return gr.skip() if panel is None else panel

    def judge(turns: tuple[Turn, ...], sent: gr.EventData) -> Any:
        if feedback is None:
            return gr.skip()
        try:
            said = store(feedback, live, turns, sent._data)
        except Problem as problem:
            return _told({"what": "problem", "why": str(problem)})
        return _told({"what": "judged", "turn": said.turn, "verdict": said.verdict})

    private: dict[str, Any] = {"api_visibility": "private"}
    silent: dict[str, Any] = {"show_progress": "hidden", **private}
    blocks.load(start, None, desk.all, **private)
    desk.box.submit(ask, [desk.box, desk.turns], desk.all, api_name="ask")
    desk.wire.submit(linked, desk.turns, desk.all, **private)
    desk.chat.option_select(again, desk.turns, desk.all, **private)
    desk.wire.select(sources, desk.turns, desk.panel, **silent)
    desk.wire.like(judge, desk.turns, desk.wire, **silent)
    desk.wire.clear(clear, None, desk.all, **private)
    desk.chat.clear(clear, None, desk.all, **private)


def _shown(step: Shown) -> tuple[Any, ...]:
    """A step as Gradio wants it, where None is what stays as it is."""
    import gradio as gr

    told = _told(step.told) if step.told else None
    given = (step.messages, step.panel, step.hint, step.box, told)
    return (step.turns, *(gr.skip() if value is None else value for value in given))


def _told(what: Mapping[str, Any]) -> str:
    """What the scripts are told; at another time it is another value, or Gradio would not tell."""
    return json.dumps({**what, "time": time.time_ns()})

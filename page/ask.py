"""The tab Ask: the conversation at the left, at the right the documents that it quotes."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from page.conversation import Conversation, Shown
from page.settings import PageSettings
from page.turn import Turn
from page.words import Translated, Words, words_for

if TYPE_CHECKING:
    import gradio as gr

    from page.site import Site

Turns = tuple[Turn, ...]
Selection = frozenset[str] | None  # uris; None: all documents

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
# Gradio takes for an event what is named here
WIRE = """
const events = ['ask', 'sources', 'clear', 'judged', 'reopen', 'export', 'suggest'];
window.addEventListener('send', ({detail}) => trigger(detail.what, detail));
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
    among: "gr.HTML"
    wire: "gr.HTML"

    @property
    def all(self) -> list[Any]:
        """What a step of the conversation changes, in the order of `_shown`."""
        return [
            self.turns, self.chat, self.panel, self.hint, self.box, self.chips, self.wire,
        ]  # fmt: skip


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
            among = gr.HTML(label=i18n("library.chosen"), elem_id="among")
            asked, send = i18n("ask.box"), i18n("ask.send")
            box = gr.Textbox(label=asked, placeholder=asked, submit_btn=send, **BOX)
        with gr.Column(scale=2, elem_id="sources"):
            panel = gr.HTML(label=i18n("reading.title"), elem_id="panel", js_on_load=None)
    return Desk(turns, chat, panel, hint, box, chips, among, wire)


PRIVATE: dict[str, Any] = {"api_visibility": "private"}
SILENT: dict[str, Any] = {"show_progress": "hidden", **PRIVATE}
# of several clicks in a row Gradio would drop all but the first
EACH: dict[str, Any] = {"trigger_mode": "multiple"}


def wire(blocks: "gr.Blocks", desk: Desk, site: "Site", selection: "gr.State") -> None:
    """What happens when somebody does something in the tab; `selection` holds what is asked."""
    talk = Conversation(site)
    _wire_asking(desk, talk, selection)
    _wire_reading(desk, talk)
    _wire_history(blocks, desk, talk)


def _wire_asking(desk: Desk, talk: Conversation, selection: "gr.State") -> None:
    """A question comes from the box, from a button, or from a script; then more are suggested."""
    import gradio as gr

    def ask(
        question: str, turns: Turns, among: Selection, request: gr.Request, alone: bool = False
    ) -> Iterator[Any]:
        yield from map(_shown, talk.ask(question, turns, among, _say(request), alone))

    def again(
        turns: Turns, among: Selection, picked: gr.SelectData, request: gr.Request
    ) -> Iterator[Any]:
        yield from ask(str(picked.value), turns, among, request)

    def sent(
        turns: Turns, among: Selection, event: gr.EventData, request: gr.Request
    ) -> Iterator[Any]:
        alone = _sent(event, "alone") is True
        yield from ask(str(_sent(event, "question")), turns, among, request, alone)

    def suggest(turns: Turns, among: Selection, request: gr.Request) -> Any:
        chips, told = talk.suggest(turns, among, _say(request))
        return chips, _told(told)

    def limit(among: Selection, request: gr.Request) -> str:
        return talk.limit(among, _say(request))

    state: list[Any] = [desk.turns, selection]
    offer: dict[str, Any] = {"inputs": state, "outputs": [desk.chips, desk.wire], **SILENT}
    desk.box.submit(ask, [desk.box, *state], desk.all, **PRIVATE).then(suggest, **offer)
    desk.wire.ask(sent, state, desk.all, **PRIVATE).then(suggest, **offer)
    desk.chat.option_select(again, state, desk.all, **PRIVATE).then(suggest, **offer)
    desk.wire.suggest(suggest, **offer)
    selection.change(limit, selection, desk.among, **SILENT).then(suggest, **offer)


def _wire_reading(desk: Desk, talk: Conversation) -> None:
    """A citation is followed, or a reply is judged."""
    import gradio as gr

    def sources(turns: Turns, event: gr.EventData, request: gr.Request) -> Any:
        panel = talk.sources(turns, _sent(event, "turn"), _say(request))
        return gr.skip() if panel is None else panel

    def judge(turns: Turns, event: gr.EventData) -> Any:
        told = talk.judge(turns, event._data)
        return gr.skip() if told is None else _told(told)

    desk.wire.sources(sources, desk.turns, desk.panel, **EACH, **SILENT)
    desk.wire.judged(judge, desk.turns, desk.wire, **SILENT)


def _wire_history(blocks: "gr.Blocks", desk: Desk, talk: Conversation) -> None:
    """A conversation begins, is cleared, is opened again from the browser, or is saved."""
    import gradio as gr

    def start(request: gr.Request) -> Any:
        # not all of the desk: somebody may have been quicker with a question
        begun = talk.start("started", _say(request))
        return begun.panel, _told(begun.told or {})

    def clear(request: gr.Request) -> Any:
        return _shown(talk.start("cleared", _say(request)))

    def reopen(turns: Turns, event: gr.EventData, request: gr.Request) -> Any:
        return _shown(talk.reopen(turns, _sent(event, "turns"), _say(request)))

    def export(turns: Turns, event: gr.EventData, request: gr.Request) -> Any:
        return _told(talk.export(turns, _sent(event, "format"), _say(request)))

    blocks.load(start, None, [desk.panel, desk.wire], **PRIVATE)
    desk.wire.reopen(reopen, desk.turns, desk.all, **EACH, **PRIVATE)
    desk.wire.export(export, desk.turns, desk.wire, **SILENT)
    desk.wire.clear(clear, None, desk.all, **PRIVATE)
    desk.chat.clear(clear, None, desk.all, **PRIVATE)


def _say(request: "gr.Request") -> Words:
    return words_for(request.headers.get("accept-language"))


def _sent(event: "gr.EventData", name: str) -> object:
    """What the browser sends with an event, which may be anything or nothing."""
    return event._data.get(name) if isinstance(event._data, dict) else None


def _shown(step: Shown) -> tuple[Any, ...]:
    """A step as Gradio wants it, where None is what stays as it is."""
    import gradio as gr

    told = _told(step.told) if step.told else None
    given = (step.messages, step.panel, step.hint, step.box, step.chips, told)
    return (step.turns, *(gr.skip() if value is None else value for value in given))


def _told(what: Mapping[str, Any]) -> str:
    """What the scripts are told; at another time it is another value, or Gradio would not tell."""
    return json.dumps({**what, "time": time.time_ns()})

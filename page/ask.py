"""The tab Ask: the conversation at the left, at the right the documents that it quotes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from page.conversation import Conversation, Shown
from page.live import LiveAssistant
from page.reading import documents_as_html
from page.turn import Turn
from page.words import Translated, words_for

if TYPE_CHECKING:
    import gradio as gr

EXAMPLES = (
    "what must employees do if approached?",
    "who signed the letter that ended the training contract?",
    "what is the fine for breaking the Act?",
)
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
# reading.js asks for the sources of an earlier question
ON_LOAD = "window.addEventListener('sources', (event) => trigger('select', event.detail))"


@dataclass(frozen=True)
class Desk:
    """What stands in the tab."""

    turns: "gr.State"
    chat: "gr.Chatbot"
    panel: "gr.HTML"
    hint: "gr.HTML"
    box: "gr.Textbox"
    examples: "gr.Row"
    buttons: "tuple[gr.Button, ...]"

    @property
    def all(self) -> list[Any]:
        """What a step of the conversation changes, in the order of `_shown`."""
        return [self.turns, self.chat, self.panel, self.hint, self.box, self.examples]


def lay_out(i18n: Translated) -> Desk:
    """Put the tab's parts where they belong; to be called inside of it."""
    import gradio as gr

    turns = gr.State(())
    with gr.Row(elem_id="desk"):
        with gr.Column(scale=3, elem_id="talk"):
            label, empty = i18n("ask.conversation"), i18n("ask.placeholder")
            chat = gr.Chatbot(label=label, placeholder=empty, **CHAT)
            hint = gr.HTML(label=i18n("ask.wrong"), elem_id="hint")
            asked, send = i18n("ask.box"), i18n("ask.send")
            box = gr.Textbox(label=asked, placeholder=asked, submit_btn=send, **BOX)
            with gr.Row(elem_id="examples") as examples:
                buttons = tuple(gr.Button(example, size="sm") for example in EXAMPLES)
        with gr.Column(scale=2, elem_id="sources"):
            panel = gr.HTML(label=i18n("reading.title"), elem_id="panel", js_on_load=ON_LOAD)
    return Desk(turns, chat, panel, hint, box, examples, buttons)


def wire(blocks: "gr.Blocks", desk: Desk, live: LiveAssistant) -> None:
    """What happens when somebody does something in the tab."""
    import gradio as gr

    talk = Conversation(live)

    def start(request: gr.Request) -> tuple[Any, ...]:
        say = words_for(request.headers.get("accept-language"))
        return _shown(Shown((), [], documents_as_html(live.documents, say)))

    def ask(question: str, turns: tuple[Turn, ...], request: gr.Request) -> Iterator[Any]:
        say = words_for(request.headers.get("accept-language"))
        yield from map(_shown, talk.ask(question, turns, say))

    def again(turns: tuple[Turn, ...], picked: gr.SelectData, request: gr.Request) -> Iterator[Any]:
        yield from ask(str(picked.value), turns, request)

    def reopen(turns: tuple[Turn, ...], wanted: gr.EventData, request: gr.Request) -> Any:
        say = words_for(request.headers.get("accept-language"))
        panel = talk.sources(turns, wanted.turn, say)
        return gr.skip() if panel is None else panel

    private: dict[str, Any] = {"api_visibility": "private"}
    blocks.load(start, None, desk.all, **private)
    desk.box.submit(ask, [desk.box, desk.turns], desk.all, **private)
    for button in desk.buttons:
        button.click(ask, [button, desk.turns], desk.all, **private)
    desk.chat.option_select(again, desk.turns, desk.all, **private)
    desk.panel.select(reopen, desk.turns, desk.panel, show_progress="hidden", **private)
    desk.chat.clear(start, None, desk.all, **private)


def _shown(step: Shown) -> tuple[Any, ...]:
    """A step as Gradio wants it, where None is what stays as it is."""
    import gradio as gr

    given = (step.messages, step.panel, step.hint, step.box)
    rest = (gr.skip() if value is None else value for value in given)
    return (step.turns, *rest, gr.Row(visible=not step.turns))

"""python app.py: bring the index up to date, then serve the page.

Layout and wiring; what the page shows comes from `assistant/turn.py`, how it looks from `assets/`.
Gradio takes seconds to import, so it is imported where the page is made and not before.
"""

import argparse
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from assistant.guard import Guard
from assistant.live import LiveAssistant
from assistant.panel import documents_as_html
from assistant.server import bind, serve
from assistant.turn import Turn, chat_messages, line_as_html, sources_of, take_turn
from index.command import add_index_options, run
from index.console import build_and_tell
from index.errors import BadInput, IndexBusy
from index.retrieve import check_question

if TYPE_CHECKING:
    import gradio as gr

ASSETS = Path(__file__).parent / "assets"
ABOUT = """# Chapter & Verse
Answers only in the exact words of its documents, and says so when they hold no answer.
What a document says can be wrong or out of date; nothing here is legal advice."""
EXAMPLES = (
    "what must employees do if approached?",
    "who signed the letter that ended the training contract?",
    "what is the fine for breaking the Act?",
)
# every text that the chat is given is escaped; the sanitiser is a second lock
CHAT: dict[str, Any] = {
    "label": "Conversation",
    "elem_id": "chat",
    "layout": "panel",
    "autoscroll": False,  # page.js scrolls to the question, not to the end of its reply
    "height": None,
    "buttons": [],
    "feedback_options": None,
    "sanitize_html": True,
    "allow_tags": False,
    "latex_delimiters": [],
    "placeholder": "Ask what the documents say.",
}
BOX: dict[str, Any] = {
    "label": "Your question",
    "show_label": False,
    "placeholder": "Your question",
    "elem_id": "box",
    "submit_btn": "Ask",
    # more than are read, so that a long question is refused and not cut without a word
    "max_length": 10_000,
    "autofocus": True,
}
LONGEST_CHAT = 20  # questions that stay on the page; the oldest leave first
AT_ONCE, WAITING = 2, 50  # questions worked on, and questions in the queue
# page.js asks for the sources of an earlier question
ON_LOAD = "window.addEventListener('sources', (event) => trigger('select', event.detail))"
# the libraries read these when they are imported
QUIET = {
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGSMITH_TRACING": "false",
    "TRANSFORMERS_OFFLINE": "1",
}
LOOPBACK = ("127.0.0.1", "localhost")


class Conversation:
    """What the page does when somebody asks: each step is all that it shows from then on."""

    def __init__(self, live: LiveAssistant) -> None:
        self._live = live

    def documents(self) -> str:
        """What the panel shows before the first question."""
        return documents_as_html(self._live.documents)

    def start(self) -> tuple[Any, ...]:
        """The page as it was before the first question."""
        import gradio as gr

        return (), [], self.documents(), "", gr.skip(), gr.Row(visible=True)

    def ask(self, question: str, turns: tuple[Turn, ...]) -> Iterator[tuple[Any, ...]]:
        """Show the question at once, then its reply beside what may be typed by then."""
        import gradio as gr

        try:
            question = check_question(question)
        except BadInput as wrong:
            yield turns, gr.skip(), gr.skip(), line_as_html(str(wrong)), gr.skip(), gr.skip()
            return
        number = turns[-1].number + 1 if turns else 1
        # a question asked again takes the place of the try that failed
        turns = tuple(turn for turn in turns if not (turn.failed and turn.question == question))
        yield self._shown((*turns, Turn(number, question)), gr.skip(), "")
        turn = take_turn(self._live, question, number, turns)
        yield self._shown((*turns, turn), sources_of(self._live, turn), gr.skip())

    def sources(self, turns: tuple[Turn, ...], number: int) -> str:
        """What the panel shows for a question of the conversation, by its number."""
        import gradio as gr

        asked = next((turn for turn in turns if turn.number == number), None)
        return gr.skip() if asked is None else sources_of(self._live, asked)

    def _shown(self, turns: tuple[Turn, ...], panel: Any, box: Any) -> tuple[Any, ...]:
        import gradio as gr

        turns = turns[-LONGEST_CHAT:]
        return turns, chat_messages(turns), panel, "", box, gr.Row(visible=False)


def page(live: LiveAssistant, notice: str = "") -> "gr.Blocks":
    """The page; `notice` says what is wrong with the index, if anything is."""
    import gradio as gr

    talk = Conversation(live)

    def ask_again(turns: tuple[Turn, ...], picked: gr.SelectData) -> Iterator[tuple[Any, ...]]:
        yield from talk.ask(str(picked.value), turns)

    def open_again(turns: tuple[Turn, ...], wanted: gr.EventData) -> Any:
        return talk.sources(turns, wanted.turn)

    blocks = gr.Blocks(title="Chapter & Verse", analytics_enabled=False)
    with blocks:
        turns = gr.State(())
        gr.Markdown(ABOUT, elem_id="about")
        gr.HTML(line_as_html(notice), elem_id="notice", visible=bool(notice))
        with gr.Row(elem_id="desk"):
            with gr.Column(scale=3, elem_id="talk"):
                chat = gr.Chatbot(**CHAT)
                hint = gr.HTML(label="What is wrong with the question", elem_id="hint")
                box = gr.Textbox(**BOX)
                with gr.Row(elem_id="examples") as examples:
                    buttons = [gr.Button(example, size="sm") for example in EXAMPLES]
            with gr.Column(scale=2, elem_id="sources"):
                gr.Markdown("## Sources")
                panel = gr.HTML(label="Sources", elem_id="panel", js_on_load=ON_LOAD)
        shows = [turns, chat, panel, hint, box, examples]
        # not all of `shows`: by now somebody may have typed into the box
        blocks.load(talk.documents, None, panel, api_visibility="private")
        box.submit(talk.ask, [box, turns], shows, api_name="ask")
        for button in buttons:
            button.click(talk.ask, [button, turns], shows, api_visibility="private")
        chat.option_select(ask_again, [turns], shows, api_visibility="private")
        panel.select(open_again, [turns], panel, show_progress="hidden", api_visibility="private")
        chat.clear(talk.start, None, shows, api_visibility="private")
    blocks.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE)
    return blocks


def make_app(live: LiveAssistant, notice: str = "", hosts: tuple[str, ...] = ("*",)) -> FastAPI:
    """The web application: `/healthz`, and the page at `/`.

    Args:
        live: what answers.
        notice: what the page says above all else.
        hosts: the host names by which it may be called; a foreign name that leads to this machine
            could otherwise read the documents through a visitor's browser.
    """
    os.environ.update(QUIET)
    import gradio as gr

    app = FastAPI(openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    app.add_middleware(Guard)

    @app.get("/healthz")
    def healthz() -> dict[str, str | int]:
        return {"status": "ok", "documents": len(live.documents)}

    # in the head as it is: Gradio rewrites what it is given as css, and spoils its media queries
    style = f"<style>{(ASSETS / 'page.css').read_text('utf-8')}</style>"
    sans, mono = ["system-ui", "sans-serif"], ["ui-monospace", "monospace"]
    theme = gr.themes.Base(neutral_hue="stone", font=sans, font_mono=mono)
    gr.mount_gradio_app(
        app, page(live, notice), path="/", theme=theme, head=style,
        js=(ASSETS / "page.js").read_text("utf-8"), ssr_mode=False, show_error=False,
        mcp_server=False, enable_monitoring=False, run_history=False, footer_links=[],
        allowed_paths=[], app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
    )  # fmt: skip
    return app


def main(arguments: list[str] | None = None) -> int:
    """Serve until stopped; 3 for a problem."""
    parser = argparse.ArgumentParser(prog="python app.py", description="Serve the page.")
    parser.add_argument("--host", default="127.0.0.1", help="(default: %(default)s)")
    parser.add_argument("--port", type=int, default=7860, help="(default: %(default)s; 0: any)")
    add_index_options(parser, sources=True)
    options = parser.parse_args(arguments)
    return run(lambda: _serve(options))


def _serve(options: argparse.Namespace) -> int:
    os.environ.update(QUIET)
    with socket.socket() as listener:
        # at once, so that a port in use is known before anything takes time
        bind(listener, options.host, options.port)
        notice = update_index(options.sources, options.index, options.settings)
        live = LiveAssistant(options.index, options.settings)
        live.reply("Is the modle loaded?")  # now; misspelt, for the speller to load as well
        hosts = LOOPBACK if options.host in LOOPBACK else ("*",)
        app = make_app(live, notice, hosts)
        listener.listen()  # from here on a visitor waits and is not sent away
        address = f"http://{options.host}:{listener.getsockname()[1]}"
        print(f"{len(live.documents)} documents, at {address} (Ctrl+C stops)", flush=True)
        serve(app, listener)
    return 0


def update_index(sources: Path, index: Path, settings: Path | None) -> str:
    """Bring the index up to date, and say what the page must admit."""
    try:
        failed = build_and_tell(sources, index, settings).failed
    except IndexBusy as busy:
        print(f"warning: {busy} The page serves the index as it is.", file=sys.stderr)
        return "The index is being rebuilt; answers come from the one before."
    if not failed:
        return ""
    names = ", ".join(file.uri for file in failed[:3]) + (" …" if len(failed) > 3 else "")
    print(f"warning: {len(failed)} files are left out, see above", file=sys.stderr)
    return f"Not read, and missing from every answer: {names}"


if __name__ == "__main__":
    sys.exit(main())

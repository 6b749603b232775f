"""The web application: the page at `/`, its health, what programs may call, and who may call it."""

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route

from eval.feedback import FILE, FeedbackStore
from index.aside import Make, build_here
from index.command import INDEX, SOURCES
from page import ask, evaluation, library
from page.api import offer, wrongly_called
from page.evaluator import Evaluator
from page.guard import UPLOADS, Guard
from page.health import health_routes
from page.librarian import Librarian
from page.live import WAITING, LiveAssistant
from page.look import head, script, theme
from page.opening import Opening
from page.permission import Deed, allowed
from page.settings import PageSettings
from page.static import Static
from page.suggest import Suggestions
from page.turn import line_as_html
from page.upload import receive
from page.words import ENGLISH, LANGUAGES, Translated, Words, words, words_for

if TYPE_CHECKING:
    import gradio as gr

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


@dataclass(frozen=True)
class Site:
    """What the parts of the page work with.

    `notice` is what the page says above all else. `hosts` are the host names by which it may be
    called: a foreign name that leads to this machine could otherwise read the documents through a
    visitor's browser. `make` is what builds the index anew while the page is served.
    """

    live: LiveAssistant
    sources: Path = SOURCES
    index: Path = INDEX
    settings_file: Path | None = None
    settings: PageSettings = field(default_factory=PageSettings)
    notice: str = ""
    hosts: tuple[str, ...] = ("*",)
    suggestions: Suggestions | None = None
    make: Make = build_here

    @property
    def feedback(self) -> FeedbackStore | None:
        """Where it is stored what readers say, if they may: beside the index."""
        if not self.settings.feedback:
            return None
        return FeedbackStore(self.index.with_name(FILE.name))

    @property
    def local(self) -> bool:
        """Whether only this machine is served."""
        return set(self.hosts) <= set(LOOPBACK)

    @cached_property
    def librarian(self) -> Librarian:
        """Who adds and removes documents."""
        return Librarian(self)

    @cached_property
    def evaluator(self) -> Evaluator:
        """Who runs the evaluation."""
        return Evaluator(self)


def make_page(site: Site) -> "gr.Blocks":
    """The page, tab by tab."""
    import gradio as gr

    i18n: Translated = translations()

    def greet(request: gr.Request) -> str:
        return about_as_html(words_for(request.headers.get("accept-language")))

    blocks = gr.Blocks(title="Chapter & Verse", analytics_enabled=False)
    with blocks:
        offer(site.live)
        about = gr.HTML(about_as_html(ENGLISH), elem_id="about")
        gr.HTML(line_as_html(site.notice), elem_id="notice", visible=bool(site.notice))
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(i18n("page.ask"), id="ask", elem_id="tab-ask"):
                desk = ask.lay_out(i18n, site.settings)
            with gr.Tab(i18n("page.library"), id="library", elem_id="tab-library") as tab:
                shelves = library.lay_out(i18n)
            with gr.Tab(
                i18n("page.evaluation"), id="evaluation", elem_id="tab-evaluation",
                visible=allowed(site, Deed.EVALUATION),
            ) as runs:  # fmt: skip
                bench = evaluation.lay_out(i18n)
        ask.wire(blocks, desk, site, shelves.selection)
        library.wire(tab, shelves, site)
        evaluation.wire(runs, bench, site)
        blocks.load(greet, None, about, show_progress="hidden", api_visibility="private")
    # api_open: whether programs may go past the queue
    blocks.queue(max_size=WAITING, default_concurrency_limit=site.live.at_once, api_open=False)
    return blocks


def about_as_html(say: Words) -> str:
    """The name of the page, what it does, and what it does not promise."""
    return (
        f"<h1>{say.html('page.title')}</h1>"
        f"<p>{say.html('page.about')} {say.html('page.caution')}</p>"
    )


def translations() -> "gr.I18n":
    """The page's words for Gradio, which picks the language of the browser by itself."""
    import gradio as gr

    plain = {
        language: {k: v for k, v in words(language).lines.items() if isinstance(v, str)}
        for language in LANGUAGES
    }
    return gr.I18n(**plain)


def make_app(site: Site) -> FastAPI:
    """The web application."""
    os.environ.update(QUIET)
    import gradio as gr

    tools = make_tools(site.live) if site.settings.mcp else None
    lifespan = tools.router.lifespan_context if tools else None
    app = FastAPI(openapi_url=None, lifespan=lifespan)
    # the last stands before all others
    app.add_middleware(Opening)
    app.add_middleware(Static)
    app.add_middleware(GZipMiddleware, compresslevel=5)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(site.hosts))
    app.add_middleware(Guard)
    app.router.routes += health_routes(site.live)
    if tools:
        # a GET would hold a line open on which nothing is ever said
        app.router.routes.append(Route("/mcp", tools, methods=["POST"]))
    app.add_route(UPLOADS, receive(site), methods=["PUT"])
    gr.mount_gradio_app(
        app, make_page(site), path="/", theme=theme(), head=head(), js=script(),
        i18n=translations(), ssr_mode=False, show_error=False, mcp_server=False,
        enable_monitoring=False, run_history=False, footer_links=[], allowed_paths=[],
        app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None,
                    "exception_handlers": {TypeError: wrongly_called}},
    )  # fmt: skip
    return app


def make_tools(live: LiveAssistant) -> Starlette:
    """The tools of MCP as an application; their package is an extra."""
    from page.mcp import Tools

    return Tools(live).app()

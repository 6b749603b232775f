"""python app.py: bring the index up to date, then serve the page (`page/`)."""

import argparse
import os
import socket
import sys
from pathlib import Path

# before numpy is imported: its algebra would take a thread a core for each question, which makes
# none of them quicker and leaves no core to whoever asks at the same time
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from index.aside import BuildAside
from index.command import add_index_options, run, visible
from index.console import build_and_tell, repair_and_tell
from index.errors import IndexBusy, SourcesMissing
from index.generation import FOR_EVER, await_writer, generations
from index.previous import sources_of
from index.settings import load_settings
from page.live import WARM, LiveAssistant
from page.log import logging_to, note
from page.server import bind, serve
from page.settings import PageSettings
from page.site import LOOPBACK, QUIET, Site, make_app
from page.suggest import Suggestions
from page.watch import Watch
from page.words import ENGLISH as say


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
        settings = load_settings(PageSettings, "page", options.settings)
        notice = update_index(options.sources, options.index, options.settings)
        live = LiveAssistant(options.index, options.settings)
        live.find(WARM)
        hosts = LOOPBACK if options.host in LOOPBACK else ("*",)
        with Suggestions(live) as suggestions:
            site = Site(
                live, options.sources, options.index, options.settings, settings, notice, hosts,
                suggestions, BuildAside(),
            )  # fmt: skip
            app = make_app(site)
            listener.listen()  # from here on a visitor waits and is not sent away
            address = f"http://{options.host}:{listener.getsockname()[1]}"
            print(f"{len(live.documents)} documents, at {address} (Ctrl+C stops)", flush=True)
            with logging_to(settings.log), Watch(site, settings.watch):
                note("serving", address=address, documents=len(live.documents))
                serve(app, listener)
    return 0


def update_index(sources: Path, index: Path, settings: Path | None) -> str:
    """Bring the index up to date, and say what the page must admit."""
    try:
        failed = build_and_tell(sources, index, settings).failed
    except IndexBusy as busy:
        if not generations(index):
            print(f"{visible(str(busy))} There is none yet: waiting for it.", file=sys.stderr)
            await_writer(index, FOR_EVER)
            return update_index(sources, index, settings)
        print(f"warning: {visible(str(busy))} The page serves the index as it is.", file=sys.stderr)
        return say("page.rebuilding")
    except SourcesMissing:
        if sources_of(index) != sources.resolve():
            raise  # the index is of another folder: that is not what was asked for
        repair_and_tell(sources, index, settings)
        return say("page.sources_gone", folder=str(sources))
    if not failed:
        return ""
    names = ", ".join(file.uri for file in failed[:3]) + (" …" if len(failed) > 3 else "")
    print(f"warning: {len(failed)} files are left out, see above", file=sys.stderr)
    return say("page.left_out", names=names)


if __name__ == "__main__":
    sys.exit(main())

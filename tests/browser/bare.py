"""python -m tests.browser.bare: Gradio with one box whose words are echoed, and nothing of ours.

What a visit to the page is measured against (`bench.py`).
"""

import os
import socket

from fastapi import FastAPI

from page.server import bind, serve
from page.site import QUIET


def main() -> None:
    """Serve until stopped."""
    os.environ.update(QUIET)
    import gradio as gr

    with gr.Blocks(analytics_enabled=False) as blocks:
        box = gr.Textbox(elem_id="box", submit_btn=True)
        echo = gr.Markdown(elem_id="echo")
        box.submit(lambda words: words, box, echo)
    app = FastAPI()
    gr.mount_gradio_app(app, blocks, path="/", ssr_mode=False, run_history=False)
    with socket.socket() as listener:
        bind(listener, "127.0.0.1", 0)
        listener.listen()
        print(f"at http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        serve(app, listener)


if __name__ == "__main__":
    main()

"""How the page looks: its theme, and the styles and scripts of its parts (`page/assets/`)."""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from eval import page as report
from page.words import LANGUAGES, words

if TYPE_CHECKING:
    import gradio as gr

ASSETS = Path(__file__).parent / "assets"
# in this order: a later one may say more of what an earlier one styles
STYLES = ("look", "chat", "history", "reading", "library", "evaluation", "print")
SCRIPTS = ("reading", "chat", "history", "library", "evaluation")


def theme() -> "gr.themes.Base":
    """Paper and ink; the fonts of the system, so that nothing is fetched."""
    import gradio as gr

    sans, mono = ["system-ui", "sans-serif"], ["ui-monospace", "monospace"]
    return gr.themes.Base(neutral_hue="stone", font=sans, font_mono=mono)


@cache
def head() -> str:
    """The styles, and the words that the scripts say."""
    # in the head as they are: Gradio rewrites what it is given as css, and spoils media queries
    style = "\n".join(asset(f"{name}.css") for name in STYLES)
    # inside of its tab, and so of more weight than Gradio's own
    style += f"\n#evaluation {{\n{report.STYLE.read_text('utf-8')}}}"
    said = {
        language: {
            key.removeprefix("script."): line
            for key, line in words(language).lines.items()
            if key.startswith("script.")
        }
        for language in LANGUAGES
    }
    data = json.dumps(said).replace("<", "\\u003c")
    return (
        f"<style>{style}</style>"
        f'<script type="application/json" id="words">{data}</script>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
    )


@cache
def script() -> str:
    """One function, as Gradio wants it; each file has names of its own."""
    scripts = [*(asset(f"{name}.js") for name in SCRIPTS), report.SCRIPT.read_text("utf-8")]
    parts = "\n".join(f"{{\n{script}}}" for script in scripts)
    return f"() => {{\n{asset('words.js')}\n{parts}\n}}"


def asset(name: str) -> str:
    """A style or a script of the page, as it lies in `page/assets/`."""
    return (ASSETS / name).read_text("utf-8")

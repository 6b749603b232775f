"""The tab Library: the documents in a table, and at its right the one that is read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from page.library_steps import Shown, Steps
from page.web import bring
from page.words import Translated, Words, words_for
from page.work import Work

if TYPE_CHECKING:
    import gradio as gr

    from page.site import Site

# library.js tells what somebody does, and is told when there is something new on the page; Gradio
# takes for an event what is named here
EVENTS = """
const events = ['read', 'choose', 'bring', 'remove', 'restore', 'refresh', 'cancel', 'web'];
window.addEventListener('library', ({detail}) => trigger(detail.send, detail));
"""
SHOWN = "watch('value', () => window.dispatchEvent(new Event('library-{part}')));"


@dataclass(frozen=True)
class Library:
    """What stands in the tab.

    `selection` holds the uris of the documents that are asked, a frozenset, or None for all; its
    event `change` says that it has become another one.
    """

    selection: "gr.State"
    top: "gr.HTML"
    status: "gr.HTML"
    chosen: "gr.HTML"
    shelf: "gr.HTML"
    book: "gr.HTML"

    @property
    def all(self) -> list[Any]:
        """What a change of the documents changes, in the order of `_shown`."""
        return [self.top, self.status, self.shelf]


def lay_out(i18n: Translated) -> Library:
    """Put the tab's parts where they belong; to be called inside of it."""
    import gradio as gr

    def part(name: str, label: str, script: str = "") -> "gr.HTML":
        shown = SHOWN.replace("{part}", name)
        return gr.HTML(
            label=i18n(label), elem_id=f"library-{name}", js_on_load=script + shown,
            apply_default_css=False,
        )  # fmt: skip

    selection = gr.State(None)
    with gr.Row(elem_id="library"):
        with gr.Column(scale=3, elem_id="library-list"):
            top = part("top", "page.library")
            status = part("status", "library.status")
            chosen = part("chosen", "library.chosen")
            shelf = part("shelf", "library.caption", EVENTS)
        with gr.Column(scale=2, elem_id="library-read"):
            book = part("book", "library.read")
    return Library(selection, top, status, chosen, shelf, book)


def wire(tab: "gr.Tab", library: Library, site: "Site") -> None:
    """What happens when somebody does something in the tab."""
    import gradio as gr

    steps, librarian = Steps(site), site.librarian

    def show(request: gr.Request) -> Iterator[Any]:
        yield from map(_shown, steps.show(_say(request)))

    def read(sent: gr.EventData, request: gr.Request) -> str:
        return steps.read(_sent(sent, "key"), _sent(sent, "part"), _say(request))

    def choose(
        sent: gr.EventData, selection: frozenset[str] | None, request: gr.Request
    ) -> tuple[str, frozenset[str] | None]:
        return steps.choose(_sent(sent, "keys"), selection, _say(request))

    def change(begin: Callable[[str, Words], Work], of: str) -> Callable[..., Iterator[Any]]:
        def made(sent: gr.EventData, request: gr.Request) -> Iterator[Any]:
            say = _say(request)
            yield from map(_shown, steps.change(lambda: begin(_sent(sent, of), say), say))

        return made

    def cancel(request: gr.Request) -> None:
        librarian.cancel(_say(request))

    # the librarian lets one change at a time through, and says so to whoever comes second
    how: dict[str, Any] = {
        "show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None,
    }  # fmt: skip
    shelf = library.shelf
    tab.select(show, None, library.all, **how)
    shelf.read(read, None, library.book, **how)
    shelf.choose(choose, library.selection, [library.chosen, library.selection], **how)
    shelf.bring(change(librarian.add, "upload"), None, library.all, **how)
    shelf.remove(change(librarian.remove, "key"), None, library.all, **how)
    shelf.restore(change(librarian.restore, "number"), None, library.all, **how)
    shelf.refresh(change(lambda _, say: librarian.refresh(say), ""), None, library.all, **how)
    shelf.web(change(lambda url, say: bring(site, url, say), "url"), None, library.all, **how)
    shelf.cancel(cancel, None, None, **how)


def _say(request: "gr.Request") -> Words:
    return words_for(request.headers.get("accept-language"))


def _sent(event: "gr.EventData", name: str) -> str:
    """What the browser sends with an event, which may be anything or nothing."""
    return str(getattr(event, name, ""))


def _shown(step: Shown) -> tuple[Any, ...]:
    """A step as Gradio wants it, where None is what stays as it is."""
    import gradio as gr

    given = (step.top, step.status, step.shelf)
    return tuple(gr.skip() if value is None else value for value in given)

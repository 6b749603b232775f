"""A folder of hostile documents, a line on which their fetches would come in, and who watches."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from eval.report import runs_as_json
from index.load import NAMELESS
from tests.browser.visit import PATIENCE
from tests.page.markup import seen
from tests.page.payloads import FAMILIES, LIVE_ADDRESSES, PAYLOADS, aimed
from tests.page.shown import run, worse

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

# one for each family, by which it is asked for
STONES = "agate amber beryl coral flint garnet jade jasper onyx opal pearl quartz ruby topaz zircon"
# of a file
NAME = "<img evil src=x onerror=alert(1)> 'x' \"y\" ${alert(1)} {{z}}"
# what of a payload is alive in a page: elements, handlers, and what could be fetched or followed
ALIVE = """host => {
  const all = [...document.querySelectorAll("*")];
  const told = (node) => node.cloneNode().outerHTML.slice(0, 200);
  const ours = (node) => node.matches('a[rel="noopener noreferrer"][target="_blank"]')
    || node.matches('figcaption a[rel="noopener noreferrer"]');
  const leads = (node) => ["href", "src", "srcset", "action", "formaction", "data", "poster",
    "xlink:href", "style", "ping"].some((name) => {
      const value = node.getAttribute(name) ?? "";
      return value.includes(host) && !value.startsWith("#");
    });
  return [
    ...all.filter((node) => node.hasAttribute("evil")).map(told),
    ...all.filter((node) => node.getAttributeNames().some((name) => /^on/i.test(name))).map(told),
    ...all.filter((node) => leads(node) && !ours(node)).map(told),
    ...("evil" in window ? ["window.evil"] : []),
  ];
}"""


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A host of this machine that is not the page's, and the paths that were asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_HEAD = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def write_hostile(folder: Path, host: str) -> None:
    """A document for each family: payloads are its text and headings, its name, title and the rest.

    One more file, of a hostile name too, cannot be read.
    """
    folder.mkdir(parents=True)
    names = [one for one in PAYLOADS if "/" not in one and not NAMELESS.search(one)]
    families = [[aimed(one, host) for one in family] for family in FAMILIES.values()]
    for number, (stone, payloads) in enumerate(zip(STONES.split(), families, strict=True)):
        title, publisher = " ".join(payloads), " ".join(families[number - 1])
        front = {
            "title": title, "publisher": publisher, "author": publisher, "kind": payloads[0],
            "url": aimed(LIVE_ADDRESSES[number % len(LIVE_ADDRESSES)], host),
        }  # fmt: skip
        lines = [f"{name}: {json.dumps(value)}" for name, value in front.items()]
        # with these in it, a text is taken for no text
        payloads = [payload.replace("\0", "").replace("\x1b", "") for payload in payloads]
        said = [f"The {stone} lamp says {payload} all night." for payload in payloads]
        heading = " ".join(payloads[0].split())
        text = "\n\n".join([f"# {heading}", f"## Of {heading}", *said, f"- {heading}", "Share"])
        file = folder / f"{stone} {names[number * 3]}.md"
        file.write_bytes("\n".join(["---", *lines, "---", text]).encode())
    (folder / f"{NAME}.md").write_text("---\ntitle: [\n---\nx", "utf-8")


def write_runs(folder: Path, host: str) -> None:
    """Two runs of the same hostile cases, and a file with a hostile name that is no run."""
    folder.mkdir(parents=True)
    words = " ".join(aimed(payload, host) for payload in PAYLOADS[::2])
    for minute, one in enumerate((run(words), worse(words))):
        file = folder / f"2026-11-22T10-{minute:02}-00.000000Z.json"
        # the browser names it again, for which signs that nobody sees must not be lost
        file.write_text(runs_as_json([replace(one, corpus=NAME)]), "utf-8")
    (folder / f"{NAME}.json").write_text("{}", "utf-8")


class Watched:
    """A page of a browser, and all that it does behind one's back."""

    def __init__(self, browser: "Browser | BrowserContext", own: str) -> None:
        """Watch a new page, to which `own` is no foreign address."""
        self._own = own
        self.dialogs: list[str] = []
        self.problems: list[str] = []
        self.page: Page = browser.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("request", lambda request: self._called(request.url))
        self.page.on("dialog", self._dismiss)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("popup", lambda popup: self.problems.append(f"opened {popup.url}"))
        self.page.on("console", lambda message: self._said(message.text))

    def _called(self, url: str) -> None:
        if not url.startswith((self._own, "data:", "blob:")):
            self.problems.append(f"called {url}")

    def _dismiss(self, dialog: "Dialog") -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _said(self, words: str) -> None:
        # the policy stops what should not have been tried
        if "Content Security Policy" in words:
            self.problems.append(words)

    def alive(self, host: str) -> list[str]:
        """What of the payloads that aim at a host is more than words."""
        from playwright.sync_api import Error

        self.page.wait_for_timeout(100)
        try:
            found: list[str] = self.page.evaluate(ALIVE, host)
        except Error:  # it is leaving for another address just now
            self.page.wait_for_load_state()
            found = self.page.evaluate(ALIVE, host)
        at = self.page.url
        left = [] if at.startswith(self._own) else [f"left for {urlsplit(at).netloc}"]
        return [*found, *left, *self.problems, *(f"dialog: {words}" for words in self.dialogs)]

    def shows(self, selector: str) -> str:
        """The words in all elements of a kind, as `seen` has them."""
        words: list[str] = self.page.locator(selector).evaluate_all(
            "all => all.map((node) => [node.textContent, ...[...node.querySelectorAll('[title]')]"
            ".map((one) => one.title)].join(' '))"
        )
        return seen(" ".join(words))

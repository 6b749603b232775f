"""What happens when somebody does something in the library: each step is what is shown then."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.errors import BadInput
from page.attempt import Failure, attempt
from page.book import book_as_html
from page.listing import selection_as_html, shelf_as_html, top_as_html
from page.permission import Deed, NotAllowed, check_allowed
from page.progress import at_this_moment, problem_as_html, work_as_html
from page.shelf import among
from page.words import Words
from page.work import Work

if TYPE_CHECKING:
    from page.site import Site

TICK = 0.2  # seconds between two looks at a change that goes on


@dataclass(frozen=True)
class Shown:
    """What stands on the page; None leaves what stands there."""

    top: str | None = None
    status: str | None = None
    shelf: str | None = None


class Steps:
    """The steps of the library of a page."""

    def __init__(self, site: "Site") -> None:
        """Show nothing yet."""
        self._site = site
        self._librarian = site.librarian

    def show(self, say: Words) -> Iterator[Shown]:
        """The documents as they are, and a change that goes on."""
        yield self._documents(say)
        work = self._librarian.work
        if work and not work.finished.is_set():
            yield from self._follow(work, say)

    def change(self, begin: Callable[[], Work], say: Words) -> Iterator[Shown]:
        """Begin a change, and show how it goes on and how it ended."""
        work = attempt(begin, say)
        if isinstance(work, Failure):
            yield Shown(status=at_this_moment(problem_as_html(work.why, say)))
            return
        yield from self._follow(work, say)

    def read(self, key: str, part: str, say: Words) -> str:
        """The document that a key stands for, or a part of a long one; nothing for no key."""
        number = int(part) if part.isdecimal() and len(part) < 9 else 1

        def opened() -> str:
            index = self._site.live.now()
            item = self._librarian.shelf.find(key)
            if item is None or item.uri not in index.documents:
                raise BadInput(say("library.unknown"))
            return book_as_html(index.documents[item.uri], item, number, say)

        book = attempt(opened, say) if key else ""
        return problem_as_html(book.why, say) if isinstance(book, Failure) else book

    def choose(
        self, keys: str, before: frozenset[str] | None, say: Words
    ) -> tuple[str, frozenset[str] | None]:
        """Which documents are asked from now on, by their keys: as a line and as their uris."""
        index = attempt(self._site.live.now, say)
        if isinstance(index, Failure):
            return problem_as_html(index.why, say), before
        chosen = among(keys.split(), index)
        return selection_as_html(len(chosen), len(index.documents), say), chosen or None

    def _follow(self, work: Work, say: Words) -> Iterator[Shown]:
        """A change until it has ended, and the documents then."""
        told = ""
        while not work.finished.wait(TICK):
            now = work_as_html(work, say)
            if now != told:
                told = now
                yield Shown(status=now)
        documents = self._documents(say)
        ended = (documents.status or "") + work_as_html(work, say)
        yield replace(documents, status=at_this_moment(ended))

    def _documents(self, say: Words) -> Shown:
        items = attempt(self._librarian.shelf.items, say)
        if isinstance(items, Failure):
            return Shown(status=problem_as_html(items.why, say))
        try:
            check_allowed(self._site, Deed.LIBRARY, say)
        except NotAllowed as no:
            top, shelf = top_as_html(items, str(no), say), shelf_as_html(items, (), False, say)
        else:
            kept = self._librarian.trash.kept()
            web = bool(self._site.settings.web_hosts)
            top, shelf = top_as_html(items, "", say, web), shelf_as_html(items, kept, True, say)
        return Shown(top=top, shelf=shelf)

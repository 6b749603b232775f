"""Adds a page of the web by its address: fetched, kept as it was served, then as any file."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.errors import NotWritten
from index.load import fingerprint
from index.retrieved import Retrieved
from page.fetch import Fetched, fetch
from page.permission import Deed, NotAllowed, check_allowed
from page.words import Words
from page.work import Work

if TYPE_CHECKING:
    from page.site import Site

Fetch = Callable[[str, tuple[str, ...], Words], Fetched]


def bring(site: "Site", url: str, say: Words, fetch: Fetch = fetch) -> Work:
    """Put the page at an address among the sources, with the address and the day, and index it.

    The day is a part of the file's name, so that what the address serves another day is another
    version of it.

    Raises:
        NotAllowed: the visitor may not change the library, or no hosts are named in the settings.
        BadInput: there is nothing there that could be added.
        NotWritten: the folder of sources cannot be written.
        IndexBusy: another change goes on.
    """
    check_allowed(site, Deed.LIBRARY, say)
    hosts = site.settings.web_hosts
    if not hosts:
        raise NotAllowed(say("library.web_off"))
    fetched = fetch(url.strip(), hosts, say)
    day = datetime.now(UTC).date().isoformat()
    name = f"{fetched.name.removesuffix(fetched.ending)}-{day}{fetched.ending}"
    try:
        Retrieved(fetched.url, day).keep(site.sources, fingerprint(fetched.data))
        upload = site.librarian.intake.hold(name, fetched.data)
    except OSError as error:
        why = error.strerror or str(error)
        raise NotWritten(say("library.not_written", name=name, why=why)) from error
    return site.librarian.add(upload, say)

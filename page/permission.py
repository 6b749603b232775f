"""Who may change what the page serves: one function, asked at every step that changes something.

Hiding a button protects nothing, since every step of a Gradio page can be called by its name; so
the steps themselves ask. There are no accounts yet: whoever sits at the machine may, and nobody
else.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from index.errors import Problem
from page.words import ENGLISH, Words

if TYPE_CHECKING:
    from page.site import Site


class Deed(StrEnum):
    """What not everybody may do."""

    LIBRARY = "library"  # add, remove and put back documents
    EVALUATION = "evaluation"  # run it, and see its past runs


class NotAllowed(Problem):
    """A visitor may not do that; the message says why, and how he could."""


def allowed(site: "Site", deed: Deed) -> bool:
    """Whether a visitor of this page may do that, for what is offered to nobody else."""
    try:
        check_allowed(site, deed)
    except NotAllowed:
        return False
    return True


def check_allowed(site: "Site", deed: Deed, say: Words = ENGLISH) -> None:
    """Nothing, if a visitor of this page may do that.

    Raises:
        NotAllowed: the page is served to other machines too, or the settings do not offer it.
    """
    if not getattr(site.settings, deed):
        raise NotAllowed(say(f"permission.{deed}_off", setting=deed))
    if not site.local:
        raise NotAllowed(say(f"permission.{deed}_not_local"))
